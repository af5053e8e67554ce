"""A conversation of 10,000 messages (20 MB of Markdown) is opened, scrolled, resized and changes its theme.

python -m tests.benchmarks.chat_view_open
"""

from __future__ import annotations

import gc
import time

from h2o_desktop.core.conversation import Message
from h2o_desktop.core.settings import Theme
from tests.benchmarks.chat_view_bench import Bench, absence, long_chat, make_bench, memory_mb, print_figures
from tests.benchmarks.figures import Figure

ROUNDS = 7
MANY, FEW = 10_000, 10
STEPS = 60
WIDTH, HEIGHT = 900, 800


def opening(bench: Bench, messages: list[Message]) -> float:
    """The seconds from the messages to their painted end."""
    bench.model.reset([])
    bench.settle(0.05)
    began_s = time.perf_counter()
    bench.model.reset(messages)
    bench.view.refresh()
    bench.view.viewport().repaint()
    return time.perf_counter() - began_s


def growth_mb(bench: Bench, messages: list[Message]) -> float:
    """What the view keeps for these messages, beside the messages themselves."""
    bench.model.reset([])
    bench.settle(0.05)
    gc.collect()
    before_mb = memory_mb()
    opening(bench, messages)
    bench.settle(0.2)
    return memory_mb() - before_mb


def drag(bench: Bench) -> None:
    """Drag the scroll bar from end to end."""
    bar = bench.view.verticalScrollBar()
    for step in range(STEPS):
        bar.setValue(bar.maximum() * step // STEPS)
        bench.settle()


def resize(bench: Bench) -> None:
    """Make the window narrower and wider."""
    for step in (*range(STEPS // 2), *range(STEPS // 2, 0, -1)):
        bench.view.resize(WIDTH - 8 * step, HEIGHT)
        bench.settle()


def switch(bench: Bench) -> None:
    """Switch between light and dark."""
    for step in range(STEPS // 10):
        bench.theme.set_theme(Theme.LIGHT if step % 2 else Theme.DARK)
        bench.settle()


def measure(_environment: dict[str, str], rounds: int = ROUNDS) -> list[Figure]:
    """Measure in turns."""
    bench = make_bench()
    many, few = long_chat(MANY), long_chat(FEW)
    opened = Figure("opening 10,000 messages, and 10", "s", 3.0)
    kept = Figure("memory for 10,000 messages, against 1 MB", "MB", 60.0, baseline=[1.0])
    figures = [opened, kept]
    for _round in range(rounds):
        opened.program.append(opening(bench, many))
        opened.baseline.append(opening(bench, few))
    kept.program.append(max(1.0, growth_mb(bench, many)))
    for name, act in (("dragging the scroll bar", drag), ("resizing", resize), ("switching theme", switch)):
        away = Figure(f"{name}: longest away, against 1 ms", "ms", 50.0, baseline=[1.0])
        for _round in range(3):
            with absence() as watched:
                act(bench)
            away.program.append(watched.longest_ms)
        figures.append(away)
    return figures


if __name__ == "__main__":
    print_figures(measure)
