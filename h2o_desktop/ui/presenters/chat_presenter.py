"""The conversation in the window: what is shown, its answers and its notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from h2o_desktop.core.conversation import ConversationSummary, Message, Role
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.words import Words
from h2o_desktop.qt.chat_controller import ChatController, ChatState
from h2o_desktop.qt.history_controller import HistoryController
from h2o_desktop.ui.main_window import MainWindow, WindowModels
from h2o_desktop.ui.text_for_people import say

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view import ChatView

KEEP_PARAMETERS_MS = 400


class ChatPresenter(QObject):
    """Joins prompt box, chat view, history and parameters to the chat and history controllers.

    `new_chat` gives the parameters that a new conversation starts with, over those of a preset.
    """

    def __init__(
        self,
        window: MainWindow,
        models: WindowModels,
        chat: ChatController,
        history: HistoryController,
        new_chat: Callable[[Mapping[str, ParameterValue]], Mapping[str, ParameterValue]],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._models = models
        self._chat = chat
        self._history = history
        self._new_chat = new_chat
        self._keep_parameters = QTimer(self)
        self._keep_parameters.setSingleShot(True)
        self._keep_parameters.setInterval(KEEP_PARAMETERS_MS)
        self._keep_parameters.timeout.connect(chat.keep_parameters)
        self._connect_window()
        self._connect_controllers()

    def _connect_window(self) -> None:
        window, chat = self._window, self._chat
        window.pane.prompt.stop_requested.connect(chat.stop)
        window.actions_.new_chat.triggered.connect(self._on_new)
        window.actions_.regenerate.triggered.connect(self._on_regenerate_last)
        window.actions_.rename.triggered.connect(self._on_rename_shown)
        window.history.new_requested.connect(self._on_new)
        window.history.opened.connect(chat.show_stored)
        window.history.renamed.connect(self._history.rename)
        window.pane.view_made.connect(self._on_view_made)
        self._models.parameters.value_changed.connect(self._on_parameter_changed)
        self._models.parameters.system_prompt_changed.connect(self._on_parameter_changed)

    def _on_view_made(self, view: ChatView) -> None:
        view.regenerate_requested.connect(self._chat.regenerate)
        view.branch_requested.connect(self._chat.show_branch)

    def _connect_controllers(self) -> None:
        chat, notices = self._chat, self._window.pane.notices
        chat.state_changed.connect(self._on_state)
        chat.preparing.connect(self._on_preparing)
        chat.shown.connect(self._on_shown)
        chat.summary_changed.connect(self._on_summary)
        chat.answer_ended.connect(self._on_answer_ended)
        chat.notice_raised.connect(notices.show_notice)
        chat.notice_over.connect(notices.withdraw)
        self._history.notice_raised.connect(notices.show_notice)
        self._history.notice_over.connect(notices.withdraw)
        self._history.renamed.connect(self._on_renamed)

    def _on_new(self) -> None:
        self._chat.show_new()
        self._window.focus_prompt()

    def _on_regenerate_last(self) -> None:
        model = self._models.conversation
        if len(model) and model.message(len(model) - 1).role is Role.ASSISTANT:
            self._chat.regenerate(model.message(len(model) - 1).id)

    def _on_rename_shown(self) -> None:
        self._window.history.list.edit_title(self._chat.shown_id)

    def _on_state(self, state: str) -> None:
        self._window.pane.prompt.set_state(state)
        if state != ChatState.WAITING:
            self._window.pane.show_progress("")

    def _on_preparing(self, words: Words) -> None:
        self._window.pane.show_progress(say(words))

    def _on_shown(self, summary: ConversationSummary | None) -> None:
        self._window.show_title(summary.title if summary else "")
        self._window.history.set_current(summary.id if summary else "")
        parameters = summary.parameters if summary and summary.parameters else self._new_chat({})
        self._models.parameters.replace(dict(parameters))
        self._keep_parameters.stop()

    def _on_parameter_changed(self, *_change: object) -> None:
        self._keep_parameters.start()

    def _on_summary(self, summary: ConversationSummary) -> None:
        known = self._models.history.summary(summary.id)
        if known is not None:  # it may have been pinned, tagged or renamed since it was opened
            summary = replace(summary, title=known.title, pinned=known.pinned, archived=known.archived, tags=known.tags)
        self._history.take(summary)
        self._models.history.set_busy(summary.id, True)

    def _on_answer_ended(self, conversation_id: str, _message: Message) -> None:
        self._models.history.set_busy(conversation_id, False)

    def _on_renamed(self, conversation_id: str, title: str) -> None:
        self._chat.retitle(conversation_id, title)
        if conversation_id == self._chat.shown_id:
            self._window.show_title(title)
