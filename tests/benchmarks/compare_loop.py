"""Four panes of the window of comparisons stream at full speed: how long the GUI thread is away.

python -m tests.benchmarks.compare_loop
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from tests.benchmarks.answer import ROOT
from tests.benchmarks.chat_view_bench import absence, print_figures
from tests.benchmarks.chat_view_program import Program, open_program
from tests.benchmarks.chat_view_stream import serve
from tests.benchmarks.figures import Figure

PANES = 4
TOKENS = 20_000
ROUNDS = 3
LOOK_EVERY_MS = 50
LONGEST_MS = 50.0
USUAL_MS = 17.0


class Rounds(QObject):
    """Asks again and again in all panes; prints the absences of each round but the first, which warms up."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._left = ROUNDS + 1
        self._watching = ExitStack()
        QTimer.singleShot(1500, self._open)

    def _open(self) -> None:
        desktop = self._program.desktop
        assert desktop.late_parts is not None
        desktop.window.actions_.compare.trigger()
        controller = desktop.late_parts.compare.controller
        assert controller is not None
        self._controller = controller
        while len(controller.panes) < PANES:
            controller.add_pane()
        controller.all_ended.connect(self._on_all_ended)
        QTimer.singleShot(500, self._ask)

    def _ask(self) -> None:
        self._controller.go_to(None)
        self._gaps = self._watching.enter_context(absence())
        if not self._controller.send("Go"):
            raise RuntimeError("the prompt was not taken")

    def _on_all_ended(self, _conversation_id: str) -> None:
        QTimer.singleShot(500, self._end)  # with what is painted after the end

    def _end(self) -> None:
        self._watching.close()
        self._left -= 1
        if self._left < ROUNDS:
            print(self._gaps.longest_ms, self._gaps.at_share(0.99), flush=True)
        if self._left:
            self._ask()


def measure(environment: dict[str, str]) -> list[Figure]:
    """The longest absence of each round, and its 99th percentile."""
    longest = Figure("four panes: GUI thread away, longest", "ms", LONGEST_MS, baseline=[1.0])
    usual = Figure("four panes: 99th percentile", "ms", USUAL_MS, baseline=[1.0])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = serve(stack, environment, folder / "port", "--tokens", str(TOKENS))
        command = [sys.executable, "-m", "tests.benchmarks.compare_loop", url, str(folder / "data")]
        process = stack.enter_context(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE))
        stack.callback(process.kill)
        assert process.stdout is not None
        for _round in range(ROUNDS):
            away, at_most = map(float, process.stdout.readline().split())
            longest.program.append(away)
            usual.program.append(at_most)
    return [longest, usual]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        shown = open_program(sys.argv[1], Path(sys.argv[2]))
        rounds = Rounds(shown)
        shown.run()
    else:
        print_figures(measure)
