"""One text of a comparison: what it shares with the other one, and what differs, marked by more than colour."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QTextEdit, QWidget

from h2o_desktop.core.text_diff import Piece, Side
from h2o_desktop.ui.theme import ThemeSource

MARGIN = 12
TINT = 0.16  # how much of the side's colour lies behind what differs
_LONGEST_RUN = 2_000  # a longer run of letters is wrapped anywhere: at words its layout takes quadratic time
_NEW_LINE_SIGN = "↵"


class DiffText(QTextEdit):
    """Shows the pieces of some sides, read-only, with a place for each piece.

    What only the left text has is struck out where both texts stand in one, and has a dashed line below it where it
    stands alone; what only the right one has is underlined.
    """

    def __init__(self, sides: frozenset[Side], theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sides = sides
        self._theme = theme
        self._pieces: Sequence[Piece] = ()
        self._places: list[int] = [0]
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(MARGIN)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show these; those of a side that is not shown here take no room."""
        self._pieces = pieces
        runs = max((len(run) for piece in pieces for run in piece.text.split()), default=0)
        mode = QTextOption.WrapMode
        self.setWordWrapMode(mode.WrapAnywhere if runs > _LONGEST_RUN else mode.WrapAtWordBoundaryOrAnywhere)
        self.clear()
        formats = {side: self._format(side) for side in Side}
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        self._places = [0]
        for piece in pieces:
            if piece.side in self._sides:
                cursor.insertText(_visible(piece), formats[piece.side])
            self._places.append(cursor.position())
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def restyle(self) -> None:
        """Take over the colours of the theme."""
        place = self.verticalScrollBar().value()
        self.show_pieces(self._pieces)
        self.verticalScrollBar().setValue(place)

    def mark(self, first: int, end: int) -> None:
        """Mark some pieces as the ones that are meant now, put the caret there, and bring them into view."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._places[first])
        self.setTextCursor(cursor)
        self.scroll_to(self._places[first], self.viewport().height() // 3)
        selection = QTextEdit.ExtraSelection()
        marked = QTextCursor(cursor)
        marked.setPosition(self._places[end], QTextCursor.MoveMode.KeepAnchor)
        marking = QTextCharFormat()
        marking.setBackground(QColor(self._theme.colours.accent_line))
        selection.cursor, selection.format = marked, marking
        self.setExtraSelections([selection])

    def place_at_top(self) -> tuple[int, int]:
        """Which piece is at the upper edge, and how many letters of it are above that."""
        position = self.cursorForPosition(QPoint(MARGIN, 1)).position()
        index = max(0, bisect_right(self._places, position) - 1)
        return index, position - self._places[index]

    def scroll_to_place(self, place: tuple[int, int]) -> None:
        """Bring a place that another text gave to the upper edge."""
        index, letters = place
        if index >= len(self._pieces):
            letters = 0
        elif self._pieces[index].side not in self._sides:
            index, letters = index + 1, 0
        self.scroll_to(self._places[index] + letters, 1)

    def scroll_to(self, position: int, from_top: int) -> None:
        """Bring a position of the text to so many pixels below the upper edge."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - from_top)

    def _format(self, side: Side) -> QTextCharFormat:
        colours = self._theme.colours
        style = QTextCharFormat()
        style.setForeground(QColor(colours.text))
        if side is Side.BOTH:
            return style
        colour = colours.cut if side is Side.LEFT else colours.good
        style.setBackground(QColor(tinted(colours.card, colour)))
        if side is Side.LEFT and Side.RIGHT in self._sides:
            style.setFontStrikeOut(True)
            return style
        line = QTextCharFormat.UnderlineStyle
        style.setUnderlineStyle(line.DashUnderline if side is Side.LEFT else line.SingleUnderline)
        style.setUnderlineColor(QColor(colour))
        return style


def tinted(ground: str, colour: str) -> str:
    """The colour of a ground with a little of another colour on it."""
    below, above = QColor(ground), QColor(colour)
    mixed = (
        round(low + (high - low) * TINT)
        for low, high in zip(below.getRgb()[:3], above.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*mixed).name()


def _visible(piece: Piece) -> str:
    """The text of a piece; where nothing but the lines' ends differ, with a sign for them."""
    if piece.side is not Side.BOTH and piece.text.isspace():
        return piece.text.replace("\n", f"{_NEW_LINE_SIGN}\n")
    return piece.text
