"""HTML, plain text, lines for training, and names of files."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.conversation import Conversation, Failure, Message, Role, Status
from h2o_desktop.formats.file_names import file_name
from h2o_desktop.formats.html import to_html
from h2o_desktop.formats.moments import local_text
from h2o_desktop.formats.plain_text import to_text, to_training_line
from tests.fakes.any_conversation import conversations
from tests.fakes.conversation_examples import NOW_S, finished, first_turn, next_turn

CODE = 'Look:\n\n```py\ndef tree(x: int) -> str:\n    return "<tall>"  # tree\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'


def example(content: str = CODE, **changes: object) -> Conversation:
    turn = first_turn("What is a <tree>?\n\n**not bold**")
    answer = replace(finished(turn.messages[-1], content), **changes)  # type: ignore[arg-type]
    return Conversation(turn.summary, (turn.messages[0], answer), answer.id)


class Reader(HTMLParser):
    """Collects the elements, and fails on one that is not closed in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "hr", "img"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def test_html_shows_markdown_tables_and_coloured_code() -> None:
    text = to_html(example(), servers={"local": "This computer"}, zone=UTC)
    reader = read(text)
    assert 'class="t-k">def<' in text
    assert "<td>1</td>" in text
    assert "What is a <tree>?" in reader.text
    assert "**not bold**" in reader.text
    assert '"<tall>"' in reader.text
    for fact in ("This computer", "2026-09-21 14:13", "2.50 s", "sent temperature", "14.3 tokens/s"):
        assert fact in reader.text
    assert "prefers-color-scheme: dark" in text


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![picture](https://example.org/spy.png)",
        "```<script>\n<script>\n```",
        "[a]: javascript:alert(1)\n\n[a]",
    ],
)
def test_html_runs_and_loads_nothing(content: str) -> None:
    text = to_html(example(content))
    for tag, attributes in read(text).elements:
        assert tag not in {"script", "img", "iframe", "link"}
        assert not any(name.startswith("on") for name in attributes)
        assert not str(attributes.get("href", "")).startswith("javascript")
    assert "default-src 'none'" in text


def test_html_has_contents_and_other_branches() -> None:
    first = first_turn()
    again, later = next_turn(first, None), next_turn(first, "And a bush?")
    messages = (first.messages[0], finished(first.messages[-1], "A plant."), again.messages[0], *later.messages)
    text = to_html(Conversation(first.summary, messages, later.messages[-1].id))
    reader = read(text)
    assert [attributes["href"] for tag, attributes in reader.elements if tag == "a"] == ["#m1", "#m3", "#m5", "#m1"]
    assert reader.text.index("Another answer here") < reader.text.index("A plant.")
    assert reader.text.index("Other branches") < reader.text.index("Follows: ")
    assert "Other branches" in reader.text
    ids = [attributes["id"] for tag, attributes in reader.elements if tag == "article"]
    assert ids == ["m1", "m2", "m3", "m4", "m5"]


def test_notes_and_failures_are_shown() -> None:
    failed = example("Half", status=Status.FAILED, failure=Failure("network", "The host is <away>.", "Try later."))
    for text in (read(to_html(failed)).text, to_text(failed)):
        assert "This answer failed." in text
        assert "The host is <away>. Try later." in text
    assert "reached the limit" in to_text(example(finish_reason="length"))


@settings(deadline=None, max_examples=40)
@given(conversations(), st.text(st.sampled_from("`~<>&\"'*_[]()!|#-\n ax"), max_size=60))
def test_any_conversation_is_sound_html(conversation: Conversation, odd: str) -> None:
    messages = tuple(replace(message, content=message.content + odd) for message in conversation.messages)
    read(to_html(replace(conversation, messages=messages)))


def test_plain_text_reads_like_a_conversation() -> None:
    text = to_text(example("A plant."), servers={"local": "This computer"}, zone=UTC)
    said, _, made = text.rpartition("\n[")
    assert f"{said}\n" == (
        "What is a <tree>? **not bold**\n==============================\n\n"
        "You, 2026-09-21 14:13\n---------------------\nWhat is a <tree>?\n\n**not bold**\n\n"
        "smollm2-135m, 2026-09-21 14:13\n------------------------------\nA plant.\n"
    )
    for fact in (
        "Model: smollm2-135m",
        "Server: This computer",
        "sent temperature: 0.4",
        "asked do_sample: true",
        "Seed:",
    ):
        assert fact in made
    for fact in (
        "Ended because: stop",
        "Tokens of the answer: 34",
        "First text after: 0.12 s",
        "Speed: 14.3 tokens/s]",
    ):
        assert fact in made


def test_a_line_for_training() -> None:
    line = to_training_line(example("A\u2028plant.\n"))
    assert line.count("\n") == 1
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {
        "messages": [
            {"role": "user", "content": "What is a <tree>?\n\n**not bold**"},
            {"role": "assistant", "content": "A\u2028plant.\n"},
        ]
    }


def test_what_teaches_nothing_is_left_out_of_training() -> None:
    assert to_training_line(example("")) == ""
    assert to_training_line(example("Half", status=Status.FAILED)) == ""
    conversation = example("A plant.")
    system = Message("s", None, Role.SYSTEM, "Be brief.", NOW_S)
    prompt = replace(conversation.messages[0], parent_id="s")
    open_prompt = Message("p", conversation.messages[1].id, Role.USER, "And then?", NOW_S)
    longer = replace(conversation, messages=(system, prompt, conversation.messages[1], open_prompt), leaf_id="p")
    roles = [message["role"] for message in json.loads(to_training_line(longer))["messages"]]
    assert roles == ["system", "user", "assistant"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Trees", "Trees"),
        ('a/b\\c:d*e?f"g<h>i|j\x00k', "a b c d e f g h i j k"),
        ("  .hidden. ", "hidden"),
        ("con", "con"),
        ("", ""),
        ("...", ""),
        ("ё" * 200, "ё" * 60),
    ],
)
def test_names_fit_every_system(title: str, name: str) -> None:
    summary = replace(first_turn("Any").summary, id="0123456789", title=title, created_s=NOW_S)
    assert file_name(summary, ".md").split() == [local_text(NOW_S)[:10], *name.split(), "01234567.md"]


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200))
def test_any_title_makes_a_name(title: str) -> None:
    name = file_name(replace(first_turn().summary, title=title, id="abcdef0123456"), ".md")
    assert name.endswith("abcdef01.md")
    assert len(name.encode()) <= 160
    assert not set(name) & set('<>:"/\\|?*\n\0')
