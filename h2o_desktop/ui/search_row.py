"""How a hit of the search is drawn: the title, two lines around the found words, and who said it when."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QWidget

from h2o_desktop.core.conversation import Role
from h2o_desktop.core.search import SearchHit
from h2o_desktop.qt.search_model import HIT_ROLE
from h2o_desktop.ui.text_for_people import day_heading, summary_line
from h2o_desktop.ui.theme import HINT_PX, SECONDARY_PX, ThemeSource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex

_PADDING = 8
_GAP = 2
_ROW_GAP = 4
_RADIUS = 6
_SNIPPET_LINES = 2
_CONTEXT_LETTERS = 24


class SearchRowDelegate(QStyledItemDelegate):
    """Draws hits; those in titles have no snippet."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Title and detail, with two lines between them for a message."""
        hit = _hit_of(index)
        heights = [QFontMetrics(option.font).height(), QFontMetrics(self._theme.font(HINT_PX)).height()]
        if hit.message_id is not None:
            heights.append(_SNIPPET_LINES * QFontMetrics(self._theme.font(SECONDARY_PX)).height())
        return QSize(0, sum(heights) + _GAP * (len(heights) - 1) + 2 * _PADDING + _ROW_GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one hit."""
        hit = _hit_of(index)
        rect: QRect = option.rect  # the type stubs do not know the public members of style options
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_background(painter, option, rect)
        inner = rect.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING - _ROW_GAP)
        title = hit.conversation.title or self.tr("Untitled chat")
        marks = hit.marks if hit.message_id is None and hit.snippet == title else ()
        title, marks = around_the_words(title, marks)
        y = self._draw_text(painter, inner, title, marks, _Look(option.font, self._theme.colours.text, 1))
        if hit.message_id is not None:
            text, marks = around_the_words(hit.snippet, hit.marks)
            box = inner.adjusted(0, y - inner.y(), 0, 0)
            look = _Look(self._theme.font(SECONDARY_PX), self._theme.colours.text, _SNIPPET_LINES)
            self._draw_text(painter, box, text, marks, look)
        look = _Look(self._theme.font(HINT_PX), self._theme.colours.muted, 1)
        height = QFontMetrics(look.font).height()
        self._draw_text(
            painter, QRect(inner.x(), inner.bottom() - height + 1, inner.width(), height), self.detail(hit), (), look
        )
        painter.restore()

    def detail(self, hit: SearchHit) -> str:
        """Who said it, and on which day; for a title what the history says."""
        if hit.message_id is None:
            return summary_line(hit.conversation, False)
        day = day_heading(hit.created_s, time.time())
        return self.tr("{who} · {day}").format(who=self._who(hit), day=day)

    def _who(self, hit: SearchHit) -> str:
        if hit.role is Role.USER:
            return self.tr("You")
        if hit.role is Role.SYSTEM:
            return self.tr("System prompt")
        return hit.conversation.model.rpartition("/")[2] or self.tr("Model")

    def _draw_background(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        state: QStyle.StateFlag = option.state
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if not (focused or hovered):
            return
        colours = self._theme.colours
        painter.setPen(QPen(QColor(colours.accent), 1.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.user_message) if hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1 - _ROW_GAP), _RADIUS, _RADIUS)

    def _draw_text(
        self, painter: QPainter, box: QRect, text: str, marks: tuple[tuple[int, int], ...], look: _Look
    ) -> int:
        """Draw up to so many lines with the marks; returns where the next text begins."""
        layout = self._laid_out(text, marks, look, box.width())
        last = layout.lineAt(layout.lineCount() - 1) if layout.lineCount() else None
        if last is not None and last.textStart() + last.textLength() < _units(text):
            layout = self._laid_out(shortened(text, last.textStart(), look.font, box.width()), marks, look, box.width())
        painter.setPen(QColor(look.colour))
        painter.save()
        painter.setClipRect(box)
        layout.draw(painter, QPointF(box.topLeft()), clip=QRectF(box))
        painter.restore()
        return box.y() + look.lines * QFontMetrics(look.font).height() + _GAP

    def _laid_out(self, text: str, marks: tuple[tuple[int, int], ...], look: _Look, width: int) -> QTextLayout:
        layout = QTextLayout(text, look.font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeading)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        marked = QTextCharFormat()
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setBackground(QColor(self._theme.colours.accent_background))
        layout.setFormats([_range(text, mark, marked) for mark in marks])
        metrics = QFontMetrics(look.font)
        layout.beginLayout()
        for number in range(look.lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, number * metrics.height()))
        layout.endLayout()
        return layout


class _Look:
    """Font, colour and the most lines of a text."""

    def __init__(self, font: QFont, colour: str, lines: int) -> None:
        self.font = font
        self.colour = colour
        self.lines = lines


def around_the_words(snippet: str, marks: tuple[tuple[int, int], ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A snippet on one line that begins near its first mark, so that two lines show it."""
    flat = "".join(" " if letter.isspace() else letter for letter in snippet)
    first = marks[0][0] if marks else 0
    if first <= 2 * _CONTEXT_LETTERS:
        return flat, marks
    start = flat.find(" ", first - _CONTEXT_LETTERS, first) + 1 or first - _CONTEXT_LETTERS
    shift = start - 1
    return "…" + flat[start:], tuple((begin - shift, end - shift) for begin, end in marks if begin >= start)


def shortened(text: str, last_line: int, font: QFont, width: int) -> str:
    """The text up to where it has to end in an ellipsis; `last_line` is where its last line begins, as Qt counts."""
    units = text.encode("utf-16-le", "surrogatepass")
    head, rest = (
        part.decode("utf-16-le", "surrogatepass") for part in (units[: 2 * last_line], units[2 * last_line :])
    )
    bold = QFont(font)
    bold.setWeight(QFont.Weight.Bold)  # marks are, and take more room
    return head + QFontMetrics(bold).elidedText(rest, Qt.TextElideMode.ElideRight, width)


def _range(text: str, mark: tuple[int, int], marked: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    # Qt counts in UTF-16 units.
    found.start = _units(text[: mark[0]])
    found.length = _units(text[mark[0] : mark[1]])
    found.format = marked
    return found


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _hit_of(index: Index) -> SearchHit:
    hit = index.data(HIT_ROLE)
    assert isinstance(hit, SearchHit)
    return hit
