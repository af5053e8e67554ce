"""How fast a thread that reads an answer may go, so that the window stays quick and idle moments stay idle.

Python runs one thread at a time. A thread that reads a fast stream would keep the window waiting at each of the hundred
calls into Qt that a picture takes, so it hands the turn over after a little work. A slow stream is no work, but
waking up for each of its tokens is: there the thread lets some tokens gather, and then takes them together.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from h2o_desktop.core.cancel import CancelToken

BURST_S = 0.003  # so much work at a stretch, of all readers together
LONGEST_TURN_S = 0.1  # a window that does not answer is not waited for any longer
WAITED_S = 0.001  # an event that took so long to come, without work, had to be waited for
MANY_LETTERS = 2000  # a stream that brings so many between two waits is not a slow one


@dataclass(frozen=True, slots=True)
class Clocks:
    """Where the time comes from: seconds, seconds of work of the thread that asks, and waiting for an event."""

    now_s: Callable[[], float] = time.perf_counter
    worked_s: Callable[[], float] = time.thread_time
    wait: Callable[[threading.Event, float], bool] = threading.Event.wait


class Readers:
    """Counts the threads that read now. Any thread."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Within it there is one more."""
        with self._lock:
            self.count += 1
        try:
            yield
        finally:
            with self._lock:
                self.count -= 1


_READERS = Readers()


class Pace:
    """Belongs to one reading thread; `rest_s` may be set, and `give_turn` and `wake` called, from another.

    `ask_for_turn` asks the GUI thread to call `give_turn` when it gets to it; it is called in the reading thread. No
    pause outlasts the stop of the answer.
    """

    def __init__(
        self,
        ask_for_turn: Callable[[], None],
        cancel: CancelToken,
        clocks: Clocks | None = None,
        readers: Readers = _READERS,
    ) -> None:
        self.rest_s = 0.0
        self._readers = readers
        self._ask_for_turn = ask_for_turn
        self._cancel = cancel
        self._clocks = clocks or Clocks()
        self._woken = threading.Event()
        self._given = threading.Event()
        self._now_s = self._worked_s = self._burst_from_s = 0.0
        self._letters = MANY_LETTERS  # since an event was waited for

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Within it the reading thread keeps the pace."""
        self._go_on()
        with self._readers.one_more(), self._cancel.when_set(self.wake):
            yield

    def wake(self) -> None:
        """End the pause that the thread makes now."""
        self._woken.set()
        self._given.set()

    def give_turn(self) -> None:
        """The window had its turn."""
        self._given.set()

    def step(self, letters: int) -> None:
        """Pause if it is time for that; called after each event, which brought so many letters."""
        now_s, worked_s = self._clocks.now_s(), self._clocks.worked_s()
        waited_s = (now_s - self._now_s) - (worked_s - self._worked_s)
        self._now_s, self._worked_s = now_s, worked_s
        self._letters += letters
        if waited_s >= WAITED_S:
            is_slow, self._letters = self._letters < MANY_LETTERS, 0
            if is_slow and self.rest_s:
                # To the next beat of a clock that all share: then they wake up together, and are stored together.
                self._pause(self._woken, self.rest_s - now_s % self.rest_s)
        elif worked_s - self._burst_from_s > BURST_S / max(1, self._readers.count):
            self._given.clear()
            self._ask_for_turn()
            self._pause(self._given, LONGEST_TURN_S)

    def _pause(self, until: threading.Event, longest_s: float) -> None:
        if not self._cancel.is_set:
            self._clocks.wait(until, longest_s)
        self._go_on()

    def _go_on(self) -> None:
        self._woken.clear()
        self._now_s = self._clocks.now_s()
        self._worked_s = self._burst_from_s = self._clocks.worked_s()
