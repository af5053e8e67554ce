"""Answers as a piece of HTML for the clipboard: mail and word processors take it with its looks."""

from __future__ import annotations

from html import escape

from h2o_desktop.core.conversation import Conversation, Message, Role
from h2o_desktop.formats.markdown_html import highlighted, renderer_with, with_thoughts
from h2o_desktop.formats.speakers import failure_text, remarks, speaker

_PRE = "background:#f4f5f7;padding:8px;font-family:monospace;white-space:pre-wrap"
_TABLE = 'border="1" cellspacing="0" cellpadding="4" style="border-collapse:collapse"'
_LIGHT = "xcode"  # colours that can be read on a light ground


def html_fragment(conversation: Conversation, *, headings: bool = True) -> str:
    """The shown branch without a head; what is thought is left out. Without `headings` the texts alone."""
    parts: list[str] = []
    if headings:
        parts.append(f"<h1>{escape(' '.join(conversation.summary.title.split()) or 'Conversation')}</h1>")
    for message in conversation.path():
        if headings:
            parts.append(f"<h2>{escape(speaker(message))}</h2>")
        parts.append(_body(message))
        notes = [*remarks(message), failure_text(message)] if headings else []
        parts += [f"<p><em>{escape(note)}</em></p>" for note in notes if note]
    return "\n".join(parts)


def _body(message: Message) -> str:
    if message.role is not Role.ASSISTANT:
        lines = escape(message.content.strip()).split("\n")
        return f"<p>{'<br>'.join(lines)}</p>"
    _thoughts, answer = with_thoughts(message.content)
    rendered = str(renderer_with(_code).render(answer, {"docId": message.id}))
    return rendered.replace("<table>", f"<table {_TABLE}>")


def _code(code: str, language: str) -> str:
    return f'<pre style="{_PRE}">{highlighted(code, language, noclasses=True, style=_LIGHT)}</pre>\n'
