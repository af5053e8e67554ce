"""The list that the model picker opens: find a model by typing, and take it with Enter."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.model_picker_delegate import EDIT_WIDTH, ROW_ROLE, PickerRowDelegate
from h2o_desktop.ui.model_picker_rows import PickerRow, RowKind, picker_rows
from h2o_desktop.ui.theme import ThemeSource

_WIDTH = 380
_HIGHEST = 480
_LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ENTER_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_AnyIndex = QModelIndex | QPersistentModelIndex


class PickerRows(QAbstractListModel):
    """The rows as an item model; headings that nothing can be done with are passed over by the keyboard."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[PickerRow] = []

    def show_rows(self, rows: list[PickerRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, or its words for screen readers and tool tips."""
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return spoken_row(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.note or None
        return None

    def flags(self, index: _AnyIndex) -> Qt.ItemFlag:
        """Only what can be chosen can be reached."""
        if self.rows[index.row()].can_be_chosen:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


def spoken_row(row: PickerRow) -> str:
    """A row as one line of text."""
    return ", ".join(part for part in (row.text, row.note) if part)


class ModelPopup(QFrame):
    """Lists connections and models. Type to search, arrows to move, Enter to take, F2 to change a connection.

    Signals: those of `ModelPicker`.
    """

    model_chosen = Signal(str, str)
    add_connection_requested = Signal()
    edit_connection_requested = Signal(str)
    fetch_requested = Signal(str)
    retry_requested = Signal(str)

    def __init__(self, model: ConnectionsModel, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._model = model
        self.setObjectName("modelPopup")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.search = QLineEdit(self)
        self.rows = PickerRows(self)
        self.list = QListView(self)
        self.nothing = QLabel(self.tr("No model has these words in its name."), self)
        self.add_button = QPushButton(icon("add", theme), self.tr("Add a connection…"), self)
        self._set_up(theme)
        self._lay_out()
        model.changed.connect(self._on_changed)

    def _set_up(self, theme: ThemeSource) -> None:
        self.search.setObjectName("modelSearch")
        self.search.setPlaceholderText(self.tr("Find a model"))
        self.search.setAccessibleName(self.tr("Find a model"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search_changed)
        self.search.installEventFilter(self)
        self.list.setObjectName("modelList")
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the search field keeps the keyboard
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setItemDelegate(PickerRowDelegate(theme, self.list))
        self.list.setModel(self.rows)
        self.list.viewport().installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.nothing.setProperty("tone", "secondary")
        self.nothing.setWordWrap(True)
        self.add_button.setObjectName("addConnectionButton")
        self.add_button.clicked.connect(self._on_add_clicked)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.nothing)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.add_button)

    def open_below(self, button: QRect) -> None:
        """Show the list below (or above) a rectangle of the screen, with the chosen model under the keyboard."""
        self.search.clear()
        self.list.setCurrentIndex(QModelIndex())
        self._show_rows()
        screen = QGuiApplication.screenAt(button.center()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        width = min(max(_WIDTH, button.width()), room.width())
        height = min(self._wanted_height(), _HIGHEST, room.height())
        left = max(room.left(), min(button.left(), room.right() - width + 1))
        top = button.bottom() + 4
        if top + height > room.bottom():
            top = max(room.top(), button.top() - 4 - height)
        self.setFixedSize(width, height)
        self.move(left, top)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _wanted_height(self) -> int:
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.rows.rowCount()))
        around = self.search.sizeHint().height() + self.add_button.sizeHint().height()
        return rows + around + 4 * 8 + 2 * self.list.frameWidth() + 4

    def _show_rows(self) -> None:
        """Show what is known now, and keep the keyboard where it was if that is still there."""
        before = self._current_row()
        self.rows.show_rows(picker_rows(self._model, self.search.text()))
        wanted = _same_place(self.rows.rows, before)
        if wanted < 0:
            wanted = _first_choice(self.rows.rows)
        if wanted >= 0:
            self.list.setCurrentIndex(self.rows.index(wanted))
        self.nothing.setVisible(not self.rows.rows)
        self._say_current()

    def _current_row(self) -> PickerRow | None:
        index = self.list.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the search field steer the list, and the mouse mark and take rows."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key_pressed(event)
        if watched is self.list.viewport() and isinstance(event, QMouseEvent):
            return self._mouse_used(event)
        return super().eventFilter(watched, event)

    def _key_pressed(self, event: QKeyEvent) -> bool:
        key = event.key()
        row = self._current_row()
        if key in _LIST_KEYS:
            QGuiApplication.sendEvent(self.list, event)
        elif key in _ENTER_KEYS and row is not None:
            self._take(row)
        elif key == Qt.Key.Key_F2 and row is not None:
            self._edit(row.connection_id)
        else:
            return key in _ENTER_KEYS
        return True

    def _mouse_used(self, event: QMouseEvent) -> bool:
        index = self.list.indexAt(event.position().toPoint())
        if not index.isValid() or not self.rows.rows[index.row()].can_be_chosen:
            return False
        row = self.rows.rows[index.row()]
        if event.type() is QEvent.Type.MouseMove:
            self.list.setCurrentIndex(index)
        elif event.type() is QEvent.Type.MouseButtonRelease and event.button() is Qt.MouseButton.LeftButton:
            at_pencil = event.position().x() > self.list.viewport().width() - EDIT_WIDTH
            if row.kind is not RowKind.CONNECTION or at_pencil:
                self._take(row)
        return False

    def _take(self, row: PickerRow) -> None:
        match row.kind:
            case RowKind.CONNECTION:
                self._edit(row.connection_id)
            case RowKind.MODEL:
                self.close()
                self.model_chosen.emit(row.connection_id, row.model_id)
            case RowKind.FETCH:
                self.close()
                self.fetch_requested.emit(row.model_id)
            case RowKind.RETRY:
                self.retry_requested.emit(row.connection_id)

    def _edit(self, connection_id: str) -> None:
        if any(row.can_edit and row.connection_id == connection_id for row in self.rows.rows):
            self.close()
            self.edit_connection_requested.emit(connection_id)

    def _on_add_clicked(self) -> None:
        self.close()
        self.add_connection_requested.emit()

    def _on_search_changed(self) -> None:
        self._show_rows()

    def _on_changed(self) -> None:
        if self.isVisible():
            self._show_rows()

    def _on_current_changed(self) -> None:
        self._say_current()

    def _say_current(self) -> None:
        """Let screen readers know what Enter takes: the search field keeps the keyboard."""
        row = self._current_row()
        self.search.setAccessibleDescription(spoken_row(row) if row else self.nothing.text())


def _same_place(rows: list[PickerRow], wanted: PickerRow | None) -> int:
    """Where a row stands that is for the same thing, -1 when there is none."""
    if wanted is None:
        return -1
    for place, row in enumerate(rows):
        if (row.kind, row.connection_id, row.model_id) == (wanted.kind, wanted.connection_id, wanted.model_id):
            return place
    return -1


def _first_choice(rows: list[PickerRow]) -> int:
    """The chosen model, else the first model, else the first row that can be chosen; -1 when there is none."""
    tests = (
        [row.is_current for row in rows],
        [row.kind is RowKind.MODEL for row in rows],
        [row.kind is not RowKind.CONNECTION for row in rows],
        [row.can_be_chosen for row in rows],
    )
    return next((fits.index(True) for fits in tests if True in fits), -1)
