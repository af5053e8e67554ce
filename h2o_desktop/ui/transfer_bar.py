"""Says above the prompt how far an import or an export has come, with a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from h2o_desktop.ui.text_for_people import number


class TransferBar(QWidget):
    """A line of text and a button.

    Signals:
        cancel_requested(): stop it.
    """

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transferBar")
        self._counted = ""
        self._label = QLabel(self)
        self._label.setObjectName("transferText")
        button = QPushButton(self.tr("Cancel"), self)
        button.setObjectName("transferCancelButton")
        button.clicked.connect(self._on_cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.addWidget(self._label, 1)
        layout.addWidget(button)
        self.hide()

    def begin(self, what: str, counted: str) -> None:
        """Show what is under way, in words; `counted` says the same with the field `count`."""
        self._counted = counted
        self._label.setText(what)
        self.show()

    def show_count(self, count: int) -> None:
        """So many chats are done."""
        self._label.setText(self._counted.format(count=number(count)))

    def _on_cancel(self) -> None:
        self.cancel_requested.emit()
