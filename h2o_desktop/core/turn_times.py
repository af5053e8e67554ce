"""How long an answer takes: until its first text, through its thoughts, and to its end."""

from __future__ import annotations

from collections.abc import Callable

from h2o_desktop.core.conversation import Timings
from h2o_desktop.core.markdown_blocks import THINK_CLOSE, THINK_OPEN


class TurnTimes:
    """Begins when it is made; `text` is told of every piece. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began_s = clock()
        self._first_text_s: float | None = None
        self._head = ""  # what has to be seen to know whether thoughts begin, and then where they end
        self._may_think = True
        self._thinking_since_s: float | None = None
        self._thinking_s: float | None = None

    def text(self, piece: str) -> None:
        """A piece of the answer came."""
        if not piece:
            return
        if self._first_text_s is None:
            self._first_text_s = self._clock() - self._began_s
        if self._may_think:
            self._head += piece
            self._look_for_thoughts()

    def _look_for_thoughts(self) -> None:
        if self._thinking_since_s is None:
            begun = self._head.lstrip()
            if begun.startswith(THINK_OPEN):
                self._thinking_since_s = self._clock()
            else:
                self._may_think = THINK_OPEN.startswith(begun)
        if self._thinking_since_s is not None:
            if THINK_CLOSE in self._head:
                self._thinking_s = self._clock() - self._thinking_since_s
                self._may_think = False
            self._head = self._head[-len(THINK_CLOSE) :]

    def timings(self) -> Timings:
        """The times up to now; thoughts that have not ended count as long as they have lasted."""
        now_s = self._clock()
        thinking_s = self._thinking_s
        if thinking_s is None and self._thinking_since_s is not None:
            thinking_s = now_s - self._thinking_since_s
        return Timings(self._first_text_s, now_s - self._began_s, thinking_s)
