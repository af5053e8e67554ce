"""The form that chat models are trained and asked in: `messages` with `role` and `content`."""

from __future__ import annotations

from collections.abc import Mapping

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.formats.fields import Fields
from h2o_desktop.formats.foreign.tree import Facts, Node, chained, conversation_of, name_of, role_of

NAME = "chat messages"


def matches(document: Mapping[str, object]) -> bool:
    """Whether this is a list of messages with roles."""
    messages = document.get("messages")
    return isinstance(messages, list) and all(
        isinstance(entry, Mapping) and "role" in entry and "content" in entry for entry in messages
    )


def read(document: Mapping[str, object], place: str) -> Conversation:
    """The conversation. Raises InputError that names the place of what does not fit."""
    fields = Fields(document, place)
    nodes = [
        Node(str(index), None, role_of(entry.text("role")), _content(entry), model=name_of(fields, "model"))
        for index, entry in enumerate(fields.objects("messages"))
    ]
    return conversation_of(Facts("messages", name_of(fields, "id"), name_of(fields, "title")), chained(nodes), place)


def _content(entry: Fields) -> str:
    """A text, or the texts among parts of several kinds."""
    if not isinstance(entry.values.get("content"), list):
        return entry.text("content")
    return "\n\n".join(part.text("text") for part in entry.objects("content") if part.text("text"))
