"""Selecting with the keyboard over what has no text, over tables, and at the ends."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.chat_view.chat_driver import CONTROL, SHIFT, ChatDriver, answer, prompt


def walk(chat: ChatDriver, key: Qt.Key, times: int, modifiers: Qt.KeyboardModifier = SHIFT) -> str:
    """Press a key so many times; returns what is selected then."""
    for _ in range(times):
        chat.press(key, modifiers)
    return chat.view.selection.text()


def test_a_rule_is_stepped_over(chat: ChatDriver) -> None:
    chat.show(answer(1, "ab\n\n---\n\ncd"))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        chat.click(chat.point(0, 0, 0))
        assert walk(chat, key, 6).endswith("cd")
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
        chat.view.selection.select(chat.view.selection.end_of(0), chat.view.selection.end_of(0))
        assert walk(chat, key, 8).startswith("ab")


def test_words_are_stepped_over_blocks_and_back(chat: ChatDriver) -> None:
    chat.show(answer(1, "one two\n\nthree"))
    chat.click(chat.point(0, 0, 0))
    assert walk(chat, Qt.Key.Key_Right, 5, SHIFT | CONTROL) == "one two\n\nthree"
    assert walk(chat, Qt.Key.Key_Left, 9, SHIFT | CONTROL) == ""


def test_lines_of_a_table_are_stepped_through(chat: ChatDriver) -> None:
    chat.show(answer(1, "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"))
    chat.click(chat.point(0, 0, 0))
    assert walk(chat, Qt.Key.Key_Down, 1) == "a\tb"
    assert walk(chat, Qt.Key.Key_Down, 1).endswith("1\t2")
    assert walk(chat, Qt.Key.Key_Up, 2) == ""


def test_the_ends_hold(chat: ChatDriver) -> None:
    chat.show(prompt(1, "ab"), answer(1, "cd"))
    chat.click(chat.point(0, 0, 1))
    assert walk(chat, Qt.Key.Key_Up, 3) == "a"
    assert walk(chat, Qt.Key.Key_Left, 3) == "a"
    assert walk(chat, Qt.Key.Key_Down, 4) == "b\n\ncd"
    assert walk(chat, Qt.Key.Key_Down, 2, SHIFT | CONTROL) == "b\n\ncd"


def test_folded_thoughts_are_passed(chat: ChatDriver) -> None:
    chat.show(prompt(1, "ab"), answer(1, "<think>secret</think>\n\ncd"))
    chat.click(chat.point(0, 0, 0))
    assert walk(chat, Qt.Key.Key_Down, 2, SHIFT | CONTROL) == "ab\n\ncd"
    assert walk(chat, Qt.Key.Key_Up, 2, SHIFT | CONTROL) == ""


def test_selecting_begins_at_the_message_that_the_keyboard_is_at(chat: ChatDriver) -> None:
    chat.show(prompt(1, "ab"), answer(1, "cd"))
    chat.press(Qt.Key.Key_Down)
    chat.press(Qt.Key.Key_Down)
    assert walk(chat, Qt.Key.Key_Right, 1) == "c"
