"""Search in the history pane: hits by keyboard and mouse, and what is said without any."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.search import SearchHit, parse_query
from h2o_desktop.qt.history_model import HistoryModel
from h2o_desktop.qt.search_model import HIT_ROLE, SearchModel
from h2o_desktop.ui.history_sidebar import HistorySidebar
from h2o_desktop.ui.search_results import SearchResults
from h2o_desktop.ui.search_row import around_the_words, shortened
from h2o_desktop.ui.theme import ThemeSource
from tests.ui.history_driver import NOW_S, search_box

ENTER = Qt.Key.Key_Return


@pytest.fixture
def found(sidebar: HistorySidebar, theme: ThemeSource, history: HistoryModel) -> SearchModel:
    """The hits beside the history: a title, and a message with the word far from its beginning."""
    made = SearchModel()
    sidebar.set_results(SearchResults(made, theme))
    lakes = history.summary("c")
    assert lakes is not None
    snippet = "Many words that come before, and many more words after them: the lake is deep 🌊 and the lake is cold."
    marks = tuple((match.start(), match.end()) for match in re.finditer("lake", snippet))
    hits = [SearchHit(lakes, None, None, NOW_S, "Lakes", ((0, 5),))]
    hits += [SearchHit(lakes, role.value, role, NOW_S, snippet, marks) for role in Role]
    made.reset(hits, complete=True)
    return made


def results_of(sidebar: HistorySidebar) -> SearchResults:
    results = sidebar.findChild(SearchResults)
    assert isinstance(results, SearchResults)
    return results


def test_typing_in_the_search_box_tells_and_shows_what_is_found(
    sidebar: HistorySidebar, found: SearchModel, qtbot: QtBot
) -> None:
    changed, opened = QSignalSpy(sidebar.search_changed), QSignalSpy(results_of(sidebar).hit_opened)
    assert sidebar.list.isVisible()
    sidebar.focus_search()
    box = search_box(sidebar)
    assert box.hasFocus()
    qtbot.keyClicks(box, "lake")
    assert changed.at(changed.count() - 1) == ["lake"]
    assert results_of(sidebar).isVisible()
    assert not sidebar.list.isVisible()
    qtbot.keyClick(box, ENTER)
    assert opened.at(0)[0].message_id is None
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    assert sidebar.list.isVisible()


def test_hits_are_reached_by_the_keyboard_and_by_the_mouse(
    sidebar: HistorySidebar, found: SearchModel, qtbot: QtBot
) -> None:
    opened = QSignalSpy(results_of(sidebar).hit_opened)
    search_box(sidebar).setText("lake")
    hits = results_of(sidebar).list
    qtbot.keyClick(search_box(sidebar), Qt.Key.Key_Down)
    assert hits.hasFocus()
    qtbot.keyClick(hits, Qt.Key.Key_Down)
    qtbot.keyClick(hits, ENTER)
    assert opened.at(0)[0].role is Role.SYSTEM
    qtbot.mouseClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=hits.visualRect(found.index(2, 0)).center())
    assert opened.at(1)[0].role is Role.USER
    hits.setCurrentIndex(found.index(0, 0))
    qtbot.keyClick(hits, Qt.Key.Key_Up)
    sidebar.focus_search()
    assert search_box(sidebar).hasFocus()


def test_a_hit_is_drawn_with_its_words_marked(sidebar: HistorySidebar, found: SearchModel) -> None:
    search_box(sidebar).setText("lake")
    marked = sidebar.grab().toImage()
    first = found.index(1, 0).data(HIT_ROLE)
    found.reset([replace(first, marks=())], complete=True)
    found.append([first], complete=True)
    assert sidebar.grab().toImage() != marked
    assert "deep" in str(found.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_a_bad_query_and_a_search_without_hits_are_told_in_words(sidebar: HistorySidebar, found: SearchModel) -> None:
    words = sidebar.findChild(QLabel, "searchMessage")
    assert isinstance(words, QLabel)
    search_box(sidebar).setText("after:soon")
    with pytest.raises(InputError) as error:
        parse_query("after:soon")
    results_of(sidebar).show_outcome("after:soon", error.value)
    assert "“soon” is not a date." in words.text()
    found.reset([], complete=True)
    results_of(sidebar).show_outcome(" sea ", None)
    assert words.text() == "Nothing was found for “sea”."
    assert words.isVisible()


def test_a_snippet_begins_near_its_first_mark() -> None:
    assert around_the_words("one two", ((4, 7),)) == ("one two", ((4, 7),))
    text = "word " * 40 + "lake\nand sea"
    shown, marks = around_the_words(text, ((200, 204),))
    assert shown.startswith("…")
    assert [shown[begin:end] for begin, end in marks] == ["lake"]
    assert len(shown) < 60
    unbroken, marks = around_the_words("x" * 100 + "lake", ((100, 104),))
    assert [unbroken[begin:end] for begin, end in marks] == ["lake"]


def test_the_arrows_lead_from_the_search_box_into_the_list_and_back(sidebar: HistorySidebar, qtbot: QtBot) -> None:
    opened = QSignalSpy(sidebar.opened)
    sidebar.focus_search()
    qtbot.keyClick(search_box(sidebar), Qt.Key.Key_Down)
    assert sidebar.list.hasFocus()
    qtbot.keyClick(sidebar.list, ENTER)
    assert opened.at(0) == ["a"]
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Up)
    assert search_box(sidebar).hasFocus()


def test_a_text_that_goes_on_ends_in_an_ellipsis(qapp: QApplication) -> None:
    text = "\N{RAINBOW} one two three"
    assert shortened(text, 3, qapp.font(), 10_000) == text
    short = shortened(text, 3, qapp.font(), 60)
    assert short.startswith("\N{RAINBOW} on")
    assert short.endswith("…")
