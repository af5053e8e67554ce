"""The list of chats: two lines a row, headings between, renaming in place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QWidget,
)

from h2o_desktop.qt.history_model import DETAIL_ROLE, HEADING_ROLE, ID_ROLE, HistoryModel
from h2o_desktop.ui.theme import HINT_PX, SECONDARY_PX, ThemeSource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QStyle, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PADDING = 8
_LINE_GAP = 2
_ROW_GAP = 4
_HEADING_ABOVE = 12
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
        self._sized_font: QFont | None = None
        self._heading_size = QSize()
        self._chat_size = QSize()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines for a chat, one small line and room above it for a heading."""
        # Asked for every row of the list whenever rows come or go, so worked out once for a font.
        if option.font != self._sized_font:
            self._sized_font = QFont(option.font)
            small = QFontMetrics(self._theme.font(SECONDARY_PX)).height()
            self._heading_size = QSize(0, _HEADING_ABOVE + small + _PADDING)
            two_lines = QFontMetrics(option.font).height() + _LINE_GAP + small
            self._chat_size = QSize(0, two_lines + 2 * _PADDING + _ROW_GAP)
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
        box = rect.adjusted(_PADDING, _HEADING_ABOVE, -_PADDING, 0)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading), text)

    def _draw_background(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, *, opened: bool) -> None:
        from PySide6.QtWidgets import QStyle  # many enumerations, which an empty list does not need

        colours, state = self._theme.colours, _state_of(option)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if not (opened or focused or hovered):
            return
        fill = colours.accent_background if opened else colours.user_message
        painter.setPen(QPen(QColor(colours.accent), 1.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill) if opened or hovered else Qt.BrushStyle.NoBrush)
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


class HistoryList(QListView):
    """The chats, to be opened by a click or Enter, renamed by F2 and deleted by Delete.

    Signals:
        opened(id), deleted(id), renamed(id, title): what the person asks for.
        left_upwards: the arrow up was pressed on the first chat.
    """

    opened = Signal(str)
    deleted = Signal(str)
    renamed = Signal(str, str)
    left_upwards = Signal()

    def __init__(self, model: HistoryModel, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._empty_text = ""
        self._rows = ChatRowDelegate(theme, self)
        self._rows.title_edited.connect(self.renamed)
        self.setObjectName("historyList")
        self.setViewport(QWidget(self))  # one that Qt made has PySide6 build the types of all widgets
        self.setAccessibleName(self.tr("Chats"))
        self.setAccessibleDescription(self.tr("Enter opens a chat, F2 renames it, Delete deletes it."))
        self.setItemDelegate(self._rows)
        self.setModel(model)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._open)

    def set_opened(self, conversation_id: str) -> None:
        """Mark the chat that the window shows and bring the cursor to it."""
        self._rows.opened_id = conversation_id
        index = self._model().index_of(conversation_id)
        if index.isValid():
            self.setCurrentIndex(index)
        self.viewport().update()

    def set_empty_text(self, text: str) -> None:
        """What stands in the list when it has no rows."""
        self._empty_text = text
        self.viewport().update()

    def enter_from_above(self) -> None:
        """Take the keyboard, with the cursor on a chat."""
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._first_chat())
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_first(self) -> None:
        """Open the first chat that is shown, if there is any."""
        self._open(self._first_chat())

    def edit_title(self, conversation_id: str) -> None:
        """Edit the title of a chat in place; does nothing when it is not shown."""
        index = self._model().index_of(conversation_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.edit(index)

    def rename_current(self) -> None:
        """Edit the title under the cursor in place."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Draw the changed rows again; their heights stay, so the list need not be laid out as QListView would."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, F2, Delete and the way back to the search box; all else is the list's own."""
        current = self.currentIndex()
        delete_keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) if sys.platform == "darwin" else (Qt.Key.Key_Delete,)
        if event.key() in _ENTER_KEYS:
            self._open(current)
        elif event.key() == Qt.Key.Key_F2:
            self.rename_current()
        elif event.key() in delete_keys:
            self._delete(current)
        elif event.key() == Qt.Key.Key_Up and current == self._first_chat():
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the chat under the mouse, or under the cursor for the menu key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        self.setCurrentIndex(index)
        at = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
        self._menu().popup(at)

    def _menu(self) -> QMenu:
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), self._on_open_chosen)
        menu.addAction(self.tr("Rename…"), self.rename_current)
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), self._on_delete_chosen)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or in words why there are none."""
        super().paintEvent(event)
        if self._empty_text and not self._model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self._theme.colours.muted))
            painter.setFont(self._theme.font(SECONDARY_PX))
            box = self.viewport().rect().adjusted(_PADDING, _HEADING_ABOVE, -_PADDING, 0)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeading) | int(Qt.TextFlag.TextWordWrap), self._empty_text)

    def _on_open_chosen(self) -> None:
        self._open(self.currentIndex())

    def _on_delete_chosen(self) -> None:
        self._delete(self.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and index.data(ID_ROLE):
            self.opened.emit(index.data(ID_ROLE))

    def _delete(self, index: QModelIndex) -> None:
        if index.isValid() and index.data(ID_ROLE):
            self.deleted.emit(index.data(ID_ROLE))

    def _first_chat(self) -> QModelIndex:
        return self._model().index(1, 0)

    def _model(self) -> HistoryModel:
        model = self.model()
        assert isinstance(model, HistoryModel)
        return model


def _line_boxes(font: QFont, rect: QRect) -> tuple[QRect, QRect]:
    """Where the title and the detail of a row stand."""
    inner = rect.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING - _ROW_GAP)
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
