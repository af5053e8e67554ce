"""The request of an answer that is stored, made again from what is stored with it."""

from __future__ import annotations

from collections.abc import Sequence

from h2o_desktop.core.conversation import Message, Role, Status, path_to
from h2o_desktop.core.provider import ChatMessage, ChatRequest
from h2o_desktop.core.request import SYSTEM_PROMPT, request_messages

_BROKEN_OFF = frozenset({Status.STOPPED, Status.INTERRUPTED})


def request_of(answer: Message, messages: Sequence[Message]) -> ChatRequest:
    """The request that `answer` came from; `messages` are all of its conversation.

    It names no conversation, so that what a server keeps of it plays no part.
    """
    requested = {**answer.requested, "seed": answer.seed}
    system_prompt = str(requested.pop(SYSTEM_PROMPT, None) or "")
    asked = request_messages(path_to(messages, answer.id)[:-1], system_prompt)
    begun = _begun_by(answer, messages)
    if begun is not None:
        asked = (*asked, ChatMessage(Role.ASSISTANT, begun.content, begun.id))
    return ChatRequest(answer.model, asked, requested, response_id=answer.id)


def _begun_by(answer: Message, messages: Sequence[Message]) -> Message | None:
    """The answer that this one went on with: it stands beside it, was cut, and is its beginning."""
    found: Message | None = None
    for other in messages:
        if other.id == answer.id:
            break
        is_beside = other.parent_id == answer.parent_id and other.role is Role.ASSISTANT
        was_cut = other.finish_reason == "length" or other.status in _BROKEN_OFF
        is_beginning = bool(other.content) and len(other.content) < len(answer.content)
        if is_beside and was_cut and is_beginning and answer.content.startswith(other.content):
            found = other if found is None or len(other.content) > len(found.content) else found
    return found
