"""Going about with the keyboard; every action can be reached with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.chat_view.chat_driver import CONTROL, NONE, SHIFT, ChatDriver, answer, long_chat, prompt


def menu(chat: ChatDriver) -> QMenu:
    """The open menu."""
    found = chat.view.findChild(QMenu, "messageMenu")
    assert isinstance(found, QMenu)
    chat.qtbot.waitUntil(found.isVisible)
    return found


def choose(chat: ChatDriver, *words: str) -> None:
    """Choose an entry of the open menu, or of a menu in it."""
    opened = menu(chat)
    for one in words:
        action = next(action for action in opened.actions() if action.text() == one)
        inner = action.menu()
        opened.setActiveAction(action)
        QTest.keyClick(opened, Qt.Key.Key_Return)
        QApplication.processEvents()
        if isinstance(inner, QMenu):
            opened = inner


def test_up_and_down_go_through_the_messages(chat: ChatDriver) -> None:
    chat.show(prompt(1), answer(1, "One."), prompt(2), answer(2, "Two."))
    rows = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        chat.press(key)
        rows.append(chat.view.spotlight.current_row)
    assert rows == [0, 1, 2, 1]


def test_every_message_of_a_long_chat_is_reached_and_visible(chat: ChatDriver) -> None:
    chat.show(*long_chat(12))
    chat.view.navigation.go_to_start()
    seen: list[int] = []
    for _ in range(200):
        chat.press(Qt.Key.Key_Down)
        row = chat.view.spotlight.current_row
        assert any(one.row == row for one in chat.view.transcript.visible)
        if row not in seen:
            seen.append(row)
        if row == 23:
            break
    assert seen == list(range(24))
    for _ in range(200):
        chat.press(Qt.Key.Key_Up)
        if chat.view.spotlight.current_row == 0:
            break
    assert chat.view.transcript.top_px() <= 40


def test_a_message_higher_than_the_view_is_read_by_pages(chat: ChatDriver) -> None:
    chat.show(prompt(1), answer(1, "line\n\n" * 200), prompt(2))
    chat.view.navigation.go_to_start()
    chat.press(Qt.Key.Key_Down)
    chat.press(Qt.Key.Key_Down)
    tops = []
    for _ in range(5):
        tops.append(chat.view.transcript.top_px())
        chat.press(Qt.Key.Key_Down)
    assert chat.view.spotlight.current_row == 1
    assert tops == sorted(set(tops))


def test_home_end_and_pages(chat: ChatDriver) -> None:
    chat.show(*long_chat(30))
    chat.press(Qt.Key.Key_Home)
    assert chat.view.transcript.top_px() == 0
    chat.press(Qt.Key.Key_PageDown)
    page = chat.view.transcript.top_px()
    assert 400 < page < 600
    chat.press(Qt.Key.Key_Space)
    chat.press(Qt.Key.Key_PageUp)
    assert chat.view.transcript.top_px() == page
    chat.press(Qt.Key.Key_Down, CONTROL)
    assert chat.view.transcript.top_px() > page
    chat.press(Qt.Key.Key_Up, CONTROL)
    assert chat.view.transcript.top_px() == page
    chat.press(Qt.Key.Key_End)
    assert chat.view.transcript.is_following


def test_zoom_keys(chat: ChatDriver) -> None:
    chat.show(answer(1, "Words " * 80))
    height = chat.view.transcript.total_px
    with chat.qtbot.waitSignal(chat.view.zoom_changed):
        chat.press(Qt.Key.Key_Plus, CONTROL)
    chat.press(Qt.Key.Key_Equal, CONTROL)
    assert chat.view.transcript.total_px > height
    chat.press(Qt.Key.Key_0, CONTROL)
    chat.qtbot.waitUntil(lambda: chat.view.transcript.total_px == height)
    chat.press(Qt.Key.Key_Minus, CONTROL)
    assert chat.view.zoom < 1


def test_right_and_enter_reach_each_button(chat: ChatDriver) -> None:
    chat.show(prompt(1), answer(1, "[link](https://a.org)\n\n```py\nx = 1\n```"))
    chat.press(Qt.Key.Key_Down)
    chat.press(Qt.Key.Key_Down)
    reached = []
    for _ in range(12):
        chat.press(Qt.Key.Key_Right)
        target = chat.view.spotlight.current
        if target is None:
            break
        reached.append(target.zone.action)
    assert reached == ["copy", "regenerate", "more", "open-link", "wrap-code", "save-code", "copy-code", "details"]
    chat.press(Qt.Key.Key_Left)
    assert chat.view.spotlight.current is not None
    assert chat.view.spotlight.current.zone.action == "details"
    chat.press(Qt.Key.Key_Left)
    chat.press(Qt.Key.Key_Return)
    assert chat.clipboard == "x = 1"


def test_links_open_with_enter(chat: ChatDriver) -> None:
    chat.show(answer(1, "[link](https://a.org)"))
    for _ in range(4):
        chat.press(Qt.Key.Key_Right)
    with chat.qtbot.waitSignal(chat.view.link_activated) as heard:
        chat.press(Qt.Key.Key_Return)
    assert heard.args == ["https://a.org"]


@pytest.mark.parametrize(
    ("key", "modifiers"), [(Qt.Key.Key_Menu, NONE), (Qt.Key.Key_F10, SHIFT), (Qt.Key.Key_Return, NONE)]
)
def test_the_menu_opens_with_keys(chat: ChatDriver, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    chat.show(prompt(1), answer(1, "Text **bold**."))
    chat.press(Qt.Key.Key_Down)
    chat.press(Qt.Key.Key_Down)
    chat.press(key, modifiers)
    choose(chat, "Copy message as", "Markdown")
    assert chat.clipboard == "Text **bold**."


def test_the_menu_copies_the_text_as_it_reads(chat: ChatDriver) -> None:
    chat.show(answer(1, "Text **bold**."))
    chat.press(Qt.Key.Key_Down)
    chat.press(Qt.Key.Key_Menu)
    choose(chat, "Copy message as", "Plain text")
    assert chat.clipboard == "Text bold."


@pytest.mark.parametrize(
    ("words", "how"),
    [
        (("Copy message as", "HTML, with its looks"), "copy-html"),
        (("Copy message as", "JSON"), "copy-json"),
        (("Save message as…",), "save"),
        (("Save chat up to here as…",), "save-branch"),
    ],
)
def test_the_menu_lets_a_message_leave(chat: ChatDriver, words: tuple[str, ...], how: str) -> None:
    chat.show(prompt(1), answer(1, "Text."))
    chat.view.spotlight.go_to(1)
    chat.press(Qt.Key.Key_Menu)
    with chat.qtbot.waitSignal(chat.view.share_requested) as heard:
        choose(chat, *words)
    assert heard.args == [chat.model.message(1).id, how]


def test_the_menu_regenerates_edits_and_deletes(chat: ChatDriver) -> None:
    chat.show(prompt(1), answer(1, "Text."))
    for row, words, signal in (
        (1, "Answer again", chat.view.regenerate_requested),
        (0, "Edit and ask again", chat.view.edit_requested),
        (0, "Delete", chat.view.delete_requested),
    ):
        chat.view.spotlight.go_to(row)
        chat.press(Qt.Key.Key_Menu)
        with chat.qtbot.waitSignal(signal) as heard:
            choose(chat, words)
        assert heard.args == [chat.model.message(row).id]


def test_delete_asks_for_it(chat: ChatDriver) -> None:
    chat.show(prompt(1))
    chat.press(Qt.Key.Key_Down)
    with chat.qtbot.waitSignal(chat.view.delete_requested):
        chat.press(Qt.Key.Key_Delete)


def test_source_can_be_shown_for_one_and_for_all(chat: ChatDriver) -> None:
    chat.show(prompt(1), answer(1, "Some **bold** text."), answer(2, "# Head"))
    chat.view.spotlight.go_to(1)
    chat.press(Qt.Key.Key_Menu)
    choose(chat, "Show source")
    chat.settle()
    assert chat.texts(1) == ["Some **bold** text."]
    assert chat.texts(2) == ["Head"]
    chat.press(Qt.Key.Key_Menu)
    choose(chat, "Show source of all messages")
    assert chat.texts(2) == ["# Head"]
    chat.press(Qt.Key.Key_Menu)
    choose(chat, "Show source of all messages")
    assert chat.texts(1) == ["Some bold text."]


def test_other_keys_are_left_to_the_window(chat: ChatDriver) -> None:
    chat.show(prompt(1))
    for key in (Qt.Key.Key_Q, Qt.Key.Key_Escape, Qt.Key.Key_F5):
        chat.press(key)
    chat.press(Qt.Key.Key_B, CONTROL)
    chat.press(Qt.Key.Key_B, SHIFT)
    chat.press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert chat.view.spotlight.current_row == -1
    chat.press(Qt.Key.Key_Return)
    chat.press(Qt.Key.Key_Menu)
    chat.press(Qt.Key.Key_Delete)
    assert chat.view.findChild(QMenu, "messageMenu") is None


def test_keys_in_an_empty_chat_do_no_harm(chat: ChatDriver) -> None:
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        chat.press(key)
        chat.press(key, SHIFT)
    chat.press(Qt.Key.Key_PageUp)
    assert chat.view.transcript.visible == []
