"""Exported HTML shows what the chat view shows."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.excerpts import single_message
from h2o_desktop.formats.clipboard import clipboard_texts, message_texts
from h2o_desktop.formats.html import to_html
from h2o_desktop.formats.markdown_html import typed_parts, with_thoughts
from h2o_desktop.formats.mathml import mathml
from tests.showcase import conversation

SERVERS = {"local": "This computer"}


def answer(content: str) -> str:
    """The HTML of a conversation with that answer."""
    example = conversation()
    message = replace(example.messages[1], content=content)
    return to_html(Conversation(example.summary, (example.messages[0], message), message.id))


def test_formulas_are_drawn_by_the_browser() -> None:
    html = answer("So $a^2$ and \\(b\\), and\n\n$$\nc = 1\n$$\n\n\\[ d \\]\n\nfor $5 and $6.")
    assert html.count("<math ") == 4
    assert len(re.findall('<math [^>]*display="block"', html)) == 2
    assert "<msup>" in html
    assert "for $5 and $6." in html


def test_a_formula_that_is_wrong_or_too_long_is_shown_as_its_source() -> None:
    assert mathml(r"\left(", is_displayed=False) == r"<code>$\left($</code>"
    assert mathml("x" * 5000, is_displayed=True) == f"<code>$${'x' * 5000}$$</code>"
    assert 'alttext="a&lt;b&quot;"' in mathml('a<b"', is_displayed=False)


def test_thoughts_are_folded_away() -> None:
    html = answer("<think>\nI *see*.\n</think>\n\nThe answer.")
    assert "<details class=thoughts><summary>Thoughts</summary><p>I <em>see</em>.</p>" in html
    assert "<p>The answer.</p>" in html
    assert "think>" not in html
    assert with_thoughts("no <think> here") == ("", "no <think> here")


def test_footnotes_tasks_and_bare_addresses_are_what_they_are() -> None:
    html = answer("See https://a.org/x_(y), ok[^1].\n\n- [x] done\n\n[^1]: A note.")
    assert '<a href="https://a.org/x_(y">' in html or '<a href="https://a.org/x_(y)">' in html
    assert 'type="checkbox"' in html
    assert 'id="fn-m2-1"' in html
    assert "A note." in html


def test_an_address_in_a_link_or_in_code_is_left_alone() -> None:
    html = answer("[https://a.org](https://b.org) `https://c.org` and https://d.org.")
    assert html.count("<a ") == 2
    assert '<a href="https://d.org">https://d.org</a>.' in html


def test_a_prompt_shows_its_code_as_code() -> None:
    assert list(typed_parts("one\n```py\na = 1\n\nb = 2\n```\n two")) == [
        (False, "one", ""),
        (True, "a = 1\n\nb = 2", "py"),
        (False, " two", ""),
    ]
    long_code = "x = 1\n" * 3000
    assert list(typed_parts(f"```\n{long_code}```")) == [(True, long_code.removesuffix("\n"), "")]
    assert list(typed_parts(" \n")) == []


def test_the_system_prompt_stands_before_the_messages() -> None:
    html = to_html(conversation())
    assert html.index("You are a patient geographer.") < html.index("Show me all about rivers.\n")
    assert html.count("<article class=system>") == 1


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.addresses |= {value or "" for name, value in attrs if name in {"href", "src"}}


def test_nothing_is_run_and_nothing_is_loaded() -> None:
    tags = _Tags()
    tags.feed(
        to_html(conversation()) + answer("[x](javascript:alert(1)) <script>alert(2)</script> ![p](http://p.org/p)")
    )
    assert not tags.seen & {"script", "img", "iframe", "object", "link", "form"}
    assert all(address.startswith(("https://", "http://", "#")) for address in tags.addresses)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_a_conversation_goes_onto_the_clipboard(form: str) -> None:
    texts = clipboard_texts(conversation(), form, SERVERS)
    assert "The Volga is" in texts["text/plain"]
    assert "with 3,530 km." in texts["text/plain"] or form != "json"
    if form == "html":
        assert "<h2>You</h2>" in texts["text/html"]
        assert re.search(r'<pre style="[^"]*"><span style="color: ', texts["text/html"])
        assert "The server did not answer." in texts["text/html"]
    if form == "json":
        assert json.loads(texts["application/json"])["messages"][1]["server"] == "This computer"
    if form == "markdown":
        assert texts["text/markdown"].startswith("# Rivers of Europe & \\<everything\\> else\n\n## You · 2026-09-21")
        assert "---\ntitle" not in texts["text/markdown"]


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_a_message_goes_onto_the_clipboard(form: str) -> None:
    alone = single_message(conversation(), "a3")
    assert alone is not None
    texts = message_texts(alone, form, SERVERS)
    if form == "json":
        assert json.loads(texts["application/json"])["content"] == "The Volga is"
    else:
        assert texts["text/plain"] == "The Volga is"
    assert form != "html" or texts["text/html"] == "<p>The Volga is</p>\n"
