"""Drafts in memory: written behind the typing, tried again when that fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.unsent import Unsent
from h2o_desktop.core.words import Words
from h2o_desktop.qt import draft_keeper
from h2o_desktop.qt.background import Lane
from h2o_desktop.qt.draft_keeper import DraftKeeper
from h2o_desktop.storage.drafts import DraftFiles
from h2o_desktop.storage.home_folder import HomeFolder

PATIENCE_MS = 30_000


class Locked(DraftFiles):
    """A folder that cannot be read until it is unlocked."""

    is_locked = True

    def load(self) -> dict[str, Unsent]:
        if self.is_locked:
            raise StorageError(Words("locked"))
        return super().load()


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    made = Lane("store")
    yield made
    assert made.close(30)


def test_a_draft_goes_to_the_disk_by_itself(lane: Lane, tmp_path: Path, qtbot: QtBot) -> None:
    keeper = DraftKeeper(DraftFiles(HomeFolder(tmp_path)), lane)
    for text in ("h", "ha", "half"):
        keeper.keep("a", Unsent(text))
    qtbot.waitUntil(lambda: DraftFiles(HomeFolder(tmp_path)).load() == {"a": Unsent("half")}, timeout=PATIENCE_MS)
    keeper.keep("a", Unsent())
    keeper.flush()
    qtbot.waitUntil(lambda: DraftFiles(HomeFolder(tmp_path)).load() == {}, timeout=PATIENCE_MS)


def test_what_cannot_be_written_is_said_once_and_tried_again(
    lane: Lane, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_keeper, "RETRY_MS", 200)
    blocked = tmp_path / "drafts"
    blocked.write_text("in the way")
    keeper = DraftKeeper(DraftFiles(HomeFolder(tmp_path)), lane)
    errors: list[object] = []
    keeper.saving_failed.connect(errors.append)
    keeper.keep("a", Unsent("one"))
    keeper.flush()
    qtbot.waitUntil(lambda: len(errors) == 1, timeout=PATIENCE_MS)
    keeper.keep("b", Unsent("two"))
    keeper.flush()
    assert lane.drain(30)
    blocked.unlink()
    keeper.keep("b", Unsent("three"))
    qtbot.waitUntil(
        lambda: DraftFiles(HomeFolder(tmp_path)).load() == {"a": Unsent("one"), "b": Unsent("three")},
        timeout=PATIENCE_MS,
    )
    assert len(errors) == 1


def test_the_new_conversation_takes_its_draft_along(lane: Lane, tmp_path: Path, qtbot: QtBot) -> None:
    keeper = DraftKeeper(DraftFiles(HomeFolder(tmp_path)), lane)
    keeper.keep("", Unsent("text", ("waits",)))
    keeper.name("a")
    assert keeper.unsent("") == Unsent()
    assert keeper.unsent("a") == Unsent("text", ("waits",))


def test_what_cannot_be_read_is_read_later_and_nothing_is_written_over_it(
    lane: Lane, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_keeper, "RETRY_MS", 20)
    folder = HomeFolder(tmp_path)
    DraftFiles(folder).keep("a", Unsent("kept"))
    files = Locked(folder)
    keeper = DraftKeeper(files, lane)
    told: list[object] = []
    keeper.saving_failed.connect(told.append)
    keeper.saving_resumed.connect(lambda: told.append("resumed"))
    keeper.load()
    qtbot.waitUntil(lambda: len(told) == 1, timeout=PATIENCE_MS)
    keeper.keep("a", Unsent("typed"))
    files.is_locked = False
    with qtbot.waitSignal(keeper.loaded, timeout=PATIENCE_MS):
        pass
    assert told[1:] == ["resumed"]
    assert keeper.unsent("a") == Unsent("kept\n\ntyped")
    qtbot.waitUntil(lambda: DraftFiles(folder).load() == {"a": Unsent("kept\n\ntyped")}, timeout=PATIENCE_MS)
