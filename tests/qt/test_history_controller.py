"""The history: loaded by pages, renamed, deleted and brought back, with the store behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import ConversationSummary, Message, Role
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.qt.background import Lane
from h2o_desktop.qt.history_controller import PAGE, HistoryController
from h2o_desktop.qt.history_model import HistoryModel
from h2o_desktop.storage.transcripts import Transcripts

PATIENCE_MS = 30_000
NOON_S = 1_700_000_000.0


def id_of(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


class History:
    """A history with `count` stored conversations."""

    def __init__(self, store: Transcripts, lane: Lane, qtbot: QtBot) -> None:
        self.model = HistoryModel(lambda: NOON_S, lambda _when, _now: "All", lambda summary, _busy: summary.model)
        self.store = store
        self.lane = lane
        self.qtbot = qtbot
        self.controller = HistoryController(self.model, store, lane)
        self.notices: list[Notice] = []
        self.renamed: list[tuple[str, str]] = []
        self.controller.notice_raised.connect(self.notices.append)
        self.controller.renamed.connect(lambda conversation_id, title: self.renamed.append((conversation_id, title)))

    def fill(self, count: int) -> None:
        for number in range(count):
            summary = ConversationSummary(id_of(number), f"Chat {number}", NOON_S + number, NOON_S + number)
            message = Message(id_of(number + 10_000), None, Role.USER, "Hi", NOON_S)
            self.store.begin_turn(summary, (message,))

    def load(self) -> None:
        loaded: list[bool] = []
        connection = self.model.counted.connect(lambda: loaded.append(True))
        self.controller.load_newest()
        self.qtbot.waitUntil(lambda: bool(loaded), timeout=PATIENCE_MS)
        self.model.disconnect(connection)


@pytest.fixture
def history(qtbot: QtBot, tmp_path: Path) -> Iterator[History]:
    lane = Lane("store")
    store = Transcripts(tmp_path / "transcripts.sqlite3")
    yield History(store, lane, qtbot)
    assert lane.close(30)
    store.close()


def test_the_newest_page_comes_first_and_the_next_when_it_is_wanted(history: History) -> None:
    history.fill(PAGE + 5)
    history.load()
    assert history.model.loaded_count == PAGE
    assert history.model.summary(id_of(PAGE + 4)) is not None
    assert history.model.summary(id_of(0)) is None
    history.model.more_wanted.emit(PAGE)
    history.qtbot.waitUntil(lambda: history.model.summary(id_of(0)) is not None, timeout=PATIENCE_MS)


def test_a_new_title_is_shown_at_once_and_stored(history: History) -> None:
    history.fill(1)
    history.load()
    history.controller.rename(id_of(0), "  A better \n title ")
    shown = history.model.summary(id_of(0))
    assert shown is not None
    assert shown.title == "A better title"
    assert history.renamed == [(id_of(0), "A better title")]
    assert history.lane.drain(30)
    assert history.store.load(id_of(0)).summary.title == "A better title"


def test_an_empty_title_changes_nothing(history: History) -> None:
    history.fill(1)
    history.load()
    history.controller.rename(id_of(0), "   ")
    assert history.renamed == []
    assert history.lane.drain(30)
    assert history.store.load(id_of(0)).summary.title == "Chat 0"


def test_a_title_that_cannot_be_stored_is_taken_back(history: History) -> None:
    history.fill(1)
    history.load()
    history.store.delete(id_of(0))
    history.store.purge_trash(-1.0, NOON_S * 2)
    history.controller.rename(id_of(0), "Lost")
    history.qtbot.waitUntil(lambda: bool(history.notices), timeout=PATIENCE_MS)
    shown = history.model.summary(id_of(0))
    assert shown is not None
    assert shown.title == "Chat 0"
    assert history.notices[0].severity is Severity.ERROR
    assert history.renamed[-1] == (id_of(0), "Chat 0")
