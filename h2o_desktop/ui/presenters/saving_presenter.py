"""Tells when something cannot be saved, and when it can again; a window with unsaved text does not simply close."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QMessageBox

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.patient_saving import PatientSaving
from h2o_desktop.ui.main_window import MainWindow
from h2o_desktop.ui.text_for_people import say

LAST_TRY_S = 2.0


class SavingPresenter(QObject):
    """Joins what saves to the notices and to the closing of the window. `stop_answers` ends those on their way."""

    def __init__(self, window: MainWindow, saving: PatientSaving, stop_answers: Callable[[], None]) -> None:
        super().__init__(window)
        self._stop_answers = stop_answers
        self._window = window
        self._saving = saving
        self._notice: Notice | None = None
        self._may_lose = False
        saving.failed.connect(self._on_failed)
        saving.resumed.connect(self._on_resumed)
        if saving.error is not None:
            self._on_failed(saving.error)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Before the window closes, try once more, and ask when that fails."""
        if event.type() == QEvent.Type.Close and self._saving.error is not None and not self._may_lose:
            self._stop_answers()
            if not self._saving.settle(LAST_TRY_S):
                event.ignore()
                self._ask()
                return True
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        if self._window.findChild(QMessageBox, "unsavedDialog") is not None:
            return
        box = QMessageBox(self._window)
        box.setObjectName("unsavedDialog")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(self.tr("An answer or a setting of a chat is not saved yet. When the window closes, it is lost."))
        reason = say(self._saving.error.summary) if self._saving.error is not None else ""
        hint = self.tr("Stay to copy it, to export the chat to another disk, or until saving works again.")
        box.setInformativeText("\n\n".join(filter(None, (reason, hint))))
        close = box.addButton(self.tr("Close and lose it"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        close.clicked.connect(self._on_loss_accepted)
        box.finished.connect(box.deleteLater)
        box.open()

    def _on_loss_accepted(self) -> None:
        self._may_lose = True
        self._window.close()

    def _on_failed(self, error: DesktopError) -> None:
        self._withdraw()
        self._notice = Notice.of(error)
        self._window.pane.notices.show_notice(self._notice)

    def _on_resumed(self) -> None:
        self._withdraw()
        words = Words(QT_TRANSLATE_NOOP("notices", "Saving works again. Nothing was lost."), context="notices")
        self._notice = Notice(Severity.INFO, words)
        self._window.pane.notices.show_notice(self._notice)

    def _withdraw(self) -> None:
        if self._notice is not None:
            self._window.pane.notices.withdraw(self._notice)
            self._notice = None
