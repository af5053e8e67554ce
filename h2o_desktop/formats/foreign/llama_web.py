"""The web interface of llama.cpp: `conv` and its `messages`, which name their parents."""

from __future__ import annotations

from collections.abc import Mapping

from h2o_desktop.core.conversation import Conversation, Timings, Usage
from h2o_desktop.formats.fields import Fields
from h2o_desktop.formats.foreign.tree import Facts, Node, conversation_of, moment, name_of, role_of

NAME = "llama.cpp"


def matches(document: Mapping[str, object]) -> bool:
    """Whether this is a conversation of the web interface of llama.cpp."""
    return isinstance(document.get("conv"), Mapping) and isinstance(document.get("messages"), list)


def read(document: Mapping[str, object], place: str) -> Conversation:
    """The conversation. Raises InputError that names the place of what does not fit."""
    fields = Fields(document, place)
    conversation = fields.object("conv")
    nodes = [_node(entry) for entry in fields.objects("messages")]
    facts = Facts(
        "llama.cpp",
        name_of(conversation, "id"),
        conversation.text("name"),
        updated_s=moment(conversation, "lastModified"),
        leaf_id=_id(conversation, "currNode") or None,
        pinned=conversation.values.get("pinned") is True,
    )
    return conversation_of(facts, nodes, place)


def _node(fields: Fields) -> Node:
    timings = fields.object("timings")
    prompt_ms, predicted_ms = timings.number("prompt_ms"), timings.number("predicted_ms")
    total_s = None if predicted_ms is None else ((prompt_ms or 0) + predicted_ms) / 1000
    return Node(
        _id(fields, "id"),
        _id(fields, "parent") or None,
        None if fields.text("type") == "root" else role_of(fields.text("role")),
        fields.text("content"),
        moment(fields, "timestamp"),
        fields.text("model"),
        usage=Usage(timings.count("prompt_n"), timings.count("predicted_n")),
        timings=Timings(None if prompt_ms is None else prompt_ms / 1000, total_s),
    )


def _id(fields: Fields, key: str) -> str:
    """An id; older versions have numbers, and -1 where there is no parent."""
    value = fields.values.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return "" if value < 0 else str(value)
    return fields.text(key)
