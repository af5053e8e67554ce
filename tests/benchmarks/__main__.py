"""Prints how the program compares with the least that could be done, each figure measured in turns in this run.

The windows appear on a virtual screen where Xvfb is there, otherwise on Qt's offscreen platform.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks import answer, start
from tests.benchmarks.figures import HEADING
from tests.x11.screen import Screen

BENCHMARKS = {"start": start.measure, "answer": answer.measure}


@contextmanager
def surroundings() -> Iterator[dict[str, str]]:
    """The environment of windows that nobody needs to look at."""
    if shutil.which("Xvfb") is None:
        yield {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        return
    with Screen() as screen:
        yield screen.environment


def main() -> int:
    """Measure; the exit status is 1 when a figure is above its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], help="which ones; all when none is named")
    names = parser.parse_args().names or list(BENCHMARKS)
    print(HEADING, flush=True)
    holds = True
    with surroundings() as environment:
        for name in names:
            for figure in BENCHMARKS[name](environment):
                print(figure.line(), flush=True)
                holds = holds and figure.holds
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
