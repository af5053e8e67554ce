"""One transfer at a time, with progress, and stopped when the person says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.transfer import ImportCounts, ImportPreview, Progress
from h2o_desktop.core.words import Words
from h2o_desktop.qt.transfer_controller import TransferController
from h2o_desktop.storage.importing import Imported
from h2o_desktop.wiring.services import Services

PATIENCE_MS = 30_000


class Scripted:
    """Waits for the stop in imports, fails in exports, and finds nothing in files."""

    def __init__(self) -> None:
        self.begun = threading.Event()

    def preview_import(self, paths: Sequence[Path], progress: Progress, cancel: CancelToken) -> Sequence[ImportPreview]:
        return []

    def import_files(self, paths: Sequence[Path], progress: Progress, cancel: CancelToken) -> ImportCounts:
        for count in range(1, 50):
            progress(count)
        self.begun.set()
        if paths:
            cancel.wait(30)
            cancel.raise_if_set()
        return Imported(new=3)

    def export_many(
        self, ids: Sequence[str] | None, folder: Path, form: str, progress: Progress, cancel: CancelToken
    ) -> int:
        raise StorageError(Words("The disk is full."))

    def keep_house(self) -> None:
        self.begun.set()


@pytest.fixture
def transfer(qtbot: QtBot) -> Iterator[TransferController]:
    made = TransferController(Scripted())
    yield made
    made.stop()


def test_progress_is_told_now_and_then(transfer: TransferController, qtbot: QtBot) -> None:
    counts: list[int] = []
    transfer.progressed.connect(counts.append)
    with qtbot.waitSignal(transfer.imported, timeout=PATIENCE_MS) as imported:
        transfer.import_files(())
    assert imported.args[0].new == 3
    assert counts[0] == 1
    assert len(counts) < 49


def test_a_stopped_one_says_nothing_more_and_the_next_one_begins(transfer: TransferController, qtbot: QtBot) -> None:
    failed: list[object] = []
    transfer.failed.connect(failed.append)
    transfer.import_files((Path("a"),))
    assert transfer.is_busy
    transfer.preview(())
    with qtbot.waitSignal(transfer.ended, timeout=PATIENCE_MS):
        transfer.cancel()
    assert failed == []
    with qtbot.waitSignal(transfer.previewed, timeout=PATIENCE_MS):
        transfer.preview((Path("a"),))


def test_a_failure_is_told(transfer: TransferController, qtbot: QtBot) -> None:
    with qtbot.waitSignal(transfer.failed, timeout=PATIENCE_MS) as failed:
        transfer.export(None, Path("folder"), "json")
    assert str(failed.args[0].summary) == "The disk is full."
    assert not transfer.is_busy


def test_the_house_is_kept_beside_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    services = Services(tmp_path)
    services.store.list_conversations()
    transfer = TransferController(services.transfers)
    transfer.keep_house_later()
    transfer.keep_house()
    with qtbot.waitSignal(transfer.ended, timeout=PATIENCE_MS):
        transfer.preview((tmp_path,))
    assert len(services.store.list_backups()) == 1
    transfer.stop()
    services.close()
