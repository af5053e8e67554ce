"""How long a model thought before it answered."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLocale


class ThinkingTime:
    """Measures from the first thought to the first word of the answer. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began_s: float | None = None
        self._took_s: float | None = None

    def note(self, *, is_thinking: bool) -> None:
        """Text came, and the model is thinking or not."""
        if is_thinking and self._began_s is None:
            self._began_s = self._clock()
        elif not is_thinking and self._began_s is not None and self._took_s is None:
            self._took_s = self._clock() - self._began_s

    def know(self, seconds: float | None) -> None:
        """What was measured where the answer came in; it counts before what is measured here."""
        if seconds is not None:
            self._took_s = seconds

    def words(self, *, is_thinking: bool) -> str:
        """The line that stands for the thoughts."""
        if is_thinking:
            return QCoreApplication.translate("ChatView", "Thinking…")
        if self._took_s is None:
            return QCoreApplication.translate("ChatView", "Thoughts")
        words = QCoreApplication.translate("ChatView", "Thought for {seconds} s")
        return words.format(seconds=QLocale().toString(self._took_s, "f", 1))
