"""Finding words in a conversation."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from h2o_desktop.core.conversation import Status
from h2o_desktop.ui.chat_view.find_bar import FindBar
from tests.ui.chat_view.chat_driver import CONTROL, NONE, SHIFT, ChatDriver, answer, long_chat, prompt


def look_for(chat: ChatDriver, words: str) -> FindBar:
    """Open the bar with the keyboard and type."""
    chat.press(Qt.Key.Key_F, CONTROL)
    bar = chat.view.find_bar
    bar.field.clear()
    QTest.keyClicks(bar.field, words)
    chat.qtbot.waitUntil(lambda: not chat.view.finder.is_searching)
    QApplication.processEvents()
    return bar


def press(bar: FindBar, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(bar.field, key, modifiers)


def test_all_hits_are_counted_and_gone_through(chat: ChatDriver) -> None:
    chat.show(prompt(1, "Where is the Danube?"), answer(1, "The **Dan**ube and the DANUBE.\n\n`danube`"))
    bar = look_for(chat, "danube")
    assert len(chat.view.finder.hits) == 4
    assert bar.count.text() == "1 of 4"
    press(bar, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 4"
    press(bar, Qt.Key.Key_Return, SHIFT)
    press(bar, Qt.Key.Key_Return, SHIFT)
    assert bar.count.text() == "4 of 4"


def test_hits_are_marked(chat: ChatDriver) -> None:
    chat.show(answer(1, "Words and more words."))
    before = chat.picture()
    look_for(chat, "words")
    assert [(mark.start, mark.end) for mark in chat.view.finder.marks_of(0, 0)] == [(0, 5), (15, 20)]
    assert chat.picture() != before


def test_the_bar_never_covers_the_hit_that_is_gone_to(chat: ChatDriver) -> None:
    chat.show(answer(1, "\n\n".join(f"Paragraph {number} with a needle." for number in range(60))))
    bar = look_for(chat, "needle")
    for _ in range(40):
        press(bar, Qt.Key.Key_Return, SHIFT)
        hit = chat.view.finder.current
        assert hit is not None
        assert (
            chat.point(hit.row, hit.block, hit.start).y() - chat.view.navigation.line_px // 2 >= bar.geometry().bottom()
        )


def test_typing_stays_at_the_hit_that_is_shown(chat: ChatDriver) -> None:
    chat.show(answer(1, "\n\n".join(f"{'zzz ' * 25}needle {number}" for number in range(60))))
    bar = look_for(chat, "n")
    first, place = chat.view.finder.current, chat.view.transcript.anchor
    assert first is not None
    for letter in "eedle":
        QTest.keyClicks(bar.field, letter)
        chat.qtbot.waitUntil(lambda: not chat.view.finder.is_searching)
        current = chat.view.finder.current
        assert current is not None
        assert (current.block, current.start, chat.view.transcript.anchor) == (first.block, first.start, place)
    press(bar, Qt.Key.Key_Backspace)
    chat.qtbot.waitUntil(lambda: chat.view.finder.current is not None and not chat.view.finder.is_searching)
    assert chat.view.finder.position == first.block + 1


def test_hits_in_what_was_never_shown_are_found_and_shown(chat: ChatDriver) -> None:
    chat.show(prompt(1, "needle one"), *long_chat(60), answer(99, "the needle two"))
    bar = look_for(chat, "needle")
    assert len(chat.view.finder.hits) == 2
    assert bar.count.text() in ("1 of 2", "2 of 2")
    for _ in range(2):
        press(bar, Qt.Key.Key_Return)
        hit = chat.view.finder.current
        assert hit is not None
        assert any((one.row, one.segment) == (hit.row, hit.block + 1) for one in chat.view.transcript.visible)


def test_nothing_found_is_said(chat: ChatDriver) -> None:
    chat.show(answer(1, "Words."))
    bar = look_for(chat, "absent")
    assert bar.count.text() == "Nothing found"
    press(bar, Qt.Key.Key_Return)
    assert chat.view.finder.current is None


def test_escape_closes_and_selects_the_hit(chat: ChatDriver) -> None:
    chat.show(answer(1, "One two three."))
    bar = look_for(chat, "two")
    press(bar, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert chat.view.hasFocus()
    assert chat.view.selection.text() == "two"
    assert chat.view.finder.marks_of(0, 0) == []


def test_selected_words_are_looked_for(chat: ChatDriver) -> None:
    chat.show(answer(1, "One two three, two."))
    chat.select(0, 4, 7)
    chat.press(Qt.Key.Key_F, CONTROL)
    chat.qtbot.waitUntil(lambda: len(chat.view.finder.hits) == 2)
    assert chat.view.find_bar.field.text() == "two"


def test_text_that_streams_in_is_searched_too(chat: ChatDriver) -> None:
    chat.show(answer(1, "fish ", Status.STREAMING))
    look_for(chat, "fish")
    chat.model.append_text("a1", "and fish")
    chat.qtbot.waitUntil(lambda: len(chat.view.finder.hits) == 2)
    chat.model.replace_message(answer(1, "no more"))
    chat.qtbot.waitUntil(lambda: chat.view.finder.hits == [])
    chat.model.add(prompt(2, "fish?"))
    chat.qtbot.waitUntil(lambda: len(chat.view.finder.hits) == 1)
    chat.model.remove_from(1)
    chat.qtbot.waitUntil(lambda: chat.view.finder.hits == [])


def test_letters_of_other_planes_do_not_shift_hits(chat: ChatDriver) -> None:
    chat.show(answer(1, "👩‍👧 cat"))
    look_for(chat, "cat")
    (hit,) = chat.view.finder.hits
    chat.select(0, hit.start, hit.end)
    assert chat.view.selection.text() == "cat"


def test_a_hit_in_folded_thoughts_unfolds_them(chat: ChatDriver) -> None:
    chat.show(answer(1, "<think>a secret idea</think>\n\nAnswer."))
    assert "secret" not in chat.texts(0)[0]
    look_for(chat, "secret")
    chat.settle()
    assert chat.texts(0)[0] == "a secret idea"


def test_the_bar_stays_in_the_corner(chat: ChatDriver) -> None:
    chat.show(answer(1, "Words."))
    bar = look_for(chat, "Words")
    chat.view.resize(500, 400)
    QApplication.processEvents()
    assert chat.view.rect().contains(bar.geometry())


def test_next_without_a_bar_opens_it(chat: ChatDriver) -> None:
    chat.show(answer(1, "Words."))
    chat.press(Qt.Key.Key_F3)
    assert chat.view.find_bar.isVisible()
    chat.view.find_bar.close_bar()
    chat.press(Qt.Key.Key_F3, SHIFT)
    assert chat.view.find_bar.isVisible()


def test_the_keys_work_wherever_the_keyboard_is(chat: ChatDriver) -> None:
    chat.show(answer(1, "Words."))
    other = QLineEdit(chat.view)
    other.show()
    other.setFocus()
    chat.qtbot.waitUntil(other.hasFocus)
    QTest.keyClick(other, Qt.Key.Key_Plus, CONTROL)
    assert chat.view.zoom > 1
    QTest.keyClick(other, Qt.Key.Key_0, CONTROL)
    assert chat.view.zoom == 1
    QTest.keyClick(other, Qt.Key.Key_F, CONTROL)
    assert chat.view.find_bar.isVisible()


def test_escape_belongs_to_the_bar_and_to_the_selection_first(chat: ChatDriver) -> None:
    chat.show(answer(1, "Words."))
    pressed: list[bool] = []
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), chat.view)
    shortcut.activated.connect(lambda: pressed.append(True))
    bar = look_for(chat, "Words")
    press(bar, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert not chat.view.selection.is_empty
    chat.press(Qt.Key.Key_Escape)
    assert chat.view.selection.is_empty
    assert pressed == []
    chat.press(Qt.Key.Key_Escape)
    assert pressed == [True]
