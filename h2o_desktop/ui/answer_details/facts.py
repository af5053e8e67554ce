"""The facts of an answer in words, for the page of details."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from h2o_desktop.core.branching import BEGINS_WITH
from h2o_desktop.core.capabilities import SENT, Capabilities, Treated, Treatment
from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.parameters import SPECS, ParameterKind, ParameterSpec, ParameterValue
from h2o_desktop.core.request import SYSTEM_PROMPT
from h2o_desktop.core.stamp import additions, fates, tokens_per_second
from h2o_desktop.core.stop_strings import stop_strings
from h2o_desktop.ui.parameter_panel.captions import caption, value_text
from h2o_desktop.ui.text_for_people import moment, number, say

translate = QCoreApplication.translate


class ParameterFact(NamedTuple):
    """One row of the table: a parameter, what was asked for, the field that was sent, and what became of it."""

    name: str
    asked: str
    sent: str
    became: str
    is_silent: bool


def answer_facts(message: Message, server: str) -> list[tuple[str, str]]:
    """Model, server, time, ending, tokens, speed and seed: each with its name, as far as it is known."""
    facts = [
        (translate("AnswerFacts", "Model"), message.model),
        (translate("AnswerFacts", "Server"), server),
        (translate("AnswerFacts", "Asked"), moment(message.created_s)),
        (translate("AnswerFacts", "Ended"), _ending(message)),
        (translate("AnswerFacts", "Tokens"), _tokens(message)),
        (translate("AnswerFacts", "Time"), _time(message)),
        (translate("AnswerFacts", "Seed"), _seed(message)),
        (translate("AnswerFacts", "System prompt"), str(message.requested.get(SYSTEM_PROMPT) or "")),
        (translate("AnswerFacts", "Made to begin with"), str(message.requested.get(BEGINS_WITH) or "")),
    ]
    return [(name, value) for name, value in facts if value]


def parameter_facts(message: Message, capabilities: Capabilities | None) -> list[ParameterFact]:
    """A row for every parameter, those that were asked for or sent first; then what the program added."""
    requested = {key: value for key, value in message.requested.items() if key in SPECS}
    if message.seed is not None:
        requested["seed"] = message.seed
    treated = fates(requested, message.sent, capabilities)
    rows = [_row(SPECS[key], treated[key], requested, message) for key in SPECS]
    added = [
        ParameterFact(name, "", _json(value), translate("AnswerFacts", "added by the program"), is_silent=False)
        for name, value in additions(message.sent).items()
    ]
    return [*(row for row in rows if not row.is_silent), *added, *(row for row in rows if row.is_silent)]


def _row(
    spec: ParameterSpec, treated: Treated, requested: Mapping[str, ParameterValue], message: Message
) -> ParameterFact:
    asked = requested.get(spec.key)
    is_sent = treated.treatment in SENT
    drawn = spec.key == "seed" and message.requested.get("seed") is None
    return ParameterFact(
        translate("parameters", spec.label),
        translate("AnswerFacts", "drawn") if drawn else _shown(spec, asked),
        f"{treated.name} = {_shown_sent(spec, treated.value)}" if is_sent else "",
        _became(spec, treated, requested),
        is_silent=asked is None and not is_sent,
    )


def _shown(spec: ParameterSpec, value: ParameterValue) -> str:
    if value is None:
        return ""
    if spec.kind is ParameterKind.TEXTS:
        return " ".join(_json(text) for text in str(value).split("\n") if text)
    return str(value) if spec.key == "seed" else value_text(spec, value)


def _shown_sent(spec: ParameterSpec, value: ParameterValue) -> str:
    """A field as it stands in the request."""
    return _json(list(stop_strings(value))) if spec.kind is ParameterKind.TEXTS else _json(value)


def _became(spec: ParameterSpec, treated: Treated, requested: Mapping[str, ParameterValue]) -> str:
    words = say(caption(spec, treated, requested))
    if words and treated.treatment is not Treatment.RENAMED:
        return words
    match treated.treatment:
        case Treatment.AS_IS:
            return translate("AnswerFacts", "sent as it is")
        case Treatment.RENAMED:
            return translate("AnswerFacts", "sent under another name")
        case Treatment.CLAMPED:
            return translate("AnswerFacts", "sent with another value")
        case Treatment.EMULATED:
            return translate("AnswerFacts", "done by the program")
    return translate("AnswerFacts", "not sent: the server's own value")


def _ending(message: Message) -> str:
    words = {
        Status.STREAMING: "",
        Status.COMPLETE: _reason(message.finish_reason),
        Status.STOPPED: translate("AnswerFacts", "stopped by you"),
        Status.FAILED: translate("AnswerFacts", "failed"),
        Status.INTERRUPTED: translate("AnswerFacts", "the program ended first"),
    }
    return words[message.status]


def _reason(reason: str) -> str:
    if reason == "length":
        return translate("AnswerFacts", "at the limit of new tokens (length)")
    if reason in {"stop", "eos_token", "stop_sequence"}:
        return translate("AnswerFacts", "by the model or a stop string ({reason})").format(reason=reason)
    return reason


def _tokens(message: Message) -> str:
    prompt, answer = message.usage.prompt_tokens, message.usage.completion_tokens
    if prompt is not None and answer is not None:
        words = translate("AnswerFacts", "{prompt} read, {answer} written")
        return words.format(prompt=number(prompt), answer=number(answer))
    if answer is not None:
        return translate("AnswerFacts", "{answer} written").format(answer=number(answer))
    return "" if prompt is None else translate("AnswerFacts", "{prompt} read").format(prompt=number(prompt))


def _time(message: Message) -> str:
    first_s, total_s = message.timings.first_text_s, message.timings.total_s
    speed = tokens_per_second(message.usage, message.timings)
    parts = (
        ""
        if first_s is None
        else translate("AnswerFacts", "first text after {seconds} s").format(seconds=_decimal(first_s)),
        ""
        if (thinking_s := message.timings.thinking_s) is None
        else translate("AnswerFacts", "thought for {seconds} s").format(seconds=_decimal(thinking_s)),
        "" if total_s is None else translate("AnswerFacts", "all after {seconds} s").format(seconds=_decimal(total_s)),
        "" if speed is None else translate("AnswerFacts", "{speed} tokens/s").format(speed=_decimal(speed, 1)),
    )
    return " · ".join(filter(None, parts))


def _seed(message: Message) -> str:
    if message.seed is None:
        return ""
    if message.requested.get("seed") is None:
        return translate("AnswerFacts", "{seed}, drawn by the program").format(seed=message.seed)
    return str(message.seed)


def _decimal(value: float, decimals: int = 2) -> str:
    return QLocale().toString(value, "f", decimals)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
