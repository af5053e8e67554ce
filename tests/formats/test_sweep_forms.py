"""Sweeps written out as Markdown, CSV and HTML."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from h2o_desktop.core.conversation import Failure, Status
from h2o_desktop.core.sweep import Sweep, axis_of
from h2o_desktop.formats.sweep_csv import sweep_to_csv
from h2o_desktop.formats.sweep_html import sweep_to_html
from h2o_desktop.formats.sweep_markdown import sweep_to_markdown
from tests.fakes.sweep_examples import TEXTS, answered, planned, swept

SERVER = "Example, https://example.org"
EVIL = '=HYPERLINK("https://example.org")'


def with_text(text: str) -> Sweep:
    plan = planned(temperatures=(0.5,), seeds=(1,))
    return Sweep.of(plan).with_cell(0, answered(plan, 0, text))


def failed() -> Sweep:
    plan = planned(temperatures=(0.5,), seeds=(1,))
    answer = answered(plan, 0, "", Status.FAILED)
    failure = Failure("server-busy", "<b>Busy</b>", "Wait.", "+503")
    return Sweep.of(plan).with_cell(0, replace(answer, failure=failure, content=""))


def table(sweep: Sweep) -> list[dict[str, str]]:
    text = sweep_to_csv(sweep, SERVER)
    assert text[0] == "\N{ZERO WIDTH NO-BREAK SPACE}"
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_csv_has_a_row_for_each_cell_and_names_each_column_once() -> None:
    rows = table(swept())
    assert [(row["temperature"], row["seed"], row["status"]) for row in rows] == [
        ("0.20", "1", "complete"),
        ("0.20", "2", "complete"),
        ("0.70", "1", "complete"),
        ("0.70", "2", "stopped"),
        ("1.20", "1", "not asked"),
        ("1.20", "2", "not asked"),
    ]
    first = rows[0]
    assert (first["text"], first["words"], first["distinct_words"]) == (TEXTS[0], "6", "0.8333")
    assert (first["first_text_s"], first["total_s"], first["completion_tokens"]) == ("0.250", "1.250", "6")
    assert (first["model"], first["server"], first["asked_at"]) == ("stub-model", SERVER, "2026-09-21T14:13:20Z")
    assert float(first["agreement"]) > float(rows[2]["agreement"])
    header = sweep_to_csv(swept(), SERVER)[1:].splitlines()[0].split(",")
    assert len(set(header)) == len(header)
    assert rows[5]["text"] == ""


@pytest.mark.parametrize("text", [EVIL, "+1", "-1+2", "@SUM(A1)", "\t=1", "  =1", "＝1", "\n=1"])
def test_no_text_is_a_formula_in_a_spreadsheet(text: str) -> None:
    assert table(with_text(text))[0]["text"] == f"'{text}"


def test_texts_that_are_no_formula_stay_as_they_are() -> None:
    text = 'Say "yes", then\nno; 1 = 1. Река 河'
    assert table(with_text(text))[0]["text"] == text
    assert table(failed())[0]["failure"] == "<b>Busy</b> +503"


def test_values_below_zero_stay_numbers() -> None:
    plan = replace(planned(), rows=axis_of("frequency_penalty", [-0.5]), columns=axis_of("stop", ["=1", None]))
    assert [(row["frequency_penalty"], row["stop"]) for row in table(Sweep.of(plan))] == [
        ("-0.50", "'=1"),
        ("-0.50", "not sent"),
    ]


def test_markdown_has_the_set_up_a_table_and_every_answer() -> None:
    text = sweep_to_markdown(swept(), SERVER)
    assert text.startswith("# Sweep: Temperature × Seed\n\n> What is a tree?\n")
    for line in (
        "- Model: stub-model",
        f"- Server: {SERVER}",
        "- Cells: 6, 3 of them with a whole answer",
        "- System prompt: Be brief.",
        "- Max new tokens: 1024",
        "## Temperature 0.20 · Seed 1",
        f"> {TEXTS[0]}",
        "Seed 1, 6 tokens",
        "*stopped*",
        "*not asked*",
    ):
        assert line in text.splitlines()
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert html.count("<tr>") == 4
    assert "- Temperature:" not in text


def test_what_an_answer_holds_changes_nothing_around_it() -> None:
    text = "# Not a heading\n\n| a | b |\n<script>alert(1)</script>\n```\ncode"
    markdown = sweep_to_markdown(with_text(text), SERVER)
    headings = [token for token in MarkdownIt("commonmark").parse(markdown) if token.type == "heading_open"]
    assert sum(token.level == 0 for token in headings) == 2
    assert "failed: \\<b\\>Busy\\</b\\>" in sweep_to_markdown(failed(), SERVER)
    html = sweep_to_html(with_text(text), SERVER)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "<b>Busy" not in sweep_to_html(failed(), SERVER)


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.bars: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in {"meta", "rect"}:
            self.open.append(tag)
        values = dict(attrs)
        if values.get("class") == "bar":
            self.bars.append(str(values["width"]))
        assert not {"src", "onclick", "onload"} & set(values)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def test_html_is_one_file_with_drawn_measures_and_no_scripts() -> None:
    html = sweep_to_html(swept(), SERVER)
    seen = Seen()
    seen.feed(html)
    assert seen.open == []
    assert not {"script", "img", "link", "iframe"} & set(seen.tags)
    assert "prefers-color-scheme: dark" in html
    assert "default-src 'none'" in html
    assert seen.tags.count("svg") == 16  # four measures of four answers
    assert seen.bars[0] == "50.0"  # 6 of 12 words
    assert "not asked" in html
    assert "Temperature 1.20" in html


def test_a_setting_that_is_an_axis_is_not_said_to_be_the_same_for_all() -> None:
    plan = replace(planned(), rows=axis_of("top_p", [0.5, 0.9]), columns=axis_of("top_k", [10]))
    text = sweep_to_markdown(Sweep.of(plan), "")
    assert "- Seed: 77" in text
    assert "- Temperature: 0.40" in text
    assert "- Top-k" not in text
    assert "- Server" not in text
