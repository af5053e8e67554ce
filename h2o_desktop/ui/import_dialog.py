"""Shows what files hold before anything is imported."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from h2o_desktop.core.transfer import ImportPreview
from h2o_desktop.ui.text_for_people import number

_SIZE = (520, 420)


class ImportDialog(QDialog):
    """Asks whether to import.

    Signals:
        wanted(): import everything that is new.
    """

    wanted = Signal()

    def __init__(self, previews: Sequence[ImportPreview], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importDialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Import chats"))
        self.resize(*_SIZE)
        has_news = any(preview.imported.new or preview.imported.grown for preview in previews)
        head = QLabel(self._head(previews, has_news=has_news), self)
        head.setObjectName("importHead")
        head.setWordWrap(True)
        details = QPlainTextEdit("\n\n".join(map(self._about, previews)), self)
        details.setObjectName("importDetails")
        details.setAccessibleName(self.tr("What the files hold"))
        details.setReadOnly(True)
        details.setTabChangesFocus(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addWidget(details, 1)
        layout.addWidget(self._buttons(has_news=has_news))

    def accept(self) -> None:
        """Go on."""
        self.wanted.emit()
        super().accept()

    def _head(self, previews: Sequence[ImportPreview], *, has_news: bool) -> str:
        if not has_news:
            return self.tr("Everything in these files is here already. There is nothing to import.")
        return self.tr(
            "New chats: {new}. Known chats that get something new: {grown}. Here already and left alone: {known}."
        ).format(
            new=number(sum(preview.imported.new for preview in previews)),
            grown=number(sum(preview.imported.grown for preview in previews)),
            known=number(sum(preview.imported.known for preview in previews)),
        )

    def _about(self, preview: ImportPreview) -> str:
        head = self.tr("{file}\nFrom: {programs}. Chats: {count}, of which new: {new}").format(
            file=preview.path.name,
            programs=", ".join(preview.programs) or self.tr("nobody"),
            count=number(preview.conversations),
            new=number(preview.imported.new),
        )
        return "\n".join((head, *(f"  • {title}" for title in preview.titles)))

    def _buttons(self, *, has_news: bool) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        if has_news:
            go_on = QPushButton(self.tr("Import"), buttons)
            go_on.setObjectName("importButton")
            go_on.setProperty("primary", True)
            go_on.setDefault(True)
            buttons.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel") if has_news else self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons
