"""Drafts in memory: written behind the typing, tried again when that fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.unsent import Unsent
from h2o_desktop.qt.background import Lane
from h2o_desktop.qt.draft_keeper import DraftKeeper
from h2o_desktop.storage.drafts import DraftFiles

PATIENCE_MS = 30_000


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    made = Lane("store")
    yield made
    assert made.close(30)


def test_a_draft_goes_to_the_disk_by_itself(lane: Lane, tmp_path: Path, qtbot: QtBot) -> None:
    keeper = DraftKeeper(DraftFiles(tmp_path), lane)
    for text in ("h", "ha", "half"):
        keeper.keep("a", Unsent(text))
    qtbot.waitUntil(lambda: DraftFiles(tmp_path).load() == {"a": Unsent("half")}, timeout=PATIENCE_MS)
    keeper.keep("a", Unsent())
    keeper.flush()
    qtbot.waitUntil(lambda: DraftFiles(tmp_path).load() == {}, timeout=PATIENCE_MS)


def test_what_cannot_be_written_is_said_once_and_tried_again(lane: Lane, tmp_path: Path, qtbot: QtBot) -> None:
    blocked = tmp_path / "drafts"
    blocked.write_text("in the way")
    keeper = DraftKeeper(DraftFiles(blocked), lane)
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
        lambda: DraftFiles(blocked).load() == {"a": Unsent("one"), "b": Unsent("three")}, timeout=PATIENCE_MS
    )
    assert len(errors) == 1


def test_the_new_conversation_takes_its_draft_along(lane: Lane, tmp_path: Path, qtbot: QtBot) -> None:
    keeper = DraftKeeper(DraftFiles(tmp_path), lane)
    keeper.keep("", Unsent("text", ("waits",)))
    keeper.name("a")
    assert keeper.unsent("") == Unsent()
    assert keeper.unsent("a") == Unsent("text", ("waits",))
