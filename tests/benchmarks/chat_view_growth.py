"""A token's cost depends neither on what is above it nor on the length of its own answer.

    python -m tests.benchmarks.chat_view_growth

Counted is the processor time of the GUI thread, with a frame for every 20 tokens, as at 1,200 tokens a second.
"""

from __future__ import annotations

import time

from h2o_desktop.core.conversation import Status
from tests.benchmarks.chat_view_bench import Bench, answer, long_chat, make_bench, print_figures
from tests.benchmarks.chat_view_texts import SECTION
from tests.benchmarks.figures import Figure

ROUNDS = 5
TOKENS, LETTERS_A_TOKEN, TOKENS_A_FRAME = 1_000, 4, 20
LONG_TOKENS = 200_000
TEXT = SECTION * (TOKENS * LETTERS_A_TOKEN // len(SECTION) + 2)


def stream(bench: Bench) -> float:
    """The seconds that 1,000 more tokens of the answer `grows` cost."""
    began_s = time.thread_time()
    for token in range(TOKENS):
        bench.model.append_text("grows", TEXT[token * LETTERS_A_TOKEN : (token + 1) * LETTERS_A_TOKEN])
        if not token % TOKENS_A_FRAME:
            bench.view.refresh()
            bench.view.viewport().repaint()
    return time.thread_time() - began_s


def below(bench: Bench, messages: int) -> float:
    """The cost below so many messages."""
    bench.model.reset([*long_chat(messages), answer("grows", "", Status.STREAMING)])
    bench.settle(0.1)
    return stream(bench)


def behind(bench: Bench, tokens: int) -> float:
    """The cost behind so many tokens of the same answer."""
    before = SECTION * (tokens * LETTERS_A_TOKEN // len(SECTION))
    bench.model.reset([answer("grows", before, Status.STREAMING)])
    bench.settle(0.1)
    return stream(bench)


def measure(_environment: dict[str, str], rounds: int = ROUNDS) -> list[Figure]:
    """Measure in turns."""
    bench = make_bench()
    rows = Figure("1,000 tokens below 10,000 messages, and 10", "s", 1.2)
    length = Figure("the last 1,000 tokens of 200,000, the first", "s", 1.5)
    for _round in range(rounds):
        rows.program.append(below(bench, 10_000))
        rows.baseline.append(below(bench, 10))
        length.program.append(behind(bench, LONG_TOKENS - TOKENS))
        length.baseline.append(behind(bench, 0))
    return [rows, length]


if __name__ == "__main__":
    print_figures(measure)
