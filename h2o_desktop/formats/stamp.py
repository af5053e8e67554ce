"""How an answer was made, as facts with English names for the exports that are read by people."""

from __future__ import annotations

import json
from collections.abc import Mapping

from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.stamp import tokens_per_second


def stamp(message: Message, servers: Mapping[str, str]) -> dict[str, str]:
    """The facts of an answer that are known, each by its name; none for other messages.

    `servers` names connections by their ids. What was asked for and is among what was sent, unchanged, stands there.
    """
    if message.role is not Role.ASSISTANT:
        return {}
    usage, timings = message.usage, message.timings
    speed = tokens_per_second(usage, timings)
    asked = {key: value for key, value in message.requested.items() if _differs(value, message.sent.get(key))}
    facts: dict[str, object] = {
        "Model": message.model,
        "Server": servers.get(message.connection, message.connection),
        **{f"sent {key}": _plain(value) for key, value in message.sent.items()},
        **{f"asked {key}": "not to be sent" if value is None else _plain(value) for key, value in asked.items()},
        "Seed": message.seed,
        "Ended because": message.finish_reason,
        "Tokens of the prompt": usage.prompt_tokens,
        "Tokens of the answer": usage.completion_tokens,
        "First text after": None if timings.first_text_s is None else f"{timings.first_text_s:.2f} s",
        "Thought for": None if timings.thinking_s is None else f"{timings.thinking_s:.2f} s",
        "Whole answer after": None if timings.total_s is None else f"{timings.total_s:.2f} s",
        "Speed": None if speed is None else f"{speed:.1f} tokens/s",
    }
    return {name: str(value) for name, value in facts.items() if value not in (None, "")}


def _differs(asked: object, sent: object) -> bool:
    if asked is None:
        return sent is not None
    return asked != sent


def _plain(value: object) -> object:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
