"""Adding and changing a connection to a server."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.settings import H2O_URL, ConnectionKind, ConnectionProfile, checked_base_url
from h2o_desktop.ui.text_for_people import number, say

_MODELS_NAMED = 3


@dataclass(frozen=True, slots=True)
class ConnectionAnswer:
    """What a person entered. An empty key means none, or the one that is known already."""

    profile: ConnectionProfile
    key: str = ""


class ConnectionDialog(QDialog):
    """Asks for kind, name, address and key. Blocks only its window, and only while it is open.

    Signals:
        saved(profile, key): the person accepted; an empty key means none, or the one that is known already.
        test_requested(profile, key): try the connection; the answer goes to `set_test_result`.
        remove_requested(connection_id): take the connection out of the list.
    """

    saved = Signal(object, str)
    test_requested = Signal(object, str)
    remove_requested = Signal(str)

    def __init__(
        self, profile: ConnectionProfile | None = None, parent: QWidget | None = None, *, keys_are_kept: bool = False
    ) -> None:
        super().__init__(parent)
        self._profile = profile
        self._id = profile.id if profile is not None else uuid.uuid4().hex
        self.setObjectName("connectionDialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Add a connection") if profile is None else self.tr("Change the connection"))
        self._kind_box = QComboBox(self)
        self._kind_note = _note(self)
        self._address_box = QLineEdit(self)
        self._address_error = _note(self)
        self._name_box = QLineEdit(self)
        self._key_box = QLineEdit(self)
        self._key_note = _note(self)
        self._test_button = QPushButton(self.tr("Test the connection"), self)
        self._result = _note(self)
        self._buttons = QDialogButtonBox(self)
        self._fill(keys_are_kept=keys_are_kept)
        self._name_parts()
        self._lay_out()
        self._connect()
        self._on_kind_changed()

    @classmethod
    def ask(
        cls,
        parent: QWidget | None = None,
        profile: ConnectionProfile | None = None,
        prepare: Callable[[ConnectionDialog], None] | None = None,
    ) -> ConnectionAnswer | None:
        """Ask and wait; None when the person cancelled. `prepare` may connect the dialog's signals."""
        dialog = cls(profile, parent)
        if prepare is not None:
            prepare(dialog)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        answer = dialog.answer() if accepted else None
        dialog.deleteLater()
        return answer

    def answer(self) -> ConnectionAnswer | None:
        """What is entered, None while the address cannot be used."""
        try:
            address = checked_base_url(self._address_box.text())
        except InputError:
            return None
        name = self._name_box.text().strip() or urlsplit(address).netloc
        return ConnectionAnswer(ConnectionProfile(self._id, self._kind(), name, address), self._key_box.text().strip())

    def set_test_result(self, status: ConnectionStatus) -> None:
        """Say how the test went."""
        self._test_button.setEnabled(status.state is not Reachability.CHECKING)
        self._result.setText(self._result_text(status))
        self._result.show()
        self._grow()

    def _result_text(self, status: ConnectionStatus) -> str:
        match status.state:
            case Reachability.READY | Reachability.STARTING:
                return self._ready_text(status)
            case Reachability.NO_MODEL:
                return self.tr("The server answers, but it offers no model.")
            case Reachability.FAILED:
                return say(status.words) or self.tr("The server cannot be used.")
            case Reachability.UNKNOWN | Reachability.CHECKING:
                return self.tr("Asking the server…")

    def _ready_text(self, status: ConnectionStatus) -> str:
        if not status.models:
            return self.tr("The server answers.")
        names = ", ".join(model.name for model in status.models[:_MODELS_NAMED])
        more = len(status.models) - _MODELS_NAMED
        if more <= 0:
            return self.tr("The server answers. Its models: {names}.").format(names=names)
        return self.tr("The server answers. Its models: {names} and {count} more.").format(
            names=names, count=number(more)
        )

    def _fill(self, *, keys_are_kept: bool) -> None:
        self._kind_box.addItem(self.tr("OpenAI-compatible server"), ConnectionKind.OPENAI)
        self._kind_box.addItem(self.tr("H2O chat service"), ConnectionKind.H2O)
        self._key_box.setEchoMode(QLineEdit.EchoMode.Password)
        if keys_are_kept:
            self._key_note.setText(self.tr("Only if the server asks for one. It is kept in the keyring of the system."))
        else:
            self._key_note.setText(self.tr("Only if the server asks for one. It is forgotten when the program ends."))
        if self._profile is not None:
            self._kind_box.setCurrentIndex(max(0, self._kind_box.findData(self._profile.kind)))
            self._address_box.setText(self._profile.base_url)
            self._name_box.setText(self._profile.name)
            self._key_box.setPlaceholderText(self.tr("Leave empty to keep the present one"))

    def _name_parts(self) -> None:
        named = (
            (self._kind_box, "connectionKind", self.tr("Kind of server")),
            (self._address_box, "connectionAddress", self.tr("Address")),
            (self._name_box, "connectionName", self.tr("Name")),
            (self._key_box, "connectionKey", self.tr("API key")),
            (self._test_button, "connectionTest", self.tr("Test the connection")),
            (self._result, "connectionResult", self.tr("Result of the test")),
            (self._address_error, "connectionAddressError", self.tr("What is wrong with the address")),
        )
        for widget, name, spoken in named:
            widget.setObjectName(name)
            widget.setAccessibleName(spoken)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(12)
        rows = (
            (self.tr("&Kind"), self._kind_box, self._kind_note),
            (self.tr("&Address"), self._address_box, self._address_error),
            (self.tr("&Name"), self._name_box, None),
            (self.tr("API &key"), self._key_box, self._key_note),
        )
        for text, field, note in rows:
            label = QLabel(text, self)
            label.setBuddy(field)
            form.addRow(label, _column(field, note))
        test_row = QHBoxLayout()
        test_row.addWidget(self._test_button, 0, Qt.AlignmentFlag.AlignTop)
        test_row.addWidget(self._result, 1000)
        test_row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addLayout(test_row)
        layout.addStretch(1)
        layout.addWidget(self._buttons)
        for note in (self._address_error, self._result):
            note.setProperty("tone", "")  # what went wrong is said in the colour of text
            note.hide()
        self.setMinimumWidth(480)

    def _connect(self) -> None:
        save_text = self.tr("Add") if self._profile is None else self.tr("Save")
        self._save_button = self._buttons.addButton(save_text, QDialogButtonBox.ButtonRole.AcceptRole)
        self._save_button.setDefault(True)
        self._save_button.setProperty("primary", True)
        self._buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        if self._profile is not None:
            remove = self._buttons.addButton(self.tr("Remove"), QDialogButtonBox.ButtonRole.DestructiveRole)
            remove.setObjectName("connectionRemove")
            remove.clicked.connect(self._on_remove_clicked)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._kind_box.currentIndexChanged.connect(self._on_kind_changed)
        self._address_box.textChanged.connect(self._on_address_changed)
        self._test_button.clicked.connect(self._on_test_clicked)

    def _kind(self) -> ConnectionKind:
        return ConnectionKind(self._kind_box.currentData())

    def accept(self) -> None:
        """Take what is entered, unless the address cannot be used: then say so beside it."""
        answer = self._checked_answer()
        if answer is not None:
            self.saved.emit(answer.profile, answer.key)
            super().accept()

    def _checked_answer(self) -> ConnectionAnswer | None:
        try:
            checked_base_url(self._address_box.text())
        except InputError as error:
            self._show_address_error(error)
            self._address_box.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return self.answer()

    def _show_address_error(self, error: InputError) -> None:
        empty = not self._address_box.text().strip()
        summary = self.tr("The address of the server is missing.") if empty else say(error.summary)
        self._address_error.setText("\n".join((summary, say(error.hint))))
        self._address_error.show()
        self._grow()

    def _grow(self) -> None:
        """Make room for notes that wrap, which a window does not do by itself."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with room for everything."""
        super().showEvent(event)
        self._grow()

    def _on_test_clicked(self) -> None:
        answer = self._checked_answer()
        if answer is not None:
            self.set_test_result(ConnectionStatus(Reachability.CHECKING))
            self.test_requested.emit(answer.profile, answer.key)

    def _on_remove_clicked(self) -> None:
        self.remove_requested.emit(self._id)
        self.reject()

    def _on_address_changed(self) -> None:
        self._address_error.hide()
        self._result.hide()
        self._test_button.setEnabled(True)

    def _on_kind_changed(self) -> None:
        if self._kind() is ConnectionKind.H2O:
            self._kind_note.setText(self.tr("The chat service that H2O.ai ran at {url}.").format(url=H2O_URL))
            self._address_box.setPlaceholderText(H2O_URL)
        else:
            self._kind_note.setText(self.tr("llama.cpp, vLLM, Ollama, LM Studio, h2oGPT and many others."))
            self._address_box.setPlaceholderText("http://localhost:8080")


def _note(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("tone", "secondary")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _column(field: QWidget, note: QLabel | None) -> QVBoxLayout:
    """A field with its note close below it."""
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(field)
    if note is not None:
        column.addWidget(note)
    return column
