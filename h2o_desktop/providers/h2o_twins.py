"""Twins: what an H2O server keeps of a conversation, so that a turn has to send only what is new.

The server stores the messages that it was sent and the answers that it gave, in one line. A conversation here is a
tree, so a turn goes on in its twin only where the twin's line is the branch that is shown; otherwise a new twin begins
with the branch flattened into one prompt.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from h2o_desktop.core.conversation import Role
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.providers.h2o_prompt import flattened


@dataclass(frozen=True, slots=True)
class Entry:
    """A message of the branch that the twin knows.

    `server_id` is empty when the message has no place of its own there, but stands flattened inside a later prompt;
    `inputs` is what was sent for it.
    """

    message: ChatMessage
    server_id: str = ""
    inputs: str = ""

    def stands_for(self, message: ChatMessage) -> bool:
        """Whether `message` is the same one. An answer may differ by a token that came while it was stopped."""
        if message.role is not self.message.role:
            return False
        if message.role is Role.ASSISTANT and message.id and self.message.id:
            return message.id == self.message.id
        return message == self.message


@dataclass(slots=True)
class Twin:
    """A conversation on the server. `settled` is false while it is not sure what the server stored last."""

    server_id: str
    model_id: str
    entries: list[Entry] = field(default_factory=list)
    settled: bool = True

    def stored_ids(self) -> tuple[str, ...]:
        """The ids that the server's own messages should have, in order."""
        return tuple(entry.server_id for entry in self.entries if entry.server_id)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn in a twin: what is sent, and as which message.

    `kept` is how many entries of the twin stay before it: with `is_retry` the server replaces the message
    `message_id` and all after it.
    """

    inputs: str
    message_id: str
    response_id: str
    is_retry: bool
    kept: int

    def options(self) -> dict[str, object]:
        """The `options` of the request."""
        return {
            "id": self.message_id,
            "response_id": self.response_id,
            "is_retry": self.is_retry,
            "use_cache": False,
            "web_search_id": "",
        }


def next_turn(twin: Twin, messages: Sequence[ChatMessage], response_id: str) -> Turn | None:
    """How the last of `messages` is asked in `twin`; None when the twin's line is another one."""
    history, prompt = messages[:-1], messages[-1]
    response_id = as_uuid(response_id)
    if not twin.entries:
        inputs = flattened((message.role.value, message.content) for message in messages) if history else prompt.content
        return Turn(inputs, as_uuid(prompt.id), response_id, is_retry=False, kept=0)
    if len(twin.entries) < len(history):
        return None
    if not all(entry.stands_for(message) for entry, message in zip(twin.entries, history, strict=False)):
        return None
    if len(twin.entries) == len(history):
        return Turn(prompt.content, as_uuid(prompt.id), response_id, is_retry=False, kept=len(history))
    again = twin.entries[len(history)]
    if again.server_id and again.stands_for(prompt):
        return Turn(again.inputs, again.server_id, response_id, is_retry=True, kept=len(history))
    return None


def take_turn(twin: Twin, turn: Turn, messages: Sequence[ChatMessage], answer: ChatMessage) -> None:
    """Note in `twin` what the server stores after `turn`."""
    known = twin.entries[: turn.kept] or [Entry(message) for message in messages[:-1]]
    twin.entries = [
        *known,
        Entry(messages[-1], turn.message_id, turn.inputs),
        Entry(answer, turn.response_id),
    ]


def as_uuid(text: str) -> str:
    """`text` when it is a UUID, which is all that the server takes for an id; otherwise a new one."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return str(uuid.uuid4())
