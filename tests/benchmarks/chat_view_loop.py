"""One answer for each input line, by the whole program or by a bare loop; prints what it took.

    python -m tests.benchmarks.chat_view_loop program|watched|bare URL FOLDER

Each output line has: seconds, processor seconds, characters, and the longest and the 99th percentile of the times, in
milliseconds, that the GUI thread was away (0 unless watched, since watching costs time itself).
"""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from tests.benchmarks.bare_loop import read
from tests.benchmarks.chat_view_bench import Absence, absence
from tests.benchmarks.chat_view_program import open_program

AFTERWARDS_MS = 100


class Report(QObject):
    """Asks for an answer when told to, and prints what it took."""

    def __init__(self, url: str, folder: Path, *, watches: bool) -> None:
        super().__init__()
        self.program = open_program(url, folder)
        self._watches = watches
        self._stack = ExitStack()
        self._away = Absence()
        self._began = (0.0, 0.0)
        self._letters = 0
        self.program.asked.connect(self._on_asked)
        self.program.desktop.chat.answer_ended.connect(self._on_ended)

    def _on_asked(self) -> None:
        self.program.desktop.chat.show_new()
        self.program.application.processEvents()
        if self._watches:
            self._away = self._stack.enter_context(absence())
        self._began = (time.perf_counter(), time.process_time())
        if not self.program.desktop.chat.send("Go"):
            raise RuntimeError("the prompt was not taken")

    def _on_ended(self, _conversation_id: str, message: object) -> None:
        self._letters = len(getattr(message, "content", ""))
        if self._watches:
            QTimer.singleShot(AFTERWARDS_MS, self._report)  # the end of an answer is work for the window too
            return
        view = self.program.desktop.window.pane.chat_view
        view.refresh()
        view.viewport().repaint()
        self._report()

    def _report(self) -> None:
        if not self.program.desktop.store_lane.drain(60.0):
            raise RuntimeError("the store does not finish")
        seconds, processor = time.perf_counter() - self._began[0], time.process_time() - self._began[1]
        self._stack.close()
        print(seconds, processor, self._letters, self._away.longest_ms, self._away.at_share(0.99), flush=True)


def bare(url: str) -> None:
    """The least that a client can do."""
    for _line in sys.stdin:
        began = time.perf_counter(), time.process_time()
        text = read(url)
        print(time.perf_counter() - began[0], time.process_time() - began[1], len(text), 0, 0, flush=True)


def main(kind: str, url: str, folder: Path) -> None:
    """Run until killed."""
    if kind == "bare":
        bare(url)
        return
    report = Report(url, folder, watches=kind == "watched")
    report.program.run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
