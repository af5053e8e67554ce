"""What of a conversation a model is given to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from h2o_desktop.core.conversation import Message, Role, Status

if TYPE_CHECKING:
    from h2o_desktop.core.provider import ChatMessage

SYSTEM_PROMPT = "system_prompt"
"""The key under which a system prompt stands among what was asked for; it is sent as the first message."""


def request_messages(path: Iterable[Message], system_prompt: str = "") -> tuple[ChatMessage, ...]:
    """The messages of a branch as a request gives them, after the system prompt if there is one.

    Answers that failed are no replies, and answers without text say nothing: both are left out. What then stands
    side by side with the same role is joined, since many prompt templates refuse two turns of one speaker; the
    joined message has the id of its last part.
    """
    from h2o_desktop.core.provider import ChatMessage  # the window needs of this module the key alone

    messages: list[ChatMessage] = []
    if system_prompt.strip():
        messages.append(ChatMessage(Role.SYSTEM, system_prompt))
    for message in path:
        if message.role is Role.ASSISTANT and (message.status is Status.FAILED or not message.content.strip()):
            continue
        if messages and messages[-1].role is message.role:
            joined = f"{messages[-1].content}\n\n{message.content}"
            messages[-1] = ChatMessage(message.role, joined, message.id)
        else:
            messages.append(ChatMessage(message.role, message.content, message.id))
    return tuple(messages)


_THOUGHTS = re.compile(r"\s*<think>.*?</think>\s*", re.DOTALL)


def without_thoughts(message: ChatMessage) -> ChatMessage:
    """An earlier answer without the thoughts before it, which models are not meant to read again."""
    if message.role is not Role.ASSISTANT or "</think>" not in message.content:
        return message
    said = _THOUGHTS.match(message.content)
    rest = message.content[said.end() :] if said else ""
    return replace(message, content=rest) if rest else message


def system_prompt_of(path: Sequence[Message]) -> str:
    """The system prompt with which the last answer of a branch was asked for; empty when there was none."""
    answers = (message for message in reversed(path) if message.role is Role.ASSISTANT)
    return str(next((answer.requested.get(SYSTEM_PROMPT) or "" for answer in answers), ""))
