"""Pins, tags, archive and trash, one chat or several, with a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.shelf import Place
from h2o_desktop.qt.background import Lane
from h2o_desktop.qt.history_controller import PAGE, HistoryController
from h2o_desktop.qt.history_model import ID_ROLE, HistoryModel
from h2o_desktop.qt.shelf_controller import UNDO_ARCHIVE, UNDO_DELETE, ShelfController
from h2o_desktop.storage.transcripts import Transcripts

PATIENCE_MS = 30_000
NOON_S = 1_700_000_000.0


class Shelf:
    """A history of chats “c0”, “c1” … the last one being the newest, and what was said."""

    def __init__(self, store: Transcripts, lane: Lane, qtbot: QtBot) -> None:
        self.model = HistoryModel(lambda: NOON_S, lambda _when, _now: "All", lambda summary, _busy: summary.model)
        self.store, self.lane, self.qtbot = store, lane, qtbot
        self.history = HistoryController(self.model, store, lane)
        self.controller = ShelfController(self.history, store, lane)
        self.notices: list[Notice] = []
        self.deleted: list[str] = []
        self.copied: list[ConversationSummary] = []
        self.controller.notice_raised.connect(self.notices.append)
        self.controller.deleted.connect(self.deleted.append)
        self.controller.copied.connect(self.copied.append)

    def fill(self, count: int) -> None:
        for number in range(count):
            self.store.begin_turn(ConversationSummary(f"c{number}", f"Chat {number}", NOON_S, NOON_S + number), ())
        self.history.load_newest()
        self.settle()

    def settle(self) -> None:
        """Wait until everything that was asked for is done and shown."""
        done: list[bool] = []
        self.lane.submit(lambda: None, lambda _outcome: done.append(True))
        self.qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE_MS)

    def ids(self) -> list[str]:
        found = [self.model.index(row, 0).data(ID_ROLE) for row in range(self.model.rowCount())]
        return [str(identifier) for identifier in found if identifier]

    def place(self, place: Place) -> list[str]:
        self.history.show_place(place)
        self.settle()
        return self.ids()


@pytest.fixture
def shelf(qtbot: QtBot, tmp_path: Path) -> Iterator[Shelf]:
    lane = Lane("store")
    store = Transcripts(tmp_path / "transcripts.sqlite3")
    yield Shelf(store, lane, qtbot)
    assert lane.close(30)
    store.close()


def test_pinned_chats_come_first_also_those_of_later_pages(shelf: Shelf) -> None:
    shelf.fill(PAGE + 5)
    shelf.store.pin("c0")
    shelf.history.load_newest()
    shelf.settle()
    assert shelf.ids()[0] == "c0"
    shelf.controller.pin(("c9",), pinned=True)
    shelf.settle()
    assert shelf.ids()[:2] == ["c9", "c0"]
    shelf.model.more_wanted.emit(len(shelf.ids()))
    shelf.settle()
    assert sorted(shelf.ids()) == sorted(f"c{number}" for number in range(PAGE + 5))
    shelf.controller.pin(("c9", "c0"), pinned=False)
    shelf.settle()
    assert shelf.ids()[0] == f"c{PAGE + 4}"
    assert shelf.store.list_pinned() == []


def test_a_page_after_deletions_leaves_nothing_out(shelf: Shelf) -> None:
    shelf.fill(PAGE + 5)
    shelf.controller.delete(shelf.ids()[:7])
    shelf.settle()
    shelf.model.more_wanted.emit(len(shelf.ids()))
    shelf.settle()
    assert sorted(shelf.ids()) == sorted(f"c{number}" for number in range(PAGE - 2))


def test_several_are_deleted_and_brought_back_together(shelf: Shelf) -> None:
    shelf.fill(3)
    shelf.controller.delete(("c0", "c2"))
    shelf.settle()
    assert shelf.ids() == ["c1"]
    assert shelf.deleted == ["c0", "c2"]
    assert str(shelf.notices[0].summary) == "Moved to the trash: 2 chats."
    (action,) = shelf.notices[0].actions
    assert action.id == UNDO_DELETE
    assert shelf.controller.undo(action.id, action.argument)
    shelf.settle()
    assert shelf.ids() == ["c2", "c1", "c0"]
    assert not shelf.controller.undo("another", "x")


def test_the_trash_can_be_emptied_and_restored_from(shelf: Shelf) -> None:
    shelf.fill(3)
    shelf.controller.delete(("c0", "c1"))
    shelf.settle()
    assert sorted(shelf.place(Place.TRASH)) == ["c0", "c1"]
    shelf.controller.restore(("c0",))
    shelf.controller.delete_for_good(("c1",))
    shelf.settle()
    assert shelf.ids() == []
    assert shelf.place(Place.HISTORY) == ["c2", "c0"]
    assert shelf.store.list_trash() == []


def test_the_archive(shelf: Shelf) -> None:
    shelf.fill(2)
    shelf.controller.archive(("c1",), archived=True)
    shelf.settle()
    assert shelf.ids() == ["c0"]
    assert str(shelf.notices[0].summary) == "“Chat 1” was moved to the archive."
    (action,) = shelf.notices[0].actions
    assert action.id == UNDO_ARCHIVE
    assert shelf.place(Place.ARCHIVE) == ["c1"]
    assert shelf.controller.undo(action.id, action.argument)
    shelf.settle()
    assert shelf.ids() == []
    assert shelf.place(Place.HISTORY) == ["c1", "c0"]


def test_a_changed_chat_appears_only_where_it_belongs(shelf: Shelf) -> None:
    shelf.fill(1)
    assert shelf.place(Place.ARCHIVE) == []
    shelf.history.take(ConversationSummary("new", "New", NOON_S, NOON_S))
    assert shelf.ids() == []
    shelf.history.take(ConversationSummary("old", "Old", NOON_S, NOON_S, archived=True))
    assert shelf.ids() == ["old"]


def test_tags_are_replaced_and_added(shelf: Shelf) -> None:
    shelf.fill(2)
    shelf.controller.set_tags("c0", ("river", "  Deep  water ", ""))
    shelf.settle()
    shelf.controller.add_tags(("c0", "c1"), ("River", "new"))
    shelf.settle()
    shown = [shelf.model.summary(name) for name in ("c0", "c1")]
    stored = [shelf.store.load(name).summary for name in ("c0", "c1")]
    assert [summary.tags for summary in shown if summary] == [summary.tags for summary in stored]
    assert stored[1].tags == ("new", "River")


def test_a_copy_stands_in_the_history(shelf: Shelf) -> None:
    shelf.fill(1)
    shelf.controller.duplicate("c0", "Copy")
    shelf.settle()
    assert [summary.title for summary in shelf.copied] == ["Copy"]
    assert len(shelf.ids()) == 2


def test_what_fails_is_told_and_what_was_done_is_shown(shelf: Shelf) -> None:
    shelf.fill(3)
    shelf.store.delete("c1")
    shelf.store.delete_for_good("c1")
    shelf.controller.delete(("c0", "c1", "c2"))
    shelf.controller.duplicate("c1", "Copy")
    shelf.settle()
    assert shelf.deleted == ["c0"]
    assert [notice.severity for notice in shelf.notices] == [Severity.INFO, Severity.ERROR, Severity.ERROR]
    assert shelf.ids() == ["c2", "c1"]


def test_a_chat_without_a_row_is_known_when_it_was_noted(shelf: Shelf) -> None:
    shelf.fill(1)
    shelf.store.begin_turn(ConversationSummary("old", "Old", NOON_S, NOON_S - 9), ())
    shelf.controller.delete(("old",))
    shelf.controller.note(ConversationSummary("old", "Old", NOON_S, NOON_S - 9))
    shelf.controller.delete(("old",))
    shelf.settle()
    assert shelf.deleted == ["old"]


def test_pins_and_tags_and_the_way_out_of_the_archive_are_undone_together(shelf: Shelf) -> None:
    shelf.fill(3)
    shelf.store.set_tags("c0", ["old"])
    shelf.history.load_newest()
    shelf.controller.pin(("c1",), pinned=True)
    shelf.settle()
    assert shelf.notices == []

    def undo_last(said: str) -> None:
        assert str(shelf.notices[-1].summary) == said
        (action,) = shelf.notices[-1].actions
        assert shelf.controller.undo(action.id, action.argument)
        shelf.settle()

    shelf.controller.pin(("c0", "c1", "c2"), pinned=True)
    shelf.settle()
    undo_last("Pinned: 2 chats.")
    assert [summary.id for summary in shelf.store.list_pinned()] == ["c1"]  # which was pinned before
    undo_last("No longer pinned: 2 chats.")
    assert len(shelf.store.list_pinned()) == 3
    shelf.controller.add_tags(("c0", "c1"), ("new",))
    shelf.settle()
    assert shelf.store.load("c0").summary.tags == ("new", "old")
    undo_last("Tags were changed: 2 chats.")
    assert [shelf.store.load(identifier).summary.tags for identifier in ("c0", "c1")] == [("old",), ()]
    assert shelf.model.summary("c0").tags == ("old",)  # type: ignore[union-attr]
    shelf.controller.set_tags("c0", ())
    shelf.settle()
    undo_last("The tags of “Chat 0” were changed.")
    assert shelf.store.load("c0").summary.tags == ("old",)
    shelf.controller.archive(("c0", "c1"), archived=True)
    shelf.settle()
    shelf.place(Place.ARCHIVE)
    shelf.controller.archive(("c0", "c1"), archived=False)
    shelf.settle()
    undo_last("Back in the history: 2 chats.")
    assert sorted(summary.id for summary in shelf.store.list_archived()) == ["c0", "c1"]
