"""The history's rows: loaded by pages, of one place at a time, and renamed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice
from h2o_desktop.core.shelf import Place
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.history_model import HistoryModel
from h2o_desktop.qt.store_changes import StoreChanges

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import ConversationSummary

PAGE = 50
RETRY_MS = 5_000


class HistoryController(StoreChanges):
    """Keeps the history's rows and the store alike. Lives in the GUI thread.

    Signals:
        place_changed(place): the rows are those of another place.
        renamed(conversation_id, title): a title was changed.
        notice_over(notice): it no longer holds.
    """

    place_changed = Signal(str)
    renamed = Signal(str, str)
    notice_over = Signal(object)

    def __init__(self, model: HistoryModel, store: TranscriptStore, lane: Lane) -> None:
        super().__init__(store, lane)
        self.model = model
        self.place = Place.HISTORY
        self._fetched = 0
        self._not_read: Notice | None = None
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self.load_newest)
        model.more_wanted.connect(self._on_more_wanted)

    def load_newest(self) -> None:
        """Fill the list with its first page."""
        self._load(0)

    def show_place(self, place: Place) -> None:
        """Show the conversations of another place."""
        if place is not self.place:
            self.place = place
            self.place_changed.emit(place.value)
            self._load(0)

    def take(self, summary: ConversationSummary) -> None:
        """A conversation is new or has changed: show it, if it belongs to the place that is shown."""
        place = Place.ARCHIVE if summary.archived else Place.HISTORY
        if place is self.place:
            self.model.upsert(summary)
        else:
            self.drop(summary.id)

    def drop(self, conversation_id: str) -> None:
        """A conversation no longer belongs to the place that is shown."""
        if self.model.summary(conversation_id) is not None:
            self._fetched = max(0, self._fetched - 1)
            self.model.remove(conversation_id)

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing."""
        summary = self.model.summary(conversation_id)
        title = " ".join(title.split())
        if summary is None or not title or title == summary.title:
            return
        self.model.upsert(replace(summary, title=title))
        self.renamed.emit(conversation_id, title)
        self._lane.submit(partial(self._store.rename, conversation_id, title), partial(self._on_renamed, summary))

    def _on_more_wanted(self, _loaded: int) -> None:
        # Pinned conversations are loaded before their time comes, so the number of rows is no offset in the store.
        self._load(self._fetched)

    def _load(self, offset: int) -> None:
        job = partial(self._page, self.place, offset)
        self._lane.submit(job, partial(self._on_loaded, self.place, offset))

    def _page(self, place: Place, offset: int) -> tuple[list[ConversationSummary], list[ConversationSummary]]:
        """In the lane: a page of a place, and what stands above it."""
        match place:
            case Place.HISTORY:
                pinned = [] if offset else self._store.list_pinned()
                return self._store.list_conversations(PAGE, offset), pinned
            case Place.ARCHIVE:
                return self._store.list_archived(PAGE, offset), []
            case Place.TRASH:
                return self._store.list_trash(PAGE, offset), []

    def _on_loaded(
        self, place: Place, offset: int, outcome: Outcome[tuple[list[ConversationSummary], list[ConversationSummary]]]
    ) -> None:
        if place is not self.place or self._cannot_be_read(outcome, offset):
            return
        rows, pinned = outcome.result()
        complete = len(rows) < PAGE
        self._fetched = offset + len(rows)
        if offset == 0:
            self.model.reset(list({summary.id: summary for summary in (*rows, *pinned)}.values()), complete)
        else:
            self.model.append(rows, complete)

    def _cannot_be_read(self, outcome: Outcome[Any], offset: int) -> bool:
        """Say so once, and look again in a while; the first page says when it can be read after all."""
        if offset:
            return self._failed(outcome)
        before, self._not_read = self._not_read, None
        if isinstance(outcome.error, DesktopError):
            self._not_read = Notice.of(outcome.error)
            self._retry.start(RETRY_MS)
        if before is not None and before != self._not_read:
            self.notice_over.emit(before)
        if self._not_read is not None:
            if before != self._not_read:
                self.notice_raised.emit(self._not_read)
            return True
        return self._failed(outcome)

    def _on_renamed(self, before: ConversationSummary, outcome: Outcome[None]) -> None:
        if self._failed(outcome):
            self.model.upsert(before)
            self.renamed.emit(before.id, before.title)
