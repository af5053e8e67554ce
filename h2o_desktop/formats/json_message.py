"""A message as a JSON object, and back without loss; conversations and sweeps are made of these."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict

from h2o_desktop.core.conversation import Failure, Message, Role, Status, Timings, Usage
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.stamp import tokens_per_second
from h2o_desktop.core.words import NO_WORDS, kept_words, words_of
from h2o_desktop.formats.fields import Fields, wrong
from h2o_desktop.formats.moments import iso_text

NO_PLACE: Mapping[str, int] = {}
_INFINITE = (math.inf, -math.inf)


def message_document(
    message: Message, servers: Mapping[str, str], place: Mapping[str, int] = NO_PLACE
) -> dict[str, object]:
    """The message as an object that `json.dumps` takes; `place` says where it stands among others."""
    document: dict[str, object] = {
        "id": message.id,
        "parent_id": message.parent_id,
        **place,
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


def message_of(fields: Fields) -> Message:
    """The message of such an object. Raises InputError that names what does not fit."""
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
        requested=parameters_of(fields.object("requested")),
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
    kept = failure.object("words").values
    words = {part: kept_words(words_of(kept[part]) or NO_WORDS) for part in ("summary", "hint") if part in kept}
    return Failure(failure.text("kind"), failure.text("summary"), failure.text("hint"), failure.text("detail"), words)


def parameters_of(fields: Fields) -> dict[str, ParameterValue]:
    """The parameters of an object. Raises InputError that names what cannot be the value of one."""
    parameters: dict[str, ParameterValue] = {}
    for key, value in fields.values.items():
        # A number such as 1e999 is read as infinite, and no JSON could hold it any more.
        if not isinstance(value, str | int | float | bool | None) or value in _INFINITE:
            raise wrong(fields.at(key), "a number, a text, true or false", value)
        parameters[key] = value
    return parameters
