"""Chats and messages that leave the window: onto the clipboard, and into files of every form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from h2o_desktop.core.excerpts import branch_to, shown_branch, single_message
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.ui.chat_view.menu import COPY_HTML, COPY_JSON, SAVE, SAVE_BRANCH
from h2o_desktop.ui.main_window import MainWindow
from h2o_desktop.ui.presenters.export_presenter import ExportPresenter
from h2o_desktop.ui.save_dialog import SaveDialog

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import Conversation

FORMS = ("markdown", "pdf", "html", "json", "text", "jsonl")
_COPIED = {COPY_HTML: "html", COPY_JSON: "json"}


class ClipboardTexts(Protocol):
    """Makes what goes onto the clipboard."""

    def __call__(self, conversation: Conversation, form: str, *, is_message: bool) -> Mapping[str, str]:
        """The texts by their media types."""


class SharingPresenter(QObject):
    """Joins menus to what makes texts; that runs in `lane`."""

    def __init__(
        self,
        window: MainWindow,
        chat: ChatController,
        *,
        exports: ExportPresenter,
        texts: ClipboardTexts,
        lane: Lane,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._chat = chat
        self._exports = exports
        self._texts = texts
        self._lane = lane
        for form, action in window.actions_.copies.items():
            action.triggered.connect(partial(self._on_copy, form))
        window.pane.chat_view.share_requested.connect(self._on_share)

    # Copying.

    def _on_copy(self, form: str, _checked: bool = False) -> None:
        conversation = self._chat.conversation
        if conversation is not None and conversation.messages:
            self._copy(shown_branch(conversation), form, is_message=False)

    def _copy(self, conversation: Conversation, form: str, *, is_message: bool) -> None:
        job = partial(self._texts, conversation, form, is_message=is_message)
        self._lane.submit(job, partial(self._on_texts, is_message))

    def _on_texts(self, is_message: bool, outcome: Outcome[Mapping[str, str]]) -> None:
        data = QMimeData()
        for kind, text in outcome.result().items():
            data.setData(kind, text.encode())
        QGuiApplication.clipboard().setMimeData(data)
        if not is_message:
            words = Words(QT_TRANSLATE_NOOP("notices", "This chat is on the clipboard."), context="notices")
            self._window.pane.notices.show_notice(Notice(Severity.INFO, words))

    # Messages.

    def _on_share(self, message_id: str, how: str) -> None:
        conversation = self._chat.conversation
        if conversation is None:
            return
        message = single_message(conversation, message_id)
        if how == SAVE_BRANCH:
            self._save(branch_to(conversation, message_id), self.tr("Save the chat up to here"))
        elif message is not None and how == SAVE:
            self._save(message, self.tr("Save the message"))
        elif message is not None and how in _COPIED:
            self._copy(message, _COPIED[how], is_message=True)

    def _save(self, conversation: Conversation, title: str) -> None:
        name = conversation.summary.title
        SaveDialog(self._window, title, name, FORMS, partial(self._exports.write, conversation)).open()
