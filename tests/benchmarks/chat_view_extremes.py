"""Texts that are too much for most views: each is opened, scrolled through, narrowed, selected and extended.

python -m tests.benchmarks.chat_view_extremes
"""

from __future__ import annotations

import time

from h2o_desktop.core.conversation import Status
from tests.benchmarks.chat_view_bench import Bench, answer, make_bench, memory_mb, print_figures
from tests.benchmarks.chat_view_texts import SECTION
from tests.benchmarks.figures import Figure

MEGABYTE = 1_000_000
STEPS = 20
TEXTS = {
    "one answer of 1 MB": SECTION * (MEGABYTE // len(SECTION)),
    "one line of 1 MB": "word " * (MEGABYTE // 5),
    "one word of 1 MB": "x" * MEGABYTE,
    "5,000 code blocks": "```py\nx = 1\n```\n\n" * 5_000,
    "a table of 2,000 rows": "| a | b |\n|---|---|\n" + "| some text | 3 |\n" * 2_000,
    "1,000 nested quotes": "> " * 1_000 + "deep\n",
    "1,000 nested items": "".join("  " * level + "- item\n" for level in range(1_000)),
    "code of 1 MB": "```py\n" + "x = 1  # more\n" * (MEGABYTE // 14) + "```\n",
    "code of one line of 1 MB": "```\n" + "x" * MEGABYTE + "\n```",
    "50,000 brackets": "[" * 50_000,
}


def slowest_step(bench: Bench) -> float:
    """The longest of many things that a reader does, in seconds."""
    view, bar = bench.view, bench.view.verticalScrollBar()
    longest_s = 0.0
    for step in range(4 * STEPS):
        began_s = time.perf_counter()
        if step < STEPS:
            bar.setValue(bar.maximum() * step // STEPS)
        elif step < 2 * STEPS:
            view.navigation.scroll_by(-300)
        elif step < 3 * STEPS:
            view.navigation.page_down()
        else:
            bench.model.append_text("x", "more words ")
            view.refresh()
        view.viewport().repaint()
        longest_s = max(longest_s, time.perf_counter() - began_s)
        bench.settle()
    view.select_all()
    view.selection.clear()
    return longest_s


def measure(_environment: dict[str, str]) -> list[Figure]:
    """Opening against opening a short answer; the slowest step and the memory against 1 ms and 1 MB."""
    bench = make_bench()
    figures = []
    for name, text in TEXTS.items():
        opened = Figure(f"{name}: opening, and a short answer", "s", 60.0)
        stepped = Figure(f"{name}: slowest step, 1 ms", "ms", 600.0, baseline=[1.0])
        kept = Figure(f"{name}: memory, 1 MB", "MB", 60.0, baseline=[1.0])
        for source, seconds in ((SECTION, opened.baseline), (text, opened.program)):
            bench.model.reset([])
            bench.settle(0.02)
            before_mb, began_s = memory_mb(), time.perf_counter()
            bench.model.reset([answer("x", source, Status.STREAMING)])
            bench.view.refresh()
            bench.view.viewport().repaint()
            seconds.append(time.perf_counter() - began_s)
        stepped.program.append(1000 * slowest_step(bench))
        kept.program.append(max(0.1, memory_mb() - before_mb))
        figures += [opened, stepped, kept]
    return figures


if __name__ == "__main__":
    print_figures(measure)
