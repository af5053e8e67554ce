"""Adding, changing and testing a connection to a server."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.settings import ConnectionProfile
from h2o_desktop.ui.connection_form import ConnectionAnswer, ConnectionForm, note_label
from h2o_desktop.ui.text_for_people import number, say

_MODELS_NAMED = 3
_WIDTH = 480


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
        self.setObjectName("connectionDialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Add a connection") if profile is None else self.tr("Change the connection"))
        self._form = ConnectionForm(profile, self, keys_are_kept=keys_are_kept)
        self._test_button = QPushButton(self.tr("Test the connection"), self)
        self._test_button.setObjectName("connectionTest")
        self._result = note_label(self, secondary=False)
        self._result.setObjectName("connectionResult")
        self._result.setAccessibleName(self.tr("Result of the test"))
        self._tested = self._form.testable()
        self._lay_out()
        self._form.edited.connect(self._forget_test)
        self._form.height_wanted.connect(self._grow)
        self._test_button.clicked.connect(self._on_test_clicked)

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
        return self._form.answer()

    def set_test_result(self, status: ConnectionStatus) -> None:
        """Say how the test went; the result for something that was changed since is not shown."""
        if self._tested != self._form.testable():
            return
        self._test_button.setEnabled(status.state is not Reachability.CHECKING)
        self._result.setText(self._result_text(status))
        self._result.show()
        self._grow()

    def accept(self) -> None:
        """Take what is entered, unless the address cannot be used."""
        answer = self._form.checked_answer()
        if answer is not None:
            self.saved.emit(answer.profile, answer.key)
            super().accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with room for everything."""
        super().showEvent(event)
        self._grow()

    def _lay_out(self) -> None:
        test_row = QHBoxLayout()
        test_row.addWidget(self._test_button, 0, Qt.AlignmentFlag.AlignTop)
        test_row.addWidget(self._result, 1000)
        test_row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self._form)
        layout.addLayout(test_row)
        layout.addStretch(1)
        layout.addWidget(self._made_buttons())
        self._result.hide()
        self.setMinimumWidth(_WIDTH)

    def _made_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        save_text = self.tr("Add") if self._profile is None else self.tr("Save")
        save = QPushButton(save_text, buttons)
        save.setProperty("primary", True)
        save.setDefault(True)
        buttons.addButton(save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        if self._profile is not None:
            remove = buttons.addButton(self.tr("Remove"), QDialogButtonBox.ButtonRole.DestructiveRole)
            remove.clicked.connect(self._on_remove_clicked)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

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

    def _on_test_clicked(self) -> None:
        answer = self._form.checked_answer()
        if answer is not None:
            self._tested = self._form.testable()
            self.set_test_result(ConnectionStatus(Reachability.CHECKING))
            self.test_requested.emit(answer.profile, answer.key)

    def _on_remove_clicked(self) -> None:
        if self._profile is not None:
            self.remove_requested.emit(self._profile.id)
        self.reject()

    def _forget_test(self) -> None:
        self._result.hide()
        self._test_button.setEnabled(True)

    def _grow(self) -> None:
        """Make room for notes that wrap, which a window does not do by itself."""
        inner, layout = self._form.layout(), self.layout()
        if inner is not None and layout is not None:
            inner.activate()
            layout.invalidate()
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
