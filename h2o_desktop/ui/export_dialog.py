"""Asks in which form chats shall be written into a folder."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from h2o_desktop.core.transfer import FORMS

_WIDTH = 400
translate = QCoreApplication.translate


def form_name(form: str) -> str:
    """What a form is called."""
    names = {
        "markdown": translate("ExportDialog", "Markdown: to read, and to import again"),
        "json": translate("ExportDialog", "JSON: for programs, and to import again"),
        "html": translate("ExportDialog", "HTML: for the browser"),
        "pdf": translate("ExportDialog", "PDF: to read, to print and to send"),
        "text": translate("ExportDialog", "Plain text"),
        "jsonl": translate("ExportDialog", "JSON lines: one file to train chat models with"),
    }
    return names[form]


class ExportDialog(QDialog):
    """Asks for the form; the folder is asked for after it.

    Signals:
        form_chosen(form): one of FORMS.
    """

    form_chosen = Signal(str)

    def __init__(self, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Export chats"))
        self.setMinimumWidth(_WIDTH)
        label = QLabel(question, self)
        label.setWordWrap(True)
        self.forms = QComboBox(self)
        self.forms.setObjectName("exportForm")
        self.forms.setAccessibleName(self.tr("Form of the files"))
        for form in FORMS:
            self.forms.addItem(form_name(form), form)
        buttons = QDialogButtonBox(self)
        go_on = QPushButton(self.tr("Choose a folder…"), buttons)
        go_on.setProperty("primary", True)
        go_on.setDefault(True)
        buttons.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (label, self.forms, buttons):
            layout.addWidget(widget)

    def accept(self) -> None:
        """Go on to the folder."""
        self.form_chosen.emit(str(self.forms.currentData()))
        super().accept()
