"""A conversation as one HTML file: light and dark, highlighted code, no scripts, and nothing that is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from html import escape
from typing import TYPE_CHECKING

from h2o_desktop.core.conversation import Conversation, Message, Role
from h2o_desktop.core.first_words import first_words
from h2o_desktop.core.request import system_prompt_of
from h2o_desktop.core.side_branches import Children, beside, leaving
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.formats.html_style import STYLE
from h2o_desktop.formats.json_format import NO_SERVERS
from h2o_desktop.formats.markdown_html import highlighted, renderer_with, typed_parts, with_thoughts
from h2o_desktop.formats.moments import iso_text, local_text
from h2o_desktop.formats.speakers import failure_text, remarks, speaker
from h2o_desktop.formats.stamp import stamp

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_LONGEST_PROMPT = 80


def to_html(conversation: Conversation, *, servers: Mapping[str, str] = NO_SERVERS, zone: tzinfo | None = None) -> str:
    """The document. `servers` names connections by their ids; times are those of `zone`, or the computer's own."""
    writer = _Writer(servers, zone)
    path = conversation.path()
    children = leaving(conversation)
    others = beside(conversation, children)
    ways = _Ways(children, (*path, *others))
    title = " ".join(conversation.summary.title.split()) or "Conversation"
    parts = [HEAD.format(title=escape(title), style=STYLE), f"<h1>{escape(title)}</h1>", *_contents(path)]
    system_prompt = system_prompt_of(path)
    if system_prompt.strip() and not any(message.role is Role.SYSTEM for message in path):
        typed = "\n".join(_typed(system_prompt))
        parts.append(f"<article class=system><header><strong>System prompt</strong></header>{typed}</article>")
    parts += ways.away(None)
    for message in path:
        parts += [writer.message(message, ways.numbers[message.id]), *ways.away(message.id)]
    if others:
        parts.append("<details class=branches><summary>Other branches</summary>")
        for message in others:
            parts += [*ways.back(message), writer.message(message, ways.numbers[message.id])]
        parts.append("</details>")
    parts.append("</main></body></html>")
    return well_formed("\n".join(parts) + "\n")


HEAD = """<!DOCTYPE html>
<html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="generator" content="H2O Desktop"><title>{title}</title><style>
{style}</style></head><body><main>"""


def _contents(path: tuple[Message, ...]) -> Iterator[str]:
    prompts = [(number, message) for number, message in enumerate(path, 1) if message.role is Role.USER]
    if len(prompts) < 2:
        return
    yield "<nav><ol>"
    for number, message in prompts:
        yield f'<li dir="auto"><a href="#m{number}">{escape(first_words(message, _LONGEST_PROMPT))}</a></li>'
    yield "</ol></nav>"


class _Ways:
    """Links to the other branches from where they leave, and back. Messages have the numbers of their order."""

    def __init__(self, children: Children, messages: tuple[Message, ...]) -> None:
        self._children = children
        self._messages = {message.id: message for message in messages}
        self.numbers = {message.id: number for number, message in enumerate(messages, 1)}

    def away(self, message_id: str | None) -> Iterator[str]:
        for message in self._children.get(message_id, ()):
            yield self._link("Another prompt here" if message.role is Role.USER else "Another answer here", message)

    def back(self, message: Message) -> Iterator[str]:
        parent = self._messages.get(message.parent_id or "")
        if parent is not None:
            yield self._link("Follows", parent)

    def _link(self, words: str, target: Message) -> str:
        link = f'<a href="#m{self.numbers[target.id]}">{escape(first_words(target, _LONGEST_PROMPT))}</a>'
        return f'<p class="way" dir="auto">{words}: {link}</p>'


class _Writer:
    def __init__(self, servers: Mapping[str, str], zone: tzinfo | None) -> None:
        self._servers = servers
        self._zone = zone
        self._markdown = markdown_renderer()

    def message(self, message: Message, number: int) -> str:
        """One message with what is known of it."""
        time = local_text(message.created_s, self._zone)
        head = f"<strong>{escape(speaker(message))}</strong>"
        if time:
            head += f' <time datetime="{iso_text(message.created_s)}">{time}</time>'
        notes = "".join(f'<p class="note">{escape(note)}</p>' for note in remarks(message))
        if failure_text(message):
            notes += f'<p class="note failure">{escape(failure_text(message))}</p>'
        return (
            f'<article class="{message.role.value}" id="m{number}"><header>{head}</header>\n'
            f'<div dir="auto">{self._body(message, number)}</div>\n{notes}{self._facts(message)}</article>'
        )

    def _body(self, message: Message, number: int) -> str:
        if message.role is Role.ASSISTANT:
            thoughts, answer = with_thoughts(message.content)
            return self._thoughts(thoughts, number) + str(self._markdown.render(answer, {"docId": f"m{number}"}))
        return "\n".join(_typed(message.content))

    def _thoughts(self, thoughts: str, number: int) -> str:
        if not thoughts:
            return ""
        rendered = self._markdown.render(thoughts, {"docId": f"t{number}"})
        return f"<details class=thoughts><summary>Thoughts</summary>{rendered}</details>"

    def _facts(self, message: Message) -> str:
        facts = stamp(message, self._servers)
        rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in facts.items())
        return f"<details><summary>Details</summary><table>{rows}</table></details>" if rows else ""


def markdown_renderer() -> MarkdownIt:
    """A renderer that passes no HTML through and loads no images."""
    return renderer_with(_code)


def _typed(content: str) -> Iterator[str]:
    """What a person typed as it was typed, but code as code."""
    for code, text, language in typed_parts(content):
        yield _code(text, language) if code else f'<p class="typed">{escape(text)}</p>'


def _code(code: str, language: str) -> str:
    return f'<pre dir="ltr"><code>{highlighted(code, language, classprefix="t-")}</code></pre>\n'
