"""ChatGPT: `conversations.json`, a list of conversations whose `mapping` is a tree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.formats.fields import Fields, wrong
from h2o_desktop.formats.foreign.tree import Facts, Node, conversation_of, moment, name_of, role_of

NAME = "ChatGPT"
_MARKUP = re.compile("\ue200[^\ue200\ue201]*\ue201")  # references to sources that the export does not hold
_SKIPPED_KINDS = {"thoughts", "reasoning_recap", "user_editable_context", "model_editable_context", "tether_quote"}


def matches(document: Mapping[str, object]) -> bool:
    """Whether this is a conversation of ChatGPT."""
    return isinstance(document.get("mapping"), Mapping)


def read(document: Mapping[str, object], place: str) -> Conversation:
    """The conversation. Raises InputError that names the place of what does not fit."""
    fields = Fields(document, place)
    mapping = fields.object("mapping")
    nodes = [_node(Fields.of(entry, mapping.at(key)), key) for key, entry in mapping.values.items()]
    facts = Facts(
        "chatgpt",
        name_of(fields, "conversation_id", "id"),
        fields.text("title"),
        moment(fields, "create_time"),
        moment(fields, "update_time"),
        fields.text("default_model_slug"),
        fields.text("current_node") or None,
        archived=document.get("is_archived") is True,
        pinned=document.get("is_starred") is True,
    )
    return conversation_of(facts, nodes, place)


def _node(fields: Fields, key: str) -> Node:
    message = fields.object("message")
    metadata = message.object("metadata")
    role = role_of(message.object("author").text("role"))
    hidden = metadata.values.get("is_visually_hidden_from_conversation") is True
    to_a_tool = message.text("recipient") not in ("", "all")
    cut = metadata.object("finish_details").text("type") == "max_tokens"
    return Node(
        key,
        fields.text("parent") or None,
        None if hidden or to_a_tool else role,
        _content(message.object("content")),
        moment(message, "create_time"),
        metadata.text("model_slug"),
        "length" if cut else "",
    )


def _content(content: Fields) -> str:
    if content.text("content_type") in _SKIPPED_KINDS:
        return ""
    if "parts" not in content.values:
        return content.text("text")
    parts = content.values["parts"]
    if not isinstance(parts, Sequence) or isinstance(parts, str):
        raise wrong(content.at("parts"), "a list", parts)
    texts = [_part(part, f"{content.at('parts')}[{index}]") for index, part in enumerate(parts)]
    return _MARKUP.sub("", "\n\n".join(text for text in texts if text))


def _part(part: object, place: str) -> str:
    if isinstance(part, str):
        return part
    if part is None:
        return ""
    fields = Fields.of(part, place)
    if "image_asset_pointer" in fields.text("content_type"):
        return "*[image]*"
    return fields.text("text")
