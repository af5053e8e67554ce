"""The first words of a message, as contents and links name it."""

from __future__ import annotations

import re

from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.request import without_thoughts

_FENCE = re.compile(r"^[ \t]*(?:```|~~~)\S*[ \t]*$", re.MULTILINE)
_MARKUP = re.compile(r"^ {0,3}(?:#{1,6}|>|[-*+]) |\*\*|__|`(?!``)", re.MULTILINE)


def first_words(message: Message, longest: int) -> str:
    """One line of at most some `longest` letters; of an answer what comes after its thoughts, without its markup."""
    text = message.content
    if message.role is Role.ASSISTANT:
        text = without_thoughts(ChatMessage(message.role, text)).content
    text = _FENCE.sub("", text[: longest * 4])
    if message.role is Role.ASSISTANT:
        text = _MARKUP.sub("", text)
    words = " ".join(text.split())
    return (words if len(words) <= longest else f"{words[:longest].rstrip()}…") or "…"
