"""Which window has a data folder, among processes that live and processes that were killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from h2o_desktop.storage.window_lock import Whereabouts, WindowLock

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from h2o_desktop.storage.window_lock import Whereabouts, WindowLock
lock = WindowLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
lock.say(Whereabouts(4711, "key", 1))
print("said", flush=True)
sys.stdin.read()
"""


@contextmanager
def holding(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the lock."""
    command = [sys.executable, "-c", HOLD, str(path)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert [process.stdout.readline() for _line in range(2)] == ["True\n", "said\n"]
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_process_that_was_killed_gives_the_folder_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "window.lock"
    lock = WindowLock(path)
    with holding(path) as process:
        assert not lock.take()
        assert not lock.is_held
        assert lock.other() == Whereabouts(4711, "key", 1)
        process.kill()
        process.wait()
        assert lock.take()
        assert lock.take()
        assert lock.is_held
    assert lock.other() is None  # what the dead one said no longer holds
    other = WindowLock(path)
    assert not other.take()
    lock.say(Whereabouts(1, "a" * 32, 2))
    lock.say(Whereabouts(3, "b", 4))
    assert other.other() == Whereabouts(3, "b", 4)
    lock.close()
    lock.close()
    assert other.other() is None
    assert other.take()
    other.close()


def test_without_a_place_for_the_lock_every_window_is_on_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    lock = WindowLock(tmp_path / "file" / "window.lock")
    assert lock.take()
    assert not lock.is_held
    lock.say(Whereabouts(1, "key", 2))
    assert lock.other() is None
    lock.close()
    damaged = tmp_path / "window.lock"
    for text in ("", "{", "[]", '{"port": 1}', '{"port": "x", "key": "", "process": 1}'):
        damaged.write_text(text, encoding="utf-8")
        assert WindowLock(damaged).other() is None
