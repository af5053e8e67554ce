"""How a cell of a sweep is drawn: its state, the beginning of its answer, and its measures as small bars."""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.sweep_report import CellReport
from h2o_desktop.qt.sweep_model import REPORT_ROLE, WAITING_ROLE
from h2o_desktop.ui.chat_view.message_words import failure_summary
from h2o_desktop.ui.sweep.sweep_words import Bar, bars_of, state_words
from h2o_desktop.ui.text_for_people import number
from h2o_desktop.ui.theme import HINT_PX, SECONDARY_PX, ThemeSource

TEXT_LINES = 3
LETTERS_SHOWN = 600
_PADDING = 10
_GAP = 6
_BAR_HEIGHT = 6
_BAR_ROW = 15
_NAME_WIDTH = 52
_FIGURE_WIDTH = 36
_RADIUS = 6
_BARS = 4
_MARKS = re.compile(r"\*\*|__|`+|^#+ |^> ", re.MULTILINE)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a `SweepModel` in the colours of the theme."""

    def __init__(self, theme: ThemeSource, view: QWidget) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def height(self) -> int:
        """How high a cell is."""
        line, secondary = self._line(HINT_PX), self._line(SECONDARY_PX)
        bars = _BARS * self._theme.pixels(_BAR_ROW)
        return round(2 * _PADDING + line + _GAP + TEXT_LINES * secondary + _GAP + bars)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The size that a cell likes to have."""
        return QSize(self._theme.pixels(180), self.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the card, then what stands in it from top to bottom."""
        report: CellReport = index.data(REPORT_ROLE)
        waiting: bool = index.data(WAITING_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(3.5, 3.5, -3.5, -3.5)
        self._paint_card(painter, box, option)
        inner = box.adjusted(_PADDING, _PADDING - 4, -_PADDING, -_PADDING + 4)
        y = self._paint_state(painter, inner, report.answer, waiting)
        y = self._paint_text(painter, QRectF(inner.left(), y + _GAP, inner.width(), 0), report.answer)
        bars = bars_of(report)
        row = self._theme.pixels(_BAR_ROW)
        top = inner.bottom() - _BARS * row
        for place, bar in enumerate(bars):
            self._paint_bar(painter, QRectF(inner.left(), top + place * row, inner.width(), row), bar)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Say what the bars mean."""
        report = index.data(REPORT_ROLE)
        bars = bars_of(report) if isinstance(report, CellReport) else ()
        QToolTip.showText(event.globalPos(), "\n".join(bar.explained for bar in bars), view)
        return True

    def _line(self, size_px: int) -> float:
        return QFontMetricsF(self._theme.font(size_px)).lineSpacing()

    def _paint_card(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
        colours = self._theme.colours
        state = option.state
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        has_keyboard = is_current and bool(state & QStyle.StateFlag.State_Active) and self._view.hasFocus()
        border = colours.accent if has_keyboard else colours.accent_line if is_current else colours.line
        painter.setPen(QPen(QColor(border), 2 if is_current else 1))
        painter.setBrush(QColor(colours.accent_background if is_current else colours.card))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)

    def _paint_state(self, painter: QPainter, box: QRectF, answer: Message | None, waiting: bool) -> float:
        """State at the left, tokens at the right; returns where the line ends."""
        line = QRectF(box.left(), box.top(), box.width(), self._line(HINT_PX))
        colours = self._theme.colours
        is_bad = answer is not None and not waiting and answer.status is Status.FAILED
        is_live = answer is not None and not waiting and answer.status is Status.STREAMING
        colour = colours.cut if is_bad else colours.accent_text if is_live else colours.muted
        font = self._theme.font(HINT_PX)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        words = state_words(answer, waiting)
        tokens = answer.usage.completion_tokens if answer is not None else None
        figure = "" if tokens is None else self.tr("{count} tok.").format(count=number(tokens))
        painter.drawText(line, _LEFT, words)
        painter.setPen(QColor(colours.muted))
        painter.drawText(line, _RIGHT, figure)
        return line.bottom()

    def _paint_text(self, painter: QPainter, box: QRectF, answer: Message | None) -> float:
        text = _excerpt(answer)
        if not text:
            return box.top()
        painter.setPen(QColor(self._theme.colours.text))
        return _draw_lines(painter, box, text, self._theme.font(SECONDARY_PX))

    def _paint_bar(self, painter: QPainter, box: QRectF, bar: Bar) -> None:
        colours = self._theme.colours
        name_width, figure_width = self._theme.pixels(_NAME_WIDTH), self._theme.pixels(_FIGURE_WIDTH)
        font = self._theme.font(HINT_PX)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        name = QFontMetricsF(font).elidedText(bar.name, Qt.TextElideMode.ElideRight, name_width)
        painter.drawText(QRectF(box.left(), box.top(), name_width, box.height()), _LEFT, name)
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(box.right() - figure_width, box.top(), figure_width, box.height()), _RIGHT, bar.figure)
        groove = QRectF(box.left() + name_width + 4, box.center().y() - _BAR_HEIGHT / 2, 0, _BAR_HEIGHT)
        groove.setRight(box.right() - figure_width - 4)
        if bar.share is None or groove.width() < _BAR_HEIGHT:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(groove, 2, 2)
        if bar.share > 0:
            painter.setBrush(QColor(colours.accent))
            groove.setWidth(max(2.0, groove.width() * min(1.0, bar.share)))
            painter.drawRoundedRect(groove, 2, 2)


def _excerpt(answer: Message | None) -> str:
    """The beginning of an answer that has ended; the end of one that is growing."""
    if answer is None:
        return ""
    if not answer.content.strip() and answer.failure is not None:
        return failure_summary(answer.failure)
    if answer.status is Status.STREAMING:
        return _in_one_line(answer.content[-LETTERS_SHOWN // 3 :])
    return _in_one_line(answer.content[:LETTERS_SHOWN])


def _in_one_line(text: str) -> str:
    """The text without line breaks, and without the marks of Markdown that mean nothing here."""
    return " ".join(_MARKS.sub("", text).split())


def _draw_lines(painter: QPainter, box: QRectF, text: str, font: QFont) -> float:
    """Draw as many lines as there is room for, the last one with an ellipsis; returns where they end."""
    metrics = QFontMetricsF(font)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    painter.setFont(font)
    y = box.top()
    layout.beginLayout()
    for number_of_line in range(TEXT_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(box.width())
        if number_of_line == TEXT_LINES - 1:
            rest = metrics.elidedText(text[line.textStart() :], Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(QRectF(box.left(), y, box.width(), metrics.lineSpacing()), _LEFT, rest)
        else:
            line.draw(painter, QPointF(box.left(), y))
        y += metrics.lineSpacing()
    layout.endLayout()
    return y
