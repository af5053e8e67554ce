"""The program with its lens open, whose sliders are dragged by a real mouse on the X screen that it is on.

    python -m tests.benchmarks.lens_window URL FOLDER

Each output line is one drag: the parameter, seconds, pictures of the slider, pictures of the lens, the longest and the
99th percentile of the times, in milliseconds, that the GUI thread was away, the longest that it worked at a stretch (of
its own processor time, which other processes do not lengthen), and how often the server was asked.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import requests
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from h2o_desktop.core.lens import LensState
from h2o_desktop.ui.parameter_panel.number_row import NumberRow
from tests.benchmarks.chat_view_bench import Absence, absence, long_chat
from tests.benchmarks.chat_view_program import Program, open_program

MESSAGES = 200
STEP_S = 0.008  # a usual mouse tells its place 125 times a second
STEPS = 250
SETTLE_S = 1.5
TICK_MS = 200
PATIENCE_S = 60.0


class Pictures(QObject):
    """Counts how often a widget paints."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Look at what comes."""
        self.count += event.type() is QEvent.Type.Paint
        return super().eventFilter(watched, event)


class Work(QObject):
    """Watches how long the GUI thread works at a stretch, in milliseconds of its processor time."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self._last_s = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(1)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def _on_beat(self) -> None:
        now_s = time.thread_time()
        self.longest_ms = max(self.longest_ms, 1000 * (now_s - self._last_s))
        self._last_s = now_s


class Hand(QObject):
    """Drags from a thread of its own, since the mouse is a process; what is watched is watched in the GUI thread.

    Signals:
        taken(key): that slider is to be shown and watched.
        let_go(): no more.
        done(): everything was dragged.
    """

    taken = Signal(str)
    let_go = Signal()
    done = Signal()

    def __init__(self, program: Program, url: str) -> None:
        super().__init__()
        self._program, self._url = program, url
        self._answers: queue.Queue[tuple[object, ...]] = queue.Queue()
        self._stack = ExitStack()
        self._away = Absence()
        self._work: Work | None = None
        self._pictures: list[Pictures] = []
        self.taken.connect(self._on_taken)
        self.let_go.connect(self._on_let_go)
        self.done.connect(program.application.quit)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start(TICK_MS)

    def _on_tick(self) -> None:
        """Open the lens when everything is there, and begin when it shows a choice."""
        desktop = self._program.desktop
        parts = desktop.late_parts
        if parts is None or desktop.models.parameters.capabilities.telling is None:
            return
        panel = parts.lens_presenter.panel
        if not panel.toggle.isChecked():
            desktop.models.conversation.reset(long_chat(MESSAGES))
            desktop.window.pane.prompt.editor.setPlainText("And what follows from this?")
            panel.toggle.click()
        elif parts.lens.lens.state is LensState.READY and parts.budget.budget.exact:
            self._tick.stop()
            rows = desktop.window.parameters.rows  # those that other servers take are hidden
            keys = [key for key, row in rows.items() if isinstance(row, NumberRow) and not row.isHidden()]
            threading.Thread(target=self.drag_all, args=(keys,), daemon=True).start()

    def drag_all(self, keys: list[str]) -> None:
        """Drag each slider from end to end and back."""
        for key in keys:
            self.taken.emit(key)
            left, right, y = (int(str(number)) for number in self._answers.get(timeout=PATIENCE_S))
            asked = self._asked()
            began_s = time.perf_counter()
            subprocess.run(["xdotool", *moves(left, right, y)], check=True)
            seconds = time.perf_counter() - began_s
            asked = self._asked() - asked
            self.let_go.emit()
            print(key, seconds, *self._answers.get(timeout=PATIENCE_S), asked, flush=True)
            time.sleep(SETTLE_S)
        self.done.emit()

    def _asked(self) -> int:
        return int(requests.get(f"{self._url}/asked", timeout=PATIENCE_S).json()["count"])

    def _on_taken(self, key: str) -> None:
        panel = self._program.desktop.window.parameters
        slider: QWidget = panel.rows[key].controls()[1]
        self._program.desktop.models.parameters.reset_all()
        self._program.application.processEvents()  # captions that went make rows lower
        panel.area.ensureWidgetVisible(slider)
        self._program.application.processEvents()
        parts = self._program.desktop.late_parts
        assert parts is not None
        self._pictures = [Pictures(slider), Pictures(parts.lens_presenter.panel.bars)]
        self._away = self._stack.enter_context(absence())
        self._work = Work()
        left, right = slider.mapToGlobal(QPoint(8, slider.height() // 2)), slider.mapToGlobal(QPoint(slider.width(), 0))
        self._answers.put((left.x(), right.x() - 8, left.y()))

    def _on_let_go(self) -> None:
        self._stack.close()
        assert self._work is not None
        self._work.stop()
        counts = [pictures.count for pictures in self._pictures]
        self._answers.put((*counts, self._away.longest_ms, self._away.at_share(0.99), self._work.longest_ms))


def moves(left: int, right: int, y: int) -> list[str]:
    """A mouse that presses at the left end, goes to the right one and back, and lets go."""
    way = [left + (right - left) * abs(1 - abs(1 - 2 * step / STEPS)) for step in range(STEPS + 1)]
    words = ["mousemove", str(left), str(y), "mousedown", "1"]
    for x in way:
        words += ["mousemove", str(round(x)), str(y), "sleep", str(STEP_S)]
    return [*words, "mouseup", "1"]


def main(url: str, folder: Path) -> None:
    """Drag everything once."""
    program = open_program(url, folder)
    hand = Hand(program, url)
    program.application.exec()
    del hand
    program.desktop.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
