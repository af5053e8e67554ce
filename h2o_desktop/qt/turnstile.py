"""Lets several views at once be busy without keeping the GUI thread away for the sum of what each of them does."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from shiboken6 import isValid


class Turnstile(QObject):
    """Does one piece of work in each round of the event loop; the others wait for the next ones, in their order.

    Timers that are due at the same time are all served in one round; between two rounds come keys and paints.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[QObject, Callable[[], None]]] = deque()
        self._next_round = QTimer(self)
        self._next_round.setSingleShot(True)
        self._next_round.timeout.connect(self._on_next_round)

    def enter(self, owner: QObject, work: Callable[[], None]) -> None:
        """Do the work now when nothing else was done in this round, otherwise when it is its turn.

        It is left out when `owner` is gone by then.
        """
        if self._next_round.isActive():
            self._waiting.append((owner, work))
        else:
            self._next_round.start(0)
            work()

    def _on_next_round(self) -> None:
        while self._waiting:
            owner, work = self._waiting.popleft()
            if isValid(owner):
                self._next_round.start(0)
                work()
                return


def turnstile() -> Turnstile:
    """The one of this application. GUI thread."""
    application = QCoreApplication.instance()
    found = application.findChild(Turnstile, options=Qt.FindChildOption.FindDirectChildrenOnly) if application else None
    return found if found is not None else Turnstile(application)
