"""Where each token stands: lines of boxes, laid out once for a width, of which the visible ones are painted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

GAP = 2.0
_WORDS = re.compile(r"\S+\s*|\s+")
LONGEST_LABEL = 24  # longer ones are broken between their words


class Box(NamedTuple):
    """A token, or a part of a long one, in a line."""

    number: int
    text: str
    x: float
    width: float
    line: int

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width


class TokenLayout:
    """The boxes of all tokens. `measure` gives the width of a text in pixels."""

    def __init__(self, labels: Sequence[str], width: float, measure: Callable[[str], float]) -> None:
        self.boxes: list[Box] = []
        self.firsts: list[int] = []  # the first box of each token
        self._lines: list[int] = [0]  # the first box of each line
        self._width = width
        self._measure = measure
        self._widths: dict[str, float] = {}
        self._x = 0.0
        for number, label in enumerate(labels):
            self.firsts.append(len(self.boxes))
            if len(label) <= LONGEST_LABEL and "\n" not in label:
                self._add(number, label)
                continue
            for part, ends_line in _parts(label):
                self._add(number, part)
                if ends_line:
                    self._break()

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def boxes_of_line(self, line: int) -> Sequence[Box]:
        """The boxes of a line, from the left."""
        if not 0 <= line < len(self._lines):
            return ()
        end = self._lines[line + 1] if line + 1 < len(self._lines) else len(self.boxes)
        return self.boxes[self._lines[line] : end]

    def box_of(self, number: int) -> Box:
        """The first box of a token."""
        return self.boxes[self.firsts[number]]

    def at(self, x: float, line: int, *, near: bool = False) -> int:
        """The token at a place of a line, -1 when there is none; with `near` the closest one of the line."""
        boxes = self.boxes_of_line(line)
        for box in boxes:
            if box.x <= x <= box.right + GAP:
                return box.number
        if not near or not boxes:
            return -1
        return min(boxes, key=lambda box: min(abs(box.x - x), abs(box.right - x))).number

    def first_of_line(self, line: int) -> int:
        """The token with which a line, or the next one that is not empty, begins."""
        at = self._lines[max(0, min(line, len(self._lines) - 1))]
        return self.boxes[at].number if at < len(self.boxes) else max(0, len(self.firsts) - 1)

    def line_of(self, number: int) -> int:
        """The line in which a token begins."""
        return bisect_left(self._lines, self.firsts[number] + 1) - 1

    def _add(self, number: int, text: str) -> None:
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = max(4.0, self._measure(text))
        if self._x and self._x + width > self._width:
            self._break()
        self.boxes.append(Box(number, text, self._x, width, len(self._lines) - 1))
        self._x += width + GAP

    def _break(self) -> None:
        self._lines.append(len(self.boxes))
        self._x = 0.0


def _parts(label: str) -> list[tuple[str, bool]]:
    """What of a label is drawn in one box, and whether the line ends behind it."""
    parts: list[tuple[str, bool]] = []
    for text in label.splitlines(keepends=True) or [""]:
        line, ends = text.rstrip("\n"), text.endswith("\n")
        words = [line] if len(line) <= LONGEST_LABEL else _WORDS.findall(line)
        parts.extend((word, False) for word in words[:-1])
        parts.append((words[-1], ends))
    return parts
