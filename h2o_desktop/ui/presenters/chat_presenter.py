"""The conversation in the window: prompts out, answers and notices in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Slot

from h2o_desktop.core.conversation import ConversationSummary, Message, Role
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.chat_controller import ChatController, ChatState
from h2o_desktop.qt.history_controller import UNDO_DELETE, HistoryController
from h2o_desktop.ui.main_window import MainWindow, WindowModels
from h2o_desktop.ui.text_for_people import say

KEEP_PARAMETERS_MS = 400


class ChatPresenter(QObject):
    """Joins prompt box, chat view, history and parameters to the chat and history controllers.

    `defaults` gives the parameters that a new conversation starts with.
    """

    def __init__(
        self,
        window: MainWindow,
        models: WindowModels,
        chat: ChatController,
        history: HistoryController,
        defaults: Callable[[], Mapping[str, ParameterValue]],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._models = models
        self._chat = chat
        self._history = history
        self._defaults = defaults
        self._editing_id = ""
        self._keep_parameters = QTimer(self)
        self._keep_parameters.setSingleShot(True)
        self._keep_parameters.setInterval(KEEP_PARAMETERS_MS)
        self._keep_parameters.timeout.connect(chat.keep_parameters)
        self._connect_window()
        self._connect_controllers()

    def _connect_window(self) -> None:
        window, chat = self._window, self._chat
        window.pane.prompt.submitted.connect(self._on_submitted)
        window.pane.prompt.stop_requested.connect(chat.stop)
        window.actions_.stop.triggered.connect(self._on_escape)
        window.actions_.new_chat.triggered.connect(self._on_new)
        window.actions_.regenerate.triggered.connect(self._on_regenerate_last)
        window.actions_.rename.triggered.connect(self._on_rename_shown)
        window.actions_.delete.triggered.connect(self._on_delete_shown)
        window.history.new_requested.connect(self._on_new)
        window.history.opened.connect(chat.show_stored)
        window.history.renamed.connect(self._history.rename)
        window.history.deleted.connect(self._history.delete)
        window.pane.notices.action_chosen.connect(self._on_notice_action)
        view = window.pane.chat_view
        view.regenerate_requested.connect(chat.regenerate)
        view.edit_requested.connect(self._on_edit)
        view.branch_requested.connect(chat.show_branch)
        self._models.parameters.value_changed.connect(self._on_parameter_changed)

    def _connect_controllers(self) -> None:
        chat, notices = self._chat, self._window.pane.notices
        chat.state_changed.connect(self._on_state)
        chat.preparing.connect(self._on_preparing)
        chat.prompt_stored.connect(self._window.pane.prompt.clear)
        chat.shown.connect(self._on_shown)
        chat.summary_changed.connect(self._on_summary)
        chat.answer_ended.connect(self._on_answer_ended)
        chat.notice_raised.connect(notices.show_notice)
        self._history.notice_raised.connect(notices.show_notice)
        self._history.renamed.connect(self._on_renamed)
        self._history.deleted.connect(self._on_deleted)

    @Slot(str)
    def send(self, prompt: str) -> None:
        """Send a prompt that did not come from the box, such as an example."""
        self._window.pane.prompt.set_text(prompt)
        self._on_submitted(prompt)

    def _on_submitted(self, prompt: str) -> None:
        editing_id, self._editing_id = self._editing_id, ""
        begun = self._chat.edit(editing_id, prompt) if editing_id else self._chat.send(prompt)
        if begun:
            self._window.pane.show_progress("")
        elif self._chat.state is ChatState.IDLE:
            words = Words(QT_TRANSLATE_NOOP("notices", "No model is chosen."), context="notices")
            hint = Words(QT_TRANSLATE_NOOP("notices", "Choose one above, or fetch one."), context="notices")
            self._window.pane.notices.show_notice(Notice(Severity.WARNING, words, hint))

    def _on_escape(self) -> None:
        """Stop the answer; without one, give up editing, and bring the keyboard back to the prompt."""
        if self._chat.state is not ChatState.IDLE:
            self._chat.stop()
        elif self._editing_id:
            self._editing_id = ""
            self._window.pane.show_progress("")
            self._window.pane.prompt.set_text("")
        self._window.focus_prompt()

    def _on_new(self) -> None:
        self._chat.show_new()
        self._window.focus_prompt()

    def _on_regenerate_last(self) -> None:
        model = self._models.conversation
        if len(model) and model.message(len(model) - 1).role is Role.ASSISTANT:
            self._chat.regenerate(model.message(len(model) - 1).id)

    def _on_rename_shown(self) -> None:
        self._window.history.list.edit_title(self._chat.shown_id)

    def _on_delete_shown(self) -> None:
        if self._chat.shown_id:
            self._history.delete(self._chat.shown_id)

    def _on_edit(self, message_id: str) -> None:
        row = self._models.conversation.row_of(message_id)
        if row < 0 or self._chat.state is not ChatState.IDLE:
            return
        self._editing_id = message_id
        self._window.pane.prompt.set_text(self._models.conversation.message(row).content)
        self._window.pane.show_progress(self.tr("Editing: Enter asks again beside the old prompt, Esc gives up."))
        self._window.focus_prompt()

    def _on_state(self, state: str) -> None:
        self._window.pane.prompt.set_state(state)
        if state != ChatState.WAITING:
            self._window.pane.show_progress("")

    def _on_preparing(self, words: Words) -> None:
        self._window.pane.show_progress(say(words))

    def _on_shown(self, summary: ConversationSummary | None) -> None:
        self._editing_id = ""
        self._window.show_title(summary.title if summary else "")
        self._window.history.set_current(summary.id if summary else "")
        parameters = summary.parameters if summary and summary.parameters else self._defaults()
        self._models.parameters.replace(dict(parameters))
        self._keep_parameters.stop()

    def _on_parameter_changed(self, _key: str, _value: object) -> None:
        self._keep_parameters.start()

    def _on_summary(self, summary: ConversationSummary) -> None:
        self._models.history.upsert(summary)
        self._models.history.set_busy(summary.id, True)

    def _on_answer_ended(self, conversation_id: str, _message: Message) -> None:
        self._models.history.set_busy(conversation_id, False)

    def _on_renamed(self, conversation_id: str, title: str) -> None:
        self._chat.retitle(conversation_id, title)
        if conversation_id == self._chat.shown_id:
            self._window.show_title(title)

    def _on_deleted(self, conversation_id: str) -> None:
        if conversation_id == self._chat.shown_id:
            self._chat.show_new()

    def _on_notice_action(self, action_id: str, argument: str) -> None:
        if action_id == UNDO_DELETE:
            self._history.undo_delete(argument)
