"""Cycles of objects are collected in the GUI thread alone.

Python collects in whichever thread happens to allocate. A QObject that is part of a cycle would then be destroyed in a
thread that it does not live in, while the GUI thread may wait for the interpreter: a deadlock, or a crash.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 500
MOST_RESTS = 120  # a minute
THRESHOLDS = (2_000, 10, 10)  # as those of `gc.set_threshold`


class GarbageCollector(QObject):
    """Does in the GUI thread, every now and then, what Python would do in any; Python's own collector is off.

    What is there already, such as modules and the window, is left out of all later collections. While `is_building`
    something large in another thread, such as hundreds of pages, most of what is new is still in use, and to look
    through it again and again would keep the window waiting: then it rests, for a minute at most.
    """

    def __init__(self, parent: QObject, is_building: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent)
        self._is_building = is_building
        self._rests = 0
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(LOOK_EVERY_MS)

    def collect(self) -> None:
        """Collect the oldest generation that is due, and the younger ones with it."""
        if self._is_building() and self._rests < MOST_RESTS:
            self._rests += 1
            return
        self._rests = 0
        due = [number for number, count in enumerate(gc.get_count()) if count > THRESHOLDS[number]]
        if due:
            gc.collect(due[-1])
