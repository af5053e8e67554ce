"""The fields of a connection: kind, address, name and key, each checked and explained where it stands."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.settings import H2O_URL, ConnectionKind, ConnectionProfile, checked_base_url
from h2o_desktop.ui.text_for_people import say


@dataclass(frozen=True, slots=True)
class ConnectionAnswer:
    """What a person entered. An empty key means none, or the one that is known already."""

    profile: ConnectionProfile
    key: str = ""


class ConnectionForm(QWidget):
    """Shows a connection to be changed, or empty fields for a new one, which gets an id of its own.

    Signals:
        edited: something of what a test of the connection depends on is another one.
        height_wanted: a note came that needs room.
    """

    edited = Signal()
    height_wanted = Signal()

    def __init__(self, profile: ConnectionProfile | None, parent: QWidget, *, keys_are_kept: bool) -> None:
        super().__init__(parent)
        self._id = profile.id if profile is not None else uuid.uuid4().hex
        self._kind_box = QComboBox(self)
        self._kind_note = note_label(self)
        self._address_box = QLineEdit(self)
        self._address_error = note_label(self, secondary=False)
        self._name_box = QLineEdit(self)
        self._key_box = QLineEdit(self)
        self._key_note = note_label(self)
        self._explain(keys_are_kept=keys_are_kept)
        if profile is not None:
            self._fill(profile)
        self._name_parts()
        self._lay_out()
        self._connect()
        self._on_kind_changed()

    def answer(self) -> ConnectionAnswer | None:
        """What is entered, None while the address cannot be used."""
        try:
            address = checked_base_url(self._address_box.text())
        except InputError:
            return None
        name = self._name_box.text().strip() or urlsplit(address).netloc
        return ConnectionAnswer(ConnectionProfile(self._id, self._kind(), name, address), self._key_box.text().strip())

    def checked_answer(self) -> ConnectionAnswer | None:
        """What is entered; when the address cannot be used, say so beside it and bring the keyboard there."""
        try:
            checked_base_url(self._address_box.text())
        except InputError as error:
            self._show_address_error(error)
            self._address_box.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return self.answer()

    def testable(self) -> tuple[str, str, str]:
        """What the result of a test depends on."""
        return self._kind(), self._address_box.text(), self._key_box.text()

    def _explain(self, *, keys_are_kept: bool) -> None:
        self._kind_box.addItem(self.tr("OpenAI-compatible server"), ConnectionKind.OPENAI)
        self._kind_box.addItem(self.tr("H2O chat service"), ConnectionKind.H2O)
        self._key_box.setEchoMode(QLineEdit.EchoMode.Password)
        if keys_are_kept:
            self._key_note.setText(self.tr("Only if the server asks for one. It is kept in the keyring of the system."))
        else:
            self._key_note.setText(self.tr("Only if the server asks for one. It is forgotten when the program ends."))

    def _fill(self, profile: ConnectionProfile) -> None:
        self._kind_box.setCurrentIndex(max(0, self._kind_box.findData(profile.kind)))
        self._address_box.setText(profile.base_url)
        self._name_box.setText(profile.name)
        self._key_box.setPlaceholderText(self.tr("Leave empty to keep the present one"))

    def _name_parts(self) -> None:
        named = (
            (self._kind_box, "connectionKind", self.tr("Kind of server")),
            (self._address_box, "connectionAddress", self.tr("Address")),
            (self._name_box, "connectionName", self.tr("Name")),
            (self._key_box, "connectionKey", self.tr("API key")),
            (self._address_error, "connectionAddressError", self.tr("What is wrong with the address")),
        )
        for widget, name, spoken in named:
            widget.setObjectName(name)
            widget.setAccessibleName(spoken)

    def _lay_out(self) -> None:
        # A QFormLayout would give notes that wrap in a column too little height.
        form = QGridLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        form.setColumnStretch(1, 1)
        rows = (
            (self.tr("&Kind"), self._kind_box, self._kind_note),
            (self.tr("&Address"), self._address_box, self._address_error),
            (self.tr("&Name"), self._name_box, None),
            (self.tr("API &key"), self._key_box, self._key_note),
        )
        for row, (text, field, note) in enumerate(rows):
            label = QLabel(text, self)
            label.setBuddy(field)
            label.setMinimumHeight(field.sizeHint().height())
            form.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            form.addLayout(_column(field, note), row, 1)
        form.setRowStretch(len(rows), 1)
        self._address_error.hide()

    def _connect(self) -> None:
        self._kind_box.currentIndexChanged.connect(self._on_kind_changed)
        self._address_box.textChanged.connect(self._on_address_changed)
        self._key_box.textChanged.connect(self.edited)

    def _kind(self) -> ConnectionKind:
        return ConnectionKind(self._kind_box.currentData())

    def _show_address_error(self, error: InputError) -> None:
        empty = not self._address_box.text().strip()
        summary = self.tr("The address of the server is missing.") if empty else say(error.summary)
        self._address_error.setText("\n".join((summary, say(error.hint))))
        self._address_error.show()
        self.height_wanted.emit()

    def _on_address_changed(self) -> None:
        self._address_error.hide()
        self.edited.emit()

    def _on_kind_changed(self) -> None:
        if self._kind() is ConnectionKind.H2O:
            self._kind_note.setText(self.tr("The chat service that H2O.ai ran at {url}.").format(url=H2O_URL))
            self._address_box.setPlaceholderText(H2O_URL)
        else:
            self._kind_note.setText(self.tr("llama.cpp, vLLM, Ollama, LM Studio, h2oGPT and many others."))
            self._address_box.setPlaceholderText("http://localhost:8080")
        self.edited.emit()


def note_label(parent: QWidget, *, secondary: bool = True) -> QLabel:
    """A label for an explanation, which wraps; what went wrong is not `secondary` and has the colour of text."""
    label = QLabel(parent)
    if secondary:
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
