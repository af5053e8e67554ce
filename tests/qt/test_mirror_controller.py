"""When the copy of all chats is written, what it is told to catch up on, and how it goes on after a failure."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.mirror import MirrorWork
from h2o_desktop.core.words import Words
from h2o_desktop.qt import mirror_controller
from h2o_desktop.qt.mirror_controller import MirrorController

PATIENCE_MS = 30_000
FOLDER = Path("copy")
ERROR = StorageError(Words("no"))
NOW_S = 1_790_000_000.0


class Files:
    """Notes what it is told to write; fails while `error` is set, and waits while `free` is not."""

    def __init__(self) -> None:
        self.told: list[tuple[Path, MirrorWork]] = []
        self.error: StorageError | None = None
        self.free = threading.Event()
        self.free.set()

    def follow(self, folder: Path, work: MirrorWork, cancel: CancelToken) -> int:
        self.told.append((folder, work))
        self.free.wait(30)
        cancel.raise_if_set()
        if self.error is not None:
            raise self.error
        return len(self.told)


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def mirror(files: Files, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[MirrorController]:
    monkeypatch.setattr(mirror_controller, "PAUSE_MS", 10)
    monkeypatch.setattr(mirror_controller, "RETRY_MS", 20)
    controller = MirrorController(files, lambda: NOW_S)
    yield controller
    files.free.set()
    controller.stop()


def is_done(mirror: MirrorController) -> bool:
    return mirror.done_s is not None and not mirror.is_busy


def test_changes_are_gathered_and_written_together(mirror: MirrorController, files: Files, qtbot: QtBot) -> None:
    mirror.touch("nobody")
    mirror.touch_all()
    assert not mirror.is_busy
    mirror.use_folder(FOLDER, 0)
    assert mirror.is_busy
    qtbot.waitUntil(lambda: is_done(mirror), timeout=PATIENCE_MS)
    assert files.told == [(FOLDER, MirrorWork(everything=True))]
    assert (mirror.done_s, mirror.count) == (NOW_S, 1)
    for conversation_id in ("one", "two", "one", ""):
        mirror.touch(conversation_id)
    mirror.forget("two")
    qtbot.waitUntil(lambda: len(files.told) == 2 and is_done(mirror), timeout=PATIENCE_MS)
    assert files.told[1] == (FOLDER, MirrorWork(changed=("one",), gone=("two",)))


def test_what_changes_meanwhile_is_written_next(mirror: MirrorController, files: Files, qtbot: QtBot) -> None:
    files.free.clear()
    mirror.use_folder(FOLDER, 0)
    qtbot.waitUntil(lambda: len(files.told) == 1, timeout=PATIENCE_MS)
    mirror.touch("one")
    mirror._begin()  # what runs is not begun a second time
    files.free.set()
    qtbot.waitUntil(lambda: len(files.told) == 2 and is_done(mirror), timeout=PATIENCE_MS)
    assert files.told[1] == (FOLDER, MirrorWork(changed=("one",)))


def test_after_a_failure_it_goes_on_by_itself(mirror: MirrorController, files: Files, qtbot: QtBot) -> None:
    failures: list[object] = []
    mirror.failed.connect(failures.append)
    mirror.use_folder(FOLDER, 0)
    qtbot.waitUntil(lambda: is_done(mirror), timeout=PATIENCE_MS)
    files.error = ERROR
    mirror.touch("one")
    mirror.forget("two")
    qtbot.waitUntil(lambda: len(files.told) >= 4, timeout=PATIENCE_MS)
    assert failures == [ERROR]  # told once, however often it is tried
    assert mirror.error is ERROR
    with qtbot.waitSignal(mirror.resumed, timeout=PATIENCE_MS):
        files.error = None
    assert files.told[-1] == (FOLDER, MirrorWork(everything=True, changed=("one",), gone=("two",)))
    assert mirror.error is None


def test_another_folder_is_taken_at_once_and_none_ends_it(mirror: MirrorController, files: Files, qtbot: QtBot) -> None:
    files.free.clear()
    mirror.use_folder(FOLDER, 0)
    qtbot.waitUntil(lambda: len(files.told) == 1, timeout=PATIENCE_MS)
    mirror.use_folder(Path("other"), 0)
    files.free.set()
    qtbot.waitUntil(lambda: is_done(mirror), timeout=PATIENCE_MS)
    assert [folder for folder, _work in files.told] == [FOLDER, Path("other")]
    mirror.use_folder(None)
    mirror.touch("one")
    mirror.touch_all()
    assert (mirror.is_busy, mirror.done_s, mirror.count) == (False, None, 0)


def test_the_end_of_the_program_writes_what_is_left(files: Files, qtbot: QtBot) -> None:
    mirror = MirrorController(files, lambda: NOW_S)
    mirror.use_folder(FOLDER)
    mirror.stop()
    assert files.told == [(FOLDER, MirrorWork(everything=True))]
