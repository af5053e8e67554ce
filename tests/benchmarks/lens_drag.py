"""Every slider is dragged by a real mouse with the lens open over a conversation of 200 messages.

    python -m tests.benchmarks.lens_drag

The GUI thread is never away for longer than 50 ms, there are at least 30 pictures a second, and no request per pixel.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.answer import ROOT
from tests.benchmarks.chat_view_stream import serve
from tests.benchmarks.figures import HEADING, Figure
from tests.x11.screen import Screen

ROUNDS = 3
LONGEST_MS, PICTURE_MS, MOST_ASKED = 50.0, 1000 / 30, 6.0


class Drag(NamedTuple):
    """One drag from end to end and back."""

    key: str
    seconds: float
    of_slider: int
    of_lens: int
    longest_ms: float
    usual_ms: float
    work_ms: float
    asked: int


def drags(environment: dict[str, str]) -> list[Drag]:
    """One window, all sliders."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = serve(stack, environment, folder / "port", module="tests.benchmarks.lens_server")
        command = [sys.executable, "-m", "tests.benchmarks.lens_window", url, str(folder / "data")]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    lines = [line.split() for line in done.stdout.splitlines()]
    return [
        Drag(key, float(seconds), int(slider), int(lens), *map(float, away), int(asked))
        for key, seconds, slider, lens, *away, asked in lines
    ]


def measure(environment: dict[str, str], rounds: int = ROUNDS) -> list[Figure]:
    """Drag everything in several windows. Of each figure the slider that is worst counts."""
    longest = Figure("dragging: GUI thread away, longest", "ms", LONGEST_MS, baseline=[1.0])
    usual = Figure("dragging: GUI thread away, 99th percentile", "ms", LONGEST_MS, baseline=[1.0])
    slider = Figure("dragging: time between pictures of the slider", "ms", PICTURE_MS, baseline=[1.0])
    work = Figure("dragging: GUI thread works at a stretch, longest", "ms", LONGEST_MS, baseline=[1.0])
    asked = Figure("dragging: requests for 250 moves", "", MOST_ASKED, baseline=[1.0])
    for _round in range(rounds):
        found = drags(environment)
        for drag in found:
            times = drag.longest_ms, drag.usual_ms, drag.work_ms
            print(f"  {drag.key:<20} {times[0]:6.1f} ms longest, {times[1]:5.1f} ms 99 %, ", end="")
            print(f"{times[2]:5.1f} ms of work, ", end="")
            rates = drag.of_slider / drag.seconds, drag.of_lens / drag.seconds
            print(f"{rates[0]:5.1f} and {rates[1]:5.1f} pictures a second, {drag.asked} requests", flush=True)
        longest.program.append(max(drag.longest_ms for drag in found))
        usual.program.append(max(drag.usual_ms for drag in found))
        slider.program.append(max(1000 * drag.seconds / max(1, drag.of_slider) for drag in found))
        work.program.append(max(drag.work_ms for drag in found))
        asked.program.append(max(drag.asked for drag in found))
    return [longest, usual, work, slider, asked]


def main() -> int:
    """Print the figures; the exit status is 1 when one is above its limit."""
    if shutil.which("Xvfb") is None or shutil.which("xdotool") is None:
        print("left out: it needs Xvfb and xdotool")
        return 0
    with ExitStack() as stack:
        environment = dict(os.environ)
        if environment.get("QT_QPA_PLATFORM") != "xcb":
            environment = stack.enter_context(Screen()).environment
        figures = measure(environment)
    print(HEADING)
    for figure in figures:
        print(figure.line())
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
