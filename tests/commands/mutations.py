"""Changes to files and documents, as faults and foreign versions of programs make them."""

from __future__ import annotations

import copy
import random
from typing import Any

_ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**70, 1e308, "", "x", "root", "q1", "\ud800", "\0", [], {}, [[]], [None], {"a": 1},
    "9" * 50, "2026-13-45", {"$date": 5}, {"$oid": "x"}, "﷽" * 100, float("nan"), float("inf"),
)  # fmt: skip
_ODD_BYTES = (
    b"\0",
    b"\xff",
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\\",
    b"\n",
    b"---\n",
    b"\xef\xbb\xbf",
    b"NaN",
    b"null",
    b":",
)


def mutated_document(document: Any, chance: random.Random) -> Any:
    """The document with one to three changes of its structure."""
    changed = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        places = [(holder, key) for holder in _holders(changed) for key in _keys(holder)]
        if not places:
            return changed
        holder, key = chance.choice(places)
        _change(holder, key, chance, places)
    return changed


def _change(holder: Any, key: Any, chance: random.Random, places: list[tuple[Any, Any]]) -> None:
    kind = chance.randrange(5)
    if kind == 0:
        del holder[key]
    elif kind == 1:
        other, other_key = chance.choice(places)
        holder[key] = copy.deepcopy(other[other_key])
    elif kind == 2 and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    elif kind == 3 and isinstance(holder, dict):
        holder[f"{key}?"] = holder.pop(key)
    else:
        holder[key] = copy.deepcopy(chance.choice(_ODD_VALUES))


def _holders(value: Any) -> list[Any]:
    found = []
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict | list):
            found.append(current)
            waiting.extend(current.values() if isinstance(current, dict) else current)
    return found


def _keys(holder: Any) -> list[Any]:
    return list(holder) if isinstance(holder, dict) else list(range(len(holder)))


def mutated_text(text: str, chance: random.Random) -> bytes:
    """The text with bytes lost, doubled or replaced."""
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) or 1)
        end = min(len(data), start + chance.choice((1, 1, 2, 10, 200)))
        kind = chance.randrange(4)
        if kind == 0:
            del data[start:end]
        elif kind == 1:
            data[start:start] = data[start:end]
        elif kind == 2:
            data[start:end] = chance.choice(_ODD_BYTES)
        elif chance.random() < 0.2:
            del data[end:]
        else:
            data[start:end] = bytes(chance.randrange(256) for _ in range(end - start))
    return bytes(data)
