"""The cut line: where it is drawn, what is dimmed above it, and what a screen reader hears."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QColor, QImage

from h2o_desktop.core.settings import Theme
from h2o_desktop.ui.chat_view.cut_line import Cut
from h2o_desktop.ui.theme import ThemeSource
from h2o_desktop.ui.theme_colours import contrast
from tests.ui.chat_view.chat_driver import ChatDriver, answer, long_chat, prompt

TALK = (prompt(0, "First question"), answer(0, "An *answer*.\n\n`code` and more."), prompt(1, "Second question"))


def rows_with(image: QImage, colour: str, left: int, right: int) -> list[int]:
    """The heights at which at least a quarter of the pixels between two places have a colour."""
    wanted = QColor(colour).rgb()
    least = (right - left) // 4
    return [y for y in range(image.height()) if sum(image.pixel(x, y) == wanted for x in range(left, right)) >= least]


def line_rows(chat: ChatDriver) -> list[int]:
    column = chat.view.column
    return rows_with(chat.picture(), chat.view.theme.colours.cut, column.left(), column.left() + 100)


def colours_of(chat: ChatDriver, row: int) -> set[str]:
    """All colours in the text of a message's first block."""
    placed, column, image = chat.placed(row, 1), chat.view.column, chat.picture()
    heights = range(max(0, placed.y), placed.y + placed.laid.height)
    return {image.pixelColor(x, y).name() for y in heights for x in range(column.left(), column.right())}


def test_without_a_cut_nothing_is_drawn(chat: ChatDriver) -> None:
    chat.show(*TALK)
    assert line_rows(chat) == []
    before = chat.picture()
    chat.view.cut_line.show(Cut(2, "from here on"))
    assert chat.picture() != before
    chat.view.cut_line.show(None)
    assert chat.picture() == before


def test_the_line_stands_between_two_messages_and_moves_nothing(chat: ChatDriver) -> None:
    chat.show(*TALK)
    places = [(one.row, one.segment, one.y) for one in chat.view.transcript.visible]
    chat.view.cut_line.show(Cut(2, "from here on"))
    (y,) = line_rows(chat)
    footer = chat.placed(1, chat.view.transcript.entry(1).footer)
    assert footer.y + footer.laid.height - 12 < y < chat.placed(2, 0).y + 12
    assert [(one.row, one.segment, one.y) for one in chat.view.transcript.visible] == places


@pytest.mark.parametrize("wanted", [Theme.LIGHT, Theme.DARK])
def test_what_is_not_read_is_dimmed_and_stays_readable(chat: ChatDriver, theme: ThemeSource, wanted: Theme) -> None:
    theme.set_theme(wanted)
    chat.show(*TALK)
    text, muted = theme.colours.text, theme.colours.muted
    assert text in colours_of(chat, 0)
    chat.view.cut_line.show(Cut(2, "from here on"))
    assert text not in colours_of(chat, 0)
    assert muted in colours_of(chat, 0)
    assert text in colours_of(chat, 2)
    assert min(contrast(muted, ground) for ground in (theme.colours.background, theme.colours.user_message)) >= 4.5
    theme.set_theme(Theme.LIGHT)


def test_a_line_inside_a_message(chat: ChatDriver) -> None:
    words = "One line of words that is not very long. "
    chat.show(prompt(0, "Question"), answer(0, f"{words * 6}\n\nLast paragraph."))
    chat.view.cut_line.show(Cut(1, "from the line on", letters=3 * len(words)))
    header, inside = line_rows(chat)
    assert header < chat.placed(1, 1).y < inside < chat.placed(1, 2).y
    chat.view.cut_line.show(Cut(1, "from the line on", letters=6 * len(words) + 3))
    assert line_rows(chat)[1] >= chat.placed(1, 2).y


def test_a_line_below_everything(chat: ChatDriver) -> None:
    chat.show(*TALK)
    chat.view.cut_line.show(Cut(len(TALK), "nothing is read"))
    (y,) = line_rows(chat)
    last = chat.view.transcript.visible[-1]
    assert y >= last.y + last.laid.height
    chat.view.cut_line.go_to()
    assert line_rows(chat) == [y]


def test_the_line_can_be_gone_to(chat: ChatDriver) -> None:
    chat.show(*long_chat(40))
    chat.view.cut_line.show(Cut(21, "from here on"))
    assert line_rows(chat) == []
    chat.view.cut_line.go_to()
    chat.settle()
    assert len(line_rows(chat)) == 1
    assert chat.view.spotlight.current_row == 21


def test_a_screen_reader_hears_what_is_not_read(chat: ChatDriver) -> None:
    chat.show(*TALK)
    chat.view.cut_line.show(Cut(1, "from here on", letters=4))
    listed = QAccessible.queryAccessibleInterface(chat.view)
    heard = [listed.child(row).text(QAccessible.Text.Value) for row in range(len(TALK))]
    assert heard[0] == "Not read by the model"
    assert heard[1].startswith("Its beginning is not read by the model. ")
    assert "not read" not in heard[2]


def test_another_conversation_begins_without_a_line(chat: ChatDriver) -> None:
    chat.show(*TALK)
    chat.view.cut_line.show(Cut(1, "from here on"))
    chat.show(*TALK)
    assert chat.view.cut_line.cut is None
