"""The history pane by mouse and keyboard."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import ConversationSummary, Role
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.search import SearchHit, parse_query
from h2o_desktop.core.shelf import Place
from h2o_desktop.qt.history_model import HistoryModel
from h2o_desktop.qt.search_model import HIT_ROLE, SearchModel
from h2o_desktop.ui.history_sidebar import HistorySidebar
from h2o_desktop.ui.search_results import SearchResults
from h2o_desktop.ui.search_row import around_the_words
from h2o_desktop.ui.text_for_people import day_heading, summary_line
from h2o_desktop.ui.theme import ThemeSource

NOW_S = time.mktime((2026, 3, 18, 12, 0, 0, 0, 0, -1))
ENTER = Qt.Key.Key_Return


def chat(name: str, age_hours: float, title: str) -> ConversationSummary:
    updated_s = NOW_S - age_hours * 3600
    return ConversationSummary(name, title, updated_s, updated_s, 4, "smollm2-135m")


@pytest.fixture
def model() -> HistoryModel:
    made = HistoryModel(lambda: NOW_S, day_heading, summary_line)
    made.reset([chat("a", 0, "Rivers of Europe"), chat("b", 1, "Hills"), chat("c", 24, "Lakes")], complete=True)
    return made


@pytest.fixture
def sidebar(qtbot: QtBot, theme: ThemeSource, model: HistoryModel) -> HistorySidebar:
    made = HistorySidebar(model, theme)
    qtbot.addWidget(made)
    made.resize(260, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=30_000)
    return made


def search_box(sidebar: HistorySidebar) -> QLineEdit:
    found = sidebar.findChild(QLineEdit, "searchBox")
    assert isinstance(found, QLineEdit)
    return found


def put_cursor_on(sidebar: HistorySidebar, model: HistoryModel, conversation_id: str) -> QModelIndex:
    index = model.index_of(conversation_id)
    sidebar.list.setCurrentIndex(index)
    return index


def test_a_click_on_a_chat_opens_it_and_on_a_heading_does_nothing(
    sidebar: HistorySidebar, model: HistoryModel, qtbot: QtBot
) -> None:
    opened = QSignalSpy(sidebar.opened)
    viewport = sidebar.list.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=sidebar.list.visualRect(model.index(0, 0)).center())
    assert opened.count() == 0
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=sidebar.list.visualRect(model.index_of("b")).center())
    assert opened.at(0) == ["b"]


def test_arrows_skip_headings_and_enter_opens(sidebar: HistorySidebar, model: HistoryModel, qtbot: QtBot) -> None:
    opened = QSignalSpy(sidebar.opened)
    put_cursor_on(sidebar, model, "b")
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Down)
    qtbot.keyClick(sidebar.list, ENTER)
    assert opened.at(0) == ["c"]


def test_delete_asks_for_the_chat_under_the_cursor(sidebar: HistorySidebar, model: HistoryModel, qtbot: QtBot) -> None:
    asked = QSignalSpy(sidebar.asked)
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)
    assert asked.count() == 0
    put_cursor_on(sidebar, model, "b")
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)
    assert asked.at(0) == ["delete", ("b",)]


def begin_renaming(sidebar: HistorySidebar, qtbot: QtBot) -> QLineEdit:
    qtbot.keyClick(sidebar.list, Qt.Key.Key_F2)
    editor = sidebar.list.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    return editor


def test_f2_renames_in_place(sidebar: HistorySidebar, model: HistoryModel, qtbot: QtBot) -> None:
    put_cursor_on(sidebar, model, "b")
    editor = begin_renaming(sidebar, qtbot)
    assert editor.text() == "Hills"
    editor.selectAll()
    qtbot.keyClicks(editor, "  Mountains   of Asia ")
    with qtbot.waitSignal(sidebar.renamed, timeout=30_000) as renamed:
        qtbot.keyClick(editor, ENTER)
    assert renamed.args == ["b", "Mountains of Asia"]


@pytest.mark.parametrize("typed", ["", "   ", "Hills"])
def test_an_empty_or_the_same_title_renames_nothing(
    sidebar: HistorySidebar, model: HistoryModel, qtbot: QtBot, typed: str
) -> None:
    renamed = QSignalSpy(sidebar.renamed)
    put_cursor_on(sidebar, model, "b")
    editor = begin_renaming(sidebar, qtbot)
    editor.setText(typed)
    with qtbot.waitSignal(sidebar.list.itemDelegate().closeEditor, timeout=30_000):
        qtbot.keyClick(editor, ENTER)
    assert renamed.count() == 0


def test_esc_ends_renaming_without_a_change(sidebar: HistorySidebar, model: HistoryModel, qtbot: QtBot) -> None:
    renamed = QSignalSpy(sidebar.renamed)
    put_cursor_on(sidebar, model, "b")
    editor = begin_renaming(sidebar, qtbot)
    editor.setText("Other")
    with qtbot.waitSignal(sidebar.list.itemDelegate().closeEditor, timeout=30_000):
        qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert renamed.count() == 0


def test_a_title_can_be_edited_from_elsewhere(sidebar: HistorySidebar, qtbot: QtBot) -> None:
    sidebar.list.edit_title("nobody")
    assert sidebar.list.viewport().findChild(QLineEdit) is None
    sidebar.list.edit_title("c")
    editor = sidebar.list.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "Lakes"


def test_new_chat_by_its_button(sidebar: HistorySidebar, qtbot: QtBot) -> None:
    wanted = QSignalSpy(sidebar.new_requested)
    button = sidebar.findChild(QPushButton, "newChatButton")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted.count() == 1


@pytest.fixture
def found(sidebar: HistorySidebar, theme: ThemeSource, model: HistoryModel) -> SearchModel:
    """The hits beside the history: a title, and a message with the word far from its beginning."""
    made = SearchModel()
    sidebar.set_results(SearchResults(made, theme))
    lakes = model.summary("c")
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


def menu_of(sidebar: HistorySidebar) -> QMenu:
    menus = [menu for menu in sidebar.list.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def open_menu(sidebar: HistorySidebar, model: HistoryModel, conversation_id: str) -> QMenu:
    at = sidebar.list.visualRect(model.index_of(conversation_id)).center()
    mouse = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(sidebar.list.viewport(), QContextMenuEvent(mouse, at, QPoint(5, 5)))
    return menu_of(sidebar)


def choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def test_the_context_menu_offers_what_the_keys_do(sidebar: HistorySidebar, model: HistoryModel, qtbot: QtBot) -> None:
    opened, asked = QSignalSpy(sidebar.opened), QSignalSpy(sidebar.asked)
    for text in ("Open", "Pin", "Tags…", "Duplicate", "Export…", "Archive", "Delete", "Rename…"):
        choose(open_menu(sidebar, model, "b"), text)
    assert opened.at(0) == ["b"]
    actions = ["pin", "tags", "duplicate", "export", "archive", "delete"]
    assert [asked.at(number) for number in range(asked.count())] == [[action, ("b",)] for action in actions]
    assert isinstance(sidebar.list.viewport().findChild(QLineEdit), QLineEdit)


def test_several_chats_are_chosen_and_handled_at_once(
    sidebar: HistorySidebar, model: HistoryModel, qtbot: QtBot
) -> None:
    opened, asked = QSignalSpy(sidebar.opened), QSignalSpy(sidebar.asked)
    put_cursor_on(sidebar, model, "a")
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    footer = sidebar.findChild(QLabel, "historyFooter")
    assert isinstance(footer, QLabel)
    assert footer.text() == "3 chosen"
    assert opened.count() == 0
    menu = open_menu(sidebar, model, "b")
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Pin",
        "Tags…",
        "Export…",
        "Archive",
        "Delete",
    ]
    choose(menu, "Archive")
    assert asked.at(0) == ["archive", ("a", "b", "c")]
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)
    assert asked.at(1) == ["delete", ("a", "b", "c")]
    choose(open_menu(sidebar, model, "b"), "Archive")
    put_cursor_on(sidebar, model, "c")
    assert footer.text() == "3 chats"


def test_the_trash_offers_the_way_back(sidebar: HistorySidebar, model: HistoryModel, qtbot: QtBot) -> None:
    asked, place = QSignalSpy(sidebar.asked), QSignalSpy(sidebar.place_requested)
    sidebar.set_place(Place.TRASH)
    assert sidebar.list.accessibleName() == "Chats in the trash"
    choose(open_menu(sidebar, model, "b"), "Restore")
    put_cursor_on(sidebar, model, "c")
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)
    assert [asked.at(0), asked.at(1)] == [["restore", ("b",)], ["delete-for-good", ("c",)]]
    back = sidebar.findChild(QToolButton, "leavePlaceButton")
    assert isinstance(back, QToolButton)
    back.click()
    assert place.at(0) == ["history"]
    sidebar.set_place(Place.ARCHIVE)
    choose(open_menu(sidebar, model, "b"), "Back to the chats")
    assert asked.at(2) == ["unarchive", ("b",)]
    sidebar.set_place(Place.HISTORY)
    assert not back.isVisible()


def test_the_menu_key_works_on_the_cursor_and_headings_have_no_menu(
    sidebar: HistorySidebar, model: HistoryModel
) -> None:
    heading = sidebar.list.visualRect(model.index(0, 0)).center()
    mouse, key = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(sidebar.list.viewport(), QContextMenuEvent(mouse, heading, QPoint(5, 5)))
    assert not sidebar.list.findChildren(QMenu)
    put_cursor_on(sidebar, model, "c")
    QApplication.sendEvent(sidebar.list, QContextMenuEvent(key, QPoint(0, 0), QPoint(0, 0)))
    menu_of(sidebar).close()


def test_the_footer_counts_the_chats(sidebar: HistorySidebar, model: HistoryModel) -> None:
    footer = sidebar.findChild(QLabel, "historyFooter")
    assert isinstance(footer, QLabel)
    assert footer.text() == "3 chats"
    model.remove("a")
    model.remove("b")
    assert footer.text() == "1 chat"
    model.remove("c")
    assert footer.text() == ""
    model.reset([chat("a", 0, "Rivers"), chat("b", 1, "Hills")], complete=False)
    assert footer.text() == "The newest 2 chats"


def test_the_open_chat_is_drawn_otherwise_and_stays_marked_when_rows_come_anew(
    sidebar: HistorySidebar, model: HistoryModel
) -> None:
    before = sidebar.grab().toImage()
    sidebar.set_current("b")
    assert sidebar.grab().toImage() != before
    model.reset([chat("b", 0, "Hills"), chat("d", 1, "Seas")], complete=True)
    assert sidebar.list.currentIndex() == model.index_of("b")


def test_the_days_are_named_anew_when_the_window_becomes_active(theme: ThemeSource, qtbot: QtBot) -> None:
    now_s = [NOW_S]
    model = HistoryModel(lambda: now_s[0], day_heading, summary_line)
    model.reset([chat("a", 0, "Rivers")], complete=True)
    sidebar = HistorySidebar(model, theme)
    qtbot.addWidget(sidebar)
    now_s[0] += 24 * 3600
    assert model.index(0, 0).data() == "Today"
    sidebar.show()
    sidebar.activateWindow()
    qtbot.waitUntil(lambda: model.index(0, 0).data() == "Yesterday", timeout=30_000)


def test_an_empty_list_says_why(sidebar: HistorySidebar, model: HistoryModel) -> None:
    before = sidebar.list.grab().toImage()
    model.reset([], complete=True)
    assert sidebar.list.grab().toImage() != before


def test_titles_in_other_scripts_and_without_letters_can_be_drawn(
    sidebar: HistorySidebar, model: HistoryModel, theme: ThemeSource
) -> None:
    model.reset([chat("a", 0, "שלום"), chat("b", 0, ""), chat("c", 0, "x" * 500)], complete=True)
    model.set_busy("a", True)
    sidebar.set_current("c")
    sidebar.list.setFocus()
    assert not sidebar.grab().isNull()
