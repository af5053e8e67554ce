"""Work that would keep the window waiting, done one piece after the other in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class LateWork(QObject):
    """Runs functions in the order in which they were given; the thread lives only while there is any.

    Signals:
        done(key, result): a function returned; emitted in the thread, received in the GUI thread. The result of a
            function that raised is None.
    """

    done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Hashable, Callable[[], object]]] = deque()
        self._is_running = False

    def submit(self, key: Hashable, function: Callable[[], object]) -> None:
        """Let `function` run; `done` will bring its result under `key`."""
        with self._lock:
            self._waiting.append((key, function))
            if self._is_running:
                return
            self._is_running = True
        threading.Thread(target=self._run, name="h2o-late-work", daemon=True).start()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._is_running = False
                    return
                key, function = self._waiting.popleft()
            result = _result_of(function)
            try:
                self.done.emit(key, result)
            except RuntimeError:  # the view is gone, and its QObject with it
                return


def _result_of(function: Callable[[], object]) -> object:
    try:
        return function()
    except Exception:
        log.exception("Late work failed")
        return None
