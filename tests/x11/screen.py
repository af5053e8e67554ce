"""A virtual X screen without a window manager, and keys and pictures on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 60.0
POLL_S = 0.05

T = TypeVar("T")


class ScreenError(AssertionError):
    """Something that should be on the screen, or in the store, is not."""


def until(look: Callable[[], T | None], what: str, patience_s: float = PATIENCE_S, *, every_s: float = POLL_S) -> T:
    """Look again and again until there is something to see, and return it."""
    deadline = time.monotonic() + patience_s
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise ScreenError(f"after {patience_s:.0f} s: {what}")
        time.sleep(every_s)


class Screen:
    """An Xvfb of our own, on a display that it chooses itself."""

    def __init__(self, size: tuple[int, int] = (1280, 860)) -> None:
        width, height = size
        read_end, write_end = os.pipe()
        command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
        self._server = subprocess.Popen(
            command, pass_fds=(write_end,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(write_end)
        with os.fdopen(read_end, encoding="ascii") as numbers:
            number = numbers.readline().strip()
        if not number:
            raise ScreenError(f"Xvfb did not start: exit status {self._server.wait()}")
        self.display = f":{number}"
        self._asker: subprocess.Popen[str] | None = None

    def __enter__(self) -> Screen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the X server."""
        if self._asker is not None:
            self._asker.communicate()
        self._server.terminate()
        self._server.wait()

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a program that shall appear on this screen."""
        environment = {**os.environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}
        environment.pop("WAYLAND_DISPLAY", None)
        return environment

    def xdotool(self, *arguments: str) -> str:
        """Run xdotool on this screen and return what it prints; an empty text when it finds nothing."""
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        return done.stdout.strip()

    def window_of(self, process_id: int) -> str:
        """The visible window of a process whose title ends in the program's name."""

        def look() -> str:
            found = self.xdotool("search", "--onlyvisible", "--pid", str(process_id), "--name", "H2O Desktop$")
            return found.splitlines()[-1] if found else ""

        return until(look, "the window is not there")

    def focus(self, window: str) -> None:
        """Give a window the keyboard, and be sure that it has it."""

        def look() -> bool:
            self.xdotool("windowfocus", window)
            return self.xdotool("getwindowfocus", "-f") == window

        until(look, "the window does not take the keyboard")

    def selection(self) -> str:
        """The text that is selected in whichever window was the last to select some."""
        return self._ask("selection")

    def forget_selection(self) -> None:
        """From now on nothing counts as selected, until something is selected anew."""
        self._ask("no-selection")

    def picture(self, path: Path) -> None:
        """Save what the screen shows."""
        self._ask("picture", str(path.absolute()))

    def _ask(self, *wish: str) -> str:
        if self._asker is None:
            self._asker = subprocess.Popen(
                [sys.executable, "-m", "tests.x11.ask_display"],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._asker.stdin is not None
        assert self._asker.stdout is not None
        self._asker.stdin.write(f"{json.dumps(wish)}\n")
        self._asker.stdin.flush()
        answer = json.loads(self._asker.stdout.readline() or "null")
        if answer is None:
            raise ScreenError(f"this cannot be found out: {wish}")
        return str(answer)
