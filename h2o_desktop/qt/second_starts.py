"""Listens for second starts of the program on the same data folder.

A port of this computer instead of Qt's local socket: QtNetwork needs shared libraries that not every system has.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

LONGEST_WISH = 64 * 1024
MOST_AT_ONCE = 8
_TAKEN = b"taken\n"
_PIECE = 8 * 1024


class SecondStarts(QObject):
    """Lives in the GUI thread and never blocks it. `port` and `key` are what a second start has to know.

    Raises OSError when no port can be had.

    Signals:
        arrived(wish): the program was started again; a mapping of what it was asked for.
    """

    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.key = secrets.token_hex(16)
        self._callers: list[_Caller] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=MOST_AT_ONCE)
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]
        self._notifier = QSocketNotifier(self._listener.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_connection)

    def close(self) -> None:
        """Listen no more."""
        self._notifier.setEnabled(False)
        self._listener.close()
        for caller in self._callers:
            caller.close()
        self._callers.clear()

    def _on_connection(self) -> None:
        try:
            connection, _address = self._listener.accept()
        except OSError:  # it has gone again
            return
        self._callers = [caller for caller in self._callers if caller.is_open]
        if len(self._callers) == MOST_AT_ONCE:  # somebody connects and says nothing
            self._callers.pop(0).close()
        caller = _Caller(connection, self)
        caller.spoke.connect(self._on_spoken)
        self._callers.append(caller)

    def _on_spoken(self, line: bytes) -> None:
        caller = self.sender()
        assert isinstance(caller, _Caller)
        wish = self._read(line)
        if wish is not None:
            self.arrived.emit(wish)
            caller.reply(_TAKEN)
        caller.close()

    def _read(self, line: bytes) -> dict[str, object] | None:
        """What was asked for, when whoever asks knows the key."""
        try:
            wish = json.loads(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(wish, dict) or not secrets.compare_digest(str(wish.get("key")).encode(), self.key.encode()):
            return None
        return {str(name): value for name, value in wish.items() if name != "key"}


class _Caller(QObject):
    """One connection.

    Signals:
        spoke(line): it said a whole line.
    """

    spoke = Signal(bytes)

    def __init__(self, connection: socket.socket, parent: QObject) -> None:
        super().__init__(parent)
        self._connection = connection
        self._connection.setblocking(False)
        self._received = bytearray()
        self._notifier = QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable)
        self.is_open = True

    def reply(self, line: bytes) -> None:
        """Answer; whoever does not wait for it misses nothing."""
        with contextlib.suppress(OSError):
            self._connection.send(line)

    def close(self) -> None:
        """End the connection."""
        if self.is_open:
            self.is_open = False
            self._notifier.setEnabled(False)
            self._connection.close()
            self.deleteLater()

    def _on_readable(self) -> None:
        try:
            piece = self._connection.recv(_PIECE) if self.is_open else b""
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        self._received += piece
        if not piece or len(self._received) > LONGEST_WISH:
            self.close()
        elif self._received.endswith(b"\n"):
            self.spoke.emit(bytes(self._received))
