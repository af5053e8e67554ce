"""Chats and messages are dragged out of the window into another program, with a real mouse on a real display."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import finished, first_turn
from tests.x11.program import Program
from tests.x11.screen import ROOT, Screen, until

pytestmark = pytest.mark.slow

TARGET_AT = (1500, 300)
FIRST_CHAT_AT = (120, 150)


@pytest.fixture
def screen() -> Iterator[Screen]:
    with Screen((1800, 900)) as screen:
        yield screen


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    store = Transcripts(folder / "transcripts.sqlite3")
    turn = first_turn("What flows?")
    store.begin_turn(turn.summary, turn.messages)
    store.finish(finished(turn.messages[-1], "A *river*."))
    store.close()
    return folder


class Target:
    """The other program, which writes what is dropped on it into a file."""

    def __init__(self, screen: Screen, log: Path) -> None:
        self._log = log
        with log.open("wb") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.x11.drop_target"], env=screen.environment, cwd=ROOT, stdout=file
            )
        try:
            screen.window_of(self._process.pid)
        except BaseException:
            self.close()
            raise

    def dropped(self) -> list[dict[str, Any]]:
        """What was dropped so far."""
        return [json.loads(line) for line in self._log.read_text(encoding="utf-8").splitlines()]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def drag(screen: Screen, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press, move away far enough, and go on in steps: files are written meanwhile."""
    screen.xdotool("mousemove", str(start[0]), str(start[1]), "mousedown", "1")
    for step in range(1, 41):
        x, y = (first + (last - first) * step // 40 for first, last in zip(start, end, strict=True))
        screen.xdotool("mousemove", str(x), str(y), "sleep", "0.05")
    screen.xdotool("sleep", "0.2", "mouseup", "1", "sleep", "0.5")


def test_a_chat_is_dragged_into_another_program(screen: Screen, data_dir: Path, tmp_path: Path) -> None:
    target = Target(screen, tmp_path / "dropped")
    try:
        with Program(screen, data_dir) as program:

            def look() -> list[dict[str, Any]]:
                drag(screen, FIRST_CHAT_AT, TARGET_AT)  # once more, when the chats were not on the screen yet
                return target.dropped()

            dropped = until(look, "nothing was dropped")[0]
            (file,) = map(Path, dropped["files"])
            assert dropped["action"] == "CopyAction"
            assert dropped["text"].startswith("# What flows?")
            assert "A *river*." in file.read_text(encoding="utf-8")
            assert file.suffix == ".md"
            program.close()
        assert not file.parent.exists()
    finally:
        target.close()
