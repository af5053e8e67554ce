"""The line in a conversation from where on the model will read, and what is above it, which is dimmed.

Dimmed text is written in the muted colour, so that it stays readable; nothing is laid out anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTextCharFormat

from h2o_desktop.ui.chat_view.message_frame import ABOVE, elided
from h2o_desktop.ui.chat_view.selection import Place
from h2o_desktop.ui.chat_view.text_box import Mark

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView
    from h2o_desktop.ui.chat_view.laid_block import LaidBlock
    from h2o_desktop.ui.chat_view.transcript import Placed

_GAP_PX = 8
_LIFT_PX = 4  # the room between two messages begins above the later one's header
_DASHES = (4.0, 3.0)


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows above `row` are not read, and of that row not the first `letters`; `words` are written at the line."""

    row: int
    words: str
    letters: int = 0


class CutLine:
    """Knows what is not read, and paints the line. `cut` is None when all is read, and then nothing is done."""

    def __init__(self, view: ChatView) -> None:
        self._view = view
        self.cut: Cut | None = None

    def show(self, cut: Cut | None) -> None:
        """Draw the line elsewhere, or not at all."""
        if cut != self.cut:
            self.cut = cut
            self._view.viewport().update()

    def go_to(self) -> None:
        """Show the place of the line, with the end of what is not read above it."""
        if self.cut is None or not len(self._view.model):
            return
        if self.cut.row >= len(self._view.model):
            self._view.navigation.go_to_end()
            return
        self._view.navigation.reveal(Place(self.cut.row, self._block(self.cut.row), 0))
        self._view.spotlight.go_to(self.cut.row)

    def unread_share(self, placed: Placed) -> float:
        """How much of a segment is not read, from 0 to 1."""
        cut = self.cut
        if cut is None or placed.row > cut.row:
            return 0.0
        if placed.row < cut.row:
            return 1.0
        return self._share(placed.row, placed.segment)

    def words_for(self, row: int) -> str:
        """What a screen reader says of a message that is not read; empty for others."""
        if self.cut is None or row > self.cut.row or (row == self.cut.row and not self.cut.letters):
            return ""
        if row < self.cut.row:
            return QCoreApplication.translate("ChatView", "Not read by the model")
        return QCoreApplication.translate("ChatView", "Its beginning is not read by the model")

    def paint(self, painter: QPainter) -> None:
        """Draw the line where it is visible."""
        cut, transcript = self.cut, self._view.transcript
        if cut is None:
            return
        scaled = transcript.typography.scaled
        for placed in transcript.visible:
            if placed.row == cut.row and placed.segment == 0:
                self._paint_words(painter, placed.y + scaled(ABOVE / 2) - (scaled(_LIFT_PX) if placed.row else 0))
            elif placed.row == cut.row and self._has_edge(placed):
                self._paint_inside(painter, placed)
        last = transcript.visible[-1] if transcript.visible else None
        if last is not None and cut.row == last.row + 1 == len(self._view.model) and transcript.is_at_end:
            self._paint_words(painter, last.y + last.laid.height + scaled(_LIFT_PX))

    def _share(self, row: int, segment: int) -> float:
        entry, letters = self._view.transcript.entry(row), self.cut.letters if self.cut is not None else 0
        if not letters or not 0 < segment < entry.footer:
            return 0.0
        block = entry.blocks[segment - 1]
        return min(1.0, max(0.0, (letters - block.start) / max(1, block.end - block.start)))

    def _block(self, row: int) -> int:
        """The block that the line is in or above."""
        entry = self._view.transcript.entry(row)
        shares = (self._share(row, segment) for segment in range(1, entry.footer))
        return next((block for block, share in enumerate(shares) if share < 1), 0)

    def _has_edge(self, placed: Placed) -> bool:
        if self.cut is None or not self.cut.letters or placed.segment >= self._view.transcript.entry(placed.row).footer:
            return False
        above = self._share(placed.row, placed.segment - 1) if placed.segment > 1 else 1.0
        return above >= 1 > self._share(placed.row, placed.segment)

    def _paint_inside(self, painter: QPainter, placed: Placed) -> None:
        """A line above the line of text in which reading begins."""
        unit = int(placed.laid.length * self._share(placed.row, placed.segment))
        box = placed.laid.box_of(unit)
        y = placed.y + (box.caret(unit).top() if box is not None else 0.0)
        column = QRectF(self._view.column)
        self._paint_dashes(painter, QLineF(column.left(), y, column.right(), y))

    def _paint_words(self, painter: QPainter, y: float) -> None:
        typography, column = self._view.transcript.typography, QRectF(self._view.column)
        words = elided(self.cut.words if self.cut is not None else "", typography.secondary, column.width())
        width = QFontMetricsF(typography.secondary).horizontalAdvance(words)
        room = max(0.0, (column.width() - width) / 2 - typography.scaled(_GAP_PX))
        height = QFontMetricsF(typography.secondary).height()
        painter.setFont(typography.secondary)
        painter.setPen(QColor(typography.colours.cut))
        place = QRectF(column.left(), y - height / 2, column.width(), height)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), words)
        for left in (column.left(), column.right() - room):
            self._paint_dashes(painter, QLineF(left, y, left + room, y))

    def _paint_dashes(self, painter: QPainter, line: QLineF) -> None:
        pen = QPen(QColor(self._view.transcript.typography.colours.cut), 1)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        painter.drawLine(line)


def unread_marks(laid: LaidBlock, share: float, look: QTextCharFormat) -> list[Mark]:
    """What of a block's text has to be written in the look of the unread, in a painting whose pen has its colour."""
    if share < 1:
        return [Mark(0, int(laid.length * share), look)]
    return [Mark(box.start, box.end, look) for box in laid.boxes if box.layout.formats()]
