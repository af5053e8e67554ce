"""The real program in a real window: started, typed into, looked at, and asked through its own command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.x11.screen import Screen, until

TYPING_TRIES = 5
TRY_S = 20.0
ANSWER_PATIENCE_S = 120.0

Message = Mapping[str, Any]


class Program:
    """One run of the program on a screen, with a data folder of its own."""

    def __init__(self, screen: Screen, data_dir: Path, *arguments: str) -> None:
        self.screen = screen
        self.data_dir = data_dir
        ready_file = data_dir / "ready"
        ready_file.unlink(missing_ok=True)
        data_dir.mkdir(parents=True, exist_ok=True)
        self._log_path = data_dir / "program.log"
        with self._log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "h2o_desktop", "--data-dir", str(data_dir), *arguments],
                env={**screen.environment, "H2O_DESKTOP_READY_FILE": str(ready_file)},
                stdout=log,
                stderr=log,
            )
        until(lambda: ready_file.exists() or self.process.poll() is not None, "the window is not painted")
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with {self.process.returncode}: {self.log()}")
        self.window = screen.window_of(self.process.pid)
        screen.focus(self.window)

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def log(self) -> str:
        """What the program wrote."""
        return self._log_path.read_text(encoding="utf-8", errors="replace") if self._log_path.exists() else ""

    def close(self) -> int:
        """End the program as a session's end does, and return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(ANSWER_PATIENCE_S)

    def kill(self) -> None:
        """Kill the program; it gets no chance to do anything."""
        self.process.kill()
        self.process.wait()

    def key(self, *keys: str) -> None:
        """Press keys in the window."""
        self.screen.focus(self.window)
        self.screen.xdotool("key", "--delay", "20", *keys)

    def ask(self, prompt: str) -> None:
        """Type a prompt and press Enter, and be sure that it arrived in the store as it was typed.

        A virtual screen without a window manager can lose keys while windows come and go. When nothing at all was sent,
        the box is emptied and the prompt typed again; a prompt that was sent is never typed twice.
        """
        before = self.prompts()
        for _attempt in range(TYPING_TRIES):
            self.screen.focus(self.window)
            self.screen.xdotool("key", "ctrl+l", "ctrl+a", "BackSpace")
            self.screen.xdotool("type", "--delay", "15", prompt)
            self.screen.xdotool("key", "Return")
            try:
                after = until(lambda: len(self.prompts()) > len(before) and self.prompts(), "sent", TRY_S)
            except AssertionError:
                continue
            assert after[-1] == prompt or prompt in after, f"typed {prompt!r}, stored {after!r}"
            return
        raise AssertionError(f"the prompt did not arrive; the program wrote: {self.log()}")

    def command(self, *arguments: str) -> str:
        """Run one command of the program on the same data and return what it prints."""
        command = [sys.executable, "-m", "h2o_desktop", "--data-dir", str(self.data_dir), *arguments]
        return subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True, timeout=60).stdout

    def conversations(self) -> list[dict[str, Any]]:
        """Every conversation of the store, newest first, as `export --format json` gives it."""
        ids = [json.loads(line)["id"] for line in self.command("list", "--json").splitlines()]
        return [json.loads(self.command("export", identifier, "--format", "json")) for identifier in ids]

    def prompts(self) -> list[str]:
        """Every prompt of the store."""
        return [
            message["content"]
            for conversation in reversed(self.conversations())
            for message in conversation["messages"]
            if message["role"] == "user"
        ]

    def answer(self, fits: Callable[[Message], bool], what: str) -> Message:
        """Wait for the newest conversation's last answer to fit."""

        def look() -> Message | None:
            conversations = self.conversations()
            messages = conversations[0]["messages"] if conversations else []
            fitting = bool(messages) and messages[-1]["role"] == "assistant" and fits(messages[-1])
            return messages[-1] if fitting else None

        return until(look, f"{what}; the store has {self.conversations()!r}", ANSWER_PATIENCE_S)


def is_over(message: Message) -> bool:
    """Whether an answer has come to an end, whichever."""
    return bool(message["status"] != "streaming")


def is_complete(message: Message) -> bool:
    """Whether an answer is whole."""
    return bool(message["status"] == "complete")
