"""Text of several answers goes into the store together, and no answer keeps another's from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from h2o_desktop.core.errors import StorageError
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.checkpoints import SharedCheckpoints
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.wiring.lazy_store import LazyStore
from tests.fakes.conversation_examples import first_turn

PATIENCE_MS = 30_000


class Asked:
    """Two answers on their way, and what came of their texts."""

    def __init__(self, path: Path, qtbot: QtBot) -> None:
        self.lane = Lane("store")
        self.parent = QObject()
        self.store = LazyStore(lambda: Transcripts(path))
        self.checkpoints = SharedCheckpoints(self.store, self.lane, self.parent)
        self.turns = [first_turn("one"), first_turn("two")]
        self.heard: dict[str, Outcome[None]] = {}
        self._qtbot = qtbot
        for turn in self.turns:
            self.lane.submit(partial(self.store.begin_turn, turn.summary, turn.messages))

    def submit(self, message_id: str, text: str) -> None:
        self.checkpoints.submit(message_id, text, partial(self.heard.__setitem__, message_id))

    def wait(self, count: int) -> None:
        self._qtbot.waitUntil(lambda: len(self.heard) == count, timeout=PATIENCE_MS)
        assert self.lane.drain(30)

    def stored(self) -> list[str]:
        return [self.store.load(turn.summary.id).messages[-1].content for turn in self.turns]


@pytest.fixture
def asked(tmp_path: Path, qtbot: QtBot) -> Iterator[Asked]:
    """Two answers whose texts go through one gathering."""
    asked = Asked(tmp_path / "transcripts.sqlite3", qtbot)
    yield asked
    asked.lane.submit(asked.store.close)
    assert asked.lane.close(30)


def test_texts_of_several_answers_are_stored(asked: Asked) -> None:
    first, second = (turn.messages[-1].id for turn in asked.turns)
    asked.submit(first, "One")
    asked.submit(second, "Two")
    asked.wait(2)
    assert [outcome.error for outcome in asked.heard.values()] == [None, None]
    asked.heard.clear()
    asked.submit(first, " more")
    asked.wait(1)
    assert asked.stored() == ["One more", "Two"]


def test_an_answer_that_is_gone_does_not_keep_the_others_from_the_store(asked: Asked) -> None:
    first, second = (turn.messages[-1].id for turn in asked.turns)
    asked.submit(first, "One")
    asked.submit("nobody", "lost")
    asked.submit(second, "Two")
    asked.wait(3)
    assert asked.heard[first].error is None
    assert asked.heard[second].error is None
    assert isinstance(asked.heard["nobody"].error, StorageError)
    assert asked.stored() == ["One", "Two"]
