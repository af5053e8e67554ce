"""Messages and conversations. A conversation is a tree: editing and regenerating branch, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from h2o_desktop.core.parameters import ParameterValue

if TYPE_CHECKING:
    from h2o_desktop.core.sweep import Sweep

TITLE_LETTERS = 60


class Role(StrEnum):
    """Who speaks."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class Status(StrEnum):
    """What became of a message. User messages are always *complete*."""

    STREAMING = "streaming"
    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts as the server gave them; None where it gave none."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds from sending to the first text and to the end, and of thinking; None where there was none of it."""

    first_text_s: float | None = None
    total_s: float | None = None
    thinking_s: float | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What a failed answer says about its failure, kept with the message (English).

    `words` has what summary and hint were made of, as `kept_words` gives it: so they can be said in another language.
    """

    kind: str
    summary: str
    hint: str = ""
    detail: str = ""
    words: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """One node of a conversation.

    `created_s` is in seconds since 1970 UTC. The fields from `model` on belong to answers: `connection` is the
    profile's id, `requested` what the person asked for and `sent` what went over the wire (see
    `h2o_desktop.core.capabilities`). The seed is ours when the person gave none, so that an answer can be repeated.
    """

    id: str
    parent_id: str | None
    role: Role
    content: str
    created_s: float
    status: Status = Status.COMPLETE
    model: str = ""
    connection: str = ""
    requested: Mapping[str, ParameterValue] = field(default_factory=dict)
    sent: Mapping[str, object] = field(default_factory=dict)
    seed: int | None = None
    finish_reason: str = ""
    usage: Usage = field(default_factory=Usage)
    timings: Timings = field(default_factory=Timings)
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A row of the history: what the list shows without reading a message body.

    `parameters` are the ones chosen for the next turn of this conversation. `tags` are in alphabetical order.
    """

    id: str
    title: str
    created_s: float
    updated_s: float
    message_count: int = 0
    model: str = ""
    connection: str = ""
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    pinned: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Belongings:
    """What belongs to a conversation beside its messages, and leaves and comes with them.

    `sweeps` are the oldest first; `tokens` is what is known of answers' tokens, by the ids of their messages, in the
    stored form of `h2o_desktop.core.tokens`.
    """

    sweeps: tuple[Sweep, ...] = ()
    tokens: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A summary with all its messages, and the leaf whose branch is shown.

    `belongings` are there only where a conversation leaves or comes in; nothing else reads them with the messages.
    """

    summary: ConversationSummary
    messages: tuple[Message, ...] = ()
    leaf_id: str | None = None
    belongings: Belongings = field(default_factory=Belongings)

    def path(self) -> tuple[Message, ...]:
        """The shown branch, from the first message to the selected leaf."""
        return path_to(self.messages, self.leaf_id)

    def with_message(self, message: Message) -> Conversation:
        """The conversation with `message` in the place of the one with its id."""
        messages = tuple(message if other.id == message.id else other for other in self.messages)
        return replace(self, messages=messages)


def path_to(messages: Iterable[Message], leaf_id: str | None) -> tuple[Message, ...]:
    """The messages from the root to `leaf_id`, in order; empty when there is no such message."""
    by_id = {message.id: message for message in messages}
    branch: list[Message] = []
    seen: set[str] = set()
    while leaf_id is not None and leaf_id in by_id and leaf_id not in seen:
        seen.add(leaf_id)
        branch.append(by_id[leaf_id])
        leaf_id = by_id[leaf_id].parent_id
    return tuple(reversed(branch))


def siblings(messages: Iterable[Message], message: Message) -> tuple[Message, ...]:
    """All messages with the same parent and role as `message`, itself included, oldest first."""
    return tuple(other for other in messages if other.parent_id == message.parent_id and other.role is message.role)


def latest_leaf(messages: Iterable[Message], start_id: str) -> str:
    """The leaf that is reached from `start_id` by always taking the newest child."""
    newest_child = {message.parent_id: message.id for message in messages}
    leaf_id = start_id
    while leaf_id in newest_child:
        leaf_id = newest_child[leaf_id]
    return leaf_id


def path_before(conversation: Conversation | None, message_id: str) -> tuple[Message, ...] | None:
    """The branch up to a message, without it; None when there is no such message."""
    path = path_to(conversation.messages, message_id) if conversation is not None else ()
    return path[:-1] if path else None


def grown(before: Conversation | None, summary: ConversationSummary, added: tuple[Message, ...]) -> Conversation:
    """A conversation with new messages, the last of which ends the branch that is shown."""
    return Conversation(summary, (*(before.messages if before else ()), *added), leaf_id=added[-1].id)


def sibling_branch(conversation: Conversation | None, message_id: str, step: int) -> Conversation | None:
    """The conversation with the branch of a message's sibling chosen, `step` places further; None where none is."""
    path = path_to(conversation.messages, message_id) if conversation is not None else ()
    if conversation is None or not path:
        return None
    family = siblings(conversation.messages, path[-1])
    place = [sibling.id for sibling in family].index(message_id) + step
    if not 0 <= place < len(family):
        return None
    return replace(conversation, leaf_id=latest_leaf(conversation.messages, family[place].id))


def with_branch_of(message_id: str, conversation: Conversation) -> Conversation:
    """The conversation with a branch chosen in which that message stands; unchanged where it does, or is not there."""
    ids = {message.id for message in conversation.messages}
    if message_id not in ids or message_id in {message.id for message in conversation.path()}:
        return conversation
    return replace(conversation, leaf_id=latest_leaf(conversation.messages, message_id))


def branches_of(conversation: Conversation | None) -> dict[str, tuple[int, int]]:
    """For each message of the shown branch that has siblings: which of how many it is, counted from 1."""
    if conversation is None:
        return {}
    families: dict[tuple[str | None, Role], list[str]] = {}
    for message in conversation.messages:
        families.setdefault((message.parent_id, message.role), []).append(message.id)
    branches: dict[str, tuple[int, int]] = {}
    for message in conversation.path():
        family = families[message.parent_id, message.role]
        if len(family) > 1:
            branches[message.id] = (family.index(message.id) + 1, len(family))
    return branches


def title_from(prompt: str) -> str:
    """A title from the first words of the first prompt, cut at a word with an ellipsis; may be empty."""
    words = " ".join(prompt[: TITLE_LETTERS * 8].split())
    if len(words) <= TITLE_LETTERS:
        return words
    head = words[: TITLE_LETTERS + 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > TITLE_LETTERS // 2 else head[:TITLE_LETTERS]).rstrip(" ,;:.-") + "…"
