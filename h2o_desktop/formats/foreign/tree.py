"""Making a conversation out of what another program exported.

Ids are derived from those of the other program, so that the same export is recognised when it is imported again.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from h2o_desktop.core.conversation import (
    Conversation,
    ConversationSummary,
    Message,
    Role,
    Timings,
    Usage,
    latest_leaf,
    title_from,
)
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.formats.fields import Fields, wrong

_NAMESPACE = uuid.UUID("6f1d7f0e-7c1b-5d0a-9a3e-2f6f1e0d4b8c")
_MILLISECONDS_FROM = 1e11  # as seconds this would be the year 5138
_LATEST_S = 253_402_300_799.0
ROLES = {
    "user": Role.USER,
    "human": Role.USER,
    "assistant": Role.ASSISTANT,
    "gpt": Role.ASSISTANT,
    "model": Role.ASSISTANT,
    "bot": Role.ASSISTANT,
    "system": Role.SYSTEM,
    "developer": Role.SYSTEM,
}


@dataclass(frozen=True, slots=True)
class Node:
    """A message of another program. Without a role or a text it is left out, and what follows joins what precedes."""

    id: str
    parent_id: str | None
    role: Role | None
    content: str
    created_s: float = 0.0
    model: str = ""
    finish_reason: str = ""
    usage: Usage = field(default_factory=Usage)
    timings: Timings = field(default_factory=Timings)

    @property
    def kept(self) -> bool:
        """Whether it becomes a message."""
        return self.role is not None and bool(self.content.strip())


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the conversation as a whole; `id` may be empty, `leaf_id` None."""

    program: str
    id: str
    title: str = ""
    created_s: float = 0.0
    updated_s: float = 0.0
    model: str = ""
    leaf_id: str | None = None
    tags: tuple[str, ...] = ()
    pinned: bool = False
    archived: bool = False


def conversation_of(facts: Facts, nodes: Sequence[Node], place: str) -> Conversation:
    """The conversation of these nodes. Raises InputError when they are no tree."""
    key = facts.id or _digest(facts, nodes)
    messages = tuple(_messages(f"{facts.program}:{key}", nodes, place))
    moments = [moment for moment in (facts.created_s, *(message.created_s for message in messages)) if moment]
    created_s = facts.created_s or (min(moments) if moments else 0.0)
    prompts = (message.content for message in messages if message.role is Role.USER)
    models = [message.model for message in messages if message.model]
    title = " ".join(well_formed(facts.title).split())[:200] or title_from(next(prompts, ""))
    summary = ConversationSummary(
        _derived(f"{facts.program}:{key}"),
        title,
        created_s,
        max([facts.updated_s, created_s, *moments]),
        len(messages),
        facts.model or (models[-1] if models else ""),
        pinned=facts.pinned,
        archived=facts.archived,
        tags=tuple(sorted({" ".join(tag.split())[:60] for tag in facts.tags} - {""}, key=str.casefold)),
    )
    return Conversation(summary, messages, _leaf(facts, key, nodes, messages))


def chained(nodes: Iterable[Node]) -> list[Node]:
    """The nodes, each following the one before it."""
    chain: list[Node] = []
    for node in nodes:
        parent_id = chain[-1].id if chain else None
        chain.append(
            Node(
                node.id, parent_id, node.role, node.content, node.created_s, node.model, node.finish_reason, node.usage
            )
        )
    return chain


def _messages(key: str, nodes: Sequence[Node], place: str) -> Iterator[Message]:
    by_id = {node.id: node for node in nodes}
    if len(by_id) < len(nodes):
        raise wrong(f"{place}.messages" if place else "messages", "different ids", nodes)
    children: dict[str | None, list[Node]] = {}
    for node in nodes:
        parent_id = node.parent_id if node.parent_id in by_id else None
        children.setdefault(parent_id, []).append(node)
    waiting = [(node, None) for node in reversed(children.get(None, []))]
    seen = 0
    while waiting:
        node, above = waiting.pop()
        seen += 1
        own: str | None = above
        if node.kept:
            own = _derived(f"{key}:{node.id}")
            yield _message(node, own, above)
        waiting.extend((child, own) for child in reversed(children.get(node.id, [])))  # type: ignore[misc]
    if seen < len(nodes):
        raise wrong(f"{place}.messages" if place else "messages", "messages that do not follow each other in a circle")


def _message(node: Node, identifier: str, parent_id: str | None) -> Message:
    assert node.role is not None
    answer = node.role is Role.ASSISTANT
    return Message(
        identifier,
        parent_id,
        node.role,
        well_formed(node.content),
        node.created_s,
        model=well_formed(node.model) if answer else "",
        finish_reason=well_formed(node.finish_reason) if answer else "",
        usage=node.usage,
        timings=node.timings,
    )


def _leaf(facts: Facts, key: str, nodes: Sequence[Node], messages: tuple[Message, ...]) -> str | None:
    if not messages:
        return None
    by_id = {node.id: node for node in nodes}
    node = by_id.get(facts.leaf_id or "")
    for _step in nodes:  # up to the first that became a message
        if node is None or node.kept:
            break
        node = by_id.get(node.parent_id or "")
    if node is not None and node.kept:
        return _derived(f"{facts.program}:{key}:{node.id}")
    return latest_leaf(messages, messages[-1].id)


def _derived(name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, well_formed(name)))


def _digest(facts: Facts, nodes: Sequence[Node]) -> str:
    texts = [facts.title, *(f"{node.role} {node.content}" for node in nodes)]
    return hashlib.sha256(well_formed(json.dumps(texts, ensure_ascii=False)).encode()).hexdigest()


def role_of(name: str) -> Role | None:
    """The role that another program calls so; None for tools and what is not known."""
    return ROLES.get(name.lower())


def moment(fields: Fields, key: str) -> float:
    """Seconds since 1970 from seconds, milliseconds, ISO 8601 or an extended JSON date; 0.0 when it is missing."""
    value = fields.values.get(key)
    if isinstance(value, Mapping):
        value = value.get("$date", value.get("$numberLong"))
        value = value.get("$numberLong") if isinstance(value, Mapping) else value
    if isinstance(value, str):
        return _from_text(value, fields.at(key))
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise wrong(fields.at(key), "a moment", value)
    number = abs(float(value)) if isinstance(value, int | float) and abs(value) < 1e300 else 0.0
    seconds = number / 1000 if number > _MILLISECONDS_FROM else number
    return seconds if seconds <= _LATEST_S else 0.0  # also for what is no number at all


def _from_text(text: str, place: str) -> float:
    try:
        found = float(text) if text.replace(".", "", 1).isdigit() else datetime.fromisoformat(text.strip())
    except ValueError:
        raise wrong(place, "a moment such as 2026-11-30T12:00:00Z", text) from None
    if isinstance(found, float):
        return found / 1000 if found > _MILLISECONDS_FROM else found
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        return max(found.timestamp(), 0.0)
    except (OverflowError, ValueError, OSError):
        return 0.0


def name_of(fields: Fields, *keys: str) -> str:
    """The first of these fields that is a text and not empty, or an extended JSON id."""
    for key in keys:
        value = fields.values.get(key)
        if isinstance(value, Mapping):
            value = value.get("$oid")
        if isinstance(value, str) and value:
            return value
    return ""
