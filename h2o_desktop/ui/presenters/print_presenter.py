"""Printing the shown conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from h2o_desktop.core.excerpts import shown_branch
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.ui.main_window import MainWindow
from h2o_desktop.ui.presenters.transfer_presenter import TransferPresenter

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import Conversation
    from h2o_desktop.ui.paper.printing import Composer


class PrintPresenter(QObject):
    """Has the pages laid out and opens the preview, from which is printed.

    `servers` names the connections of a conversation by their ids.
    """

    def __init__(
        self,
        window: MainWindow,
        chat: ChatController,
        transfer: TransferPresenter,
        servers: Callable[[Conversation], Mapping[str, str]],
    ) -> None:
        super().__init__(window)
        self._transfer = transfer
        self._window = window
        self._chat = chat
        self._servers = servers
        window.actions_.print.triggered.connect(self._on_print)

    def _on_print(self) -> None:
        conversation = self._chat.conversation
        if conversation is None or not conversation.messages:
            words = Words(QT_TRANSLATE_NOOP("notices", "This chat is empty: nothing to print."), context="notices")
            self._window.pane.notices.show_notice(Notice(Severity.INFO, words))
            return
        from h2o_desktop.ui.paper.printing import Composer

        dots_per_inch = QGuiApplication.primaryScreen().logicalDotsPerInchY()
        images = self._window.pane.loaded_images()
        composer = Composer(shown_branch(conversation), dots_per_inch, self._servers(conversation), images)
        self._transfer.lay_out(composer.begin, self._on_laid_out)

    def _on_laid_out(self, composer: Composer) -> None:
        from h2o_desktop.ui.paper.printing import PrintDialog

        dialog = PrintDialog(composer, self._window)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.resize(self._window.size().boundedTo(dialog.maximumSize()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
