"""How a chat of the history is drawn: title and detail, with headings between, and renaming in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QWidget

from h2o_desktop.qt.history_model import DETAIL_ROLE, HEADING_ROLE, ID_ROLE
from h2o_desktop.ui.theme import HINT_PX, SECONDARY_PX, ThemeSource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex

PADDING = 8
HEADING_ABOVE = 12
_LINE_GAP = 2
_ROW_GAP = 4
_RADIUS = 6


class ChatRowDelegate(QStyledItemDelegate):
    """Draws the rows of the history, and edits titles.

    Signals:
        title_edited(id, title): a person typed another title.
    """

    title_edited = Signal(str, str)

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.opened_id = ""
        self.marks_chosen = False  # while more than one is
        self._sized_font: QFont | None = None
        self._heading_size = QSize()
        self._chat_size = QSize()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines for a chat, one small line and room above it for a heading."""
        # Asked for every row of the list whenever rows come or go, so worked out once for a font.
        if option.font != self._sized_font:
            self._sized_font = QFont(option.font)
            small = QFontMetrics(self._theme.font(SECONDARY_PX)).height()
            self._heading_size = QSize(0, HEADING_ABOVE + small + PADDING)
            two_lines = QFontMetrics(option.font).height() + _LINE_GAP + small
            self._chat_size = QSize(0, two_lines + 2 * PADDING + _ROW_GAP)
        return self._heading_size if index.data(HEADING_ROLE) else self._chat_size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a heading, or a chat with its title and detail."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = _rect_of(option)
        if index.data(HEADING_ROLE):
            self._draw_heading(painter, option, rect, str(index.data()))
        else:
            self._draw_background(painter, option, rect, opened=index.data(ID_ROLE) == self.opened_id)
            self._draw_lines(painter, option, rect, index)
        painter.restore()

    def _draw_heading(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, text: str) -> None:
        painter.setFont(self._theme.font(HINT_PX))
        painter.setPen(QColor(self._theme.colours.muted))
        box = rect.adjusted(PADDING, HEADING_ABOVE, -PADDING, 0)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading), text)

    def _draw_background(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, *, opened: bool) -> None:
        from PySide6.QtWidgets import QStyle  # many enumerations, which an empty list does not need

        colours, state = self._theme.colours, _state_of(option)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if not (opened or focused or hovered or chosen):
            return
        fill = colours.accent_background if opened else colours.user_message
        outline = QPen(QColor(colours.accent if focused else colours.outline), 1.5 if focused else 1)
        painter.setPen(outline if focused or (chosen and self.marks_chosen) else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill) if opened or hovered or chosen else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1 - _ROW_GAP), _RADIUS, _RADIUS)

    def _draw_lines(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, index: Index) -> None:
        title_box, detail_box = _line_boxes(option.font, rect)
        title = str(index.data()) or self.tr("Untitled chat")
        self._draw_line(painter, title_box, title, option.font, self._theme.colours.text)
        detail = str(index.data(DETAIL_ROLE))
        self._draw_line(painter, detail_box, detail, self._theme.font(SECONDARY_PX), self._theme.colours.muted)

    @staticmethod
    def _draw_line(painter: QPainter, box: QRect, text: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), shown)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line for the title."""
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("Title of the chat"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Lay the line over the row."""
        editor.setGeometry(_rect_of(option).adjusted(0, 0, 0, -_ROW_GAP))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Tell that the title was edited; the program changes the row when the store has it."""
        title = " ".join(editor.text().split()) if isinstance(editor, QLineEdit) else ""
        if title and title != index.data():
            self.title_edited.emit(index.data(ID_ROLE), title)


def _line_boxes(font: QFont, rect: QRect) -> tuple[QRect, QRect]:
    """Where the title and the detail of a row stand."""
    inner = rect.adjusted(PADDING, PADDING, -PADDING, -PADDING - _ROW_GAP)
    title_height = QFontMetrics(font).height()
    title = QRect(inner.x(), inner.y(), inner.width(), title_height)
    top = inner.y() + title_height + _LINE_GAP
    return title, QRect(inner.x(), top, inner.width(), inner.bottom() - top + 1)


def _rect_of(option: QStyleOptionViewItem) -> QRect:
    # The type stubs do not know the public members of style options.
    rect: QRect = option.rect
    return rect


def _state_of(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    state: QStyle.StateFlag = option.state
    return state
