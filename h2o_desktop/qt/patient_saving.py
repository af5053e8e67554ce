"""What must not be lost is written until it works: at once, and every few seconds when that failed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from h2o_desktop.core.errors import DesktopError, NotInStore
from h2o_desktop.qt.background import Lane, Outcome

RETRY_MS = 5_000

Job = Callable[[], object]
Done = Callable[[DesktopError | None], None]


class PatientSaving(QObject):
    """Runs jobs in the store's lane. Lives in the GUI thread.

    `error` is why something cannot be written at the moment; it stays in memory meanwhile.

    Signals:
        failed(error): from now on something cannot be written.
        resumed: everything could be written after all.
    """

    failed = Signal(object)
    resumed = Signal()

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.error: DesktopError | None = None
        self._lane = lane
        self._waiting: dict[str, tuple[Job, Done]] = {}
        self._newest: dict[str, Job] = {}
        self._in_trouble: set[str] = set()
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self.try_again)

    @property
    def unsaved_count(self) -> int:
        """How many jobs wait for another try."""
        return len(self._waiting)

    def save(self, key: str, job: Job, done: Done) -> None:
        """Run `job`, again and again while it fails. `done` gets None, or the error when it can never succeed.

        A job takes the place of another one with its key that waits or is being tried.
        """
        self._waiting.pop(key, None)
        self._newest[key] = job
        self._lane.submit(job, partial(self._on_done, key, job, done))

    def forget(self, key: str) -> None:
        """Give up what waits under this key, since something newer was written in another way."""
        self._waiting.pop(key, None)
        self._newest.pop(key, None)
        self.over(key)

    def try_again(self) -> None:
        """Run now what waits."""
        self._retry.stop()
        waiting, self._waiting = self._waiting, {}
        for key, (job, done) in waiting.items():
            self.save(key, job, done)

    def settle(self, timeout_s: float) -> bool:
        """Run now what waits, and block until that is over; whether everything is saved. For the end of the program."""
        self.try_again()
        self._lane.drain(timeout_s)
        QCoreApplication.sendPostedEvents(self._lane, QEvent.Type.MetaCall)
        return not self._waiting

    def failing(self, key: str, error: DesktopError) -> None:
        """Something else cannot be written; whoever keeps it tries again by itself."""
        self._in_trouble.add(key)
        if self.error is None:
            self.error = error
            self.failed.emit(error)

    def over(self, key: str) -> None:
        """It could be written, or need not be any more."""
        self._in_trouble.discard(key)
        if not self._in_trouble and self.error is not None:
            self.error = None
            self.resumed.emit()

    def _on_done(self, key: str, job: Job, done: Done, outcome: Outcome[Any]) -> None:
        if self._newest.get(key) is not job:
            return
        if isinstance(outcome.error, DesktopError) and not isinstance(outcome.error, NotInStore):
            self._waiting[key] = (job, done)
            if not self._retry.isActive():
                self._retry.start(RETRY_MS)
            self.failing(key, outcome.error)
            return
        if outcome.error is not None and not isinstance(outcome.error, DesktopError):
            raise outcome.error
        del self._newest[key]
        self.over(key)
        done(outcome.error)
