"""Code: language, copying, saving, wrapping, colours."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from h2o_desktop.core.conversation import Status
from h2o_desktop.core.settings import Theme
from h2o_desktop.ui.chat_view.code_colouring import language_of
from h2o_desktop.ui.chat_view.syntax_colours import DARK, LIGHT
from h2o_desktop.ui.theme import ThemeSource
from h2o_desktop.ui.theme_colours import DARK as DARK_COLOURS
from h2o_desktop.ui.theme_colours import LIGHT as LIGHT_COLOURS
from h2o_desktop.ui.theme_colours import contrast
from tests.ui.chat_view.chat_driver import ChatDriver, answer

PYTHON = 'def f(x):\n    """Say."""\n    return x + 1  # more\n'


def colours_of(chat: ChatDriver, row: int = 0, segment: int = 1) -> set[str]:
    """The colours of the letters of a piece of code."""
    box = chat.view.transcript.segment(row, segment).boxes[0]
    return {one.format.foreground().color().name() for one in box.layout.formats()}


def wait_for_colours(chat: ChatDriver, row: int = 0, segment: int = 1) -> set[str]:
    chat.qtbot.waitUntil(lambda: bool(colours_of(chat, row, segment)), timeout=30_000)
    return colours_of(chat, row, segment)


def test_copy_and_save_take_the_code_alone(chat: ChatDriver) -> None:
    chat.show(answer(1, f"Text\n\n```python\n{PYTHON}```\n"))
    chat.choose(0, "copy-code")
    assert chat.clipboard == PYTHON.rstrip()
    with chat.qtbot.waitSignal(chat.view.save_code_requested) as heard:
        chat.choose(0, "save-code")
    assert heard.args == [PYTHON.rstrip(), "code.py"]


@pytest.mark.parametrize(("info", "name"), [("", "code.txt"), ("rs", "code.rs"), ("c++ x", "code.txt")])
def test_the_proposed_name_follows_the_language(chat: ChatDriver, info: str, name: str) -> None:
    chat.show(answer(1, f"```{info}\nx\n```"))
    with chat.qtbot.waitSignal(chat.view.save_code_requested) as heard:
        chat.choose(0, "save-code")
    assert heard.args == ["x", name]


def test_code_in_a_list_can_be_copied(chat: ChatDriver) -> None:
    chat.show(answer(1, "- item\n\n  ```python\n  x = 1\n  ```\n"))
    chat.choose(0, "copy-code")
    assert chat.clipboard == "x = 1"


def test_code_in_many_parts_is_copied_whole(chat: ChatDriver) -> None:
    code = "\n".join(f"line {number}" for number in range(200))
    chat.show(answer(1, f"```\n{code}\n```"))
    chat.view.navigation.go_to_start()
    chat.choose(0, "copy-code")
    assert chat.clipboard == code


def test_wrapping_can_be_switched(chat: ChatDriver) -> None:
    chat.show(answer(1, "```\n" + "wide " * 80 + "\n```"))
    entry = chat.view.transcript.entry(0)
    height = entry.height
    assert entry.scroll_range(1) > 0
    chat.choose(0, "wrap-code")
    assert entry.scroll_range(1) <= 0
    assert entry.height > height
    chat.choose(0, "wrap-code")
    assert entry.height == height


def test_code_gets_colours(chat: ChatDriver) -> None:
    chat.show(answer(1, f"```python\n{PYTHON}```"))
    colours = wait_for_colours(chat)
    assert {LIGHT["Keyword"], LIGHT["Name.Function"], LIGHT["Literal.String"], LIGHT["Comment"]} <= colours


def test_colours_follow_the_theme(chat: ChatDriver, theme: ThemeSource) -> None:
    chat.show(answer(1, f"```python\n{PYTHON}```"))
    wait_for_colours(chat)
    theme.set_theme(Theme.DARK)
    assert DARK["Keyword"] in wait_for_colours(chat)


def test_code_in_a_list_gets_colours(chat: ChatDriver) -> None:
    chat.show(answer(1, "- item\n\n  ```python\n  return 1\n  ```\n"))
    chat.qtbot.waitUntil(lambda: bool(chat.view.transcript.segment(0, 1).boxes[1].layout.formats()), timeout=30_000)


def test_streamed_code_gets_colours_line_by_line_and_ends_like_the_whole(chat: ChatDriver) -> None:
    text = "```c\n/* a\n b */\nint main(void) { return 0; }\n" + "int x = 1; // 👩‍👧\n" * 60 + "```\n"
    chat.show(answer(1, "```c\nint a;\n```"))
    wait_for_colours(chat)
    chat.show(answer(1, "", Status.STREAMING))
    for start in range(0, len(text), 9):
        chat.model.append_text("a1", text[start : start + 9])
        chat.view.refresh()
    chat.view.navigation.go_to_start()
    assert LIGHT["Keyword"] in colours_of(chat)
    chat.model.replace_message(answer(1, text))
    streamed = [(one.start, one.length, one.format.foreground().color()) for one in formats(chat)]
    chat.show(answer(1, text))
    chat.view.navigation.go_to_start()
    assert [(one.start, one.length, one.format.foreground().color()) for one in formats(chat)] == streamed
    assert QColor(LIGHT["Comment"]) in [colour for _start, _length, colour in streamed]


def formats(chat: ChatDriver) -> list:  # type: ignore[type-arg]
    chat.qtbot.waitUntil(lambda: not chat.view.workshop.highlighter.is_busy)
    chat.settle()
    return [one for segment in (1, 2) for one in chat.view.transcript.segment(0, segment).boxes[0].layout.formats()]


def test_unknown_languages_stay_plain(chat: ChatDriver) -> None:
    chat.show(answer(1, "```nosuchlanguage\nx = 1\n```\n\n```python\nreturn\n```"))
    wait_for_colours(chat, segment=2)
    assert colours_of(chat) == set()


def test_long_code_is_coloured_in_slices(chat: ChatDriver) -> None:
    chat.show(answer(1, "```python\n" + PYTHON * 400 + "```"))
    last = len(chat.view.transcript.entry(0).blocks)
    assert wait_for_colours(chat, segment=last)


@pytest.mark.parametrize("language", ["json", "yaml"])
def test_languages_that_are_lexed_whole(chat: ChatDriver, language: str) -> None:
    chat.show(answer(1, f"```{language}\n", Status.STREAMING))
    chat.model.append_text("a1", "a: 1\n")
    chat.model.replace_message(answer(1, f'```{language}\n{{"a": 1}}\n```'))
    assert wait_for_colours(chat)


def test_every_colour_of_code_can_be_read() -> None:
    assert all(contrast(colour, LIGHT_COLOURS.code) >= 4.5 for colour in LIGHT.values())
    assert all(contrast(colour, DARK_COLOURS.code) >= 4.5 for colour in DARK.values())
    assert LIGHT.keys() == DARK.keys()


def test_the_language_is_read_from_the_fence() -> None:
    assert [language_of(info) for info in ("", "Python", "{.rust .numberLines}", "js, x", "c title=a")] == [
        "",
        "python",
        "rust",
        "js",
        "c",
    ]


def test_tabs_and_keys_reach_code(chat: ChatDriver) -> None:
    chat.show(answer(1, "```\na\tb\n```"))
    chat.click(chat.point(0, 0, 0))
    for _ in range(3):
        chat.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert chat.view.selection.text() == "a\tb"
