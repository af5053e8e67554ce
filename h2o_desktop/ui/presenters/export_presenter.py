"""Export of the shown conversation: asks for a file and reports what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.ui.main_window import MainWindow

PDF = ".pdf"
Export = Callable[[Conversation, Path], None]


class ExportPresenter(QObject):
    """Joins the export actions to `export`, which runs in `lane`."""

    def __init__(self, window: MainWindow, chat: ChatController, export: Export, lane: Lane) -> None:
        super().__init__(window)
        self._window = window
        self._chat = chat
        self._export = export
        self._lane = lane
        self._write_long: Export | None = None
        for form, action in window.actions_.exports.items():
            action.triggered.connect(partial(self._on_export, form))

    def join_late(self, write_long: Callable[[Conversation, Path], None]) -> None:
        """What writes PDF files, which take a while."""
        self._write_long = write_long

    def _on_export(self, form: str, _checked: bool = False) -> None:
        if self._conversation() is None:
            words = Words(QT_TRANSLATE_NOOP("notices", "This chat is empty: nothing to export."), context="notices")
            self._window.pane.notices.show_notice(Notice(Severity.INFO, words))
            return
        self.ask(form)

    def _conversation(self) -> Conversation | None:
        conversation = self._chat.conversation
        if conversation is None or not self._window.actions_.shown_branch_only.isChecked():
            return conversation
        from h2o_desktop.core.excerpts import shown_branch

        return shown_branch(conversation)

    def ask(self, form: str) -> None:
        """Ask for a file, and write the shown conversation into it."""
        from h2o_desktop.ui.save_dialog import SaveDialog  # with its enumerations it is for an export alone

        conversation = self._conversation()
        if conversation is not None:
            title = self.tr("Export this chat")
            SaveDialog(self._window, title, conversation.summary.title, [form], self._on_file).open()

    def _on_file(self, path: Path) -> None:
        self.export_shown(str(path))

    def export_shown(self, path_text: str) -> None:
        """Write the shown conversation into a file; its ending names the format."""
        conversation = self._conversation()
        if conversation is not None:
            self.write(conversation, Path(path_text))

    def write(self, conversation: Conversation, path: Path) -> None:
        """Write a conversation into a file; its ending names the format."""
        if path.suffix.lower() == PDF and self._write_long is not None:
            self._write_long(conversation, path)
        else:
            self._lane.submit(partial(self._export, conversation, path), partial(self._on_exported, path))

    def _on_exported(self, path: Path, outcome: Outcome[None]) -> None:
        if isinstance(outcome.error, DesktopError):
            self._window.pane.notices.show_notice(Notice.of(outcome.error))
            return
        outcome.result()
        words = Words(QT_TRANSLATE_NOOP("notices", "Exported to {path}."), {"path": str(path)}, "notices")
        self._window.pane.notices.show_notice(Notice(Severity.INFO, words))
