"""The list of chats: one is opened, several are chosen, and what can be done with them is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from h2o_desktop.core.shelf import Place, ShelfAction
from h2o_desktop.qt.history_model import ID_ROLE, HistoryModel
from h2o_desktop.ui.history_row import HEADING_ABOVE, PADDING, ChatRowDelegate
from h2o_desktop.ui.theme import SECONDARY_PX, ThemeSource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from h2o_desktop.core.conversation import ConversationSummary

Index = QModelIndex | QPersistentModelIndex

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CHOOSING_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class HistoryList(QListView):
    """The chats, to be opened by a click or Enter, renamed by F2 and deleted by Delete.

    Several are chosen with Shift and Ctrl, by mouse and by keyboard.

    Signals:
        opened(id), renamed(id, title): what the person asks for.
        asked(action, ids): a ShelfAction for the chosen chats.
        chosen_changed(count): so many chats are chosen.
        dragged(ids): the chosen chats are being dragged out; the button of the mouse is down.
        left_upwards: the arrow up was pressed on the first chat.
    """

    opened = Signal(str)
    asked = Signal(str, object)
    chosen_changed = Signal(int)
    renamed = Signal(str, str)
    dragged = Signal(object)
    left_upwards = Signal()

    def __init__(self, model: HistoryModel, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._empty_text = ""
        self._place = Place.HISTORY
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
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._on_clicked)

    def set_place(self, place: Place) -> None:
        """Which conversations the model has, and so what can be done with them."""
        self._place = place
        names = {
            Place.HISTORY: self.tr("Chats"),
            Place.ARCHIVE: self.tr("Archived chats"),
            Place.TRASH: self.tr("Chats in the trash"),
        }
        self.setAccessibleName(names[place])

    def chosen(self) -> tuple[str, ...]:
        """The ids of the chosen chats, from the top."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return tuple(str(self._model().index(row, 0).data(ID_ROLE)) for row in rows)

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
            self.ask(ShelfAction.DELETE_FOR_GOOD if self._place is Place.TRASH else ShelfAction.DELETE)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.ask(ShelfAction.COPY)
        elif event.key() == Qt.Key.Key_Up and current == self._first_chat():
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Say what is dragged; the files that are carried along have to be written first."""
        if self.chosen():
            self.dragged.emit(self.chosen())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the chat under the mouse, or under the cursor for the menu key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        at = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
        self._menu().popup(at)

    def _menu(self) -> QMenu:
        from h2o_desktop.ui.history_menu import history_menu

        return history_menu(self, self._place)

    def summaries(self) -> list[ConversationSummary]:
        """The chosen chats."""
        found = [self._model().summary(identifier) for identifier in self.chosen()]
        return [summary for summary in found if summary is not None]

    def open_current(self) -> None:
        """Open the chat under the cursor."""
        self._open(self.currentIndex())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell how many are chosen."""
        super().selectionChanged(selected, deselected)
        count = len(self.selectedIndexes())
        self._rows.marks_chosen = count > 1
        self.chosen_changed.emit(count)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or in words why there are none."""
        super().paintEvent(event)
        if self._empty_text and not self._model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self._theme.colours.muted))
            painter.setFont(self._theme.font(SECONDARY_PX))
            box = self.viewport().rect().adjusted(PADDING, HEADING_ABOVE, -PADDING, 0)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeading) | int(Qt.TextFlag.TextWordWrap), self._empty_text)

    def _on_clicked(self, index: QModelIndex) -> None:
        if not QGuiApplication.keyboardModifiers() & _CHOOSING_MODIFIERS:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and index.data(ID_ROLE):
            self.opened.emit(index.data(ID_ROLE))

    def ask(self, action: ShelfAction) -> None:
        """Ask for something to be done with the chosen chats."""
        ids = self.chosen()
        if ids:
            self.asked.emit(action.value, ids)

    def _first_chat(self) -> QModelIndex:
        return self._model().index(1, 0)

    def _model(self) -> HistoryModel:
        model = self.model()
        assert isinstance(model, HistoryModel)
        return model
