"""Searching as a person types: pages, stale answers, and errors in words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from h2o_desktop.core.errors import InputError
from h2o_desktop.qt.background import Lane
from h2o_desktop.qt.search_controller import PAGE, SearchController
from h2o_desktop.qt.search_model import SearchModel
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.wiring.lazy_store import LazyStore
from tests.fakes.conversation_examples import first_turn

PATIENCE_MS = 30_000


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    made = Lane("store")
    yield made
    assert made.close(30)


@pytest.fixture
def search(lane: Lane, tmp_path: Path) -> Iterator[SearchController]:
    """A store with one more prompt about rivers than fits on a page, and one about hills."""
    store = LazyStore(lambda: Transcripts(tmp_path / "transcripts.sqlite3"))
    for number in range(PAGE // 2 + 1):
        turn = first_turn(f"river {number}")
        store.begin_turn(turn.summary, turn.messages)
    turn = first_turn("hills")
    store.begin_turn(turn.summary, turn.messages)
    yield SearchController(SearchModel(), store, lane)
    lane.submit(store.close)


def test_only_the_newest_query_counts(search: SearchController, lane: Lane, qtbot: QtBot) -> None:
    blocked = threading.Event()
    answers: list[object] = []
    search.answered.connect(answers.append)
    search.look_for("river")
    with qtbot.waitSignal(search.answered, timeout=PATIENCE_MS):
        pass
    lane.submit(lambda: blocked.wait(30))
    search.look_for("river 1")
    qtbot.waitUntil(lambda: not search.is_pausing, timeout=PATIENCE_MS)
    search.look_for("hills")
    qtbot.waitUntil(lambda: not search.is_pausing, timeout=PATIENCE_MS)
    blocked.set()
    qtbot.waitUntil(lambda: len(answers) == 2, timeout=PATIENCE_MS)
    assert {str(search.model.index(row).data()) for row in range(search.model.rowCount())} == {"hills"}
    search.look_for("  ")
    assert search.model.rowCount() == 0


def test_more_is_fetched_as_the_list_is_scrolled(search: SearchController, qtbot: QtBot) -> None:
    QAbstractItemModelTester(search.model, QAbstractItemModelTester.FailureReportingMode.Fatal, search.model)
    with qtbot.waitSignal(search.answered, timeout=PATIENCE_MS):
        search.look_for("river")
    qtbot.waitUntil(lambda: search.model.rowCount() >= PAGE, timeout=PATIENCE_MS)
    search.model.fetchMore(QModelIndex())
    qtbot.waitUntil(lambda: search.model.rowCount() == PAGE + 2, timeout=PATIENCE_MS)
    assert not search.model.canFetchMore(QModelIndex())


def test_a_query_that_cannot_be_read_is_an_answer(search: SearchController, qtbot: QtBot) -> None:
    with qtbot.waitSignal(search.answered, timeout=PATIENCE_MS) as answered:
        search.look_for("before:never river")
    assert isinstance(answered.args[0], InputError)
    assert search.model.rowCount() == 0
