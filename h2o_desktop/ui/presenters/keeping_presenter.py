"""Backups and checks of the store: the dialog, the way back, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, NoticeAction, Severity
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.ui.text_for_people import file_size, moment, number

if TYPE_CHECKING:
    from h2o_desktop.core.safekeeping import BackupInfo, Checked, Restored
    from h2o_desktop.qt.chat_controller import ChatController
    from h2o_desktop.qt.history_controller import HistoryController
    from h2o_desktop.qt.keeping_controller import KeepingController
    from h2o_desktop.ui.backups_dialog import BackupsDialog
    from h2o_desktop.ui.main_window import MainWindow
    from h2o_desktop.ui.transfer_bar import TransferBar

UNDO_RESTORE = "undo-restore"
SHOW_BACKUPS = "show-backups"


class KeepingPresenter(QObject):
    """Joins the menu and the dialog of backups to the controller, and shows the chats as they are afterwards."""

    def __init__(
        self, window: MainWindow, keeping: KeepingController, chat: ChatController, history: HistoryController
    ) -> None:
        super().__init__(window)
        self._window = window
        self._keeping = keeping
        self._chat = chat
        self._history = history
        self._dialog: BackupsDialog | None = None
        self._bar: TransferBar | None = None
        keeping.listed.connect(self._on_listed)
        keeping.restored.connect(self._on_restored)
        keeping.checked.connect(self._on_checked)
        keeping.failed.connect(self._on_failed)
        keeping.busy_changed.connect(self._on_busy_changed)
        window.actions_.backups.triggered.connect(self.show_dialog)
        window.actions_.check_store.triggered.connect(self.check)
        window.pane.notices.action_chosen.connect(self._on_action)

    # Backups.

    def show_dialog(self) -> None:
        """List the backups."""
        from h2o_desktop.ui.backups_dialog import BackupsDialog

        if self._may_begin():
            dialog = self._dialog = BackupsDialog(self._window)
            dialog.restore_requested.connect(self.restore)
            dialog.backup_requested.connect(self._on_backup_requested)
            dialog.finished.connect(self._on_dialog_finished)
            dialog.open()
            self._keeping.list_backups()

    def restore(self, backup: BackupInfo, whole: bool) -> None:
        """Bring back what is missing, or the whole."""
        if whole and self._chat.board.is_any_busy:
            words = QT_TRANSLATE_NOOP("notices", "Answers are still being written. Stop them or wait, then restore.")
            self._tell(Severity.WARNING, Words(words, context="notices"))
        elif self._may_begin():
            self._keeping.restore(backup, whole=whole)
            self._set_busy(self.tr("Restoring… A large store takes a while."))
            return
        if self._dialog is not None:
            self._dialog.reject()

    def _on_backup_requested(self) -> None:
        self._keeping.back_up()
        self._set_busy(self.tr("Making a backup…"))

    def _on_listed(self, backups: list[BackupInfo]) -> None:
        if self._dialog is not None:
            self._dialog.show_backups(backups)

    def _on_restored(self, restored: Restored) -> None:
        if self._dialog is not None:
            self._dialog.accept()
        self._history.load_newest()
        if restored.whole:
            self._chat.show_new()
        elif self._chat.shown_id:
            self._chat.show_stored(self._chat.shown_id)
        label = Words(QT_TRANSLATE_NOOP("notices", "Undo"), context="notices")
        undo = NoticeAction(UNDO_RESTORE, label, str(restored.aside))
        self._tell(Severity.INFO, _restored_words(restored), undo)

    # The check.

    def check(self) -> None:
        """Read the whole store, with words above the prompt and a button that stops it."""
        if not self._may_begin():
            return
        if self._bar is None:
            from h2o_desktop.ui.transfer_bar import TransferBar

            self._bar = TransferBar(self._window.pane)
            self._bar.cancel_requested.connect(self._keeping.cancel)
            self._window.pane.put_above_prompt(self._bar)
        self._keeping.check()
        self._bar.begin(self.tr("Checking the store: every chat is read…"), "")

    def _on_checked(self, checked: Checked) -> None:
        fields = {
            "conversations": number(checked.conversations),
            "messages": number(checked.messages),
            "size": file_size(checked.size_bytes),
        }
        if not checked.wrong:
            sound = QT_TRANSLATE_NOOP(
                "notices", "The store is sound. Read: {conversations} chats with {messages} messages, {size}."
            )
            self._tell(Severity.INFO, Words(sound, fields, "notices"))
            return
        damaged = QT_TRANSLATE_NOOP("notices", "The store is damaged. Places where it is not as it should be: {count}.")
        hint = QT_TRANSLATE_NOOP(
            "notices",
            "Close the program and start it again: the damaged store is then set aside untouched, and all that can be "
            "read, from it and from the newest backup, goes into a new one.",
        )
        label = Words(QT_TRANSLATE_NOOP("notices", "Backups…"), context="notices")
        self._window.pane.notices.show_notice(
            Notice(
                Severity.ERROR,
                Words(damaged, {"count": number(len(checked.wrong))}, "notices"),
                Words(hint, context="notices"),
                "\n".join(checked.wrong),
                (NoticeAction(SHOW_BACKUPS, label),),
            )
        )

    # Both.

    def _on_busy_changed(self) -> None:
        if not self._keeping.is_busy:
            self._set_busy("")
            if self._bar is not None:
                self._bar.hide()

    def _set_busy(self, words: str) -> None:
        if self._dialog is not None:
            self._dialog.set_busy(words)

    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _on_failed(self, error: DesktopError) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self._window.pane.notices.show_notice(Notice.of(error))

    def _on_action(self, action_id: str, argument: str) -> None:
        if action_id == SHOW_BACKUPS:
            self.show_dialog()
        elif action_id == UNDO_RESTORE and self._may_begin():
            self._keeping.undo(Path(argument))

    def _may_begin(self) -> bool:
        if self._keeping.is_busy:
            words = QT_TRANSLATE_NOOP("notices", "A backup or a check of the store is still under way.")
            self._tell(Severity.INFO, Words(words, context="notices"))
        return not self._keeping.is_busy

    def _tell(self, severity: Severity, words: Words, *actions: NoticeAction) -> None:
        self._window.pane.notices.show_notice(Notice(severity, words, actions=actions))


def _restored_words(restored: Restored) -> Words:
    if restored.whole:
        template = QT_TRANSLATE_NOOP(
            "notices", "All chats are as they were on {moment}. The state before that is kept as a backup."
        )
        return Words(template, {"moment": moment(restored.backup.made_s)}, "notices")
    template = QT_TRANSLATE_NOOP(
        "notices", "Brought back from the backup of {moment}: {conversations} chats, {messages} messages."
    )
    fields = {
        "moment": moment(restored.backup.made_s),
        "conversations": number(restored.conversations),
        "messages": number(restored.messages),
    }
    return Words(template, fields, "notices")
