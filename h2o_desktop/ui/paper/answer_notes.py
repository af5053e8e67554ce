"""The small print below an answer: where it came from, with which parameters, and how fast."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from h2o_desktop.core.conversation import Message
from h2o_desktop.core.parameters import SPECS
from h2o_desktop.core.request import SYSTEM_PROMPT
from h2o_desktop.core.stamp import asked_otherwise, tokens_per_second
from h2o_desktop.ui.text_for_people import number

APART = " · "
translate = QCoreApplication.translate


def answer_notes(message: Message, servers: Mapping[str, str], system_prompt: str) -> Iterator[str]:
    """A paragraph for each of these; one of which nothing is known is empty.

    `servers` names connections by their ids, and `system_prompt` is the one that is written elsewhere already.
    """
    server = servers.get(message.connection, message.connection)
    yield translate("Paper", "Server: {name}").format(name=server) if server else ""
    sent = {key: value for key, value in message.sent.items() if key != SYSTEM_PROMPT and value not in (None, "")}
    yield _listed(translate("Paper", "Sent: {settings}"), [f"{key} {_written(one)}" for key, one in sent.items()])
    asked = translate("Paper", "Asked for, but sent differently or not at all: {settings}")
    yield _listed(asked, list(_asked(message, system_prompt)))
    yield APART.join(_figures(message))


def _listed(template: str, parts: list[str]) -> str:
    return template.format(settings=APART.join(parts)) if parts else ""


def _asked(message: Message, system_prompt: str) -> Iterator[str]:
    """What was asked for and is not among what was sent, or has another value there."""
    asked: dict[str, object] = dict(asked_otherwise(message))
    asked |= {key: value for key, value in message.requested.items() if key not in SPECS}
    for key, value in asked.items():
        if value not in (None, "", message.sent.get(key)) and (key, value) != (SYSTEM_PROMPT, system_prompt):
            yield f"{key} {_written(value)}"


def _written(value: object) -> str:
    is_plain = isinstance(value, str) and value == value.strip() and value.isprintable()
    return str(value) if is_plain else json.dumps(value, ensure_ascii=False)


def _figures(message: Message) -> Iterator[str]:
    usage, timings = message.usage, message.timings
    if message.seed is not None:
        yield translate("Paper", "seed {seed}").format(seed=message.seed)
    if usage.prompt_tokens is not None:
        yield translate("Paper", "tokens of the prompt: {count}").format(count=number(usage.prompt_tokens))
    if usage.completion_tokens is not None:
        yield translate("Paper", "tokens of the answer: {count}").format(count=number(usage.completion_tokens))
    speed = tokens_per_second(usage, timings)
    if speed is not None:
        yield translate("Paper", "{speed} tokens/s").format(speed=QLocale().toString(speed, "f", 1))
    for template, seconds in (
        (translate("Paper", "first text after {seconds} s"), timings.first_text_s),
        (translate("Paper", "thought for {seconds} s"), timings.thinking_s),
        (translate("Paper", "whole answer after {seconds} s"), timings.total_s),
    ):
        if seconds is not None:
            yield template.format(seconds=QLocale().toString(seconds, "f", 2))
    if message.finish_reason:
        yield translate("Paper", "ended because: {reason}").format(reason=message.finish_reason)
