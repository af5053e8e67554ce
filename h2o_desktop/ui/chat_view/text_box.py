"""One laid out text: lines of a paragraph, of a heading, of code or of a table's cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from h2o_desktop.ui.chat_view.formulas import Formula, FormulaShop
from h2o_desktop.ui.chat_view.rich_text import FORMULA_LETTER, RichText, Run, cut_units


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text drawn on a ground of its own: selected, or found. Places count within the block."""

    start: int
    end: int
    format: QTextCharFormat


@dataclass(frozen=True, slots=True)
class FormulaPlace:
    """A drawing that stands in the place of a letter; lengths in pixels."""

    place: int
    latex: str
    formula: Formula
    width: float
    ascent: float
    descent: float


class TextBox:
    """A text at a place inside its block.

    `start` is where its text begins in the text of the block; the place counts UTF-16 units.
    """

    __slots__ = (
        "clip",
        "formulas",
        "height",
        "layout",
        "prefix",
        "row",
        "scroll_x",
        "start",
        "text",
        "tops",
        "width",
        "x",
        "y",
    )

    def __init__(self, text: RichText, font: QFont, option: QTextOption) -> None:
        self.text = text
        self.layout = QTextLayout(text.text.replace("\n", "\u2028").replace(FORMULA_LETTER, "\u00a0"), font)
        self.formulas: list[FormulaPlace] = []
        self.layout.setTextOption(option)
        self.x = self.y = 0.0
        self.width = self.height = 0.0
        self.start = 0
        self.prefix = ""
        self.row = -1
        self.scroll_x = 0.0
        self.clip: QRectF | None = None
        self.tops: list[float] = []

    def set_formats(self, runs: Sequence[tuple[Run, QTextCharFormat]]) -> None:
        """Give runs of the text their look."""
        ranges = []
        for run, look in runs:
            ranges.append(format_range(run.start, run.length, look))
        self.layout.setFormats(ranges)

    def wrap(self, width: float, line_px: float) -> None:
        """Break the text into lines no wider than `width`, each `line_px` high or as high as its letters need."""
        layout = self.layout
        layout.beginLayout()
        y = widest = 0.0
        self.tops = []
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(width)
            ascent, height = self._extent(line)
            box = max(line_px, height)
            line.setPosition(QPointF(0, y + (box - height) / 2 + ascent - line.ascent()))
            self.tops.append(y)
            y += box
            widest = max(widest, line.naturalTextWidth())
            line = layout.createLine()
        layout.endLayout()
        is_aligned = layout.textOption().alignment() & (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignHCenter)
        self.width, self.height = width if is_aligned else widest, y

    def _extent(self, line: QTextLine) -> tuple[float, float]:
        """What a line needs above its base line, and in all."""
        if not self.formulas:
            return line.ascent(), line.height()
        end = line.textStart() + line.textLength()
        inside = [one for one in self.formulas if line.textStart() <= one.place < end]
        ascent = max([line.ascent(), *(one.ascent for one in inside)])
        return ascent, ascent + max([line.height() - line.ascent(), *(one.descent for one in inside)])

    def draw_formulas(self, painter: QPainter, origin: QPointF, shop: FormulaShop, colour: str) -> None:
        """Paint the formulas over the gaps that were left for them."""
        for one in self.formulas:
            line = self.layout.lineForTextPosition(one.place)
            x = origin.x() + self.x - self.scroll_x + cursor_x(line, one.place)
            y = origin.y() + self.y + line.y() + line.ascent() - one.ascent
            shop.paint(painter, one.formula, QRectF(x, y, one.width, one.ascent + one.descent), colour)

    @property
    def natural_width(self) -> float:
        """How wide its widest line is."""
        lines = (self.layout.lineAt(index) for index in range(self.layout.lineCount()))
        return max((line.naturalTextWidth() for line in lines), default=0.0)

    @property
    def end(self) -> int:
        """Where its text ends in the text of the block."""
        return self.start + self.text.units

    @property
    def rect(self) -> QRectF:
        """The ground it covers in its block."""
        whole = QRectF(self.x - self.scroll_x, self.y, self.width, self.height)
        return whole if self.clip is None else whole.intersected(self.clip)

    def draw(self, painter: QPainter, origin: QPointF, marks: Sequence[Mark]) -> None:
        """Paint the lines, and the grounds of `marks` below them."""
        ranges = []
        for mark in marks:
            start, end = max(mark.start, self.start), min(mark.end, self.end)
            if start < end:
                ranges.append(format_range(start - self.start, end - start, mark.format))
        place = QPointF(origin.x() + self.x - self.scroll_x, origin.y() + self.y)
        if self.clip is None or self.clip.contains(QRectF(self.x - self.scroll_x, self.y, self.width, self.height)):
            self.layout.draw(painter, place, ranges)
            return
        painter.save()
        painter.setClipRect(self.clip.translated(origin), Qt.ClipOperation.IntersectClip)
        self.layout.draw(painter, place, ranges)
        painter.restore()

    def line_at(self, y: float) -> int:
        """The line at a height inside the box."""
        index = 0
        while index + 1 < len(self.tops) and self.tops[index + 1] <= y:
            index += 1
        return index

    def position_at(self, x: float, y: float) -> int:
        """The place in the block's text that is nearest to a point of the block."""
        if not self.tops:
            return self.start
        line = self.layout.lineAt(self.line_at(y - self.y))
        return self.start + int(line.xToCursor(x - self.x + self.scroll_x))

    def run_at(self, x: float, y: float) -> Run | None:
        """The run under a point of the block."""
        if not self.tops or not self.rect.contains(x, y):
            return None
        line = self.layout.lineAt(self.line_at(y - self.y))
        local_x = x - self.x + self.scroll_x
        if not line.naturalTextRect().left() <= local_x <= line.naturalTextRect().right():
            return None
        place = int(line.xToCursor(local_x, line.CursorPosition.CursorOnCharacter))
        return next((run for run in self.text.runs if run.start <= place < run.start + run.length), None)

    def caret(self, place: int) -> QRectF:
        """Where the caret stands before a place of the block's text, in the block."""
        local = max(0, min(place - self.start, self.text.units))
        line = self.layout.lineForTextPosition(local)
        if not line.isValid():
            return QRectF(self.x, self.y, 1, self.height)
        index = line.lineNumber()
        bottom = self.tops[index + 1] if index + 1 < len(self.tops) else self.height
        x = cursor_x(line, local)
        return QRectF(self.x + x - self.scroll_x, self.y + self.tops[index], 1, bottom - self.tops[index])

    def line_span(self, place: int) -> tuple[int, int]:
        """First and last place of the line that a place is in."""
        line = self.layout.lineForTextPosition(max(0, min(place - self.start, self.text.units)))
        if not line.isValid():
            return self.start, self.end
        return self.start + line.textStart(), self.start + line.textStart() + line.textLength()

    def _source(self, start: int, end: int) -> str:
        """A part of the text, with the LaTeX of its formulas."""
        part = cut_units(self.text.text, start, end)
        if FORMULA_LETTER in part:
            for one in self.formulas:
                if start <= one.place < end:
                    part = part.replace(FORMULA_LETTER, f"${one.latex}$", 1)
        return part

    def cut(self, start: int, end: int) -> str:
        """The part of its text between two places of the block; with the marker when it is there from the beginning."""
        begin = max(start, self.start)
        part = self._source(begin - self.start, max(begin, min(end, self.end)) - self.start)
        return self.prefix + part if start <= self.start else part


def cursor_x(line: QTextLine, place: int) -> float:
    """Where the caret is before a letter of a line; Qt gives the place too, which its annotations do not say."""
    found: object = line.cursorToX(place)
    return float(found[0]) if isinstance(found, tuple) else float(str(found))


def format_range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    """A stretch of text with its look."""
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, look
    return made
