"""The history pane by mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from h2o_desktop.core.shelf import Place
from h2o_desktop.qt.history_model import HistoryModel
from h2o_desktop.ui.history_sidebar import HistorySidebar
from h2o_desktop.ui.text_for_people import day_heading, summary_line
from h2o_desktop.ui.theme import ThemeSource
from tests.ui.history_driver import NOW_S, chat

ENTER = Qt.Key.Key_Return


def put_cursor_on(sidebar: HistorySidebar, history: HistoryModel, conversation_id: str) -> QModelIndex:
    index = history.index_of(conversation_id)
    sidebar.list.setCurrentIndex(index)
    return index


def test_a_click_on_a_chat_opens_it_and_on_a_heading_does_nothing(
    sidebar: HistorySidebar, history: HistoryModel, qtbot: QtBot
) -> None:
    opened = QSignalSpy(sidebar.opened)
    viewport = sidebar.list.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=sidebar.list.visualRect(history.index(0, 0)).center())
    assert opened.count() == 0
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=sidebar.list.visualRect(history.index_of("b")).center())
    assert opened.at(0) == ["b"]


def test_arrows_skip_headings_and_enter_opens(sidebar: HistorySidebar, history: HistoryModel, qtbot: QtBot) -> None:
    opened = QSignalSpy(sidebar.opened)
    put_cursor_on(sidebar, history, "b")
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Down)
    qtbot.keyClick(sidebar.list, ENTER)
    assert opened.at(0) == ["c"]


def test_delete_asks_for_the_chat_under_the_cursor(
    sidebar: HistorySidebar, history: HistoryModel, qtbot: QtBot
) -> None:
    asked = QSignalSpy(sidebar.asked)
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)
    assert asked.count() == 0
    put_cursor_on(sidebar, history, "b")
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)
    assert asked.at(0) == ["delete", ("b",)]


def begin_renaming(sidebar: HistorySidebar, qtbot: QtBot) -> QLineEdit:
    qtbot.keyClick(sidebar.list, Qt.Key.Key_F2)
    editor = sidebar.list.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    return editor


def test_f2_renames_in_place(sidebar: HistorySidebar, history: HistoryModel, qtbot: QtBot) -> None:
    put_cursor_on(sidebar, history, "b")
    editor = begin_renaming(sidebar, qtbot)
    assert editor.text() == "Hills"
    editor.selectAll()
    qtbot.keyClicks(editor, "  Mountains   of Asia ")
    with qtbot.waitSignal(sidebar.renamed, timeout=30_000) as renamed:
        qtbot.keyClick(editor, ENTER)
    assert renamed.args == ["b", "Mountains of Asia"]


@pytest.mark.parametrize("typed", ["", "   ", "Hills"])
def test_an_empty_or_the_same_title_renames_nothing(
    sidebar: HistorySidebar, history: HistoryModel, qtbot: QtBot, typed: str
) -> None:
    renamed = QSignalSpy(sidebar.renamed)
    put_cursor_on(sidebar, history, "b")
    editor = begin_renaming(sidebar, qtbot)
    editor.setText(typed)
    with qtbot.waitSignal(sidebar.list.itemDelegate().closeEditor, timeout=30_000):
        qtbot.keyClick(editor, ENTER)
    assert renamed.count() == 0


def test_esc_ends_renaming_without_a_change(sidebar: HistorySidebar, history: HistoryModel, qtbot: QtBot) -> None:
    renamed = QSignalSpy(sidebar.renamed)
    put_cursor_on(sidebar, history, "b")
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


def menu_of(sidebar: HistorySidebar) -> QMenu:
    menus = [menu for menu in sidebar.list.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def open_menu(sidebar: HistorySidebar, history: HistoryModel, conversation_id: str) -> QMenu:
    at = sidebar.list.visualRect(history.index_of(conversation_id)).center()
    mouse = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(sidebar.list.viewport(), QContextMenuEvent(mouse, at, QPoint(5, 5)))
    return menu_of(sidebar)


def choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def test_the_context_menu_offers_what_the_keys_do(sidebar: HistorySidebar, history: HistoryModel, qtbot: QtBot) -> None:
    opened, asked = QSignalSpy(sidebar.opened), QSignalSpy(sidebar.asked)
    for text in ("Open", "Pin", "Tags…", "Duplicate", "Export…", "Archive", "Delete", "Rename…"):
        choose(open_menu(sidebar, history, "b"), text)
    assert opened.at(0) == ["b"]
    actions = ["pin", "tags", "duplicate", "export", "archive", "delete"]
    assert [asked.at(number) for number in range(asked.count())] == [[action, ("b",)] for action in actions]
    assert isinstance(sidebar.list.viewport().findChild(QLineEdit), QLineEdit)


def test_several_chats_are_chosen_and_handled_at_once(
    sidebar: HistorySidebar, history: HistoryModel, qtbot: QtBot
) -> None:
    opened, asked = QSignalSpy(sidebar.opened), QSignalSpy(sidebar.asked)
    put_cursor_on(sidebar, history, "a")
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    footer = sidebar.findChild(QLabel, "historyFooter")
    assert isinstance(footer, QLabel)
    assert footer.text() == "3 chosen"
    assert opened.count() == 0
    menu = open_menu(sidebar, history, "b")
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Pin",
        "Tags…",
        "Copy",
        "Export…",
        "Archive",
        "Delete",
    ]
    choose(menu, "Archive")
    assert asked.at(0) == ["archive", ("a", "b", "c")]
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)
    assert asked.at(1) == ["delete", ("a", "b", "c")]
    choose(open_menu(sidebar, history, "b"), "Archive")
    put_cursor_on(sidebar, history, "c")
    assert footer.text() == "3 chats"


def test_the_trash_offers_the_way_back(sidebar: HistorySidebar, history: HistoryModel, qtbot: QtBot) -> None:
    asked, place = QSignalSpy(sidebar.asked), QSignalSpy(sidebar.place_requested)
    sidebar.set_place(Place.TRASH)
    assert sidebar.list.accessibleName() == "Chats in the trash"
    choose(open_menu(sidebar, history, "b"), "Restore")
    put_cursor_on(sidebar, history, "c")
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)
    assert [asked.at(0), asked.at(1)] == [["restore", ("b",)], ["delete-for-good", ("c",)]]
    back = sidebar.findChild(QToolButton, "leavePlaceButton")
    assert isinstance(back, QToolButton)
    back.click()
    assert place.at(0) == ["history"]
    sidebar.set_place(Place.ARCHIVE)
    choose(open_menu(sidebar, history, "b"), "Back to the chats")
    assert asked.at(2) == ["unarchive", ("b",)]
    sidebar.set_place(Place.HISTORY)
    assert not back.isVisible()


def test_the_menu_key_works_on_the_cursor_and_headings_have_no_menu(
    sidebar: HistorySidebar, history: HistoryModel
) -> None:
    heading = sidebar.list.visualRect(history.index(0, 0)).center()
    mouse, key = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(sidebar.list.viewport(), QContextMenuEvent(mouse, heading, QPoint(5, 5)))
    assert not sidebar.list.findChildren(QMenu)
    put_cursor_on(sidebar, history, "c")
    QApplication.sendEvent(sidebar.list, QContextMenuEvent(key, QPoint(0, 0), QPoint(0, 0)))
    menu_of(sidebar).close()


def test_the_footer_counts_the_chats(sidebar: HistorySidebar, history: HistoryModel) -> None:
    footer = sidebar.findChild(QLabel, "historyFooter")
    assert isinstance(footer, QLabel)
    assert footer.text() == "3 chats"
    history.remove("a")
    history.remove("b")
    assert footer.text() == "1 chat"
    history.remove("c")
    assert footer.text() == ""
    history.reset([chat("a", 0, "Rivers"), chat("b", 1, "Hills")], complete=False)
    assert footer.text() == "The newest 2 chats"


def test_the_open_chat_is_drawn_otherwise_and_stays_marked_when_rows_come_anew(
    sidebar: HistorySidebar, history: HistoryModel
) -> None:
    before = sidebar.grab().toImage()
    sidebar.set_current("b")
    assert sidebar.grab().toImage() != before
    history.reset([chat("b", 0, "Hills"), chat("d", 1, "Seas")], complete=True)
    assert sidebar.list.currentIndex() == history.index_of("b")


def test_the_days_are_named_anew_when_the_window_becomes_active(theme: ThemeSource, qtbot: QtBot) -> None:
    now_s = [NOW_S]
    history = HistoryModel(lambda: now_s[0], day_heading, summary_line)
    history.reset([chat("a", 0, "Rivers")], complete=True)
    sidebar = HistorySidebar(history, theme)
    qtbot.addWidget(sidebar)
    now_s[0] += 24 * 3600
    assert history.index(0, 0).data() == "Today"
    sidebar.show()
    sidebar.activateWindow()
    qtbot.waitUntil(lambda: history.index(0, 0).data() == "Yesterday", timeout=30_000)


def test_an_empty_list_says_why(sidebar: HistorySidebar, history: HistoryModel) -> None:
    before = sidebar.list.grab().toImage()
    history.reset([], complete=True)
    assert sidebar.list.grab().toImage() != before


def test_titles_in_other_scripts_and_without_letters_can_be_drawn(
    sidebar: HistorySidebar, history: HistoryModel, theme: ThemeSource
) -> None:
    history.reset([chat("a", 0, "שלום"), chat("b", 0, ""), chat("c", 0, "x" * 500)], complete=True)
    history.set_busy("a", True)
    sidebar.set_current("c")
    sidebar.list.setFocus()
    assert not sidebar.grab().isNull()
