"""The sweeps of a conversation in the store: listed, loaded, added, removed, and gone on from."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message
from h2o_desktop.core.errors import DesktopError, InputError
from h2o_desktop.core.store import SweepStore, TranscriptStore
from h2o_desktop.core.sweep import Sweep, SweepPlan
from h2o_desktop.core.sweep_report import reports_of
from h2o_desktop.core.turn import Clock
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.background import Lane, Outcome


class LibraryStore(SweepStore, TranscriptStore, Protocol):
    """Conversations and their sweeps."""


class SweepLibrary(QObject):
    """Works in the store's lane; lives in the GUI thread.

    Signals:
        listed(conversation_id, plans): the sweeps of a conversation, the newest first.
        loaded(sweep): a sweep with its answers.
        added(plan, summary): a sweep is stored; its conversation was made for it when `summary` is not None.
        removed(sweep_id): a sweep is gone.
        taken_over(plan, summary, message_id): an answer now stands in the conversation.
        failed(error): something could not be done.
    """

    listed = Signal(str, object)
    loaded = Signal(object)
    added = Signal(object, object)
    removed = Signal(str)
    taken_over = Signal(object, object, str)
    failed = Signal(object)

    def __init__(self, store: LibraryStore, lane: Lane, now_s: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._lane = lane
        self._now_s = now_s

    def list_sweeps(self, conversation_id: str) -> None:
        """Ask for the sweeps of a conversation."""
        self._lane.submit(partial(self._store.list_sweeps, conversation_id), partial(self._on_listed, conversation_id))

    def load(self, sweep_id: str) -> None:
        """Ask for one sweep."""
        self._lane.submit(partial(self._load, sweep_id), self._on_loaded)

    def add(self, plan: SweepPlan, summary: ConversationSummary | None) -> None:
        """Store a sweep; with a `summary` first the conversation that it is made for, with the prompt in it."""
        self._lane.submit(partial(self._add, plan, summary), partial(self._on_added, plan, summary))

    def remove(self, sweep_id: str) -> None:
        """Remove a sweep for good."""
        self._lane.submit(partial(self._store.delete_sweep, sweep_id), partial(self._on_removed, sweep_id))

    def bring_back(self, sweep: Sweep) -> None:
        """Store a sweep that was removed, as it was."""
        self._lane.submit(partial(self._bring_back, sweep), partial(self._on_brought_back, sweep))

    def take_over(self, plan: SweepPlan, answer: Message) -> None:
        """Put an answer into its conversation, beside what was answered there, and show that branch."""
        self._lane.submit(partial(self._take_over, plan, answer), partial(self._on_taken_over, plan, answer.id))

    def _load(self, sweep_id: str) -> Sweep:
        """In the lane, where long texts are compared as well: what was compared once is remembered for the window."""
        sweep = self._store.load_sweep(sweep_id)
        reports_of(sweep)
        return sweep

    def _add(self, plan: SweepPlan, summary: ConversationSummary | None) -> None:
        if summary is not None:
            self._store.begin_turn(summary, (plan.prompt,))
        self._store.add_sweep(plan)

    def _bring_back(self, sweep: Sweep) -> None:
        self._store.add_sweep(sweep.plan)
        for place, cell in enumerate(sweep.cells):
            if cell is not None:
                self._store.keep_cell(sweep.plan.id, place, cell)

    def _take_over(self, plan: SweepPlan, answer: Message) -> ConversationSummary:
        conversation = self._store.load(plan.conversation_id)
        messages = new_messages(plan, answer, conversation)
        if messages:
            summary = replace(conversation.summary, updated_s=self._now_s())
            self._store.begin_turn(summary, messages)
            conversation = self._store.load(plan.conversation_id)
        return conversation.summary

    def _on_listed(self, conversation_id: str, outcome: Outcome[list[SweepPlan]]) -> None:
        if not self._has_failed(outcome):
            self.listed.emit(conversation_id, outcome.result())

    def _on_loaded(self, outcome: Outcome[Sweep]) -> None:
        if not self._has_failed(outcome):
            self.loaded.emit(outcome.result())

    def _on_added(self, plan: SweepPlan, summary: ConversationSummary | None, outcome: Outcome[None]) -> None:
        if not self._has_failed(outcome):
            self.added.emit(plan, summary)

    def _on_removed(self, sweep_id: str, outcome: Outcome[None]) -> None:
        if not self._has_failed(outcome):
            self.removed.emit(sweep_id)

    def _on_brought_back(self, sweep: Sweep, outcome: Outcome[None]) -> None:
        if not self._has_failed(outcome):
            self.loaded.emit(sweep)

    def _on_taken_over(self, plan: SweepPlan, message_id: str, outcome: Outcome[ConversationSummary]) -> None:
        if not self._has_failed(outcome):
            self.taken_over.emit(plan, outcome.result(), message_id)

    def _has_failed(self, outcome: Outcome[Any]) -> bool:
        if isinstance(outcome.error, DesktopError):
            self.failed.emit(outcome.error)
            return True
        if outcome.error is not None:
            raise outcome.error
        return False


def new_messages(plan: SweepPlan, answer: Message, conversation: Conversation) -> tuple[Message, ...]:
    """What the conversation lacks to have this answer: the answer, and its prompt when that is not there.

    Raises InputError when the place where they belong was deleted.
    """
    there = {message.id for message in conversation.messages}
    if answer.id in there:
        return ()
    if plan.prompt.id in there:
        return (answer,)
    if plan.prompt.parent_id is None or plan.prompt.parent_id in there:
        return plan.prompt, answer
    raise InputError(
        Words(QT_TRANSLATE_NOOP("errors", "The message that this sweep follows was deleted from the chat.")),
        Words(QT_TRANSLATE_NOOP("errors", "Bring it back, or copy the answer and use it in another chat.")),
    )
