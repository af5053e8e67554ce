"""Answers that grow: what is seen in the end does not depend on how they came."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import Status
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.ui.chat_view import ChatView
from h2o_desktop.ui.theme import ThemeSource
from tests.ui.chat_view.chat_driver import ChatDriver, answer, long_chat, prompt

PARTS = [
    "words and more words ", "**bold** ", "`code` ", "\n", "\n\n", "# Head\n", "- item\n", "  1. nested\n",
    "> quote\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n", "```\nx = 1\n```\n", "[link][ref] ", "\n[ref]: http://x.org\n\n",
    "note[^1] ",
    "\n[^1]: text\n\n", "مرحبا ", "日本 ", "👩‍👧 ", "<b>html</b> ", "---\n", "![cat](http://x.org/cat.png) ",
    "~~gone~~ ",
    "- [x] done\n",
]  # fmt: skip


def stream(chat: ChatDriver, text: str, sizes: list[int]) -> None:
    """Let an answer arrive in pieces of these sizes, with a frame after each."""
    chat.show(prompt(1), answer(1, "", Status.STREAMING))
    place = 0
    while place < len(text):
        size = sizes[place % len(sizes)]
        chat.model.append_text("a1", text[place : place + size])
        place += size
        chat.view.refresh()
    chat.model.replace_message(answer(1, text))
    chat.settle()


@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=14).map("".join),
    st.lists(st.integers(1, 40), min_size=1, max_size=5),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_final_picture_is_that_of_the_whole_text(chat: ChatDriver, text: str, sizes: list[int]) -> None:
    stream(chat, text, sizes)
    streamed, texts = chat.picture(), chat.texts(1)
    chat.show(prompt(1), answer(1, text))
    assert chat.texts(1) == texts
    assert chat.picture() == streamed


def test_much_text_between_two_pictures_is_shown_like_any_other(chat: ChatDriver) -> None:
    text = "".join(PARTS) * 30
    chat.show(prompt(1), answer(1, "", Status.STREAMING))
    for start in range(0, len(text), 700):
        chat.model.append_text("a1", text[start : start + 700])
    chat.view.show_raw(1, is_raw=True)
    chat.view.show_raw(1, is_raw=False)
    chat.view.navigation.go_to_end()
    chat.model.replace_message(answer(1, text))
    chat.settle()
    streamed, texts = chat.picture(), chat.texts(1)
    chat.show(prompt(1), answer(1, text))
    assert chat.texts(1) == texts
    assert chat.picture() == streamed


def test_a_definition_that_comes_late_changes_what_refers_to_it(chat: ChatDriver) -> None:
    stream(chat, "See [ref].\n\n[ref]: http://x.org/long\n\nend", [1])
    run = chat.view.transcript.segment(1, 1).boxes[0].text.runs[0]
    assert run.target == "http://x.org/long"


def test_text_that_comes_is_shown_by_itself(chat: ChatDriver, qtbot: QtBot) -> None:
    chat.show(prompt(1), answer(1, "", Status.STREAMING))
    for word in ("One ", "two ", "three."):
        chat.model.append_text("a1", word)
    qtbot.waitUntil(lambda: chat.texts(1) == ["One two three."])


def test_a_growing_message_paints_only_what_changed(chat: ChatDriver, qtbot: QtBot) -> None:
    chat.show(answer(1, "First.\n\nSecond", Status.STREAMING))
    first = chat.placed(0, 1).laid
    chat.model.append_text("a1", " and more")
    qtbot.waitUntil(lambda: chat.texts(0)[1] == "Second and more")
    assert chat.placed(0, 1).laid is first


def test_the_end_is_followed_until_the_reader_goes_away(chat: ChatDriver, qtbot: QtBot) -> None:
    chat.show(*long_chat(20), answer(99, "", Status.STREAMING))
    assert chat.view.transcript.is_following
    chat.model.append_text("a99", "line\n\n" * 30)
    chat.settle()
    assert chat.view.transcript.is_at_end
    chat.view.navigation.scroll_by(-400)
    assert not chat.view.transcript.is_following


@pytest.mark.parametrize("place", ["above", "below"])
def test_what_is_read_does_not_move(chat: ChatDriver, place: str) -> None:
    chat.show(*long_chat(40), answer(99, "", Status.STREAMING))
    chat.view.navigation.scroll_by(-3000)
    before = [(one.row, one.segment, one.y) for one in chat.view.transcript.visible]
    if place == "below":
        chat.model.append_text("a99", "line\n\n" * 30)
    else:
        row = before[0][0] - 6
        chat.model.replace_message(
            answer(row // 2, "Now much longer.\n\n" * 40) if row % 2 else prompt(row // 2, "x\n" * 90)
        )
    chat.settle()
    assert [(one.row, one.segment, one.y) for one in chat.view.transcript.visible] == before


def test_a_button_tells_of_new_text(chat: ChatDriver, qtbot: QtBot) -> None:
    button = chat.view.new_text_button
    chat.show(*long_chat(20), answer(99, "", Status.STREAMING))
    assert button.isHidden()
    chat.view.navigation.scroll_by(-800)
    assert button.isVisible()
    assert "new" not in button.text().lower()
    chat.model.append_text("a99", "fresh")
    qtbot.waitUntil(lambda: "new" in button.text().lower())
    button.click()
    assert chat.view.transcript.is_following
    assert button.isHidden()


def test_a_new_prompt_shows_the_end(chat: ChatDriver) -> None:
    chat.show(*long_chat(20))
    chat.view.navigation.go_to_start()
    chat.model.add(prompt(77))
    chat.settle()
    assert chat.view.transcript.is_at_end


def test_removed_messages_are_gone(chat: ChatDriver) -> None:
    chat.show(*long_chat(5))
    chat.view.selection.select_all()
    chat.model.remove_from(3)
    chat.settle()
    assert max(one.row for one in chat.view.transcript.visible) == 2
    assert chat.view.selection.is_empty
    chat.model.remove_from(0)
    chat.settle()
    assert chat.view.transcript.visible == []


def test_the_theme_changes_while_it_streams(chat: ChatDriver, theme: ThemeSource) -> None:
    chat.show(answer(1, "One", Status.STREAMING))
    before = chat.picture()
    theme.changed.emit()
    chat.model.append_text("a1", " two")
    chat.settle()
    assert chat.picture() != before


def test_a_view_that_is_dropped_leaves_nothing_running(qtbot: QtBot, theme: ThemeSource) -> None:
    model = ConversationModel()
    view = ChatView(model, theme)
    view.show()
    model.reset([answer(1, "```python\nx = 1\n```\n\n$x^2$")])
    view.refresh()
    view.close()
    view.deleteLater()
    QApplication.processEvents()
    model.add(prompt(2))
