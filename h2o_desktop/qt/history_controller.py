"""What happens to conversations as a whole: listed, renamed, deleted, brought back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, NoticeAction, Severity
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.history_model import HistoryModel

PAGE = 50
UNDO_DELETE = "undo-delete"


class HistoryController(QObject):
    """Keeps the history's rows and the store alike. Lives in the GUI thread.

    Signals:
        renamed(conversation_id, title): a title was changed.
        deleted(conversation_id): a conversation went into the trash.
        notice_raised(notice): something that the person should know.
    """

    renamed = Signal(str, str)
    deleted = Signal(str)
    notice_raised = Signal(object)

    def __init__(self, model: HistoryModel, store: TranscriptStore, lane: Lane) -> None:
        super().__init__()
        self.model = model
        self._store = store
        self._lane = lane
        model.more_wanted.connect(self._load)

    def load_newest(self) -> None:
        """Fill the list with its first page."""
        self._load(0)

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing."""
        summary = self.model.summary(conversation_id)
        title = " ".join(title.split())
        if summary is None or not title or title == summary.title:
            return
        self.model.upsert(replace(summary, title=title))
        self.renamed.emit(conversation_id, title)
        self._lane.submit(partial(self._store.rename, conversation_id, title), partial(self._on_renamed, summary))

    def delete(self, conversation_id: str) -> None:
        """Put a conversation into the trash, and offer to take it out again."""
        summary = self.model.summary(conversation_id)
        if summary is not None:
            self._lane.submit(partial(self._store.delete, conversation_id), partial(self._on_deleted, summary))

    def undo_delete(self, conversation_id: str) -> None:
        """Take a conversation out of the trash."""
        self._lane.submit(partial(self._restore, conversation_id), self._on_restored)

    def _restore(self, conversation_id: str) -> ConversationSummary:
        self._store.restore(conversation_id)
        return self._store.load(conversation_id).summary

    def _load(self, offset: int) -> None:
        job = partial(self._store.list_conversations, PAGE, offset)
        self._lane.submit(job, partial(self._on_loaded, offset))

    def _on_loaded(self, offset: int, outcome: Outcome[list[ConversationSummary]]) -> None:
        if self._failed(outcome):
            return
        rows = outcome.result()
        complete = len(rows) < PAGE
        if offset == 0:
            self.model.reset(rows, complete)
        else:
            self.model.append(rows, complete)

    def _on_renamed(self, before: ConversationSummary, outcome: Outcome[None]) -> None:
        if self._failed(outcome):
            self.model.upsert(before)
            self.renamed.emit(before.id, before.title)

    def _on_deleted(self, summary: ConversationSummary, outcome: Outcome[None]) -> None:
        if self._failed(outcome):
            return
        self.model.remove(summary.id)
        self.deleted.emit(summary.id)
        undo = NoticeAction(UNDO_DELETE, Words(QT_TRANSLATE_NOOP("notices", "Undo"), context="notices"), summary.id)
        words = Words(
            QT_TRANSLATE_NOOP("notices", "“{title}” was moved to the trash."), {"title": summary.title}, "notices"
        )
        self.notice_raised.emit(Notice(Severity.INFO, words, actions=(undo,)))

    def _on_restored(self, outcome: Outcome[ConversationSummary]) -> None:
        if not self._failed(outcome):
            self.model.upsert(outcome.result())

    def _failed(self, outcome: Outcome[Any]) -> bool:
        if isinstance(outcome.error, DesktopError):
            self.notice_raised.emit(Notice.of(outcome.error))
            return True
        if outcome.error is not None:
            raise outcome.error
        return False
