"""Rows of another database, or of a damaged one, made into rows that the store can hold."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from h2o_desktop.core.conversation import Failure, Role, Status
from h2o_desktop.storage.rows import SQLiteValue

CONVERSATION: Mapping[str, SQLiteValue] = {
    "id": None,
    "title": "",
    "created_s": 0.0,
    "updated_s": 0.0,
    "model": "",
    "connection": "",
    "parameters": "{}",
    "pinned_s": None,
    "archived_s": None,
    "trashed_s": None,
    "extras": None,
}
MESSAGE: Mapping[str, SQLiteValue] = {
    "id": None,
    "role": Role.ASSISTANT.value,
    "status": Status.INTERRUPTED.value,
    "created_s": 0.0,
    "seed": None,
    "seed_sent_as": None,
    "finish_reason": None,
    "prompt_tokens": None,
    "completion_tokens": None,
    "first_text_s": None,
    "total_s": None,
    "failure": None,
    "extras": None,
    "content": "",
}
ASKING: Mapping[str, SQLiteValue] = {"digest": 0, "model": "", "connection": "", "requested": "{}", "sent": "{}"}
_MOMENTS = {"created_s", "updated_s", "pinned_s", "archived_s", "trashed_s", "first_text_s", "total_s"}
_COUNTS = {"seed", "prompt_tokens", "completion_tokens", "digest"}
_DOCUMENTS = {"parameters", "requested", "sent"}


def sound(values: Mapping[str, SQLiteValue], defaults: Mapping[str, SQLiteValue]) -> dict[str, SQLiteValue]:
    """The values of a row that can be what they should be, and the defaults of the others."""
    return {name: _sound_value(name, values.get(name), default) for name, default in defaults.items()}


def _sound_value(name: str, value: SQLiteValue, default: SQLiteValue) -> SQLiteValue:
    if name == "id":
        return value if isinstance(value, str) or (isinstance(value, bytes) and len(value) == 16) else None
    if name in _MOMENTS:
        return float(value) if isinstance(value, int | float) and math.isfinite(value) else default
    if name in _COUNTS:
        return value if isinstance(value, int) else default
    if not isinstance(value, str):
        return default
    return value if _fits(name, value) else default


def _fits(name: str, value: str) -> bool:
    if name == "role":
        return value in set(Role)
    if name == "status":
        return value in set(Status) and value != Status.STREAMING
    if name in _DOCUMENTS or name == "failure":
        try:
            document = json.loads(value)
            return isinstance(document, dict) and (name != "failure" or bool(Failure(**document)))
        except (ValueError, TypeError, RecursionError):
            return False
    return True
