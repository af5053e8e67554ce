"""What the benchmarks of the chat view share: a window with a view, texts, and watches."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from h2o_desktop.core.conversation import Message, Role, Status
from h2o_desktop.core.settings import Theme
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.ui.chat_view import ChatView
from h2o_desktop.ui.theme import ThemeSource
from tests.benchmarks.chat_view_texts import SECTION
from tests.benchmarks.figures import HEADING, Figure

PAGE_KB = 4096 / 1024


@dataclass
class Bench:
    """A shown view and what belongs to it."""

    application: QApplication
    theme: ThemeSource
    model: ConversationModel
    view: ChatView

    def settle(self, seconds: float = 0.0) -> None:
        """Let the window work until nothing is left to do, and for so long."""
        until_s = time.perf_counter() + seconds
        while True:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            if time.perf_counter() >= until_s:
                return

    def warm_up(self) -> None:
        """Have everything imported and all fonts loaded."""
        self.model.reset([answer("warm", SECTION * 3 + "$x$\n\nمرحبا 日本 👩‍👧")])
        self.settle(1.5)


def make_bench() -> Bench:
    """A view of 900 by 800 pixels."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    theme = ThemeSource(application, Theme.LIGHT)
    model = ConversationModel()
    view = ChatView(model, theme)
    view.resize(900, 800)
    view.show()
    bench = Bench(application, theme, model, view)
    bench.warm_up()
    return bench


def prompt(name: str, text: str = "What are the levels today?") -> Message:
    """A person's message."""
    return Message(name, None, Role.USER, text, 1.7e9)


def answer(name: str, text: str, status: Status = Status.COMPLETE) -> Message:
    """A model's message."""
    return Message(name, None, Role.ASSISTANT, text, 1.7e9, status=status, model="maker/model-1")


def long_chat(count: int) -> list[Message]:
    """So many messages of about 2 KB, half of them answers with code, lists and tables, no two the same."""
    messages: list[Message] = []
    for number in range(count // 2):
        messages.append(prompt(f"p{number}", f"Question {number}. " + "Tell me more of the levels. " * 4))
        messages.append(answer(f"a{number}", f"Answer {number}.\n\n" + SECTION * 4))
    return messages


def memory_mb() -> float:
    """What the process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * PAGE_KB / 1024


@dataclass
class Absence:
    """How long the GUI thread was away at a stretch, in milliseconds.

    These are the gaps between the beats of a timer that should beat each
    millisecond.
    """

    gaps_ms: list[float] = field(default_factory=list)

    @property
    def longest_ms(self) -> float:
        """The longest gap."""
        return max(self.gaps_ms, default=0.0)

    def at_share(self, share: float) -> float:
        """The gap that only `1 - share` of them are longer than."""
        ordered = sorted(self.gaps_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@contextmanager
def absence() -> Iterator[Absence]:
    """Watch how long the GUI thread is away."""
    watched = Absence()
    last_s = [time.perf_counter()]

    def beat() -> None:
        now_s = time.perf_counter()
        watched.gaps_ms.append(1000 * (now_s - last_s[0]))
        last_s[0] = now_s

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(1)
    timer.timeout.connect(beat)
    timer.start()
    yield watched
    timer.stop()


def print_figures(measure: Callable[[dict[str, str]], list[Figure]]) -> None:
    """Print the figures of one benchmark as a table; the program ends with status 1 when one is above its limit."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    os.environ.update(environment)
    print(HEADING, flush=True)
    holds = True
    for figure in measure(environment):
        print(figure.line(), flush=True)
        holds = holds and figure.holds
    if not holds:
        sys.exit(1)
