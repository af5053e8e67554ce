"""How a row of the model picker's list is drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from h2o_desktop.ui.icons import draw_icon
from h2o_desktop.ui.model_picker_rows import PickerRow, RowKind, state_colour
from h2o_desktop.ui.theme import SECONDARY_PX, ThemeSource

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
EDIT_WIDTH = 32
_SIDE = 10
_INDENT = 26
_DOT = 8
_ICON = 14
_GAP = 8
_LINE_PADDING = 12


class PickerRowDelegate(QStyledItemDelegate):
    """Draws headings with their state, models with a check at the chosen one, and actions in the accent colour."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line, or two where a reason stands below."""
        row = _row_of(index)
        height = QFontMetrics(self._theme.font()).height() + _LINE_PADDING
        if row.kind is RowKind.RETRY and row.note:
            height += QFontMetrics(self._theme.font(SECONDARY_PX)).height()
        return QSize(0, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the background of the row under the keyboard, then what the row is for."""
        row, box = _row_of(index), _rect_of(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if _is_selected(option) and row.can_be_chosen:
            painter.setPen(QColor(self._theme.colours.accent_line))
            painter.setBrush(QColor(self._theme.colours.accent_background))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        match row.kind:
            case RowKind.CONNECTION:
                self._draw_heading(painter, box, row)
            case RowKind.MODEL:
                self._draw_model(painter, box, row)
            case RowKind.FETCH:
                self._draw_fetch(painter, box, row)
            case RowKind.RETRY:
                self._draw_retry(painter, box, row)
        painter.restore()

    def _draw_heading(self, painter: QPainter, box: QRect, row: PickerRow) -> None:
        colours = self._theme.colours
        dot = QRectF(box.left() + _SIDE, box.center().y() - _DOT / 2 + 1, _DOT, _DOT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(state_colour(row.state, colours)))
        painter.drawEllipse(dot)
        inner = box.adjusted(_INDENT, 0, -_SIDE - (EDIT_WIDTH if row.can_edit else 0), 0)
        note_font = self._theme.font(SECONDARY_PX)
        note_width = QFontMetrics(note_font).horizontalAdvance(row.note) + 2
        bold = self._theme.font(SECONDARY_PX)
        bold.setBold(True)
        used = self._draw_text(painter, inner.adjusted(0, 0, -note_width - _GAP, 0), row.text, bold, colours.text)
        self._draw_text(painter, inner.adjusted(used + _GAP, 0, 0, 0), row.note, note_font, colours.muted)
        if row.can_edit:
            pencil = QRectF(box.right() - _SIDE - _ICON, box.center().y() - _ICON / 2 + 1, _ICON, _ICON)
            draw_icon(painter, pencil, "edit", colours.muted)

    def _draw_model(self, painter: QPainter, box: QRect, row: PickerRow) -> None:
        colours = self._theme.colours
        inner = box.adjusted(_INDENT, 0, -_SIDE - _ICON - _GAP, 0)
        self._draw_text(painter, inner, row.text, self._theme.font(), colours.text)
        if row.is_current:
            check = QRectF(box.right() - _SIDE - _ICON, box.center().y() - _ICON / 2 + 1, _ICON, _ICON)
            draw_icon(painter, check, "check", colours.accent_text)

    def _draw_fetch(self, painter: QPainter, box: QRect, row: PickerRow) -> None:
        colours = self._theme.colours
        note_font = self._theme.font(SECONDARY_PX)
        note_width = QFontMetrics(note_font).horizontalAdvance(row.note) + 2
        inner = box.adjusted(_INDENT, 0, -_SIDE, 0)
        name_box = inner.adjusted(0, 0, -note_width - _GAP - _ICON, 0)
        self._draw_text(painter, name_box, row.text, self._theme.font(), colours.muted)
        note_box = QRect(inner.right() - note_width + 1, inner.top(), note_width, inner.height())
        arrow = QRectF(note_box.left() - _ICON - 4, box.center().y() - _ICON / 2 + 1, _ICON, _ICON)
        draw_icon(painter, arrow, "download", colours.accent_text)
        self._draw_text(painter, note_box, row.note, note_font, colours.accent_text)

    def _draw_retry(self, painter: QPainter, box: QRect, row: PickerRow) -> None:
        colours = self._theme.colours
        small = self._theme.font(SECONDARY_PX)
        inner = box.adjusted(_INDENT, 0, -_SIDE, 0)
        if not row.note:
            self._draw_text(painter, inner, row.text, small, colours.accent_text)
            return
        half = inner.height() // 2
        self._draw_text(painter, inner.adjusted(0, 2, 0, -half), row.note, small, colours.muted)
        self._draw_text(painter, inner.adjusted(0, half, 0, -2), row.text, small, colours.accent_text)

    def _draw_text(self, painter: QPainter, box: QRect, text: str, font: QFont, colour: str) -> int:
        """Draw a line of text as far as it fits; returns its width."""
        metrics = QFontMetrics(font)
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), elided)
        return metrics.horizontalAdvance(elided)


def _row_of(index: QModelIndex | QPersistentModelIndex) -> PickerRow:
    row = index.data(ROW_ROLE)
    assert isinstance(row, PickerRow)
    return row


def _rect_of(option: QStyleOptionViewItem) -> QRect:
    rect: QRect = option.rect
    return rect


def _is_selected(option: QStyleOptionViewItem) -> bool:
    state: QStyle.StateFlag = option.state
    return bool(state & QStyle.StateFlag.State_Selected)
