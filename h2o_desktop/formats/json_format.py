"""A conversation as a JSON object, and back without loss.

`messages` is the shown branch in order and `branches` holds the messages beside it; `position` is a message's place
among all of them. Moments are seconds since 1970 (`created_s`), with the same in ISO 8601 beside it for readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from h2o_desktop.core.conversation import (
    Conversation,
    ConversationSummary,
    Failure,
    Message,
    Role,
    Status,
    Timings,
    Usage,
)
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.stamp import tokens_per_second
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.formats.fields import Fields, wrong
from h2o_desktop.formats.moments import iso_text

FORMAT = "h2o-desktop-conversation"
VERSION = 1
NO_SERVERS: Mapping[str, str] = {}


def to_json(conversation: Conversation, *, servers: Mapping[str, str] = NO_SERVERS) -> dict[str, object]:
    """The conversation as an object that `json.dumps` takes; `servers` names connections by their ids."""
    summary = conversation.summary
    shown = conversation.path()
    shown_ids = {message.id for message in shown}
    positions = {message.id: position for position, message in enumerate(conversation.messages)}
    beside = [message for message in conversation.messages if message.id not in shown_ids]
    return {
        "format": FORMAT,
        "version": VERSION,
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
        "messages": [_message_document(message, positions, servers) for message in shown],
        "branches": [_message_document(message, positions, servers) for message in beside],
    }


def _message_document(message: Message, positions: Mapping[str, int], servers: Mapping[str, str]) -> dict[str, object]:
    document: dict[str, object] = {
        "id": message.id,
        "parent_id": message.parent_id,
        "position": positions[message.id],
        "role": message.role.value,
        "content": message.content,
        "status": message.status.value,
        "created": iso_text(message.created_s),
        "created_s": message.created_s,
    }
    answer: dict[str, object] = {
        "model": message.model,
        "connection": message.connection,
        "requested": dict(message.requested),
        "sent": dict(message.sent),
        "seed": message.seed,
        "finish_reason": message.finish_reason,
        "usage": asdict(message.usage),
        "timings": _timings(message.timings),
        "failure": None if message.failure is None else asdict(message.failure),
    }
    if message.connection in servers:
        answer["server"] = servers[message.connection]
    answer.update(_speed(message))
    is_answer = message.role is Role.ASSISTANT or answer != _NO_ANSWER
    return {**document, **answer} if is_answer else document


def _timings(timings: Timings) -> dict[str, float | None]:
    """The times; that of thinking only where there were thoughts."""
    times: dict[str, float | None] = asdict(timings)
    if timings.thinking_s is None:
        del times["thinking_s"]
    return times


def _speed(message: Message) -> dict[str, float]:
    """How fast the answer came; it follows from the rest, and is not read again."""
    speed = tokens_per_second(message.usage, message.timings)
    return {} if speed is None else {"tokens_per_s": round(speed, 2)}


_NO_ANSWER: Mapping[str, object] = {
    "model": "",
    "connection": "",
    "requested": {},
    "sent": {},
    "seed": None,
    "finish_reason": "",
    "usage": asdict(Usage()),
    "timings": _timings(Timings()),
    "failure": None,
}


def from_json(document: object, place: str = "") -> Conversation:
    """The conversation of such an object, which stands at `place` in its file.

    Raises InputError that names the place of what does not fit.
    """
    fields = Fields.of(document, place)
    _check_format(fields)
    placed = [(entry.count("position"), _message(entry)) for key in _LISTS for entry in fields.objects(key)]
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
        parameters=_parameters(fields.object("parameters")),
        pinned=fields.switch("pinned"),
        archived=fields.switch("archived"),
        tags=fields.texts("tags"),
    )
    leaf_id = fields.text("leaf_id") or None
    if leaf_id is not None and leaf_id not in {message.id for message in messages}:
        raise wrong(fields.at("leaf_id"), "the id of a message", leaf_id)
    return Conversation(summary, messages, leaf_id)


_LISTS = ("messages", "branches")


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


def _message(fields: Fields) -> Message:
    usage, timings = fields.object("usage"), fields.object("timings")
    return Message(
        id=fields.name("id"),
        parent_id=fields.text("parent_id") or None,
        role=fields.choice("role", Role),
        content=fields.text("content"),
        created_s=fields.number("created_s") or 0.0,
        status=fields.choice("status", Status),
        model=fields.text("model"),
        connection=fields.text("connection"),
        requested=_parameters(fields.object("requested")),
        sent=dict(fields.object("sent").values),
        seed=fields.count("seed"),
        finish_reason=fields.text("finish_reason"),
        usage=Usage(usage.count("prompt_tokens"), usage.count("completion_tokens")),
        timings=Timings(*map(timings.number, ("first_text_s", "total_s", "thinking_s"))),
        failure=_failure(fields),
    )


def _failure(fields: Fields) -> Failure | None:
    if fields.values.get("failure") is None:
        return None
    failure = fields.object("failure")
    return Failure(failure.text("kind"), failure.text("summary"), failure.text("hint"), failure.text("detail"))


def _parameters(fields: Fields) -> dict[str, ParameterValue]:
    parameters: dict[str, ParameterValue] = {}
    for key, value in fields.values.items():
        if not isinstance(value, str | int | float | bool | None):
            raise wrong(fields.at(key), "a number, a text, true or false", value)
        parameters[key] = value
    return parameters
