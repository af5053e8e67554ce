"""Conversations and messages as they go onto the clipboard."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.formats.html_fragment import html_fragment
from h2o_desktop.formats.json_format import to_json
from h2o_desktop.formats.markdown import readable_markdown
from h2o_desktop.formats.plain_text import to_text

PLAIN, HTML, MARKDOWN, JSON = "text/plain", "text/html", "text/markdown", "application/json"


def clipboard_texts(conversation: Conversation, form: str, servers: Mapping[str, str]) -> dict[str, str]:
    """The texts by their media types; the plain one is always among them. `form` is text, markdown, html or json."""
    match form:
        case "html":
            texts = {HTML: html_fragment(conversation), PLAIN: readable_markdown(conversation)}
        case "json":
            document = json.dumps(to_json(conversation, servers=servers), ensure_ascii=False, indent=2)
            texts = {PLAIN: document, JSON: document}
        case "text":
            texts = {PLAIN: to_text(conversation)}
        case _:
            markdown = readable_markdown(conversation)
            texts = {PLAIN: markdown, MARKDOWN: markdown}
    return {kind: well_formed(text) for kind, text in texts.items()}


def message_texts(conversation: Conversation, form: str, servers: Mapping[str, str]) -> dict[str, str]:
    """The same for a conversation of one message: without a heading, what the message itself says."""
    (message,) = conversation.path()
    match form:
        case "html":
            texts = {HTML: html_fragment(conversation, headings=False), PLAIN: message.content}
        case "json":
            (entry,) = _entries(conversation, servers)
            document = json.dumps(entry, ensure_ascii=False, indent=2)
            texts = {PLAIN: document, JSON: document}
        case _:
            texts = {PLAIN: message.content, MARKDOWN: message.content}
    return {kind: well_formed(text) for kind, text in texts.items()}


def _entries(conversation: Conversation, servers: Mapping[str, str]) -> Sequence[object]:
    entries = to_json(conversation, servers=servers)["messages"]
    assert isinstance(entries, list)
    return entries
