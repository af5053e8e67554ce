"""The real program in a real window: started, typed into, looked at, and asked through its own command line."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from types import TracebackType
from typing import Any

from h2o_desktop.cli import main
from tests.x11.screen import PATIENCE_S, Screen, ScreenError, until

ROOT = Path(__file__).resolve().parent.parent.parent
TRIES = 3
SENT_S = 20.0
KEY_DELAY_MS = "12"
ANSWER_PATIENCE_S = 180.0
LOOK_EVERY_S = 0.1

Message = Mapping[str, Any]


class Program:
    """One run of the program on a screen, on the data folder that is given.

    It counts as started when its window was painted, has the keyboard, and its prompt box takes the keys.
    """

    def __init__(self, screen: Screen, data_dir: Path, *arguments: str) -> None:
        self.screen = screen
        self.data_dir = data_dir
        self._folder = tempfile.TemporaryDirectory(prefix="h2o-desktop-run-")
        self._log_path = Path(self._folder.name) / "log"
        ready_file = Path(self._folder.name) / "ready"
        with self._log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "h2o_desktop", "--data-dir", str(data_dir), *arguments],
                env={**screen.environment, "H2O_DESKTOP_READY_FILE": str(ready_file)},
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        try:
            self.window = self._wait_for_window(ready_file)
        except BaseException:
            self.kill()
            self._folder.cleanup()
            raise

    def _wait_for_window(self, ready_file: Path) -> str:
        until(lambda: ready_file.exists() or self.process.poll() is not None, "the window is not painted")
        if self.process.poll() is not None:
            raise ScreenError(f"the program ended with {self.process.returncode}: {self.log()}")
        window = self.screen.window_of(self.process.pid)
        self.screen.focus(window)
        return window

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        finally:
            self.kill()
            self._folder.cleanup()

    def log(self) -> str:
        """What the program wrote."""
        return self._log_path.read_text(encoding="utf-8", errors="replace") if self._log_path.exists() else ""

    def close(self) -> int:
        """End the program as a session's end does, and return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)

    def kill(self) -> None:
        """Kill the program; it gets no chance to do anything."""
        self.process.kill()
        self.process.wait()

    def key(self, *keys: str) -> None:
        """Press keys in the window."""
        self.screen.focus(self.window)
        self.screen.xdotool("key", "--delay", KEY_DELAY_MS, *keys)

    def other_window(self, title: str) -> str:
        """Another window of the program, with the keyboard."""

        def look() -> str:
            mine = ("--all", "--onlyvisible", "--pid", str(self.process.pid))
            return self.screen.xdotool("search", *mine, "--name", title)

        window = until(look, f"there is no window “{title}”").splitlines()[-1]
        self.screen.focus(window)
        return window

    def type(self, text: str) -> None:
        """Type text into the prompt box, and be sure that it stands there, and nothing else.

        A virtual screen without a window manager can lose keys while windows come and go; then the box is emptied and
        the text typed once more.
        """
        for _attempt in range(TRIES):
            self.key("ctrl+l", "ctrl+a", "BackSpace")
            self.screen.xdotool("type", "--delay", KEY_DELAY_MS, text)
            if self.typed() == text:
                return
        raise self.trouble(f"typed {text!r}, but it does not stand in the prompt box")

    def typed(self) -> str:
        """What stands in the prompt box; empty when it is empty. It is selected afterwards."""
        self.screen.forget_selection()
        self.key("ctrl+l", "ctrl+a")
        return self.screen.selection()

    def ask(self, prompt: str) -> None:
        """Type a prompt, press Enter, and wait until the store has it. What was sent is never sent again."""
        before = self.prompts()
        self.type(prompt)
        for _attempt in range(TRIES):
            self.key("Return")
            try:
                after = until(
                    lambda: self.prompts() != before and self.prompts(), "stored", SENT_S, every_s=LOOK_EVERY_S
                )
            except ScreenError:
                if self.typed() != prompt:
                    break
                print("Enter did nothing; pressing it again.", file=sys.stderr)
                continue
            if after == [*before, prompt]:
                return
            raise self.trouble(f"typed {prompt!r}, stored {after!r}")
        raise self.trouble(f"{prompt!r} is not stored")

    def trouble(self, what: str) -> ScreenError:
        """An error with everything that helps to understand it."""
        descriptor, picture = tempfile.mkstemp(prefix="h2o-desktop-trouble-", suffix=".png")
        os.close(descriptor)
        self.screen.picture(Path(picture))
        return ScreenError(f"{what}; the screen: {picture}; the program wrote: {self.log()}")

    def command(self, *arguments: str) -> str:
        """Run one command of the program on the same data and return what it prints."""
        command = [sys.executable, "-m", "h2o_desktop", "--data-dir", str(self.data_dir), *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, check=True, timeout=PATIENCE_S, encoding="utf-8"
        ).stdout

    def looked_up(self, *arguments: str) -> str:
        """What such a command prints, found out in this process: for looking again and again."""
        with redirect_stdout(io.StringIO()) as printed:
            status = main(["--data-dir", str(self.data_dir), *arguments])
        if status:
            raise self.trouble(f"{arguments} ended with {status}")
        return printed.getvalue()

    def conversations(self) -> list[dict[str, Any]]:
        """Every conversation of the store, newest first, as `export --format json` gives it."""
        ids = [json.loads(line)["id"] for line in self.looked_up("list", "--json").splitlines()]
        return [json.loads(self.looked_up("export", identifier, "--format", "json")) for identifier in ids]

    def prompts(self) -> list[str]:
        """Every prompt of the store, oldest first."""
        return [
            message["content"]
            for conversation in reversed(self.conversations())
            for message in conversation["messages"]
            if message["role"] == "user"
        ]

    def answer(self, fits: Callable[[Message], bool], what: str) -> Message:
        """Wait for the newest conversation's last answer to fit."""

        def look() -> Message | None:
            newest = self.looked_up("list", "--json", "--limit", "1")
            if not newest:
                return None
            messages = json.loads(self.looked_up("export", json.loads(newest)["id"], "--format", "json"))["messages"]
            fitting = messages[-1]["role"] == "assistant" and fits(messages[-1])
            return messages[-1] if fitting else None

        return until(look, what, ANSWER_PATIENCE_S, every_s=LOOK_EVERY_S)


def is_over(message: Message) -> bool:
    """Whether an answer has come to an end, whichever."""
    return bool(message["status"] != "streaming")


def has_begun(message: Message) -> bool:
    """Whether some of an answer is stored already."""
    return bool(message["content"])
