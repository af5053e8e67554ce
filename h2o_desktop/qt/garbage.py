"""Cycles of objects are collected in the GUI thread alone.

Python collects in whichever thread happens to allocate. A QObject that is part of a cycle would then be destroyed in a
thread that it does not live in, while the GUI thread may wait for the interpreter: a deadlock, or a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 500
THRESHOLDS = (2_000, 10, 10)  # as those of `gc.set_threshold`


class GarbageCollector(QObject):
    """Does in the GUI thread, every now and then, what Python would do in any; Python's own collector is off.

    What is there already, such as modules and the window, is left out of all later collections.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(LOOK_EVERY_MS)

    def collect(self) -> None:
        """Collect the oldest generation that is due, and the younger ones with it."""
        due = [number for number, count in enumerate(gc.get_count()) if count > THRESHOLDS[number]]
        if due:
            gc.collect(due[-1])
