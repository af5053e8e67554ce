"""The dialog that shows how two texts differ."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.settings import Theme
from h2o_desktop.core.text_diff import Side
from h2o_desktop.ui.diff_text import DiffText, tinted
from h2o_desktop.ui.diff_view import DiffDialog
from h2o_desktop.ui.theme import ThemeSource
from h2o_desktop.ui.theme_colours import DARK, LIGHT, Colours, contrast

LEFT = ("Small model", "The river begins here.\nIt is long.\nAnd cold.")
RIGHT = ("Big model", "The river ends here.\nIt is long. And very cold.")


def shown(qtbot: QtBot, made: DiffDialog) -> DiffDialog:
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def dialog(qtbot: QtBot, theme: ThemeSource) -> DiffDialog:
    return shown(qtbot, DiffDialog(None, theme, LEFT, RIGHT))


def runs(text: DiffText) -> Iterator[tuple[str, QTextCharFormat]]:
    """Each stretch of one format."""
    cursor = QTextCursor(text.document())
    run, style = "", QTextCharFormat()
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
        if run and cursor.charFormat() != style:
            yield run, style
            run = ""
        style = cursor.charFormat()
        run += cursor.selectedText().replace("\u2029", "\n")
        cursor.clearSelection()
    yield run, style


def marked(text: DiffText) -> list[str]:
    return [run for run, style in runs(text) if style.background().style() is not Qt.BrushStyle.NoBrush]


def test_each_side_shows_its_whole_text_with_its_own_differences(dialog: DiffDialog) -> None:
    assert dialog.right.toPlainText() == RIGHT[1]
    assert dialog.left.toPlainText() == LEFT[1].replace("long.\n", "long.↵\n")
    assert marked(dialog.left) == ["begins", "↵"]
    assert marked(dialog.right) == ["ends", " ", "very "]


def test_what_differs_has_more_than_a_colour(dialog: DiffDialog) -> None:
    lines = QTextCharFormat.UnderlineStyle
    left = dict(runs(dialog.left))["begins"]
    right = dict(runs(dialog.right))["ends"]
    assert (left.underlineStyle(), right.underlineStyle()) == (lines.DashUnderline, lines.SingleUnderline)
    in_one = dict(runs(dialog.both))
    assert in_one["begins"].fontStrikeOut()
    assert not in_one["ends"].fontStrikeOut()
    assert in_one["ends"].underlineStyle() is lines.SingleUnderline


def test_going_from_difference_to_difference_by_keyboard(dialog: DiffDialog) -> None:
    assert dialog.count.text() == "Differences: 3"
    assert "F7" in dialog.spoken.text()
    QTest.keyClick(dialog.left, Qt.Key.Key_F7)
    assert (dialog.count.text(), dialog.spoken.text()) == ("1 of 3", "Left: “begins”. Right: “ends”")
    QTest.keyClick(dialog.left, Qt.Key.Key_N)
    assert (dialog.count.text(), dialog.spoken.text()) == ("2 of 3", "Left: “(end of line)”. Right: “(space)”")
    QTest.keyClick(dialog.left, Qt.Key.Key_F7)
    assert dialog.spoken.text() == "Only right: “very”"
    QTest.keyClick(dialog.left, Qt.Key.Key_F7)
    assert dialog.count.text() == "1 of 3"
    QTest.keyClick(dialog.left, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.count.text() == "3 of 3"
    QTest.keyClick(dialog.left, Qt.Key.Key_P)
    assert dialog.count.text() == "2 of 3"


def test_the_caret_goes_to_the_difference_in_every_text(dialog: DiffDialog) -> None:
    dialog.next_button.click()
    assert dialog.left.textCursor().position() == LEFT[1].index("begins")
    assert dialog.right.textCursor().position() == RIGHT[1].index("ends")
    assert dialog.both.textCursor().position() == LEFT[1].index("begins")
    dialog.previous_button.click()
    assert dialog.right.textCursor().position() == RIGHT[1].index("very")


def test_other_text_and_other_way_by_keyboard(dialog: DiffDialog) -> None:
    assert dialog.left.hasFocus()
    QTest.keyClick(dialog.left, Qt.Key.Key_F6)
    assert dialog.right.hasFocus()
    QTest.keyClick(dialog.right, Qt.Key.Key_F8)
    assert dialog.pages.currentIndex() == 1
    assert dialog.both.hasFocus()
    assert dialog.legend.text().startswith("Struck out")
    assert dialog.in_one.isChecked()
    QTest.mouseClick(dialog.side_by_side, Qt.MouseButton.LeftButton)
    assert dialog.pages.currentIndex() == 0
    assert dialog.left.hasFocus()


def test_texts_without_a_difference_say_so(qtbot: QtBot, theme: ThemeSource) -> None:
    dialog = shown(qtbot, DiffDialog(None, theme, LEFT, LEFT))
    assert dialog.count.text() == "No differences"
    assert not dialog.next_button.isEnabled()
    dialog.next()
    dialog.previous()
    assert dialog.spoken.text() == "Both texts are the same, letter by letter."


def test_going_back_at_first_shows_the_last_difference(dialog: DiffDialog) -> None:
    dialog.previous()
    assert dialog.count.text() == "3 of 3"


def test_scrolling_one_text_brings_the_same_words_beside_it(qtbot: QtBot, theme: ThemeSource) -> None:
    lines = [f"line {number}" for number in range(200)]
    longer = [f"new {number}" for number in range(100)] + lines
    made = DiffDialog(None, theme, ("a", "\n".join(lines)), ("b", "\n".join(longer)))
    dialog = shown(qtbot, made)
    bar = dialog.left.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    at_left, at_right = dialog.left.place_at_top(), dialog.right.place_at_top()
    assert at_left[0] == at_right[0]
    assert abs(at_left[1] - at_right[1]) <= len("line 100\n")
    bar.setValue(bar.maximum())
    assert dialog.right.verticalScrollBar().value() == dialog.right.verticalScrollBar().maximum()
    dialog.right.verticalScrollBar().setValue(0)
    assert bar.value() == 0


def test_a_place_that_the_other_text_lacks_is_where_it_would_be(dialog: DiffDialog) -> None:
    only_left = next(index for index, piece in enumerate(dialog.pieces) if piece.side is Side.LEFT)
    dialog.right.scroll_to_place((only_left, 2))
    dialog.right.scroll_to_place((len(dialog.pieces), 0))
    assert dialog.right.place_at_top()[0] <= only_left + 1


def test_the_marks_follow_the_theme(dialog: DiffDialog, theme: ThemeSource) -> None:
    dialog.go_to(0)
    theme.set_theme(Theme.DARK)
    assert dict(runs(dialog.left))["begins"].background().color() == QColor(tinted(DARK.card, DARK.cut))
    assert dialog.count.text() == "1 of 3"
    theme.set_theme(Theme.LIGHT)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_text_is_readable_on_every_mark(colours: Colours) -> None:
    for ground in (tinted(colours.card, colours.cut), tinted(colours.card, colours.good), colours.accent_line):
        assert contrast(colours.text, ground) >= 4.5


def test_a_run_without_spaces_is_wrapped_anywhere(qtbot: QtBot, theme: ThemeSource) -> None:
    dialog = shown(qtbot, DiffDialog(None, theme, ("a", "x" * 100_000), ("b", "y " * 10)))
    assert dialog.left.wordWrapMode() is dialog.left.wordWrapMode().WrapAnywhere
    dialog.next()
    assert len(dialog.spoken.text()) < 300
