"""Finding words in a conversation, in what was never shown too."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCharFormat

from h2o_desktop.ui.chat_view.rich_text import units_of
from h2o_desktop.ui.chat_view.text_box import Mark
from h2o_desktop.ui.chat_view.transcript import Transcript

SLICE_S = 0.008
_MARKUP = str.maketrans("\n", " ", "*_`~\\[]()>#|!")


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A place where the words were found, in UTF-16 units of a block's text."""

    row: int
    block: int
    start: int
    end: int


class Finder(QObject):
    """Looks through all messages in slices, so that the window stays alive.

    A message whose source surely does not have the words is passed without reading its Markdown. GUI thread.

    Signals:
        progressed(): more is known; also when the search is over.
    """

    progressed = Signal()

    def __init__(self, transcript: Transcript, clock: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self._clock = clock
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_slice)
        self.words = ""
        self.hits: list[Hit] = []
        self.current: Hit | None = None
        self._next_row = 0
        self._changed: set[int] = set()

    @property
    def is_searching(self) -> bool:
        """Whether the search is still under way."""
        return self._timer.isActive()

    @property
    def position(self) -> int:
        """Which hit is the current one, counted from 1; 0 for none."""
        return bisect.bisect_left(self.hits, self.current) + 1 if self.current is not None else 0

    def search(self, words: str) -> None:
        """Look for words, whether large or small letters; an empty text ends the search."""
        self.words = words
        self.hits, self.current, self._next_row = [], None, 0
        self._changed.clear()
        if words:
            self._timer.start()
        else:
            self._timer.stop()
        self.progressed.emit()

    def forget(self, row: int, *, below: bool = False) -> None:
        """A message is another one now, or it and all below are gone."""
        if not self.words:
            return
        first = bisect.bisect_left(self.hits, Hit(row, -1, 0, 0))
        last = len(self.hits) if below else bisect.bisect_left(self.hits, Hit(row + 1, -1, 0, 0))
        del self.hits[first:last]
        if self.current is not None and self.current.row >= row and (below or self.current.row == row):
            self.current = None
        if below:
            self._next_row = min(self._next_row, row)
        elif row < self._next_row:
            self._changed.add(row)
        self._timer.start()

    def marks_of(self, row: int, block: int) -> list[Mark]:
        """The hits in a block, as they are painted."""
        if not self.hits:
            return []
        first = bisect.bisect_left(self.hits, Hit(row, block, 0, 0))
        marks = []
        for hit in self.hits[first:]:
            if (hit.row, hit.block) != (row, block):
                break
            marks.append(Mark(hit.start, hit.end, self._look(is_current=hit == self.current)))
        return marks

    def step(self, step: int, start: Hit | None = None) -> Hit | None:
        """Go to the next or the previous hit, around the ends; from `start` when there is no current one."""
        if not self.hits:
            return None
        if self.current is not None:
            at = bisect.bisect_left(self.hits, self.current) + step
        else:
            at = bisect.bisect_left(self.hits, start) if start is not None else 0
            at = at - 1 if step < 0 else at
        self.current = self.hits[at % len(self.hits)]
        return self.current

    def _look(self, *, is_current: bool) -> QTextCharFormat:
        typography = self._transcript.typography
        look = QTextCharFormat()
        look.setBackground(typography.current_hit if is_current else typography.hit)
        if is_current:
            look.setForeground(typography.current_hit_text)
        return look

    def _on_slice(self) -> None:
        until_s = self._clock() + SLICE_S
        count = len(self._transcript.rows)
        while self._clock() < until_s:
            if self._changed:
                self._look_through(self._changed.pop())
            elif self._next_row < count:
                self._look_through(self._next_row)
                self._next_row += 1
            else:
                self._timer.stop()
                break
        self.progressed.emit()

    def _look_through(self, row: int) -> None:
        source = self._transcript.model.message(row).content
        wanted = self.words.translate(_MARKUP).casefold()
        if wanted not in source.translate(_MARKUP).casefold():
            return
        was_known = row in self._transcript.entries
        entry = self._transcript.entry(row)
        entry.absorb()
        pattern = re.compile(re.escape(self.words), re.IGNORECASE)
        found: list[Hit] = []
        for index in range(len(entry.blocks)):
            text = entry.text_of(index)
            for match in pattern.finditer(text):
                start = units_of(text[: match.start()])
                found.append(Hit(row, index, start, start + units_of(match.group())))
        at = bisect.bisect_left(self.hits, Hit(row, -1, 0, 0))
        self.hits[at:at] = found
        if not was_known:
            self._transcript.drop(row)
