"""The history: order, headings, paging and marks, compared with a list made anew after every step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.qt.history_model import (
    BUSY_ROLE,
    DETAIL_ROLE,
    HEADING_ROLE,
    ID_ROLE,
    SUMMARY_ROLE,
    HistoryModel,
)

DAY_S = 86_400.0
NOW_S = 100 * DAY_S + 1000.0
ROOT = QModelIndex()


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now_s = NOW_S

    def __call__(self) -> float:
        return self.now_s


def day(updated_s: float, now_s: float) -> str:
    return f"{int(now_s // DAY_S) - int(updated_s // DAY_S)} days ago"


def detail(summary: ConversationSummary, busy: bool) -> str:
    return "busy" if busy else f"{summary.message_count} messages"


def chat(name: str, age_days: float = 0.0, title: str = "") -> ConversationSummary:
    updated_s = NOW_S - age_days * DAY_S
    return ConversationSummary(name, title or f"Chat {name}", updated_s, updated_s, 2)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def model(clock: Clock) -> HistoryModel:
    made = HistoryModel(clock, day, detail)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def rows(model: HistoryModel) -> list[str]:
    """Headings in brackets, chats by their id."""
    found = []
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        heading = index.data(HEADING_ROLE)
        found.append(f"[{heading}]" if heading else str(index.data(ID_ROLE)))
    return found


def test_chats_stand_newest_first_under_the_heading_of_their_day(model: HistoryModel) -> None:
    model.reset([chat("c", 2), chat("a"), chat("b", 1)], complete=True)
    assert rows(model) == ["[0 days ago]", "a", "[1 days ago]", "b", "[2 days ago]", "c"]


def test_a_heading_cannot_be_chosen_and_a_chat_can(model: HistoryModel) -> None:
    model.reset([chat("a")], complete=True)
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(ROOT) == Qt.ItemFlag.NoItemFlags


def test_a_row_tells_all_that_a_view_needs(model: HistoryModel) -> None:
    summary = chat("a", title="Rivers")
    model.reset([summary], complete=True)
    index = model.index_of("a")
    assert index.data() == "Rivers"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Rivers\n2 messages"
    assert index.data(DETAIL_ROLE) == "2 messages"
    assert index.data(SUMMARY_ROLE) == summary
    assert index.data(BUSY_ROLE) is False
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(ROOT) is None
    assert model.index(0, 0).data(ID_ROLE) is None


def test_a_new_chat_opens_a_heading_and_its_removal_closes_it(model: HistoryModel) -> None:
    model.reset([chat("old", 3)], complete=True)
    model.upsert(chat("new"))
    assert rows(model) == ["[0 days ago]", "new", "[3 days ago]", "old"]
    model.remove("new")
    assert rows(model) == ["[3 days ago]", "old"]
    model.remove("nobody")
    assert rows(model) == ["[3 days ago]", "old"]


def test_a_chat_that_goes_on_moves_to_the_top(model: HistoryModel) -> None:
    model.reset([chat("a", 0.001), chat("b", 1), chat("c", 1.001)], complete=True)
    model.upsert(chat("c"))
    assert rows(model) == ["[0 days ago]", "c", "a", "[1 days ago]", "b"]


def test_the_newest_chat_changes_where_it_stands(model: HistoryModel) -> None:
    model.reset([chat("a", 0.001), chat("b", 1)], complete=True)
    kept = QPersistentModelIndex(model.index_of("a"))
    changed = QSignalSpy(model.dataChanged)
    model.upsert(chat("a", title="Another"))
    assert kept.isValid()
    assert kept.data() == "Another"
    assert changed.count() == 1


def test_a_renamed_chat_stays_where_it_is(model: HistoryModel) -> None:
    model.reset([chat("a"), chat("b", 1), chat("c", 2)], complete=True)
    kept = QPersistentModelIndex(model.index_of("b"))
    model.upsert(chat("b", 1, title="Renamed"))
    assert kept.isValid()
    assert kept.data() == "Renamed"


def test_more_is_asked_for_once_until_it_comes(clock: Clock) -> None:
    model = HistoryModel(clock, day, detail)  # the tester would ask for more by itself
    model.reset([chat("a"), chat("b", 1)], complete=False)
    wanted = QSignalSpy(model.more_wanted)
    assert model.canFetchMore(ROOT)
    model.fetchMore(ROOT)
    model.fetchMore(ROOT)
    assert wanted.count() == 1
    assert wanted.at(0) == [2]
    model.append([chat("b", 1), chat("c", 1.01), chat("d", 2)], complete=True)
    assert rows(model) == ["[0 days ago]", "a", "[1 days ago]", "b", "c", "[2 days ago]", "d"]
    assert not model.canFetchMore(ROOT)
    assert model.loaded_count == 4
    assert model.is_complete


def test_a_page_that_overlaps_what_is_loaded_is_put_in_order(model: HistoryModel) -> None:
    model.reset([chat("a"), chat("d", 3)], complete=False)
    model.append([chat("b", 1), chat("e", 4)], complete=False)
    assert [row for row in rows(model) if row[0] != "["] == ["a", "b", "d", "e"]
    assert not model.is_complete


def test_an_empty_page_ends_the_paging(model: HistoryModel) -> None:
    model.reset([chat("a")], complete=False)
    model.append([], complete=True)
    assert rows(model) == ["[0 days ago]", "a"]
    assert not model.canFetchMore(ROOT)


def test_pinned_chats_stand_above_all(model: HistoryModel, clock: Clock) -> None:
    model.reset([chat("a"), replace(chat("p", 3), pinned=True), chat("b", 1)], complete=True)
    assert rows(model) == ["[Pinned]", "p", "[0 days ago]", "a", "[1 days ago]", "b"]
    model.upsert(replace(chat("b", 1), pinned=True))
    assert rows(model) == ["[Pinned]", "b", "p", "[0 days ago]", "a"]
    clock.now_s += DAY_S
    model.refresh_days()
    assert rows(model) == ["[Pinned]", "b", "p", "[1 days ago]", "a"]
    model.upsert(chat("p", 3))
    model.upsert(chat("b", 1))
    assert rows(model) == ["[1 days ago]", "a", "[2 days ago]", "b", "[4 days ago]", "p"]


def test_a_busy_chat_is_marked_and_unmarked(model: HistoryModel) -> None:
    model.reset([chat("a")], complete=True)
    changed = QSignalSpy(model.dataChanged)
    model.set_busy("a", True)
    assert model.index_of("a").data(DETAIL_ROLE) == "busy"
    assert model.index_of("a").data(BUSY_ROLE) is True
    model.set_busy("a", False)
    assert model.index_of("a").data(BUSY_ROLE) is False
    assert changed.count() == 2
    model.set_busy("nobody", True)
    assert changed.count() == 2


def test_headings_follow_the_clock(model: HistoryModel, clock: Clock) -> None:
    model.reset([chat("a"), chat("b", 1)], complete=True)
    model.refresh_days()
    clock.now_s += DAY_S
    model.refresh_days()
    assert rows(model) == ["[1 days ago]", "a", "[2 days ago]", "b"]
    clock.now_s += DAY_S
    model.upsert(ConversationSummary("c", "New", clock.now_s, clock.now_s))
    assert rows(model) == ["[0 days ago]", "c", "[2 days ago]", "a", "[3 days ago]", "b"]


def test_whoever_counts_hears_of_every_change(model: HistoryModel) -> None:
    counted = QSignalSpy(model.counted)
    model.reset([chat("a")], complete=True)
    model.upsert(chat("b"))
    model.remove("b")
    assert counted.count() == 3


NAMES = st.sampled_from("abcdefgh")
AGES = st.integers(0, 12).map(lambda quarter: quarter / 4)
STEPS = st.one_of(
    st.tuples(st.just("upsert"), NAMES, AGES, st.booleans()),
    st.tuples(st.just("remove"), NAMES),
    st.tuples(st.just("append"), st.lists(st.tuples(NAMES, AGES), max_size=3)),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(STEPS, max_size=25))
def test_any_steps_give_the_rows_that_a_fresh_list_gives(steps: list[tuple[object, ...]]) -> None:
    model, fresh = HistoryModel(Clock(), day, detail), HistoryModel(Clock(), day, detail)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    known: dict[str, ConversationSummary] = {}
    for step in steps:
        match step:
            case ("upsert", str(name), float(age), bool(pinned)):
                known[name] = replace(chat(name, age), pinned=pinned)
                model.upsert(known[name])
            case ("remove", str(name)):
                known.pop(name, None)
                model.remove(name)
            case ("append", list(page)):
                summaries = [chat(name, age) for name, age in page]
                model.append(summaries, complete=True)
                for summary in summaries:
                    known.setdefault(summary.id, summary)
        fresh.reset(list(known.values()), complete=True)
        assert rows(model) == rows(fresh)
