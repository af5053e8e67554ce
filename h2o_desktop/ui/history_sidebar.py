"""The left pane: a new chat, the search box, the chats, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from h2o_desktop.core.shelf import Place
from h2o_desktop.qt.history_model import HistoryModel
from h2o_desktop.ui.history_list import HistoryList
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.text_for_people import chat_count, number
from h2o_desktop.ui.theme import ThemeSource

if TYPE_CHECKING:
    from h2o_desktop.ui.place_bar import PlaceBar
    from h2o_desktop.ui.search_results import SearchResults

SEARCH_KEY = "Ctrl+K"
"""The key that the window's menu has for `HistorySidebar.focus_search`."""


class HistorySidebar(QWidget):
    """Shows the history and says what the person wants with it; it changes nothing itself.

    Signals:
        new_requested: a new chat.
        opened(id), renamed(id, title): what to do with a chat.
        asked(action, ids): a ShelfAction for one chat or several.
        place_requested(place): show the chats, the archive or the trash.
        search_changed(text): the text in the search box.
    """

    new_requested = Signal()
    opened = Signal(str)
    renamed = Signal(str, str)
    asked = Signal(str, object)
    place_requested = Signal(str)
    search_changed = Signal(str)

    def __init__(self, model: HistoryModel, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._current_id = ""
        self._results: SearchResults | None = None
        self._place = Place.HISTORY
        self._place_bar: PlaceBar | None = None
        self._new_button = QPushButton(icon("new-chat", theme), self.tr("New chat"), self)
        self._new_button.setObjectName("newChatButton")
        self._search_box = self._made_search_box()
        self.list = HistoryList(model, theme, self)
        self._footer = QLabel(self)
        self._footer.setObjectName("historyFooter")
        self._footer.setProperty("tone", "hint")
        self._footer.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self.setAutoFillBackground(True)
        self._lay_out()
        self._connect()
        self._on_theme_changed()
        self._on_counted()

    def _made_search_box(self) -> QLineEdit:
        box = QLineEdit(self)
        box.setObjectName("searchBox")
        key = QKeySequence(SEARCH_KEY).toString(QKeySequence.SequenceFormat.NativeText)
        box.setPlaceholderText(self.tr("Search chats ({key})").format(key=key))
        box.setAccessibleName(self.tr("Search all chats"))
        box.setAccessibleDescription(self.tr("Titles and messages are searched as you type."))
        box.setClearButtonEnabled(True)
        box.installEventFilter(self)
        return box

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(8)
        for widget in (self._new_button, self._search_box, self.list, self._footer):
            layout.addWidget(widget, 1 if widget is self.list else 0)

    def _connect(self) -> None:
        self._new_button.clicked.connect(self._on_new_clicked)
        self._search_box.textChanged.connect(self._on_search_changed)
        self.list.opened.connect(self.opened)
        self.list.renamed.connect(self.renamed)
        self.list.asked.connect(self.asked)
        self.list.chosen_changed.connect(self._on_chosen_changed)
        self.list.left_upwards.connect(self.focus_search)
        self._model.counted.connect(self._on_counted)
        self._theme.changed.connect(self._on_theme_changed)
        self._model.modelReset.connect(self._on_model_reset)

    def set_place(self, place: Place) -> None:
        """Say whose chats the list has; other places than the history have a bar with the way back."""
        self._place = place
        self.list.set_place(place)
        if self._place_bar is None and place is not Place.HISTORY:
            from h2o_desktop.ui.place_bar import PlaceBar

            self._place_bar = PlaceBar(self._theme, self)
            self._place_bar.left.connect(self._on_place_left)
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(layout.indexOf(self.list), self._place_bar)
        if self._place_bar is not None:
            self._place_bar.show_place(place)
        self._show_results()
        self._show_empty_text()

    def set_current(self, conversation_id: str) -> None:
        """Mark the chat that the window shows; an empty id marks none."""
        self._current_id = conversation_id
        self.list.set_opened(conversation_id)

    @property
    def sought(self) -> str:
        """The text in the search box."""
        return self._search_box.text()

    def seek(self, text: str) -> None:
        """Put a text into the search box, as if it was typed."""
        self._search_box.setText(text)

    def offer_filters(self, action: QAction) -> QLineEdit:
        """Show an action at the end of the search box; returns the box, under which its popup belongs."""
        self._search_box.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        return self._search_box

    def set_results(self, results: SearchResults) -> None:
        """Give the place where hits are shown while something is sought."""
        self._results = results
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self.list) + 1, results, 1)
        self._show_results()

    def focus_search(self) -> None:
        """Put the keyboard into the search box."""
        self._search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search_box.selectAll()

    def focus_search_end(self) -> None:
        """Put the keyboard behind what stands in the search box."""
        self._search_box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search_box.deselect()
        self._search_box.end(False)

    def changeEvent(self, event: QEvent) -> None:
        """When the window becomes the active one, Today may have become Yesterday."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._model.refresh_days()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box: down into the list, Enter opens the first of it, Esc empties the box."""
        if watched is self._search_box and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_search_key(event.key())
        return super().eventFilter(watched, event)

    def _on_search_key(self, key: int) -> bool:
        shown = self._results if self._results is not None and self.sought.strip() else self.list
        if key == Qt.Key.Key_Down:
            shown.enter_from_above()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            shown.open_first()
        elif key == Qt.Key.Key_Escape and self._search_box.text():
            self._search_box.clear()
        else:
            return False
        return True

    def _on_theme_changed(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(self._theme.colours.pane))
        self.setPalette(palette)

    def _on_new_clicked(self) -> None:
        self.new_requested.emit()

    def _on_search_changed(self, text: str) -> None:
        self._show_results()
        self.search_changed.emit(text)

    def _show_results(self) -> None:
        """Show what was found while something is sought, else the history."""
        sought = bool(self.sought.strip()) and self._results is not None
        if self._results is not None:
            self._results.setVisible(sought)
        self.list.setVisible(not sought)
        self._footer.setVisible(not sought)
        if self._place_bar is not None:
            self._place_bar.setVisible(not sought and self._place is not Place.HISTORY)

    def _on_model_reset(self) -> None:
        self.list.set_opened(self._current_id)

    def _on_place_left(self) -> None:
        self.place_requested.emit(Place.HISTORY.value)

    def _on_chosen_changed(self, _count: int) -> None:
        self._on_counted()

    def _on_counted(self) -> None:
        count = self._model.loaded_count
        chosen = len(self.list.selectedIndexes())
        if chosen > 1:
            self._footer.setText(self.tr("{count} chosen").format(count=number(chosen)))
        elif self._model.is_complete:
            self._footer.setText(chat_count(count) if count else "")
        else:
            self._footer.setText(self.tr("The newest {count} chats").format(count=number(count)))
        self._show_empty_text()

    def _show_empty_text(self) -> None:
        texts = {
            Place.HISTORY: self.tr("Your chats will stand here. They are saved on this computer by themselves."),
            Place.ARCHIVE: self.tr("The archive is empty."),
            Place.TRASH: self.tr("The trash is empty."),
        }
        self.list.set_empty_text(texts[self._place] if self._model.is_loaded else "")
