"""How a running exchange is told to stop, from any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from h2o_desktop.core.errors import Cancelled


class CancelToken:
    """A one-way switch shared by the thread that works and the threads that may stop it.

    The logical stop comes first (`is_set` is true at once), then the registered actions run in the thread that
    called `set`; they must be quick and must not raise, for instance shutting down a socket.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._actions: list[Callable[[], None]] = []

    def set(self) -> None:
        """Stop; a second call does nothing."""
        with self._lock:
            if self._event.is_set():
                return
            self._event.set()
            actions, self._actions = self._actions, []
        for action in actions:
            action()

    @property
    def is_set(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def raise_if_set(self) -> None:
        """Raise `Cancelled` when somebody asked to stop."""
        if self.is_set:
            raise Cancelled

    def wait(self, timeout_s: float) -> bool:
        """Wait at most `timeout_s` seconds for the stop; true when it came."""
        return self._event.wait(timeout_s)

    @contextmanager
    def when_set(self, action: Callable[[], None]) -> Iterator[None]:
        """Run `action` when the token is set during this block; at once when it already is."""
        with self._lock:
            already_set = self._event.is_set()
            if not already_set:
                self._actions.append(action)
        if already_set:
            action()
        try:
            yield
        finally:
            with self._lock:
                if action in self._actions:
                    self._actions.remove(action)
