"""Conversations as wholes, one or many at once: pinned, tagged, archived, thrown away, and all of it undone."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from h2o_desktop.core.notice import Notice, NoticeAction, Severity
from h2o_desktop.core.shelf import Place
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.history_controller import HistoryController
from h2o_desktop.qt.store_changes import StoreChanges

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import ConversationSummary

UNDO_DELETE = "undo-delete"
UNDO_ARCHIVE = "undo-archive"
UNDO_UNARCHIVE = "undo-unarchive"
UNDO_PIN = "undo-pin"
UNDO_UNPIN = "undo-unpin"
UNDO_TAGS = "undo-tags"
_BETWEEN_IDS = "\n"
Ids = Sequence[str]


class ShelfController(StoreChanges):
    """Changes the store and then the rows of the history. Lives in the GUI thread.

    Signals:
        changed(conversation_id): a conversation is new, came back, or is kept in another way.
        deleted(conversation_id): a conversation went into the trash.
        copied(summary): a conversation was duplicated.
    """

    changed = Signal(str)
    deleted = Signal(str)
    copied = Signal(object)

    def __init__(self, history: HistoryController, store: TranscriptStore, lane: Lane) -> None:
        super().__init__(store, lane)
        self._history = history
        self._noted: dict[str, ConversationSummary] = {}

    def note(self, summary: ConversationSummary) -> None:
        """Know a conversation that has no row, such as one that was opened from the search."""
        self._noted[summary.id] = summary

    def pin(self, ids: Ids, *, pinned: bool) -> None:
        """Keep conversations on top of the history, or no longer."""
        self._submit(ids, partial(self._store.pin, pinned=pinned), partial(self._on_pinned, pinned))

    def set_tags(self, conversation_id: str, tags: Sequence[str]) -> None:
        """Replace the tags of a conversation."""
        self._tag((conversation_id,), lambda _summary: tuple(tags), self._on_tagged)

    def add_tags(self, ids: Ids, tags: Sequence[str]) -> None:
        """Give tags to conversations, beside those that they have."""
        self._tag(ids, lambda summary: (*summary.tags, *tags), self._on_tagged)

    def archive(self, ids: Ids, *, archived: bool) -> None:
        """Take conversations out of the history, or put them back."""
        self._submit(ids, partial(self._store.archive, archived=archived), partial(self._on_archived, archived))

    def delete(self, ids: Ids) -> None:
        """Put conversations into the trash, and offer to take them out again."""
        self._submit(ids, self._store.delete, self._on_deleted)

    def restore(self, ids: Ids) -> None:
        """Take conversations out of the trash."""
        self._submit(ids, self._store.restore, self._on_restored)

    def delete_for_good(self, ids: Ids) -> None:
        """Remove conversations of the trash; nothing brings them back."""
        self._submit(ids, self._store.delete_for_good, self._on_gone)

    def duplicate(self, conversation_id: str, title: str) -> None:
        """Copy a conversation with all its branches."""
        self._lane.submit(partial(self._store.duplicate, conversation_id, title), self._on_copied)

    def fork(self, conversation_id: str, message_id: str, title: str) -> None:
        """Make a new conversation of the messages up to this one."""
        self._lane.submit(partial(self._store.fork, conversation_id, message_id, title), self._on_copied)

    def undo(self, action_id: str, argument: str) -> bool:
        """Take back what a notice offers to take back; false for the action of another."""
        if action_id == UNDO_TAGS:
            before = {str(identifier): tuple(map(str, tags)) for identifier, tags in json.loads(argument).items()}
            self._tag(tuple(before), lambda summary: before[summary.id], self._on_tagged_back)
            return True
        undo: dict[str, Callable[[Ids], None]] = {
            UNDO_DELETE: self.restore,
            UNDO_ARCHIVE: partial(self.archive, archived=False),
            UNDO_UNARCHIVE: partial(self.archive, archived=True),
            UNDO_PIN: partial(self.pin, pinned=False),
            UNDO_UNPIN: partial(self.pin, pinned=True),
        }
        if action_id in undo:
            undo[action_id](argument.split(_BETWEEN_IDS))
        return action_id in undo

    # In the lane.

    def _tag(
        self,
        ids: Ids,
        tags_of: Callable[[ConversationSummary], tuple[str, ...]],
        done: Callable[[list[ConversationSummary]], None],
    ) -> None:
        known = {summary.id: summary for summary in self._summaries(ids)}

        def tag(conversation_id: str) -> None:
            self._store.set_tags(conversation_id, tags_of(known[conversation_id]))

        def change(summary: ConversationSummary) -> ConversationSummary:
            tags = {" ".join(tag.split()).casefold(): " ".join(tag.split()) for tag in tags_of(summary)}
            return replace(summary, tags=tuple(sorted((tag for tag in tags.values() if tag), key=str.casefold)))

        def show(summaries: list[ConversationSummary]) -> None:
            self._on_changed(change, summaries)
            done(summaries)

        self._submit(tuple(known), tag, show)

    def _submit(
        self, ids: Ids, act: Callable[[str], object], done: Callable[[list[ConversationSummary]], None]
    ) -> None:
        """Do something with each of the conversations, and then change the rows of those with which it was done."""
        summaries = self._summaries(ids)
        if summaries:
            finished: list[ConversationSummary] = []
            self._lane.submit(partial(_each, summaries, act, finished), partial(self._on_done, finished, done))

    def _on_done(
        self,
        finished: list[ConversationSummary],
        done: Callable[[list[ConversationSummary]], None],
        outcome: Outcome[None],
    ) -> None:
        if finished:
            done(finished)
        self._failed(outcome)

    # What it does to the rows.

    def _on_changed(
        self, change: Callable[[ConversationSummary], ConversationSummary], summaries: list[ConversationSummary]
    ) -> None:
        for summary in summaries:
            self.changed.emit(summary.id)
            current = self._history.model.summary(summary.id)
            if current is not None:
                self._history.model.upsert(change(current))

    def _on_pinned(self, pinned: bool, summaries: list[ConversationSummary]) -> None:
        self._on_changed(lambda summary: replace(summary, pinned=pinned), summaries)
        changed = [summary for summary in summaries if summary.pinned is not pinned]
        if len(changed) > 1:  # that of one chat is seen at once, and taken back as quickly
            pin = QT_TRANSLATE_NOOP("notices", "Pinned: {count} chats.")
            unpin = QT_TRANSLATE_NOOP("notices", "No longer pinned: {count} chats.")
            self._tell(UNDO_PIN if pinned else UNDO_UNPIN, "", pin if pinned else unpin, changed)

    def _on_tagged(self, summaries: list[ConversationSummary]) -> None:
        one = QT_TRANSLATE_NOOP("notices", "The tags of “{title}” were changed.")
        many = QT_TRANSLATE_NOOP("notices", "Tags were changed: {count} chats.")
        before = json.dumps({summary.id: summary.tags for summary in summaries})
        self._tell(UNDO_TAGS, one, many, summaries, before)

    def _on_tagged_back(self, _summaries: list[ConversationSummary]) -> None:
        """Nothing to say: the tags are seen in the rows."""

    def _on_archived(self, archived: bool, summaries: list[ConversationSummary]) -> None:
        for summary in summaries:
            self._show(replace(summary, archived=archived))
        if not archived:
            if len(summaries) > 1:
                back = QT_TRANSLATE_NOOP("notices", "Back in the history: {count} chats.")
                self._tell(UNDO_UNARCHIVE, "", back, summaries)
            return
        one = QT_TRANSLATE_NOOP("notices", "“{title}” was moved to the archive.")
        many = QT_TRANSLATE_NOOP("notices", "Moved to the archive: {count} chats.")
        self._tell(UNDO_ARCHIVE, one, many, summaries)

    def _on_deleted(self, summaries: list[ConversationSummary]) -> None:
        for summary in summaries:
            self._noted[summary.id] = summary
            self._history.drop(summary.id)
            self.deleted.emit(summary.id)
        one = QT_TRANSLATE_NOOP("notices", "“{title}” was moved to the trash.")
        many = QT_TRANSLATE_NOOP("notices", "Moved to the trash: {count} chats.")
        self._tell(UNDO_DELETE, one, many, summaries)

    def _on_restored(self, summaries: list[ConversationSummary]) -> None:
        for summary in summaries:
            self._show(summary)

    def _on_gone(self, summaries: list[ConversationSummary]) -> None:
        for summary in summaries:
            self._history.drop(summary.id)

    def _on_copied(self, outcome: Outcome[ConversationSummary]) -> None:
        if not self._failed(outcome):
            self._show(outcome.result())
            self.copied.emit(outcome.result())

    def _show(self, summary: ConversationSummary) -> None:
        self._noted[summary.id] = summary
        self._history.take(summary)
        self.changed.emit(summary.id)

    def _summaries(self, ids: Ids) -> list[ConversationSummary]:
        found = [self._history.model.summary(identifier) or self._noted.get(identifier) for identifier in ids]
        return [summary for summary in found if summary is not None]

    def _tell(
        self, undo_id: str, one: str, many: str, summaries: list[ConversationSummary], argument: str = ""
    ) -> None:
        """Say what was done with one chat or many, with a way back; `argument` is what `undo` needs for it."""
        label = Words(QT_TRANSLATE_NOOP("notices", "Undo"), context="notices")
        ids = _BETWEEN_IDS.join(summary.id for summary in summaries)
        undo = NoticeAction(undo_id, label, argument or ids)
        words = Words(many, {"count": len(summaries)}, "notices")
        if len(summaries) == 1:
            words = Words(one, {"title": summaries[0].title}, "notices")
        self.notice_raised.emit(Notice(Severity.INFO, words, actions=(undo,)))

    @property
    def place(self) -> Place:
        """The place whose conversations are shown."""
        return self._history.place


def _each(
    summaries: list[ConversationSummary], act: Callable[[str], object], finished: list[ConversationSummary]
) -> None:
    for summary in summaries:
        act(summary.id)
        finished.append(summary)
