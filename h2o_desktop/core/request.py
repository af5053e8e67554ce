"""What of a conversation a model is given to read."""

from __future__ import annotations

from collections.abc import Iterable

from h2o_desktop.core.conversation import Message, Role, Status
from h2o_desktop.core.provider import ChatMessage


def request_messages(path: Iterable[Message]) -> tuple[ChatMessage, ...]:
    """The messages of a branch as a request gives them.

    Answers that failed are no replies, and answers without text say nothing: both are left out. What then stands
    side by side with the same role is joined, since many prompt templates refuse two turns of one speaker; the
    joined message has the id of its last part.
    """
    messages: list[ChatMessage] = []
    for message in path:
        if message.role is Role.ASSISTANT and (message.status is Status.FAILED or not message.content.strip()):
            continue
        if messages and messages[-1].role is message.role:
            joined = f"{messages[-1].content}\n\n{message.content}"
            messages[-1] = ChatMessage(message.role, joined, message.id)
        else:
            messages.append(ChatMessage(message.role, message.content, message.id))
    return tuple(messages)
