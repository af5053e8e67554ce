"""Asks for the tags of one chat or several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

_WIDTH = 380
_KNOWN_SHOWN = 20


class TagsDialog(QDialog):
    """A line with tags between commas.

    Signals:
        tagged(tags): the tags that were entered, a tuple.
    """

    tagged = Signal(object)

    def __init__(self, tags: Sequence[str], *, adds: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tagsDialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Add tags") if adds else self.tr("Tags of this chat"))
        self.setMinimumWidth(_WIDTH)
        label = QLabel(self.tr("Tags, with commas between them:"), self)
        self.field = QLineEdit(", ".join(tags), self)
        self.field.setObjectName("tagsField")
        label.setBuddy(self.field)
        self._known = QLabel(self)
        self._known.setProperty("tone", "secondary")
        self._known.setTextFormat(Qt.TextFormat.PlainText)
        self._known.setWordWrap(True)
        self._known.hide()
        hint = QLabel(self.tr("Search for tag:NAME finds the chats that have it."), self)
        hint.setProperty("tone", "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for widget in (label, self.field, self._known, hint, self._buttons()):
            layout.addWidget(widget)

    def show_known(self, tags: Sequence[str]) -> None:
        """Name the tags that other chats have."""
        self._known.setText(self.tr("In use: {tags}").format(tags=", ".join(tags[:_KNOWN_SHOWN])))
        self._known.setVisible(bool(tags))

    def accept(self) -> None:
        """Take what was entered."""
        tags = (" ".join(tag.split()) for tag in self.field.text().split(","))
        self.tagged.emit(tuple(tag for tag in tags if tag))
        super().accept()

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        save = QPushButton(self.tr("Save"), buttons)
        save.setProperty("primary", True)
        save.setDefault(True)
        buttons.addButton(save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons
