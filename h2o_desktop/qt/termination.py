"""Ctrl+C in the terminal and the end of a session, as a signal of Qt."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class Termination(QObject):
    """Listens to SIGINT and SIGTERM. Python's own handlers do not run while Qt's loop waits, so a socket wakes it.

    Signals:
        requested: the program shall end; what is under way can still be stored.
    """

    requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._read_end, self._write_end = socket.socketpair()
        self._read_end.setblocking(False)
        self._write_end.setblocking(False)
        self._notifier = QSocketNotifier(self._read_end.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)
        self._wakeup_before = signal.set_wakeup_fd(self._write_end.fileno(), warn_on_full_buffer=False)
        numbers = (signal.SIGINT, signal.SIGTERM)
        self._handlers_before = {number: signal.signal(number, _ignore) for number in numbers}

    def close(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        for number, handler in self._handlers_before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._read_end.close()
        self._write_end.close()

    def _on_woken(self) -> None:
        self._read_end.recv(64)
        self.requested.emit()


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Only the wake-up counts."""
