"""Texts at which an answer ends: how they are written in one field, and how an answer is cut at them exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MOST_STOP_STRINGS = 16
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_WRITTEN = {letter: f"\\{name}" for name, letter in _ESCAPES.items()}


def stop_strings(text: object) -> tuple[str, ...]:
    r"""The texts that are written one a line; `\n`, `\t`, `\r` and `\\` in a line stand for those letters."""
    if not isinstance(text, str):
        return ()
    lines = (re.sub(r"\\([ntr\\])", lambda found: _ESCAPES[found[1]], line) for line in text.split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))


def written_lines(texts: Iterable[str]) -> str:
    """The field from which `stop_strings` reads these texts."""
    return "\n".join("".join(_WRITTEN.get(letter, letter) for letter in text) for text in texts)


class StopCutter:
    """Cuts an answer that comes in pieces before the first stop string, and holds back what may be its beginning."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self.found = False

    def take(self, text: str) -> str:
        """What of the text so far is certain to be before any stop string; nothing more after one was found."""
        if self.found:
            return ""
        if not self._stops:
            return text
        pending = self._held + text
        at = min((place for stop in self._stops if (place := pending.find(stop)) >= 0), default=-1)
        if at >= 0:
            self.found, self._held = True, ""
            return pending[:at]
        kept = self._open_end(pending)
        self._held = pending[kept:]
        return pending[:kept]

    def rest(self) -> str:
        """What was held back, when the answer ends without a stop string."""
        held, self._held = self._held, ""
        return held

    def _open_end(self, pending: str) -> int:
        """Where the longest end of `pending` begins that could go on to be a stop string."""
        longest = max(len(stop) for stop in self._stops) - 1
        for at in range(max(0, len(pending) - longest), len(pending)):
            end = pending[at:]
            if any(stop.startswith(end) for stop in self._stops):
                return at
        return len(pending)
