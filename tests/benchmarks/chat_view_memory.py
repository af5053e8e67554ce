"""200 conversations are opened, streamed and closed: the last 100 add nothing to what the process holds.

python -m tests.benchmarks.chat_view_memory
"""

from __future__ import annotations

import gc

from h2o_desktop.core.conversation import Status
from tests.benchmarks.chat_view_bench import Bench, answer, make_bench, memory_mb, print_figures, prompt
from tests.benchmarks.chat_view_texts import SECTION
from tests.benchmarks.figures import Figure

CONVERSATIONS = 200
CHUNK = 400
ALLOWED_MB = 2.0  # what the allocator may move about


def converse(bench: Bench, number: int) -> None:
    """Open a conversation, let an answer stream in, find something in it, and leave it."""
    text = f"Conversation {number}.\n\n" + SECTION * 6
    bench.model.reset([prompt("p"), answer("a", "", Status.STREAMING)])
    for start in range(0, len(text), CHUNK):
        bench.model.append_text("a", text[start : start + CHUNK])
        bench.view.refresh()
        bench.view.viewport().repaint()
    bench.model.replace_message(answer("a", text))
    bench.view.finder.search("river")
    bench.settle(0.01)
    bench.view.finder.search("")
    bench.view.navigation.go_to_start()
    bench.settle()


def measure(_environment: dict[str, str], conversations: int = CONVERSATIONS) -> list[Figure]:
    """The memory after all of them against the memory after the first half."""
    bench = make_bench()
    held: list[float] = []
    for number in range(conversations):
        converse(bench, number)
        if number + 1 in (conversations // 2, conversations):
            bench.model.reset([])
            bench.settle(0.05)
            gc.collect()
            held.append(memory_mb())
    limit = (held[0] + ALLOWED_MB) / held[0]
    return [Figure("memory after 200 conversations, after 100", "MB", limit, program=held[1:], baseline=held[:1])]


if __name__ == "__main__":
    print_figures(measure)
