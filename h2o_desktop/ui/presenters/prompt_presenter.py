"""The prompt box: what is typed goes out, waits, or stays; nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from h2o_desktop.core.conversation import ConversationSummary, Message, Role, Status
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.unsent import NEW_CONVERSATION, Unsent
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.chat_controller import ChatController, ChatState
from h2o_desktop.qt.draft_keeper import DraftKeeper
from h2o_desktop.ui.main_window import MainWindow, WindowModels

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view import ChatView
    from h2o_desktop.ui.prompt_queue import PromptQueue


class PromptPresenter(QObject):
    """Joins the prompt box and its queue to the chat, and keeps for each conversation what was not sent.

    A queued prompt is sent when the answer before it is complete. After an answer that failed or was stopped it waits
    until the person says so.
    """

    def __init__(self, window: MainWindow, models: WindowModels, chat: ChatController, drafts: DraftKeeper) -> None:
        super().__init__(window)
        self._window = window
        self._prompt = window.pane.prompt
        self._models = models
        self._chat = chat
        self._drafts = drafts
        self._shown_id = NEW_CONVERSATION
        self._submitting = False
        self._is_showing = False
        self._on_their_way: set[str] = set()
        self._queue: PromptQueue | None = None
        self._connect()
        if self._prompt.text():  # typed while the window was still being made
            self._on_text_changed()

    def _connect(self) -> None:
        chat, prompt = self._chat, self._prompt
        prompt.submitted.connect(self._on_submitted)
        prompt.queue_requested.connect(self._on_queue_requested)
        prompt.text_changed.connect(self._on_text_changed)
        self._window.actions_.stop.triggered.connect(self._on_escape)
        self._window.pane.view_made.connect(self._on_view_made)
        self._drafts.loaded.connect(self._on_loaded)
        self._not_saved: Notice | None = None
        self._drafts.saving_failed.connect(self._on_saving_failed)
        self._drafts.saving_resumed.connect(self._on_saving_resumed)
        chat.named.connect(self._on_named)
        chat.shown.connect(self._on_shown)
        chat.prompt_stored.connect(self._on_prompt_stored)
        chat.state_changed.connect(self._on_state)
        chat.summary_changed.connect(self._on_summary)
        chat.answer_ended.connect(self._on_answer_ended)
        chat.board.not_stored.connect(self._on_not_stored)

    def _on_view_made(self, view: ChatView) -> None:
        view.edit_requested.connect(self._on_edit)

    @property
    def _unsent(self) -> Unsent:
        return self._drafts.unsent(self._shown_id)

    def _keep(self, **changes: object) -> None:
        self._drafts.keep(self._shown_id, replace(self._unsent, **changes))  # type: ignore[arg-type]

    # Sending.

    @Slot(str)
    def send(self, prompt: str) -> None:
        """Send a prompt that did not come from the box, such as an example."""
        self._prompt.set_text(prompt)
        self._on_submitted(prompt)

    def _on_submitted(self, prompt: str) -> None:
        edited_id = self._unsent.edited_id
        self._submitting = self._chat.edit(edited_id, prompt) if edited_id else self._chat.send(prompt)
        if self._submitting:
            self._window.pane.show_progress("")
        elif self._chat.state is ChatState.IDLE:
            words = Words(QT_TRANSLATE_NOOP("notices", "No model is chosen."), context="notices")
            hint = Words(QT_TRANSLATE_NOOP("notices", "Choose one above, or fetch one."), context="notices")
            self._window.pane.notices.show_notice(Notice(Severity.WARNING, words, hint))

    def _on_prompt_stored(self) -> None:
        if not self._submitting:
            return  # it came from the queue
        self._submitting = False
        if self._unsent.edited_id:
            self._leave_editing()
        else:
            self._prompt.clear()

    def _on_not_stored(self, conversation_id: str, _error: object) -> None:
        self._on_their_way.discard(conversation_id)
        if conversation_id == self._shown_id or self._shown_id == NEW_CONVERSATION:
            self._submitting = False

    # The text of each conversation.

    def _on_text_changed(self) -> None:
        if self._is_showing:
            return
        if self._unsent.edited_id:
            self._keep(edited=self._prompt.text())
        else:
            self._keep(text=self._prompt.text())

    def _on_named(self, conversation_id: str) -> None:
        self._drafts.name(conversation_id)
        self._shown_id = conversation_id

    def _on_shown(self, summary: ConversationSummary | None) -> None:
        shown_id = summary.id if summary else NEW_CONVERSATION
        if shown_id != self._shown_id:
            self._shown_id = shown_id
            self._submitting = False
            self._show_unsent()

    def _on_loaded(self) -> None:
        self._show_unsent()

    def _show_unsent(self) -> None:
        unsent = self._unsent
        self._is_showing = True
        text = unsent.edited if unsent.edited_id else unsent.text
        if text != self._prompt.text():
            self._prompt.show_text(text, self._last_prompt())
        else:
            self._prompt.set_last_prompt(self._last_prompt())
        self._is_showing = False
        if unsent.edited_id:
            self._say_editing()
        self._show_queue()

    def _last_prompt(self) -> str:
        model = self._models.conversation
        for row in reversed(range(len(model))):
            message = model.message(row)
            if message.role is Role.USER:
                return message.content
        return ""

    def _on_saving_failed(self, error: DesktopError) -> None:
        self._not_saved = Notice.of(error)
        self._window.pane.notices.show_notice(self._not_saved)

    def _on_saving_resumed(self) -> None:
        if self._not_saved is not None:
            self._window.pane.notices.withdraw(self._not_saved)

    # Editing a prompt that was sent.

    def _on_edit(self, message_id: str) -> None:
        row = self._models.conversation.row_of(message_id)
        if row < 0 or self._chat.state is not ChatState.IDLE:
            return
        wording = self._models.conversation.message(row).content
        self._keep(edited_id=message_id, edited=wording)
        self._prompt.set_text(wording)
        self._say_editing()
        self._window.focus_prompt()

    def _say_editing(self) -> None:
        self._window.pane.show_progress(self.tr("Editing: Enter asks again beside the old prompt, Esc gives up."))

    def _leave_editing(self) -> None:
        """Bring back what stood in the box before."""
        self._keep(edited_id="", edited="")
        self._window.pane.show_progress("")
        self._show_unsent()

    def _on_escape(self) -> None:
        """Stop the answer; without one, give up editing; and bring the keyboard back to the prompt."""
        if self._chat.state is not ChatState.IDLE:
            self._chat.stop()
        elif self._unsent.edited_id:
            self._leave_editing()
        self._window.focus_prompt()

    # Prompts that wait.

    def _on_queue_requested(self, prompt: str) -> None:
        if self._submitting:
            return  # this very prompt is being stored
        self._keep(queued=(*self._unsent.queued, prompt))
        self._prompt.clear()
        self._show_queue()

    def _on_edit_queued(self, position: int) -> None:
        queued = self._unsent.queued
        text = "\n\n".join(part for part in (queued[position], self._prompt.text().strip()) if part)
        self._keep(queued=queued[:position] + queued[position + 1 :])
        self._prompt.set_text(text)
        self._show_queue()
        self._window.focus_prompt()

    def _on_cancel_queued(self, position: int) -> None:
        queued = self._unsent.queued
        self._keep(queued=queued[:position] + queued[position + 1 :])
        self._show_queue()
        self._window.focus_prompt()

    def _on_send_queued(self) -> None:
        self._send_next(self._shown_id)

    def _on_answer_ended(self, conversation_id: str, message: Message) -> None:
        if message.status is Status.COMPLETE:
            self._send_next(conversation_id)

    def _send_next(self, conversation_id: str) -> None:
        queued = self._drafts.unsent(conversation_id).queued
        if not queued or conversation_id in self._on_their_way:
            return
        if conversation_id != self._chat.shown_id:
            self._on_their_way.add(conversation_id)
            self._chat.send_to(conversation_id, queued[0])
        elif self._chat.send(queued[0]):
            self._on_their_way.add(conversation_id)

    def _on_summary(self, summary: ConversationSummary) -> None:
        """A turn was stored; when it was one of the queue, the prompt waits no longer."""
        if summary.id in self._on_their_way:
            self._on_their_way.discard(summary.id)
            unsent = self._drafts.unsent(summary.id)
            self._drafts.keep(summary.id, _without_first(unsent))
            self._show_queue()

    def _on_state(self, _state: str) -> None:
        self._show_queue()

    def _show_queue(self) -> None:
        queued = self._unsent.queued
        if not queued and self._queue is None:
            return
        self._ready_queue().show_prompts(queued, busy=self._chat.state is not ChatState.IDLE)

    def _ready_queue(self) -> PromptQueue:
        if self._queue is None:
            from h2o_desktop.ui.prompt_queue import PromptQueue

            self._queue = PromptQueue(self._models.theme, self._window.pane)
            self._queue.edit_requested.connect(self._on_edit_queued)
            self._queue.cancelled.connect(self._on_cancel_queued)
            self._queue.send_requested.connect(self._on_send_queued)
            self._window.pane.put_above_prompt(self._queue)
        return self._queue


def _without_first(unsent: Unsent) -> Unsent:
    return replace(unsent, queued=unsent.queued[1:])
