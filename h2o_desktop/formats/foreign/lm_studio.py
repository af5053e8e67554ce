"""LM Studio: a file for each conversation, with versions of every message, one of which is selected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from h2o_desktop.core.conversation import Conversation, Role
from h2o_desktop.formats.fields import Fields
from h2o_desktop.formats.foreign.tree import Facts, Node, conversation_of, moment, role_of

NAME = "LM Studio"
_SYSTEM = "system"


def matches(document: Mapping[str, object]) -> bool:
    """Whether this is a conversation of LM Studio."""
    messages = document.get("messages")
    if not isinstance(messages, list) or "name" not in document:
        return False
    return all(isinstance(entry, Mapping) and "versions" in entry for entry in messages)


def read(document: Mapping[str, object], place: str) -> Conversation:
    """The conversation. Raises InputError that names the place of what does not fit."""
    fields = Fields(document, place)
    nodes = list(_nodes(fields))
    identifier = f"{document.get('createdAt')} {fields.text('name')}" if document.get("createdAt") else ""
    model = fields.object("lastUsedModel")
    facts = Facts(
        "lm-studio",
        identifier,
        fields.text("name"),
        moment(fields, "createdAt"),
        moment(fields, "assistantLastMessagedAt"),
        model.text("indexedModelIdentifier") or model.text("identifier"),
        _selected(fields),
        pinned=document.get("pinned") is True,
    )
    return conversation_of(facts, nodes, place)


def _nodes(fields: Fields) -> Iterator[Node]:
    parent_id: str | None = None
    if fields.text("systemPrompt"):
        yield Node(_SYSTEM, None, Role.SYSTEM, fields.text("systemPrompt"), moment(fields, "createdAt"))
        parent_id = _SYSTEM
    for number, message in enumerate(fields.objects("messages")):
        for version, entry in enumerate(message.objects("versions")):
            yield _node(entry, f"{number}.{version}", parent_id)
        parent_id = f"{number}.{message.count('currentlySelected') or 0}"


def _selected(fields: Fields) -> str | None:
    messages = list(fields.objects("messages"))
    return f"{len(messages) - 1}.{messages[-1].count('currentlySelected') or 0}" if messages else None


def _node(fields: Fields, key: str, parent_id: str | None) -> Node:
    model = ""
    texts: list[str] = []
    if fields.text("type") == "multiStep":
        for step in fields.objects("steps"):
            style = step.object("style").text("type")
            if step.text("type") == "contentBlock" and style != "thinking":
                texts.append(_text(step))
            details = step.object("genInfo")
            model = details.text("indexedModelIdentifier") or details.text("identifier") or model
        model = model or fields.object("senderInfo").text("senderName")
    else:
        texts.append(_text(fields))
    content = "\n\n".join(text for text in texts if text)
    return Node(key, parent_id, role_of(fields.text("role")), content, model=model)


def _text(fields: Fields) -> str:
    return "".join(part.text("text") for part in fields.objects("content") if part.text("type") in ("", "text"))
