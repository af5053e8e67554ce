"""Eight conversations stream at 100 tokens a second each in the whole program; one of them is shown.

python -m tests.benchmarks.chat_view_many
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer

from tests.benchmarks.answer import ROOT
from tests.benchmarks.chat_view_bench import print_figures
from tests.benchmarks.chat_view_program import Program, open_program
from tests.benchmarks.chat_view_stream import serve
from tests.benchmarks.figures import Figure

CONVERSATIONS = 8
TOKENS_A_SECOND = 100
WATCHED_S = 8.0
SETTLING_S = 3.0
LEAST_PAINTS = 30.0
PROCESSOR_SHARE = 0.25


class Watch(QObject):
    """Begins the conversations one after the other, then counts paints and processor time for a while."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._begun = 0
        self._paints = 0
        self._from = (0.0, 0.0)
        program.desktop.window.pane.chat_view.viewport().installEventFilter(self)
        program.desktop.chat.prompt_stored.connect(self._on_stored)
        QTimer.singleShot(500, self._begin)

    def eventFilter(self, _thing: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self._paints += event.type() is QEvent.Type.Paint
        return False

    def _begin(self) -> None:
        self._begun += 1
        self._program.desktop.chat.show_new()
        if not self._program.desktop.chat.send(f"Go {self._begun}"):
            raise RuntimeError("the prompt was not taken")

    def _on_stored(self) -> None:
        if self._begun < CONVERSATIONS:
            QTimer.singleShot(50, self._begin)
        else:
            QTimer.singleShot(round(1000 * SETTLING_S), self._start)

    def _start(self) -> None:
        self._paints = 0
        self._from = (time.perf_counter(), time.process_time())
        QTimer.singleShot(round(1000 * WATCHED_S), self._end)

    def _end(self) -> None:
        seconds, processor = time.perf_counter() - self._from[0], time.process_time() - self._from[1]
        print(processor / seconds, self._paints / seconds, flush=True)


def measure(environment: dict[str, str]) -> list[Figure]:
    """The share of one core, and the time between two paints."""
    share = Figure("8 conversations: processor, of one core", "s", PROCESSOR_SHARE, baseline=[1.0])
    paints = Figure("8 conversations: between paints, against 1 s", "s", 1 / LEAST_PAINTS, baseline=[1.0])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        pace = ("--tokens", "4000", "--per-second", str(TOKENS_A_SECOND))
        url = serve(stack, environment, folder / "port", *pace)
        command = [sys.executable, "-m", "tests.benchmarks.chat_view_many", url, str(folder / "data")]
        process = stack.enter_context(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE))
        stack.callback(process.kill)
        assert process.stdout is not None
        used, painted = map(float, process.stdout.readline().split())
    share.program.append(used)
    paints.program.append(1 / max(painted, 0.001))
    return [share, paints]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        shown = open_program(sys.argv[1], Path(sys.argv[2]))
        watch = Watch(shown)
        shown.run()
    else:
        print_figures(measure)
