"""A conversation as a JSON object, and back without loss.

`messages` is the shown branch in order and `branches` holds the messages beside it; `position` is a message's place
among all of them. Moments are seconds since 1970 (`created_s`), with the same in ISO 8601 beside it for readers.

`sweeps` and the `token_probabilities` of answers are there where the conversation brought them along; the latter are
the bytes of `h2o_desktop.core.tokens.stored_form` in base64: about half of what they would take as numbers.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Mapping

from h2o_desktop.core.conversation import Belongings, Conversation, ConversationSummary, Message
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.sweep import Sweep
from h2o_desktop.core.tokens import from_stored_form
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.formats.fields import Fields, wrong
from h2o_desktop.formats.json_message import message_document, message_of, parameters_of
from h2o_desktop.formats.json_sweep import sweep_document, sweep_of
from h2o_desktop.formats.moments import iso_text

FORMAT = "h2o-desktop-conversation"
VERSION = 2
_VERSION_OF_MESSAGES_ALONE = 1  # what older programs know: they would pass over the rest without a word
NO_SERVERS: Mapping[str, str] = {}


def to_json(conversation: Conversation, *, servers: Mapping[str, str] = NO_SERVERS) -> dict[str, object]:
    """The conversation as an object that `json.dumps` takes; `servers` names connections by their ids."""
    shown = conversation.path()
    shown_ids = {message.id for message in shown}
    beside = [message for message in conversation.messages if message.id not in shown_ids]
    positions = {message.id: position for position, message in enumerate(conversation.messages)}
    belongings = conversation.belongings

    def documents(messages: Iterable[Message]) -> list[dict[str, object]]:
        return [
            {
                **message_document(message, servers, {"position": positions[message.id]}),
                **_probabilities(belongings.tokens.get(message.id)),
            }
            for message in messages
        ]

    document = {**_head(conversation), "messages": documents(shown), "branches": documents(beside)}
    if belongings.sweeps:
        document["sweeps"] = [sweep_document(sweep, servers) for sweep in belongings.sweeps]
    return document


def _head(conversation: Conversation) -> dict[str, object]:
    summary = conversation.summary
    has_more = bool(conversation.belongings.sweeps or conversation.belongings.tokens)
    return {
        "format": FORMAT,
        "version": VERSION if has_more else _VERSION_OF_MESSAGES_ALONE,
        "id": summary.id,
        "title": summary.title,
        "created": iso_text(summary.created_s),
        "created_s": summary.created_s,
        "updated": iso_text(summary.updated_s),
        "updated_s": summary.updated_s,
        "model": summary.model,
        "connection": summary.connection,
        "parameters": dict(summary.parameters),
        "pinned": summary.pinned,
        "archived": summary.archived,
        "tags": list(summary.tags),
        "leaf_id": conversation.leaf_id,
    }


def _probabilities(stored: bytes | None) -> dict[str, object]:
    return {"token_probabilities": binascii.b2a_base64(stored, newline=False).decode("ascii")} if stored else {}


def from_json(document: object, place: str = "") -> Conversation:
    """The conversation of such an object, which stands at `place` in its file.

    Raises InputError that names the place of what does not fit.
    """
    fields = Fields.of(document, place)
    _check_format(fields)
    tokens: dict[str, bytes] = {}
    placed: list[tuple[int | None, Message]] = []
    for entry in (entry for key in _LISTS for entry in fields.objects(key)):
        message = message_of(entry)
        placed.append((entry.count("position"), message))
        stored = _stored_tokens(entry)
        if stored:
            tokens[message.id] = stored
    last = len(placed)
    placed.sort(key=lambda pair: last if pair[0] is None else pair[0])
    messages = tuple(message for _position, message in placed)
    _check_tree(messages, fields)
    created_s = fields.number("created_s") or 0.0
    updated_s = fields.number("updated_s")
    summary = ConversationSummary(
        id=fields.name("id"),
        title=fields.text("title"),
        created_s=created_s,
        updated_s=created_s if updated_s is None else updated_s,
        message_count=len(messages),
        model=fields.text("model"),
        connection=fields.text("connection"),
        parameters=parameters_of(fields.object("parameters")),
        pinned=fields.switch("pinned"),
        archived=fields.switch("archived"),
        tags=fields.texts("tags"),
    )
    leaf_id = fields.text("leaf_id") or None
    if leaf_id is not None and leaf_id not in {message.id for message in messages}:
        raise wrong(fields.at("leaf_id"), "the id of a message", leaf_id)
    return Conversation(summary, messages, leaf_id, Belongings(_sweeps(fields, summary.id), tokens))


_LISTS = ("messages", "branches")


def _sweeps(fields: Fields, conversation_id: str) -> tuple[Sweep, ...]:
    sweeps = tuple(sweep_of(entry, conversation_id) for entry in fields.objects("sweeps"))
    if len({sweep.plan.id for sweep in sweeps}) < len(sweeps):
        raise wrong(fields.at("sweeps"), "different ids")
    return sweeps


def _stored_tokens(fields: Fields) -> bytes:
    """What is known of a message's tokens; checked, so that nothing comes in that cannot be read."""
    text = fields.text("token_probabilities")
    if not text:
        return b""
    try:
        stored = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:  # binascii.Error, and letters that are no ASCII
        stored = b""
    if not from_stored_form(stored):
        raise wrong(fields.at("token_probabilities"), "probabilities of tokens as this program packs them", text)
    return stored


def _check_format(fields: Fields) -> None:
    if fields.text("format") != FORMAT:
        raise wrong(fields.at("format"), FORMAT, fields.values.get("format"))
    version = fields.count("version")
    if version is None or version < 1:
        raise wrong(fields.at("version"), "a whole number from 1", version)
    if version > VERSION:
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "The file was written by a newer version of this program.")),
            Words(QT_TRANSLATE_NOOP("errors", "Update this program and import the file again.")),
            f"version {version}, known up to {VERSION}",
        )


def _check_tree(messages: Iterable[Message], fields: Fields) -> None:
    """Each id once, and each parent before its children; so the messages are a tree."""
    known: set[str] = set()
    for message in messages:
        if message.id in known:
            raise wrong(fields.at("messages"), "different ids", message.id)
        if message.parent_id is not None and message.parent_id not in known:
            raise wrong(fields.at("messages"), "a parent before its children", message.parent_id)
        known.add(message.id)
