"""Several answers of one conversation at once, each one a message of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.comparing import Comparison
from h2o_desktop.core.conversation import ConversationSummary, Message
from h2o_desktop.core.draft import TurnDraft
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.provider import ChatRequest, Failed, StreamEvent, TerminalEvent
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.core.turn import run_turn
from h2o_desktop.qt.checkpoints import SharedCheckpoints
from h2o_desktop.qt.running_turn import RunningTurn
from h2o_desktop.qt.stream_worker import StreamWorker
from h2o_desktop.qt.turn_board import TurnParts


class AnswerBoard(QObject):
    """Stores the turns of a comparison, runs them side by side, and stores what became of them. GUI thread.

    `one_at_a_time` says of a connection's id whether its answers wait for each other, as those of this computer do: it
    has one engine with one model.

    Signals:
        stored(comparison): its messages are in the store, and the requests go out.
        not_stored(comparison, error): nothing was stored and nothing was sent.
        began(message_id): an answer is asked for; until then it waits for another one.
        preparing(message_id, words): something has to happen before the model can be asked.
        text_arrived(message_id, text): an answer grew.
        ended(message, event): an answer has its final form.
        kept(message_id): that form is in the store.
        lost(error): what became of an answer can no longer be stored.
    """

    stored = Signal(object)
    not_stored = Signal(object, object)
    began = Signal(str)
    preparing = Signal(str, object)
    text_arrived = Signal(str, str)
    ended = Signal(object, object)
    kept = Signal(str)
    lost = Signal(object)

    def __init__(self, parts: TurnParts, one_at_a_time: Callable[[str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._one_at_a_time = one_at_a_time
        self._turns: dict[str, RunningTurn] = {}
        self._lines: dict[str, deque[str]] = {}  # for each connection that answers in turn: who waits, the first asked
        self._leaving: set[RunningTurn] = set()
        self._storing: set[str] = set()
        self._unwanted: set[str] = set()
        self._checkpoints = SharedCheckpoints(parts.store, parts.store_lane, self)

    def turn(self, message_id: str) -> RunningTurn | None:
        """The answer with that id while it is on its way or waits."""
        return self._turns.get(message_id)

    @property
    def is_busy(self) -> bool:
        """Whether anything is being stored, waits, or is on its way."""
        return bool(self._turns or self._storing)

    def begin(self, comparison: Comparison) -> None:
        """Store the messages, and then ask."""
        self._storing.update(answer.id for answer in comparison.answers)
        self._parts.tasks.spawn(self._store_and_start(comparison))

    def stop(self, message_id: str) -> None:
        """End an answer at once with what has come."""
        if message_id in self._storing:
            self._unwanted.add(message_id)
        elif message_id in self._turns:
            self._turns[message_id].stop()

    def stop_all(self) -> None:
        """End every answer at once with what has come, those that wait first, so that none of them begins."""
        self._unwanted |= self._storing
        asked = {line[0] for line in self._lines.values() if line}
        for message_id in sorted(self._turns, key=asked.__contains__):
            self._turns[message_id].stop()

    def join(self, timeout_s: float) -> None:
        """Wait at most `timeout_s` seconds for the threads of answers that have ended."""
        deadline_s = self._parts.clock() + timeout_s
        for turn in tuple(self._leaving):
            turn.join(max(0.0, deadline_s - self._parts.clock()))

    async def _store_and_start(self, comparison: Comparison) -> None:
        ids = [answer.id for answer in comparison.answers]
        try:
            summary = await self._parts.store_lane.run(partial(_store, self._parts.store, comparison))
        except DesktopError as error:
            self._storing.difference_update(ids)
            self._unwanted.difference_update(ids)
            self.not_stored.emit(comparison, error)
            return
        for draft in comparison.drafts:
            self._turns[draft.messages[-1].id] = self._new_turn(draft)
        self._storing.difference_update(ids)
        self.stored.emit(replace(comparison, summary=summary))
        for answer in comparison.answers:
            self._line_up(answer)

    def _line_up(self, answer: Message) -> None:
        if answer.id in self._unwanted:
            self._unwanted.discard(answer.id)
            self._turns[answer.id].stop()
            return
        if answer.id not in self._turns:  # it was stopped when it was told to be stored
            return
        if self._one_at_a_time(answer.connection):
            line = self._lines.setdefault(answer.connection, deque())
            line.append(answer.id)
            if line[0] != answer.id:
                return
        self._ask(answer.id)

    def _ask(self, message_id: str) -> None:
        self.began.emit(message_id)
        if message_id in self._turns:
            self._turns[message_id].start()

    def _new_turn(self, draft: TurnDraft) -> RunningTurn:
        answer, request = draft.messages[-1], draft.request
        worker = StreamWorker(lambda cancel: self._events(answer.connection, request, cancel))
        turn = RunningTurn(answer.id, answer, worker, self._checkpoints)
        turn.preparing.connect(self.preparing)
        turn.text_arrived.connect(self._on_text)
        turn.ended.connect(self._on_ended)
        turn.saving_failed.connect(partial(self._parts.saving.failing, answer.id))
        turn.saving_resumed.connect(partial(self._parts.saving.over, answer.id))
        return turn

    def _events(self, connection: str, request: ChatRequest, cancel: CancelToken) -> Iterator[StreamEvent]:
        """In the answer's own thread.

        A server that keeps a twin of the conversation gets one for this answer alone, since a twin has one line and
        takes one turn at a time; it is dropped at the end.
        """
        try:
            provider = self._parts.provider_for(connection)
        except DesktopError as error:
            yield Failed(error)
            return
        by_itself = replace(request, conversation_id=request.response_id)
        yield from run_turn(provider, by_itself, cancel, self._parts.clock)
        provider.forget(by_itself.conversation_id)

    def _on_text(self, message_id: str, _message_id: str, text: str) -> None:
        self.text_arrived.emit(message_id, text)

    def _on_ended(self, message_id: str, message: Message, event: TerminalEvent) -> None:
        turn = self._turns.pop(message_id)
        self._leaving.add(turn)
        # Submitted here and now: when the window closes, whatever comes after this is not run any more.
        job = partial(self._parts.store.finish, message)
        self._parts.saving.save(message_id, job, partial(self._on_finished, turn, message_id))
        self.ended.emit(message, event)
        self._let_next(message.connection, message_id)

    def _let_next(self, connection: str, message_id: str) -> None:
        line = self._lines.get(connection)
        if not line or message_id not in line:
            return
        was_first = line[0] == message_id
        line.remove(message_id)
        if line and was_first:
            self._ask(line[0])

    def _on_finished(self, turn: RunningTurn, message_id: str, error: DesktopError | None) -> None:
        if error is not None:
            self.lost.emit(error)
        else:
            self.kept.emit(message_id)
        self._parts.tasks.spawn(turn.retire(self._leaving))


def _store(store: TranscriptStore, comparison: Comparison) -> ConversationSummary:
    """Store the messages and show the first answer's branch; returns the conversation's row of the history.

    A conversation that is there keeps its model and its parameters. What an answer begins with is a checkpoint like
    what comes after it.
    """
    summary = comparison.summary
    if not comparison.is_new:
        known = store.load(summary.id).summary
        count = known.message_count + len(comparison.messages)
        summary = replace(known, updated_s=max(known.updated_s, summary.updated_s), message_count=count)
    store.begin_turn(summary, _without_text(comparison.messages, comparison.answers))
    for answer in comparison.answers:
        if answer.content:
            store.checkpoint(answer.id, answer.content)
    store.select_leaf(summary.id, comparison.answers[0].id)
    return summary


def _without_text(messages: Sequence[Message], answers: Sequence[Message]) -> list[Message]:
    ids = {answer.id for answer in answers}
    return [replace(message, content="") if message.id in ids else message for message in messages]
