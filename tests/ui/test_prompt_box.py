"""The prompt box by keyboard, mouse, clipboard and input method."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QTextOption
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.ui.prompt_box import PromptBox
from h2o_desktop.ui.theme import ThemeSource

ENTER = Qt.Key.Key_Return
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, theme: ThemeSource) -> QWidget:
    """A window with the box at its lower end."""
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    layout.addStretch(1)
    layout.addWidget(PromptBox(theme, made))
    made.resize(600, 500)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def box(window: QWidget, qtbot: QtBot) -> PromptBox:
    made = window.findChild(PromptBox)
    assert isinstance(made, PromptBox)
    made.setFocus()
    qtbot.waitUntil(made.editor.hasFocus, timeout=30_000)
    return made


def button(box: PromptBox, name: str) -> QPushButton:
    found = box.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def test_enter_sends_what_was_typed_and_keeps_it_until_it_is_stored(box: PromptBox, qtbot: QtBot) -> None:
    submitted = QSignalSpy(box.submitted)
    qtbot.keyClicks(box.editor, "Which river is the longest?")
    qtbot.keyClick(box.editor, ENTER)
    assert submitted.at(0) == ["Which river is the longest?"]
    assert box.text() == "Which river is the longest?"
    box.clear()
    assert box.text() == ""


def test_what_is_typed_before_the_prompt_is_stored_stays(box: PromptBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.editor, "first")
    qtbot.keyClick(box.editor, ENTER)
    qtbot.keyClicks(box.editor, "second")
    box.clear()
    assert box.text() == "second"
    box.clear()
    qtbot.keyClick(box.editor, Qt.Key.Key_Up)
    assert box.text() == "second"
    box.set_text("")
    assert box.text() == ""


def test_the_enter_key_of_the_number_pad_and_with_control_send_too(box: PromptBox, qtbot: QtBot) -> None:
    submitted = QSignalSpy(box.submitted)
    box.set_text("Hello")
    qtbot.keyClick(box.editor, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    qtbot.keyClick(box.editor, ENTER, Qt.KeyboardModifier.ControlModifier)
    assert submitted.count() == 2


def test_shift_and_enter_break_the_line(box: PromptBox, qtbot: QtBot) -> None:
    submitted = QSignalSpy(box.submitted)
    qtbot.keyClicks(box.editor, "one")
    qtbot.keyClick(box.editor, ENTER, SHIFT)
    qtbot.keyClicks(box.editor, "two")
    assert box.text() == "one\ntwo"
    assert submitted.count() == 0


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_is_not_sent(box: PromptBox, qtbot: QtBot, text: str) -> None:
    submitted = QSignalSpy(box.submitted)
    box.set_text(text)
    assert not button(box, "sendButton").isEnabled()
    qtbot.keyClick(box.editor, ENTER)
    assert submitted.count() == 0


def test_indentation_is_kept_and_blank_ends_are_not_sent(box: PromptBox, qtbot: QtBot) -> None:
    submitted = QSignalSpy(box.submitted)
    box.set_text("\n    def f():\n        pass  \n\n")
    qtbot.keyClick(box.editor, ENTER)
    assert submitted.at(0) == ["    def f():\n        pass"]


def test_enter_that_ends_a_composed_word_does_not_send(box: PromptBox, qtbot: QtBot) -> None:
    submitted = QSignalSpy(box.submitted)
    QApplication.sendEvent(box.editor, QInputMethodEvent("かん", []))
    qtbot.keyClick(box.editor, ENTER)
    assert submitted.count() == 0
    composed = QInputMethodEvent("", [])
    composed.setCommitString("漢")
    QApplication.sendEvent(box.editor, composed)
    qtbot.keyClick(box.editor, ENTER)
    assert submitted.at(0) == ["漢"]


def test_only_plain_text_is_pasted(box: PromptBox, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("bold")
    QApplication.clipboard().setMimeData(data)
    box.editor.paste()
    assert box.text() == "bold"
    picture = QMimeData()
    picture.setData("image/png", b"\x89PNG")
    assert not box.editor.canInsertFromMimeData(picture)
    box.editor.insertFromMimeData(picture)
    assert box.text() == "bold"


def test_a_long_run_of_letters_wraps_anywhere_until_the_box_is_empty(box: PromptBox) -> None:
    data = QMimeData()
    data.setText("x" * 100_000)
    box.editor.insertFromMimeData(data)
    assert box.editor.wordWrapMode() == QTextOption.WrapMode.WrapAnywhere
    box.clear()
    assert box.editor.wordWrapMode() == QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


def test_send_becomes_stop_while_an_answer_comes(box: PromptBox, qtbot: QtBot) -> None:
    submitted, stopped = QSignalSpy(box.submitted), QSignalSpy(box.stop_requested)
    send, stop = button(box, "sendButton"), button(box, "stopButton")
    box.set_text("Hello")
    assert send.isVisible()
    assert not stop.isVisible()
    box.set_state("waiting")
    hint = box.findChild(QLabel, "promptHint")
    assert isinstance(hint, QLabel)
    assert hint.text().startswith("Waiting for the answer…")
    box.set_state("streaming")
    assert hint.text().startswith("Answering…")
    assert stop.isVisible()
    assert not send.isVisible()
    qtbot.keyClick(box.editor, ENTER)
    assert submitted.count() == 0
    assert box.text() == "Hello"
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    qtbot.keyClick(box.editor, Qt.Key.Key_Escape)
    assert stopped.count() == 2
    box.set_state("idle")
    assert send.isVisible()
    qtbot.keyClick(box.editor, Qt.Key.Key_Escape)
    assert stopped.count() == 2


def test_the_keyboard_goes_back_to_the_prompt_when_a_button_vanishes(box: PromptBox, qtbot: QtBot) -> None:
    box.set_state("streaming")
    button(box, "stopButton").setFocus()
    box.set_state("idle")
    qtbot.waitUntil(box.editor.hasFocus, timeout=30_000)


def test_the_send_button_sends(box: PromptBox, qtbot: QtBot) -> None:
    submitted = QSignalSpy(box.submitted)
    box.set_text("Hello")
    qtbot.mouseClick(button(box, "sendButton"), Qt.MouseButton.LeftButton)
    assert submitted.at(0) == ["Hello"]


def test_the_arrow_up_in_the_empty_box_brings_the_last_prompt_back(box: PromptBox, qtbot: QtBot) -> None:
    qtbot.keyClick(box.editor, Qt.Key.Key_Up)
    assert box.text() == ""
    box.set_text("first")
    box.clear()
    qtbot.keyClick(box.editor, Qt.Key.Key_Up)
    assert box.text() == "first"
    box.clear()
    box.set_last_prompt("of another chat")
    qtbot.keyClick(box.editor, Qt.Key.Key_Up)
    assert box.text() == "of another chat"


def test_the_box_grows_with_its_lines_to_a_share_of_the_window(box: PromptBox, window: QWidget, qtbot: QtBot) -> None:
    lowest = box.editor.height()
    box.set_text("\n".join("line" for _ in range(5)))
    qtbot.waitUntil(lambda: box.editor.height() > lowest, timeout=30_000)
    assert box.editor.verticalScrollBar().maximum() == 0
    box.set_text("\n".join("line" for _ in range(200)))
    qtbot.waitUntil(lambda: box.editor.height() == round(window.height() * 0.4), timeout=30_000)
    assert box.editor.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded
    window.resize(600, 800)
    qtbot.waitUntil(lambda: box.editor.height() == round(window.height() * 0.4), timeout=30_000)
    box.clear()
    qtbot.waitUntil(lambda: box.editor.height() == lowest, timeout=30_000)


def test_a_wrapped_line_makes_the_box_grow_too(box: PromptBox, qtbot: QtBot) -> None:
    lowest = box.editor.height()
    box.set_text("many words " * 60)
    qtbot.waitUntil(lambda: box.editor.height() > lowest, timeout=30_000)


def test_a_changed_text_is_told_and_can_be_undone(box: PromptBox) -> None:
    changed = QSignalSpy(box.text_changed)
    box.set_text("old")
    box.set_text("new")
    assert changed.count() >= 2
    box.editor.undo()
    assert box.text() == "old"


def test_the_parts_have_names_for_screen_readers(box: PromptBox) -> None:
    assert box.editor.objectName() == "promptBox"
    assert box.editor.accessibleName() == "Prompt"
    assert button(box, "sendButton").text() == "Send"
    assert button(box, "stopButton").text() == "Stop"
