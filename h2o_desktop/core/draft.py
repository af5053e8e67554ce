"""A turn before it is stored and sent: its messages, and the request for the answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from h2o_desktop.core.conversation import ConversationSummary, Message, Role, Status, title_from
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import ChatRequest
from h2o_desktop.core.request import SYSTEM_PROMPT, request_messages
from h2o_desktop.core.turn import with_seed


def new_id() -> str:
    """An id for a message or a conversation."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Asking:
    """To whom a prompt goes and how: the connection's id, the model, and the parameters that were asked for."""

    connection: str
    model: str
    requested: Mapping[str, ParameterValue]
    now_s: float


@dataclass(frozen=True, slots=True)
class TurnDraft:
    """What is stored first, and what is sent then. The last message is the empty answer."""

    summary: ConversationSummary
    messages: tuple[Message, ...]
    request: ChatRequest


def draft_turn(
    asking: Asking,
    prompt: str | None,
    *,
    summary: ConversationSummary | None = None,
    path: tuple[Message, ...] = (),
    identify: Callable[[], str] = new_id,
) -> TurnDraft:
    """The next turn of a conversation after the messages of `path`.

    Without a `summary` it is the first turn of a new conversation; without a `prompt` the last message of `path` is
    answered anew. A seed is drawn when none is asked for, so that the answer can be repeated. The system prompt is one
    of the things that are asked for: so each answer says with which one it was made.
    """
    seeded = with_seed(asking.requested)
    system_prompt = str(seeded.pop(SYSTEM_PROMPT, None) or "")
    messages: list[Message] = []
    if prompt is not None:
        parent_id = path[-1].id if path else None
        messages.append(Message(identify(), parent_id, Role.USER, prompt, asking.now_s))
    asked = (*path, *messages)
    answer = Message(
        identify(),
        asked[-1].id,
        Role.ASSISTANT,
        content="",
        created_s=asking.now_s,
        status=Status.STREAMING,
        model=asking.model,
        connection=asking.connection,
        requested=dict(asking.requested),
        seed=int(seeded["seed"] or 0),
    )
    messages.append(answer)
    base = summary or ConversationSummary(identify(), title_from(prompt or ""), asking.now_s, asking.now_s)
    request = ChatRequest(asking.model, request_messages(asked, system_prompt), seeded, base.id, answer.id)
    return TurnDraft(_grown(base, asking, len(messages)), tuple(messages), request)


def _grown(summary: ConversationSummary, asking: Asking, added: int) -> ConversationSummary:
    return replace(
        summary,
        updated_s=asking.now_s,
        message_count=summary.message_count + added,
        model=asking.model,
        connection=asking.connection,
        parameters=dict(asking.requested),
    )
