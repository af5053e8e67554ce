"""A sweep at work: its cells are asked, a few at once, and what comes is stored as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.provider import ChatRequest, Failed, StreamEvent, TerminalEvent
from h2o_desktop.core.store import SweepStore
from h2o_desktop.core.sweep import MOST_AT_ONCE, Sweep, SweepPlan, ask_cell
from h2o_desktop.core.turn import run_turn
from h2o_desktop.qt.background import Lane
from h2o_desktop.qt.checkpoints import Done
from h2o_desktop.qt.running_turn import RunningTurn
from h2o_desktop.qt.stream_worker import StreamWorker
from h2o_desktop.qt.sweep_parts import SweepParts


class SweepController(QObject):
    """One sweep, at work or at rest. Lives in the GUI thread; each cell has a worker of its own.

    Signals:
        cell_changed(place): a cell has another state.
        text_arrived(place, text): a cell's answer grew.
        preparing(words): something has to happen before the model can be asked.
        ended(): no cell is on its way or waits any more.
        lost(error): an answer cannot be stored any more, because its sweep was removed. It is kept here.
    """

    cell_changed = Signal(int)
    text_arrived = Signal(int, str)
    preparing = Signal(object)
    ended = Signal()
    lost = Signal(object)

    def __init__(self, sweep: Sweep, parts: SweepParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sweep = sweep.at_rest()
        self._parts = parts
        self._at_once = 1
        self._waiting: list[int] = []
        self._turns: dict[int, RunningTurn] = {}
        self._leaving: set[RunningTurn] = set()
        self._next = QTimer(self)  # cells begin one by one: beginning eight at once would be seen as a jerk
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._begin_next)

    @property
    def plan(self) -> SweepPlan:
        """What is asked."""
        return self._sweep.plan

    @property
    def sweep(self) -> Sweep:
        """The sweep with all that has come so far."""
        sweep = self._sweep
        for place in self._turns:
            sweep = sweep.with_cell(place, self.cell(place))
        return sweep

    @property
    def is_at_work(self) -> bool:
        """Whether a cell is on its way or waits for its turn."""
        return bool(self._turns or self._waiting)

    def cell(self, place: int) -> Message | None:
        """The answer of a cell with all that has come; None when it was not asked yet."""
        turn = self._turns.get(place)
        return turn.answer() if turn is not None else self._sweep.cells[place]

    def is_waiting(self, place: int) -> bool:
        """Whether a cell will be asked when its turn comes."""
        return place in self._waiting

    def unfinished(self) -> list[int]:
        """The cells that were not asked, or whose answer did not come to its end, and that do not wait."""
        return [place for place in range(self.plan.size) if self.may_ask(place)]

    def may_ask(self, place: int) -> bool:
        """Whether a cell can be asked: it was not, or its answer was stopped, failed or broke off."""
        cell = self._sweep.cells[place]
        is_free = place not in self._turns and place not in self._waiting
        return is_free and (cell is None or cell.status is not Status.COMPLETE)

    def start(self, at_once: int) -> None:
        """Ask all cells that have no whole answer, at most `at_once` at the same time."""
        self._at_once = max(1, min(at_once, MOST_AT_ONCE))
        self._wait_for(self.unfinished())

    def ask(self, place: int) -> None:
        """Ask a cell anew; what a broken answer held is given up."""
        if self.may_ask(place):
            self._wait_for([place])

    def stop(self, place: int) -> None:
        """End a cell at once with what has come, or do not ask it."""
        if place in self._waiting:
            self._waiting.remove(place)
            self.cell_changed.emit(place)
            self._tell_end()
        elif place in self._turns:
            self._turns[place].stop()

    def stop_all(self) -> None:
        """End every cell at once with what has come, and ask none of those that wait."""
        waiting, self._waiting = self._waiting, []
        for place in waiting:
            self.cell_changed.emit(place)
        turns = tuple(self._turns.values())
        for turn in turns:
            turn.stop()
        if waiting and not turns:
            self._tell_end()

    def join(self, timeout_s: float) -> None:
        """Wait for the threads of cells that ended, at most `timeout_s` seconds."""
        deadline_s = self._parts.clock() + timeout_s
        for turn in tuple(self._leaving):
            turn.join(max(0.0, deadline_s - self._parts.clock()))

    def _wait_for(self, places: list[int]) -> None:
        self._waiting = sorted({*self._waiting, *places})
        for place in places:
            self.cell_changed.emit(place)
        self._fill()

    def _fill(self) -> None:
        if self._waiting and len(self._turns) < self._at_once:
            self._next.start(0)

    def _begin_next(self) -> None:
        if self._waiting and len(self._turns) < self._at_once:
            self._begin(self._waiting.pop(0))
            self._fill()

    def _begin(self, place: int) -> None:
        answer, request = ask_cell(self.plan, place, self._parts.now_s())
        worker = StreamWorker(lambda cancel: self._events(request, cancel))
        checkpoints = _CellCheckpoints(self._parts.store, self._parts.store_lane, self.plan.id, place)
        turn = RunningTurn(str(place), answer, worker, checkpoints)
        turn.preparing.connect(self._on_preparing)
        turn.text_arrived.connect(self._on_text)
        turn.ended.connect(self._on_ended)
        turn.saving_failed.connect(partial(self._parts.saving.failing, self._key(place)))
        turn.saving_resumed.connect(partial(self._parts.saving.over, self._key(place)))
        self._sweep = self._sweep.with_cell(place, answer)
        self._turns[place] = turn
        # Before the request, so that checkpoints find the cell; the lane keeps the order.
        self._keep(place, answer)
        self.cell_changed.emit(place)
        turn.start()

    def _events(self, request: ChatRequest, cancel: CancelToken) -> Iterator[StreamEvent]:
        """In the cell's own thread; what a server kept for the cell is dropped at the end."""
        try:
            provider = self._parts.provider_for(self.plan.connection)
        except DesktopError as error:
            yield Failed(error)
            return
        yield from run_turn(provider, request, cancel, self._parts.clock)
        provider.forget(request.conversation_id)

    def _on_preparing(self, _place: str, words: object) -> None:
        self.preparing.emit(words)

    def _on_text(self, place: str, _message_id: str, text: str) -> None:
        self.text_arrived.emit(int(place), text)

    def _on_ended(self, place_text: str, answer: Message, _event: TerminalEvent) -> None:
        place = int(place_text)
        turn = self._turns.pop(place)
        self._leaving.add(turn)
        self._sweep = self._sweep.with_cell(place, answer)
        # Submitted here and now: when the window closes, whatever comes after this is not run any more.
        self._keep(place, answer)
        self._parts.tasks.spawn(turn.retire(self._leaving))
        self.cell_changed.emit(place)
        self._fill()
        self._tell_end()

    def _tell_end(self) -> None:
        if not self.is_at_work:
            self.ended.emit()

    def _keep(self, place: int, answer: Message) -> None:
        job = partial(self._parts.store.keep_cell, self.plan.id, place, answer)
        self._parts.saving.save(self._key(place), job, self._on_kept)

    def _key(self, place: int) -> str:
        return f"{self.plan.id}/{place}"

    def _on_kept(self, error: DesktopError | None) -> None:
        if error is not None:
            self.lost.emit(error)


class _CellCheckpoints:
    """Where the text of one cell goes."""

    def __init__(self, store: SweepStore, lane: Lane, sweep_id: str, place: int) -> None:
        self._store = store
        self._lane = lane
        self._sweep_id = sweep_id
        self._place = place

    def submit(self, _message_id: str, text: str, done: Done) -> None:
        """Append text to the cell's answer."""
        self._lane.submit(partial(self._store.checkpoint_cell, self._sweep_id, self._place, text), done)
