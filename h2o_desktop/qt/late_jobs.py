"""What is done between the first picture and the first prompt, in pieces small enough not to be felt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

FIRST_PAUSE_MS = 100
PAUSE_MS = 15


class LateJobs(QObject):
    """Runs jobs one by one in the GUI thread, with pauses in which keys are taken and the window is painted.

    A job that somebody needs earlier is simply done earlier: each one must do no harm when it runs a second time.
    """

    def __init__(self, jobs: Iterable[Callable[[], object]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = deque(jobs)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._run_next)

    def start(self) -> None:
        """Begin after a pause."""
        self._pause.start(FIRST_PAUSE_MS)

    def stop(self) -> None:
        """Leave undone what was not begun."""
        self._pause.stop()
        self._jobs.clear()

    def _run_next(self) -> None:
        if not self._jobs:
            return
        self._jobs.popleft()()
        if self._jobs:
            self._pause.start(PAUSE_MS)
