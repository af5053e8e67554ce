"""All answers on their way, one at most for each conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.qt.background import Lane, Tasks
from h2o_desktop.qt.checkpoints import SharedCheckpoints
from h2o_desktop.qt.patient_saving import PatientSaving

if TYPE_CHECKING:
    from h2o_desktop.core.cancel import CancelToken
    from h2o_desktop.core.conversation import Message
    from h2o_desktop.core.draft import TurnDraft
    from h2o_desktop.core.provider import ChatRequest, Provider, StreamEvent, TerminalEvent
    from h2o_desktop.core.store import TranscriptStore
    from h2o_desktop.core.turn import Clock
    from h2o_desktop.core.wire_request import WireRequest
    from h2o_desktop.qt.running_turn import RunningTurn

MOST_REQUESTS = 100


@dataclass(frozen=True, slots=True)
class TurnParts:
    """What turns are made with. `clock` gives seconds that only grow.

    `provider_for` takes a connection's id; it is called in the turn's own thread, where the provider's libraries are
    imported the first time. `wants_probabilities` says whether its server is to tell those of the tokens. `saving`
    stores what became of answers, and tells when that fails and works again.
    """

    store: TranscriptStore
    store_lane: Lane
    tasks: Tasks
    provider_for: Callable[[str], Provider]
    clock: Clock
    wants_probabilities: Callable[[str], bool] = lambda _connection_id: False
    saving: PatientSaving = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "saving", PatientSaving(self.store_lane))


class TurnBoard(QObject):
    """Stores a turn, runs it, and stores what became of it. Lives in the GUI thread.

    Signals:
        stored(summary, messages): the prompt and the empty answer are in the store; the request goes out.
        not_stored(conversation_id, error): nothing was stored and nothing was sent.
        preparing(conversation_id, words): something has to happen before the model can be asked.
        text_arrived(conversation_id, message_id, text): an answer grew.
        ended(conversation_id, message, event): an answer has its final form.
        lost(error): what became of an answer can no longer be stored.
    """

    stored = Signal(object, object)
    not_stored = Signal(str, object)
    preparing = Signal(str, object)
    text_arrived = Signal(str, str, str)
    ended = Signal(str, object, object)
    lost = Signal(object)

    def __init__(self, parts: TurnParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._turns: dict[str, RunningTurn] = {}
        self._leaving: set[RunningTurn] = set()
        self._storing: set[str] = set()
        self._unwanted: set[str] = set()
        self._requests: dict[str, WireRequest] = {}
        self._shown_id = ""
        self._checkpoints = SharedCheckpoints(parts.store, parts.store_lane, self)

    def turn(self, conversation_id: str) -> RunningTurn | None:
        """The answer of that conversation that is on its way, if there is one."""
        return self._turns.get(conversation_id)

    def request(self, message_id: str) -> WireRequest | None:
        """What was sent for one of the last answers of this run; None for others, and when nothing was sent."""
        return self._requests.get(message_id)

    def is_busy(self, conversation_id: str) -> bool:
        """Whether that conversation has a turn that is being stored or on its way."""
        return conversation_id in self._turns or conversation_id in self._storing

    @property
    def is_any_busy(self) -> bool:
        """Whether any conversation has one."""
        return bool(self._turns or self._storing)

    def show(self, conversation_id: str) -> None:
        """Take it that this conversation is the one that is looked at."""
        self._shown_id = conversation_id
        for turn_id, turn in self._turns.items():
            turn.set_shown(shown=turn_id == conversation_id)

    def begin(self, draft: TurnDraft) -> None:
        """Store the turn's messages, and then ask."""
        self._storing.add(draft.summary.id)
        self._parts.tasks.spawn(self._store_and_start(draft))

    def stop(self, conversation_id: str) -> None:
        """End that conversation's answer at once with what has come."""
        if conversation_id in self._storing:
            self._unwanted.add(conversation_id)
        elif conversation_id in self._turns:
            self._turns[conversation_id].stop()

    def stop_all(self, timeout_s: float) -> None:
        """End every answer and wait for their threads at most `timeout_s` seconds."""
        for turn in tuple(self._turns.values()):
            turn.stop()
        deadline_s = self._parts.clock() + timeout_s
        for turn in tuple(self._leaving):
            turn.join(max(0.0, deadline_s - self._parts.clock()))

    async def _store_and_start(self, draft: TurnDraft) -> None:
        conversation_id = draft.summary.id
        try:
            await self._parts.store_lane.run(partial(_store, self._parts.store, draft))
        except DesktopError as error:
            self._storing.discard(conversation_id)
            self._unwanted.discard(conversation_id)
            self.not_stored.emit(conversation_id, error)
            return
        turn = self._new_turn(conversation_id, draft.messages[-1], draft.request)
        self._turns[conversation_id] = turn
        self._storing.discard(conversation_id)
        self.stored.emit(draft.summary, draft.messages)
        if conversation_id in self._unwanted:
            self._unwanted.discard(conversation_id)
            turn.stop()
        turn.start()

    def _new_turn(self, conversation_id: str, answer: Message, request: ChatRequest) -> RunningTurn:
        # The parts of a turn are imported with the first one, after the first paint.
        from h2o_desktop.qt.running_turn import RunningTurn
        from h2o_desktop.qt.stream_worker import StreamWorker

        connection = answer.connection
        request = replace(request, probabilities=self._parts.wants_probabilities(connection))
        worker = StreamWorker(lambda cancel: self._events(connection, request, cancel))
        turn = RunningTurn(conversation_id, answer, worker, self._checkpoints)
        if request.opening is not None:
            turn.begin_with(request.opening.records)
        turn.set_shown(shown=conversation_id == self._shown_id)
        turn.preparing.connect(self.preparing)
        turn.text_arrived.connect(self.text_arrived)
        turn.ended.connect(self._on_ended)
        turn.saving_failed.connect(partial(self._parts.saving.failing, answer.id))
        turn.saving_resumed.connect(partial(self._parts.saving.over, answer.id))
        return turn

    def _events(self, connection: str, request: ChatRequest, cancel: CancelToken) -> Iterator[StreamEvent]:
        from h2o_desktop.core.provider import Failed
        from h2o_desktop.core.turn import run_turn

        try:
            provider = self._parts.provider_for(connection)
        except DesktopError as error:
            yield Failed(error)
            return
        yield from run_turn(provider, request, cancel, self._parts.clock)

    def _on_ended(self, conversation_id: str, message: Message, event: TerminalEvent) -> None:
        turn = self._turns.pop(conversation_id)
        self._leaving.add(turn)
        self._keep_request(message.id, turn.request)
        # Submitted here and now: when the window closes, whatever comes after this is not run any more.
        keep = partial(self._parts.store.finish, message, turn.token_records)
        self._parts.saving.save(message.id, keep, partial(self._on_finished, turn))
        self.ended.emit(conversation_id, message, event)

    def _keep_request(self, message_id: str, request: WireRequest | None) -> None:
        """Its texts are those of the messages that the request was made of, so it costs little."""
        if request is not None:
            self._requests[message_id] = request
        for oldest in list(self._requests)[:-MOST_REQUESTS]:
            del self._requests[oldest]

    def _on_finished(self, turn: RunningTurn, error: DesktopError | None) -> None:
        if error is not None:
            self.lost.emit(error)
        self._parts.tasks.spawn(turn.retire(self._leaving))


def _store(store: TranscriptStore, draft: TurnDraft) -> None:
    """Store a turn's messages; the text that an answer begins with is a checkpoint like what comes after it."""
    answer = draft.messages[-1]
    store.begin_turn(draft.summary, (*draft.messages[:-1], replace(answer, content="")))
    if answer.content:
        store.checkpoint(answer.id, answer.content)
