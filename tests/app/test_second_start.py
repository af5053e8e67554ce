"""The program is started a second time on the same data folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from h2o_desktop.storage.window_lock import WindowLock
from h2o_desktop.wiring.hand_over import hand_over
from tests.app.conftest import Desktop
from tests.fakes.openai_server import MODEL, OpenAIServer
from tests.x11.screen import until

Open = Callable[..., Desktop]
ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


@contextmanager
def started(folder: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Another process of the program."""
    command = [sys.executable, "-m", "h2o_desktop", "--data-dir", str(folder), *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_the_second_start_hands_over_what_it_was_asked_for(open_desktop: Open) -> None:
    with OpenAIServer() as server:
        desktop = open_desktop()
        assert desktop.program.services.window_lock.take()
        desktop.wait(lambda: desktop.program.late_parts is not None)
        desktop.window.showMinimized()
        arguments = ("--server", server.url, "--set", "temperature=0.25", "--model", MODEL)
        with started(desktop.folder, *arguments, XDG_ACTIVATION_TOKEN="token") as second:
            desktop.wait(lambda: second.poll() is not None)
            assert second.returncode == 0
        desktop.wait(lambda: desktop.program.chat.choice == (server.url, MODEL))
        assert desktop.program.models.parameters.asked()["temperature"] == 0.25
        assert not desktop.window.isMinimized()
        assert os.environ.pop("XDG_ACTIVATION_TOKEN") == "token"
        with started(desktop.folder, "--set", "temperature=hot") as wrong:
            assert wrong.wait(PATIENCE_S) == 1  # told where it was typed
        # The window's own thread waits here, so the window does not answer.
        assert not hand_over(WindowLock(desktop.folder / "window.lock"), {}, 0.0)
        desktop.close()
        desktop.program.services.window_lock.close()


def test_a_wish_that_makes_no_sense_is_told_in_words(open_desktop: Open) -> None:
    desktop = open_desktop()
    assert desktop.program.services.window_lock.take()
    desktop.wait(lambda: desktop.program.late_parts is not None)
    assert desktop.program.late_parts is not None
    desktop.program.late_parts.second_starts._on_arrived({"server": "no address", "assignments": 7})
    assert desktop.notices() == ["“no address” is not the address of a server."]
    desktop.close()
    desktop.program.services.window_lock.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process without ending it")
def test_a_window_that_was_killed_or_hangs_does_not_keep_the_next_one_away(tmp_path: Path) -> None:
    folder, ready = tmp_path / "data", tmp_path / "ready"

    def is_up(process: subprocess.Popen[bytes]) -> bool:
        return process.poll() is None and ready.exists()

    with started(folder, H2O_DESKTOP_READY_FILE=str(ready)) as first:
        lock = WindowLock(folder / "window.lock")
        until(lambda: is_up(first) and lock.other() is not None, "the window is not up")
        assert hand_over(lock, {"model": ""}, PATIENCE_S)
        first.send_signal(signal.SIGSTOP)
        ready.unlink()
        assert not hand_over(lock, {}, 0.2)
        with started(folder, H2O_DESKTOP_READY_FILE=str(ready)) as beside:
            until(lambda: is_up(beside), "the window is not up")  # it waited, and then opened a window of its own
        first.kill()
        first.wait()
        ready.unlink()
        with started(folder, H2O_DESKTOP_READY_FILE=str(ready)) as second:
            until(lambda: is_up(second) and lock.other() is not None, "the window is not up")
            second.send_signal(signal.SIGTERM)
            assert second.wait(PATIENCE_S) == 0
    assert lock.other() is None
    assert lock.take()
    lock.close()
