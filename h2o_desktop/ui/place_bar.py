"""Says above the list that it shows the archive or the trash, with the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from h2o_desktop.core.shelf import Place
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.theme import ThemeSource


class PlaceBar(QWidget):
    """A name, a hint, and a button.

    Signals:
        left: back to the chats.
    """

    left = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("placeBar")
        self._back = QToolButton(self)
        self._back.setObjectName("leavePlaceButton")
        self._back.setIcon(icon("chevron-left", theme))
        self._back.setAutoRaise(True)
        self._back.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._back.setToolTip(self.tr("Back to the chats"))
        self._back.setAccessibleName(self.tr("Back to the chats"))
        self._back.clicked.connect(self._on_back)
        self._name = QLabel(self)
        self._hint = QLabel(self)
        self._hint.setProperty("tone", "hint")
        self._hint.setWordWrap(True)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._back)
        top.addWidget(self._name, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self._hint)

    def show_place(self, place: Place) -> None:
        """Name a place."""
        trash = place is Place.TRASH
        self._name.setText(self.tr("Trash") if trash else self.tr("Archive"))
        self._hint.setText(
            self.tr("Kept for 30 days after they were thrown away.")
            if trash
            else self.tr("The search finds them all the same.")
        )
        self.setVisible(place is not Place.HISTORY)

    def _on_back(self) -> None:
        self.left.emit()
