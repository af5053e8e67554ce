"""Prints how the program compares with the least that could be done, each figure measured in turns in this run.

The windows appear on a virtual screen where Xvfb is there, otherwise on Qt's offscreen platform. Names choose among
the benchmarks; without any all of them run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.benchmarks import answer, start
from tests.benchmarks.figures import HEADING, Figure
from tests.x11.screen import Screen

ROOT = Path(__file__).resolve().parent.parent.parent
Environment = dict[str, str]


def print_figures(measure: Callable[[Environment], list[Figure]], environment: Environment) -> bool:
    """Measure and print; whether every figure is within its limit."""
    print(HEADING, flush=True)
    holds = True
    for figure in measure(environment):
        print(figure.line(), flush=True)
        holds = holds and figure.holds
    return holds


def run_module(name: str, *arguments: str, environment: Environment) -> bool:
    """Run a benchmark that prints its own figures; whether they are within their limits."""
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


BENCHMARKS: Mapping[str, Callable[[Environment], bool]] = {
    "start": partial(print_figures, start.measure),
    "answer": partial(print_figures, answer.measure),
    "stopping": lambda environment: run_module("stopping", environment=environment),
    "stream": lambda environment: run_module("chat_view_stream", environment=environment),
    "growth": lambda environment: run_module("chat_view_growth", environment=environment),
    "open": lambda environment: run_module("chat_view_open", environment=environment),
    "many": lambda environment: run_module("chat_view_many", environment=environment),
    "memory": lambda environment: run_module("chat_view_memory", environment=environment),
    "extremes": lambda environment: run_module("chat_view_extremes", environment=environment),
    "compare": lambda environment: run_module("compare_loop", environment=environment),
    "drag": lambda environment: run_module("lens_drag", environment=environment),
    "store": lambda environment: run_module("store", "100000", environment=environment),
}


@contextmanager
def surroundings() -> Iterator[Environment]:
    """The environment of windows that nobody needs to look at."""
    if shutil.which("Xvfb") is None:
        yield {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        return
    with Screen() as screen:
        yield screen.environment


def main() -> int:
    """Measure; the exit status is 1 when a figure is above its limit."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}")
    names = parser.parse_args().names
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    above = []
    with surroundings() as environment:
        for name in names or BENCHMARKS:
            print(f"\n{name}", flush=True)
            if not BENCHMARKS[name](environment):
                above.append(name)
    if above:
        print(f"\nAbove a limit: {', '.join(above)}")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
