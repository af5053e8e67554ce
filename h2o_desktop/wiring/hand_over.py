"""A second start on the same data folder asks the window that is open to come to the front."""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Mapping

from h2o_desktop.storage.window_lock import Whereabouts, WindowLock

PATIENCE_S = 5.0
_LOOK_EVERY_S = 0.05
TAKEN = b"taken\n"


def hand_over(lock: WindowLock, wish: Mapping[str, object], patience_s: float = PATIENCE_S) -> bool:
    """Hand `wish`, which JSON can hold, to the window that has the folder; true when that took it.

    False when there is no such window, when it ends meanwhile (then the lock is ours), or when it does not answer:
    then this start opens a window of its own.
    """
    deadline_s = time.monotonic() + patience_s
    while not lock.take():
        where = lock.other()
        if where is not None:
            answer = _ask(where, wish, max(deadline_s - time.monotonic(), _LOOK_EVERY_S))
            if answer is not None:
                return answer
        if time.monotonic() > deadline_s:
            return False
        time.sleep(_LOOK_EVERY_S)  # it has only just begun, or is about to end
    return False


def _ask(where: Whereabouts, wish: Mapping[str, object], patience_s: float) -> bool | None:
    """Whether the window took it; None when nobody listens there."""
    try:
        connection = socket.create_connection(("127.0.0.1", where.port), patience_s)
    except OSError:
        return None
    with connection:
        _let_come_to_front(where.process)
        try:
            connection.sendall(json.dumps({**wish, "key": where.key}).encode("utf-8") + b"\n")
            return connection.makefile("rb").readline() == TAKEN
        except OSError:  # among them that it took too long
            return False


def _let_come_to_front(process: int) -> None:
    """Windows lets a program come to the front only when the one that a person has just started allows it."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)
