"""Selecting with the mouse and with the keyboard, and copying."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.chat_view.chat_driver import CONTROL, NONE, SHIFT, ChatDriver, answer, long_chat, prompt

TEXT = "The **first** paragraph.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\nx = 1\n```\n"


@pytest.fixture
def shown(chat: ChatDriver) -> ChatDriver:
    chat.show(prompt(1, "Ask me."), answer(1, TEXT), prompt(2, "Thanks."))
    return chat


def test_a_drag_selects_and_control_c_copies(shown: ChatDriver) -> None:
    shown.drag(shown.point(1, 0, 4), shown.point(1, 0, 9))
    assert shown.view.selection.text() == "first"
    shown.press(Qt.Key.Key_C, CONTROL)
    assert shown.clipboard == "first"


def test_a_drag_selects_across_messages(shown: ChatDriver) -> None:
    shown.drag(shown.point(0, 0, 4), shown.point(2, 0, 6))
    text = shown.view.selection.text()
    assert text.startswith("me.\n\nThe first paragraph.")
    assert "• one\n• two" in text
    assert "1\t2" in text
    assert "x = 1" in text
    assert text.endswith("Thanks")


def test_backwards_is_the_same(shown: ChatDriver) -> None:
    shown.drag(shown.point(1, 0, 9), shown.point(1, 0, 4))
    assert shown.view.selection.text() == "first"


def test_markdown_of_a_selection_is_its_source(shown: ChatDriver) -> None:
    shown.view.selection.select_message(1)
    assert shown.view.selection.markdown() == TEXT.strip()
    shown.view.message_actions.copy_selection_as_markdown()
    assert shown.clipboard == TEXT.strip()


def test_copying_gives_both_forms(shown: ChatDriver) -> None:
    shown.view.selection.select_message(1)
    shown.press(Qt.Key.Key_C, CONTROL)
    data: QMimeData = QApplication.clipboard().mimeData()
    assert bytes(data.data("text/markdown").data()).decode() == TEXT.strip()
    assert data.text().startswith("The first paragraph.")


def test_a_double_click_selects_a_word(shown: ChatDriver) -> None:
    point = shown.point(1, 0, 6)
    QTest.mouseDClick(shown.view.viewport(), Qt.MouseButton.LeftButton, NONE, point)
    assert shown.view.selection.text() == "first"


def test_shift_click_extends(shown: ChatDriver) -> None:
    shown.click(shown.point(1, 0, 4))
    shown.click(shown.point(1, 0, 20), SHIFT)
    assert shown.view.selection.text() == "first paragraph."[:16]


def test_a_click_clears_the_selection(shown: ChatDriver) -> None:
    shown.drag(shown.point(1, 0, 4), shown.point(1, 0, 9))
    shown.click(shown.point(1, 0, 6))
    assert shown.view.selection.is_empty


def test_select_all_and_escape(shown: ChatDriver) -> None:
    shown.press(Qt.Key.Key_A, CONTROL)
    assert shown.view.selection.text().startswith("Ask me.")
    assert shown.view.selection.text().endswith("Thanks.")
    shown.press(Qt.Key.Key_Escape)
    assert shown.view.selection.is_empty


def test_select_all_reaches_messages_that_were_never_shown(chat: ChatDriver) -> None:
    chat.show(*long_chat(30))
    chat.press(Qt.Key.Key_A, CONTROL)
    chat.press(Qt.Key.Key_C, CONTROL)
    assert all(f"Answer {number}." in chat.clipboard for number in range(30))


def test_shift_and_arrows_select_letters_and_words(shown: ChatDriver) -> None:
    shown.click(shown.point(1, 0, 4))
    for _ in range(3):
        shown.press(Qt.Key.Key_Right, SHIFT)
    assert shown.view.selection.text() == "fir"
    shown.press(Qt.Key.Key_Right, SHIFT | CONTROL)
    assert shown.view.selection.text() == "first"
    shown.press(Qt.Key.Key_Left, SHIFT)
    assert shown.view.selection.text() == "firs"
    shown.press(Qt.Key.Key_Left, SHIFT | CONTROL)
    assert shown.view.selection.is_empty


def test_shift_and_arrows_go_over_lines_blocks_and_messages(shown: ChatDriver) -> None:
    shown.click(shown.point(0, 0, 0))
    shown.press(Qt.Key.Key_Down, SHIFT)
    assert shown.view.selection.text().startswith("Ask me.")
    shown.press(Qt.Key.Key_End, SHIFT)
    assert shown.view.selection.text().endswith("The first paragraph.")
    shown.press(Qt.Key.Key_Down, SHIFT | CONTROL)
    shown.press(Qt.Key.Key_Right, SHIFT)
    assert shown.view.selection.text().endswith("• o")
    shown.press(Qt.Key.Key_Up, SHIFT)
    shown.press(Qt.Key.Key_Home, SHIFT)
    assert shown.view.selection.text() == "Ask me."
    shown.press(Qt.Key.Key_End, SHIFT | CONTROL)
    assert shown.view.selection.text().endswith("Thanks.")
    shown.press(Qt.Key.Key_Home, SHIFT | CONTROL)
    assert shown.view.selection.is_empty


def test_shift_and_page_keys_scroll_along(chat: ChatDriver) -> None:
    chat.show(*long_chat(30))
    chat.view.navigation.go_to_start()
    chat.press(Qt.Key.Key_PageDown, SHIFT)
    chat.press(Qt.Key.Key_PageDown, SHIFT)
    assert chat.view.transcript.top_px() > 0
    chat.press(Qt.Key.Key_PageUp, SHIFT)
    assert not chat.view.selection.is_empty


def test_table_cells_are_walked_through(shown: ChatDriver) -> None:
    shown.click(shown.point(1, 3, 0))
    for _ in range(3):
        shown.press(Qt.Key.Key_Right, SHIFT)
    assert shown.view.selection.text() == "a\tb"


def test_dragging_below_the_edge_scrolls(chat: ChatDriver) -> None:
    chat.show(*long_chat(30))
    chat.view.navigation.go_to_start()
    viewport, left = chat.view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, NONE, chat.point(0, 0, 0))
    below = QPointF(300, viewport.height() + 60)
    moved = QMouseEvent(QEvent.Type.MouseMove, below, viewport.mapToGlobal(below), left, left, NONE)
    QApplication.sendEvent(viewport, moved)
    chat.qtbot.waitUntil(lambda: chat.view.transcript.top_px() > 300)
    QTest.mouseRelease(viewport, left, NONE, below.toPoint())
    assert "Answer 1." in chat.view.selection.text()


def test_letters_beyond_the_first_plane_are_whole(chat: ChatDriver) -> None:
    chat.show(answer(1, "a 👩‍👧 b 🇩🇪 c"))
    chat.click(chat.point(0, 0, 0))
    chosen = []
    for _ in range(7):
        chat.press(Qt.Key.Key_Right, SHIFT)
        chosen.append(chat.view.selection.text())
    assert chosen[2] == "a 👩‍👧"
    assert chosen[6] == "a 👩‍👧 b 🇩🇪"


def test_the_empty_chat_selects_nothing(chat: ChatDriver) -> None:
    for key in (Qt.Key.Key_A, Qt.Key.Key_C):
        chat.press(key, CONTROL)
    chat.click(chat.view.viewport().rect().center())
    assert chat.view.selection.is_empty
    assert chat.view.selection.text() == chat.view.selection.markdown() == ""
