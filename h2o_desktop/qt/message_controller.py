"""Messages of the shown conversation are deleted, and brought back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from h2o_desktop.core.notice import Notice, NoticeAction, Severity
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.chat_controller import ChatController, ChatState
from h2o_desktop.qt.store_changes import StoreChanges

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import ConversationSummary

UNDO_DELETE_MESSAGE = "undo-delete-message"
_BETWEEN = "\n"


class MessageController(StoreChanges):
    """Changes the store, and shows the conversation anew. Lives in the GUI thread.

    Signals:
        changed(summary): a conversation has other messages now.
    """

    changed = Signal(object)

    def __init__(self, chat: ChatController, store: TranscriptStore, lane: Lane) -> None:
        super().__init__(store, lane)
        self._chat = chat

    def delete(self, message_id: str) -> None:
        """Delete a message with all that follows it, on every branch; not while an answer comes."""
        conversation_id = self._chat.shown_id
        if conversation_id and self._chat.state is ChatState.IDLE:
            self._lane.submit(
                partial(self._delete, conversation_id, message_id), partial(self._on_deleted, conversation_id)
            )

    def undo(self, action_id: str, argument: str) -> bool:
        """Take back what a notice offers to take back; false for the action of another."""
        if action_id == UNDO_DELETE_MESSAGE:
            conversation_id, _, removal = argument.rpartition(_BETWEEN)
            self._lane.submit(partial(self._undo, conversation_id, removal), partial(self._on_undone, conversation_id))
        return action_id == UNDO_DELETE_MESSAGE

    def _delete(self, conversation_id: str, message_id: str) -> tuple[str, ConversationSummary]:
        removal = self._store.delete_message(message_id)
        return removal, self._store.load(conversation_id).summary

    def _undo(self, conversation_id: str, removal: str) -> ConversationSummary:
        self._store.undo_delete_message(removal)
        return self._store.load(conversation_id).summary

    def _on_deleted(self, conversation_id: str, outcome: Outcome[tuple[str, ConversationSummary]]) -> None:
        if self._failed(outcome):
            return
        removal, summary = outcome.result()
        self._show(summary)
        label = Words(QT_TRANSLATE_NOOP("notices", "Undo"), context="notices")
        undo = NoticeAction(UNDO_DELETE_MESSAGE, label, f"{conversation_id}{_BETWEEN}{removal}")
        words = Words(QT_TRANSLATE_NOOP("notices", "The message was deleted, and what followed it."), context="notices")
        self.notice_raised.emit(Notice(Severity.INFO, words, actions=(undo,)))

    def _on_undone(self, _conversation_id: str, outcome: Outcome[ConversationSummary]) -> None:
        if not self._failed(outcome):
            self._show(outcome.result())

    def _show(self, summary: ConversationSummary) -> None:
        self.changed.emit(summary)
        if self._chat.shown_id == summary.id:
            self._chat.show_stored(summary.id)
