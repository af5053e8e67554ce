"""The copy of all chats as Markdown: what changes goes to it, and what happens to it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, NoticeAction, Severity
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.mirror_controller import FIRST_PAUSE_MS, MirrorController

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import Message
    from h2o_desktop.qt.chat_controller import ChatController
    from h2o_desktop.qt.history_controller import HistoryController
    from h2o_desktop.ui.main_window import MainWindow

SHOW_MIRROR = "show-mirror"


class MirrorPresenter(QObject):
    """Joins the copy to the window. `keep` remembers the folder, empty for none."""

    def __init__(self, window: MainWindow, mirror: MirrorController, keep: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._mirror = mirror
        self._keep = keep
        self._notice: Notice | None = None
        mirror.failed.connect(self._on_failed)
        mirror.resumed.connect(self._on_resumed)
        window.actions_.mirror.triggered.connect(self.show_dialog)
        window.pane.notices.action_chosen.connect(self._on_action)

    def begin(self, folder: str) -> None:
        """Take the copy up where the last run left it; an empty text for none."""
        if folder:
            self._mirror.use_folder(Path(folder), FIRST_PAUSE_MS)

    def follow(self, chat: ChatController, history: HistoryController) -> None:
        """Hear of new prompts, answers, titles and branches."""
        self._chat = chat
        chat.summary_changed.connect(self._mirror.touch_summary)
        chat.answer_ended.connect(self._on_answer_ended)
        history.renamed.connect(self._on_renamed)
        self._window.pane.chat_view.branch_requested.connect(self._on_branch)

    def show_dialog(self) -> None:
        """Let the person choose the folder, and see how the copy stands."""
        from h2o_desktop.ui.mirror_dialog import MirrorDialog

        dialog = MirrorDialog(self._mirror, self._window)
        dialog.folder_chosen.connect(self.choose)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose(self, folder: str) -> None:
        """Keep the copy in this folder from now on; an empty text for none."""
        self._withdraw()
        self._mirror.use_folder(Path(folder) if folder else None)
        self._keep(folder)

    def _on_answer_ended(self, conversation_id: str, _answer: Message) -> None:
        self._mirror.touch(conversation_id)

    def _on_renamed(self, conversation_id: str, _title: str) -> None:
        self._mirror.touch(conversation_id)

    def _on_branch(self, _message_id: str, _step: int) -> None:
        self._mirror.touch(self._chat.shown_id)

    def _on_failed(self, error: DesktopError) -> None:
        label = Words(QT_TRANSLATE_NOOP("notices", "Markdown copy…"), context="notices")
        self._notice = Notice(
            Severity.WARNING, error.summary, error.hint, error.detail, (NoticeAction(SHOW_MIRROR, label),)
        )
        self._window.pane.notices.show_notice(self._notice)

    def _on_resumed(self) -> None:
        self._withdraw()
        words = Words(QT_TRANSLATE_NOOP("notices", "The Markdown copy is up to date again."), context="notices")
        self._window.pane.notices.show_notice(Notice(Severity.INFO, words))

    def _withdraw(self) -> None:
        if self._notice is not None:
            self._window.pane.notices.withdraw(self._notice)
            self._notice = None

    def _on_action(self, action_id: str, _argument: str) -> None:
        if action_id == SHOW_MIRROR:
            self.show_dialog()
