"""What is selected: from a place in one message to a place in another."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTextBoundaryFinder
from PySide6.QtGui import QTextCharFormat

from h2o_desktop.ui.chat_view.text_box import Mark
from h2o_desktop.ui.chat_view.transcript import Transcript


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place between two letters: message, block (from 0) and UTF-16 unit in the block's text."""

    row: int
    block: int
    unit: int


class Selection:
    """The stretch between where it was begun and where it was led."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self.origin: Place | None = None
        self.focus: Place | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no letter is selected."""
        return self.origin is None or self.focus is None or self.origin == self.focus

    @property
    def first(self) -> Place:
        """Where it begins in the order of reading. Only when it is not empty."""
        assert self.origin is not None
        assert self.focus is not None
        return min(self.origin, self.focus)

    @property
    def last(self) -> Place:
        """Where it ends in the order of reading. Only when it is not empty."""
        assert self.origin is not None
        assert self.focus is not None
        return max(self.origin, self.focus)

    def clear(self) -> None:
        """Select nothing."""
        self.origin = self.focus = None

    def select(self, origin: Place, focus: Place) -> None:
        """Select from one place to another."""
        self.origin, self.focus = origin, focus

    def select_all(self) -> None:
        """Select every message."""
        count = len(self._transcript.rows)
        if count:
            self.select(Place(0, 0, 0), self.end_of(count - 1))

    def select_message(self, row: int) -> None:
        """Select one message."""
        self.select(Place(row, 0, 0), self.end_of(row))

    def select_word(self, place: Place) -> None:
        """Select the word at a place."""
        text = self._transcript.entry(place.row).text_of(place.block)
        start, end = word_at(text, place.unit)
        self.select(Place(place.row, place.block, start), Place(place.row, place.block, end))

    def end_of(self, row: int) -> Place:
        """The last place of a message."""
        blocks = max(1, len(self._transcript.entry(row).blocks))
        return Place(row, blocks - 1, self._length(row, blocks - 1))

    def _length(self, row: int, block: int) -> int:
        entry = self._transcript.entry(row)
        return self._transcript.segment(row, block + 1).length if block < len(entry.blocks) else 0

    def mark_of(self, row: int, block: int, length: int, look: QTextCharFormat) -> Mark | None:
        """The selected stretch of a block."""
        if self.is_empty:
            return None
        first, last = self.first, self.last
        here = (row, block)
        if not (first.row, first.block) <= here <= (last.row, last.block):
            return None
        start = first.unit if here == (first.row, first.block) else 0
        end = last.unit if here == (last.row, last.block) else length
        return Mark(start, end, look)

    def text(self) -> str:
        """The selected text, as it reads."""
        if self.is_empty:
            return ""
        first, last = self.first, self.last
        texts = (self._text_of(row, first, last) for row in range(first.row, last.row + 1))
        return "\n\n".join(filter(None, texts))

    def text_of_message(self, row: int) -> str:
        """The text of a whole message, as it reads."""
        return self._text_of(row, Place(row, 0, 0), self.end_of(row))

    def _text_of(self, row: int, first: Place, last: Place) -> str:
        blocks = self._transcript.entry(row).blocks
        entry = self._transcript.entry(row)
        begin = max(entry.hidden_blocks, first.block if row == first.row else 0)
        end = last.block if row == last.row else len(blocks) - 1
        parts: list[str] = []
        for index in range(begin, min(end, len(blocks) - 1) + 1):
            laid = self._transcript.segment(row, index + 1)
            start = first.unit if (row, index) == (first.row, first.block) else 0
            stop = last.unit if (row, index) == (last.row, last.block) else laid.length
            block = blocks[index]
            if parts and not block.joined:
                parts.append("\n\n" if block.after_blank and block.begins else "\n")
            parts.append(laid.text(start, stop))
        return "".join(parts)

    def markdown(self) -> str:
        """The source of the selection. Blocks of which only a part is selected are taken whole."""
        if self.is_empty:
            return ""
        parts = []
        for row in range(self.first.row, self.last.row + 1):
            entry = self._transcript.entry(row)
            begin = self.first.block if row == self.first.row else 0
            end = self.last.block if row == self.last.row else len(entry.blocks) - 1
            parts.append(entry.text.markdown(begin, end))
        return "\n\n".join(filter(None, parts))


def word_at(text: str, unit: int) -> tuple[int, int]:
    """Where the word at a place begins and ends, in UTF-16 units."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    finder.setPosition(unit)
    start = unit if finder.isAtBoundary() else finder.toPreviousBoundary()
    finder.setPosition(unit)
    end = finder.toNextBoundary()
    return max(0, start), max(start, end)
