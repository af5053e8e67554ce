"""Open WebUI: a list of chats, each with a tree of messages in `chat.history`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from h2o_desktop.core.conversation import Conversation, Usage
from h2o_desktop.formats.fields import Fields
from h2o_desktop.formats.foreign.tree import Facts, Node, chained, conversation_of, moment, name_of, role_of

NAME = "Open WebUI"


def matches(document: Mapping[str, object]) -> bool:
    """Whether this is a chat of Open WebUI, with or without the record around it."""
    chat = document.get("chat", document)
    if not isinstance(chat, Mapping):
        return False
    history = chat.get("history")
    return isinstance(history, Mapping) and isinstance(history.get("messages"), Mapping)


def read(document: Mapping[str, object], place: str) -> Conversation:
    """The conversation. Raises InputError that names the place of what does not fit."""
    record = Fields(document, place)
    chat = record.object("chat") if "chat" in document else record
    history = chat.object("history")
    messages = history.object("messages")
    nodes = [_node(Fields.of(entry, messages.at(key)), key) for key, entry in messages.values.items()]
    if not nodes:
        nodes = chained(_node(entry, str(index)) for index, entry in enumerate(chat.objects("messages")))
    facts = Facts(
        "open-webui",
        name_of(record, "id") or name_of(chat, "id"),
        record.text("title") or chat.text("title"),
        moment(record, "created_at") or moment(chat, "timestamp"),
        moment(record, "updated_at"),
        _first(chat.values.get("models")),
        history.text("currentId") or None,
        _tags(record.object("meta").values.get("tags", chat.values.get("tags"))),
        pinned=document.get("pinned") is True,
        archived=document.get("archived") is True,
    )
    return conversation_of(facts, nodes, place)


def _node(fields: Fields, key: str) -> Node:
    usage = fields.object("usage") if isinstance(fields.values.get("usage"), Mapping) else Fields({})
    prompt = usage.values.get("prompt_tokens", usage.values.get("prompt_eval_count"))
    answer = usage.values.get("completion_tokens", usage.values.get("eval_count"))
    return Node(
        key,
        fields.text("parentId") or None,
        role_of(fields.text("role")),
        _content(fields),
        moment(fields, "timestamp"),
        name_of(fields, "model", "modelName"),
        usage=Usage(_count(prompt), _count(answer)),
    )


def _content(fields: Fields) -> str:
    """The text; of a list of parts those that are text."""
    if not isinstance(fields.values.get("content"), list):
        return fields.text("content")
    return "\n\n".join(part.text("text") for part in fields.objects("content") if part.text("text"))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**40 else None


def _first(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str) and value and isinstance(value[0], str):
        return value[0]
    return ""


def _tags(value: object) -> tuple[str, ...]:
    """Tags are texts, or objects with a name."""
    if not isinstance(value, list):
        return ()
    names = [entry.get("name") if isinstance(entry, Mapping) else entry for entry in value]
    return tuple(name for name in names if isinstance(name, str))
