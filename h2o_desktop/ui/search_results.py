"""The list of what was found, in the place of the history while there is something in the search box."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QSizePolicy, QVBoxLayout, QWidget

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.qt.search_model import HIT_ROLE, SearchModel
from h2o_desktop.ui.search_row import SearchRowDelegate
from h2o_desktop.ui.text_for_people import say
from h2o_desktop.ui.theme import ThemeSource

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchResults(QWidget):
    """Shows hits, and above them in words why there are none.

    Signals:
        hit_opened(hit): the person wants to see the place.
        left_upwards: the arrow up was pressed on the first hit.
    """

    hit_opened = Signal(object)
    left_upwards = Signal()

    def __init__(self, model: SearchModel, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words = QLabel(self)
        self._words.setObjectName("searchMessage")
        self._words.setProperty("tone", "secondary")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words.hide()
        self.list = _HitList(model, theme, self)
        self.list.opened.connect(self.hit_opened)
        self.list.left_upwards.connect(self.left_upwards)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._words)
        layout.addWidget(self.list, 1)

    def show_outcome(self, query: str, error: DesktopError | None) -> None:
        """Say what is wrong with the query, or that nothing was found."""
        if error is not None:
            text = "\n".join(part for part in (say(error.summary), say(error.hint)) if part)
        elif not self._model.rowCount():
            text = self.tr("Nothing was found for “{words}”.").format(words=query.strip())
        else:
            text = ""
        self._words.setText(text)
        self._words.setAccessibleName(text)
        self._words.setVisible(bool(text))

    def enter_from_above(self) -> None:
        """Take the keyboard, with the cursor on the first hit."""
        if self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0, 0))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_first(self) -> None:
        """Open the first hit, if there is any."""
        self.list.open(self._model.index(0, 0))


class _HitList(QListView):
    opened = Signal(object)
    left_upwards = Signal()

    def __init__(self, model: SearchModel, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("searchResults")
        self.setAccessibleName(self.tr("What was found"))
        self.setAccessibleDescription(self.tr("Enter opens the chat at the place."))
        self.setItemDelegate(SearchRowDelegate(theme, self))
        self.setModel(model)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self.open)

    def open(self, index: QModelIndex) -> None:
        """Tell that a hit shall be shown."""
        if index.isValid():
            self.opened.emit(index.data(HIT_ROLE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the arrow up leaves the first hit."""
        if event.key() in _ENTER_KEYS:
            self.open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)
