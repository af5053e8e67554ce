"""HuggingChat and other chat-ui servers: `conversations.json`, whose messages name their ancestors."""

from __future__ import annotations

from collections.abc import Mapping

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.formats.fields import Fields
from h2o_desktop.formats.foreign.tree import Facts, Node, chained, conversation_of, moment, name_of, role_of

NAME = "HuggingChat"


def matches(document: Mapping[str, object]) -> bool:
    """Whether this is a conversation of chat-ui: its messages are *from* somebody."""
    messages = document.get("messages")
    if not isinstance(messages, list):
        return False
    named = "_id" in document or "rootMessageId" in document
    return named or any(isinstance(entry, Mapping) and "from" in entry for entry in messages)


def read(document: Mapping[str, object], place: str) -> Conversation:
    """The conversation. Raises InputError that names the place of what does not fit."""
    fields = Fields(document, place)
    entries = list(fields.objects("messages"))
    nodes = [_node(entry, str(index)) for index, entry in enumerate(entries)]
    if not any(entry.values.get("ancestors") for entry in entries):
        nodes = chained(nodes)  # as servers before the branches wrote it
    facts = Facts(
        "chat-ui",
        name_of(fields, "_id", "id"),
        fields.text("title"),
        moment(fields, "createdAt"),
        moment(fields, "updatedAt"),
        fields.text("model"),
    )
    return conversation_of(facts, nodes, place)


def _node(fields: Fields, key: str) -> Node:
    ancestors = fields.texts("ancestors")
    return Node(
        name_of(fields, "id", "_id") or key,
        ancestors[-1] if ancestors else None,
        role_of(fields.text("from") or fields.text("role")),
        fields.text("content"),
        moment(fields, "createdAt"),
    )
