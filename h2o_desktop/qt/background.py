"""Work outside the GUI thread, awaited in it.

`Lane` runs jobs one after another in a daemon thread of its own, so that one thread owns the store; a `Lane` with
several threads serves the network. Results come back in the GUI thread, to a callback or to an `await`. The threads
are daemons: a server that never answers does not keep the program from ending.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

if TYPE_CHECKING:
    import asyncio

    from h2o_desktop.qt.event_loop import GuiLoop

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a job came to: its result, or the error that it raised."""

    value: T | None = None
    error: BaseException | None = None

    def result(self) -> T:
        """The result; raises the job's error."""
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]  # None is a result like any other


Job = Callable[[], Any]
Done = Callable[[Outcome[Any]], None]


class Lane(QObject):
    """Threads that work off one queue. Create, submit and receive in the GUI thread."""

    _finished = Signal(object, object)

    def __init__(self, name: str, threads: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._most = threads
        self._queue: deque[tuple[Job, Done | None]] = deque()
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._unfinished = 0
        self._closed = False
        self._finished.connect(self._deliver)

    def submit(self, job: Job, done: Done | None = None) -> None:
        """Run `job` in the lane; `done` gets its outcome in the GUI thread.

        Without `done` an error goes to `sys.excepthook`. After `close` nothing runs any more.
        """
        with self._changed:
            if self._closed:
                return
            self._queue.append((job, done))
            self._unfinished += 1
            if len(self._threads) < min(self._most, self._unfinished):
                thread = threading.Thread(target=self._work, name=f"{self._name}-{len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
            self._changed.notify()

    async def run(self, job: Callable[[], T]) -> T:
        """Await the result of `job`; raises its error."""
        import asyncio  # after the first paint: it costs as much as a tenth of the start

        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def settle(outcome: Outcome[T]) -> None:
            if future.cancelled():
                return
            if outcome.error is None:
                future.set_result(outcome.result())
            else:
                future.set_exception(outcome.error)

        self.submit(job, settle)
        return await future

    def drain(self, timeout_s: float) -> bool:
        """Block until every submitted job has run; false when that took longer than `timeout_s` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._unfinished == 0, timeout_s)

    def close(self, timeout_s: float = 2.0) -> bool:
        """Let what was submitted run, take nothing new, and end the threads; false when that took too long."""
        drained = self.drain(timeout_s)
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if drained:
            for thread in self._threads:
                thread.join(timeout_s)
        return drained

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._closed)
                if not self._queue:
                    return
                job, done = self._queue.popleft()
            outcome = _outcome_of(job)
            self._hand_over(done, outcome)
            with self._changed:
                self._unfinished -= 1
                self._changed.notify_all()

    def _hand_over(self, done: Done | None, outcome: Outcome[Any]) -> None:
        if done is None and outcome.error is None:
            return
        try:
            self._finished.emit(done, outcome)
        except RuntimeError:  # the program has ended meanwhile and took the receiver along
            return

    def _deliver(self, done: Done | None, outcome: Outcome[Any]) -> None:
        if done is not None:
            done(outcome)
        elif outcome.error is not None:
            sys.excepthook(type(outcome.error), outcome.error, outcome.error.__traceback__)


def _outcome_of(job: Job) -> Outcome[Any]:
    try:
        return Outcome(job())
    except BaseException as error:  # noqa: BLE001 - the last line of a thread: everything is handed to the waiting side
        return Outcome(error=error)


class Tasks:
    """Coroutines in the GUI thread.

    The asyncio loop is made at the first coroutine, on top of Qt's own loop, so that start-up need not import it.
    """

    def __init__(self) -> None:
        self._loop: GuiLoop | None = None
        self._closed = False
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine; an error that it does not handle goes to `sys.excepthook`. After `close` nothing runs."""
        if self._closed:
            coroutine.close()
            return
        task = self._ready_loop().create_task(coroutine)
        self._running.add(task)
        task.add_done_callback(self._on_done)

    def close(self) -> None:
        """Cancel what runs and give the loop back. Nothing is spawned afterwards."""
        self._closed = True
        if self._loop is None:
            return
        for task in tuple(self._running):
            task.cancel()
        QCoreApplication.processEvents()  # once, at the very end, so that the tasks see their cancellation
        self._loop.give_back()
        self._loop = None

    def _ready_loop(self) -> GuiLoop:
        if self._loop is None:
            from h2o_desktop.qt.event_loop import GuiLoop

            self._loop = GuiLoop()
        return self._loop

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            sys.excepthook(type(error), error, error.__traceback__)
