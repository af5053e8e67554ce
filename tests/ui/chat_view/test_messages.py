"""What stands above and below a message, thoughts, status, and what screen readers get."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible

from h2o_desktop.core.conversation import Message, Role, Status, Timings, Usage
from h2o_desktop.ui.chat_view.message_entry import MessageEntry
from h2o_desktop.ui.chat_view.message_frame import when, who
from h2o_desktop.ui.chat_view.message_words import Figures, failure_words, status_words
from h2o_desktop.ui.chat_view.ornaments import Label
from h2o_desktop.ui.chat_view.thinking import ThinkingTime
from h2o_desktop.ui.text_for_people import number
from tests.ui.chat_view.chat_driver import NOON_S, ChatDriver, answer, prompt


def header_words(chat: ChatDriver, row: int) -> list[str]:
    """The words of a header."""
    return [one.words for one in chat.view.transcript.segment(row, 0).ornaments if isinstance(one, Label)]


def test_the_header_says_who_and_when_and_which_version(chat: ChatDriver) -> None:
    chat.model.reset([prompt(1), answer(1, "Text.")], {"a1": (2, 3)})
    chat.settle()
    assert header_words(chat, 0)[0] == "You"
    assert header_words(chat, 1)[0] == "model-1"
    assert "2/3" in header_words(chat, 1)
    assert who(replace(prompt(1), role=Role.SYSTEM)) == "System"
    assert who(replace(answer(1, ""), model="")) == "Answer"
    assert len(when(NOON_S)) > len("10:31")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (answer(1, "x"), ""),
        (answer(1, "x", Status.STOPPED), "You stopped this answer."),
        (answer(1, "x", Status.INTERRUPTED), "The program ended before this answer did."),
        (answer(1, "x", Status.FAILED), "The answer broke off. Send it again."),
        (answer(1, "x", finish_reason="length"), "The answer reached the limit of new tokens."),
    ],
)
def test_what_became_of_an_answer_is_said(chat: ChatDriver, message: Message, words: str) -> None:
    assert status_words(message) == words
    chat.show(message)
    footer = chat.view.transcript.segment(0, chat.view.transcript.entry(0).footer)
    assert footer.text() == words


def test_a_failure_without_words_is_still_said() -> None:
    assert failure_words(None) == "The answer failed."


def test_figures_stand_under_an_answer() -> None:
    assert Figures(answer(1, "x")).words() == "20 tokens · 10.0 tokens/s · first after 0.50 s"
    assert Figures(answer(1, "x", Status.STREAMING)).words() == ""
    bare = replace(answer(1, "x"), usage=Usage(), timings=Timings(), finish_reason="content_filter")
    assert Figures(bare).words() == "ended: content_filter"
    one = replace(answer(1, "x"), usage=Usage(1, 1), timings=Timings(0.5, 0.5))
    assert Figures(one).words() == "1 token · first after 0.50 s"
    assert Figures(replace(one, timings=Timings(None, None))).words() == "1 token"


def test_thoughts_are_folded_away_until_they_are_wanted(chat: ChatDriver) -> None:
    chat.show(answer(1, "<think>\nFirst.\n\nSecond.\n</think>\n\nThe answer."))
    assert "Thoughts" in header_words(chat, 0)
    assert chat.texts(0) == ["", "", "The answer."]
    chat.choose(0, "thinking")
    assert chat.texts(0) == ["First.", "Second.", "The answer."]
    chat.choose(0, "thinking")
    assert chat.texts(0) == ["", "", "The answer."]
    chat.choose(0, "copy")
    assert chat.clipboard == "The answer."


def test_thinking_is_said_while_it_goes_on(chat: ChatDriver) -> None:
    chat.show(answer(1, "", Status.STREAMING))
    chat.model.append_text("a1", "<think>so so")
    chat.settle()
    assert "Thinking…" in header_words(chat, 0)
    chat.model.append_text("a1", "</think>\n\nDone")
    chat.settle()
    assert any(words.startswith("Thought for") for words in header_words(chat, 0))
    chat.model.replace_message(answer(1, "<think>so so</think>\n\nDone"))
    chat.settle()
    assert any(words.startswith("Thought for") for words in header_words(chat, 0))


def test_the_time_of_thinking_is_known_when_the_chat_is_opened_again(chat: ChatDriver) -> None:
    chat.show(replace(answer(1, "<think>so so</think>\n\nDone"), timings=Timings(0.5, 9.0, 7.2)))
    assert "Thought for 7.2 s" in header_words(chat, 0)


def test_the_time_of_thinking_is_measured() -> None:
    times = iter([10.0, 12.5])
    thinking = ThinkingTime(lambda: next(times))
    thinking.note(is_thinking=False)
    thinking.note(is_thinking=True)
    thinking.note(is_thinking=True)
    thinking.note(is_thinking=False)
    thinking.note(is_thinking=False)
    assert thinking.words(is_thinking=False) == "Thought for 2.5 s"


def test_prompts_are_shown_as_they_were_typed(chat: ChatDriver) -> None:
    chat.show(prompt(1, "2 * 3 * 4\n# no head\n\n- no list\n\n| a |\n|---|\n| b |\n\n```\ncode\n```"))
    assert chat.texts(0) == ["2 * 3 * 4", "# no head", "- no list", "| a |\n|---|\n| b |", "code"]


def test_screen_readers_get_a_list_of_messages(chat: ChatDriver) -> None:
    chat.show(prompt(1, "Why?"), answer(1, "Because **so**.", Status.STOPPED))
    view = QAccessible.queryAccessibleInterface(chat.view)
    assert view.role() is QAccessible.Role.List
    assert view.childCount() == 2
    item = view.child(1)
    assert item.role() is QAccessible.Role.ListItem
    assert item.text(QAccessible.Text.Name).startswith("model-1, ")
    assert item.text(QAccessible.Text.Description) == "Because so."
    assert "You stopped this answer" in item.text(QAccessible.Text.Value)
    assert item.text(QAccessible.Text.Help) == ""
    assert view.indexOfChild(item) == 1
    assert item.parent().role() is QAccessible.Role.List
    assert chat.view.rect().translated(chat.view.mapToGlobal(QPoint(0, 0))).contains(item.rect())
    centre = item.rect().center()
    assert view.childAt(centre.x(), centre.y()).text(QAccessible.Text.Name) == item.text(QAccessible.Text.Name)
    assert item.isValid()
    assert item.childCount() == 0
    assert not item.state().offscreen
    assert item.foregroundColor() != item.backgroundColor()


def test_screen_readers_hear_where_the_keyboard_is(chat: ChatDriver) -> None:
    chat.show(prompt(1, "Why?"), answer(1, "Because."))
    QAccessible.setActive(True)
    try:
        chat.view.navigation.step_message(1)
        assert chat.view.accessible_list().focusChild().text(QAccessible.Text.Name).startswith("You")
        assert chat.view.accessible_list().child(0).state().focused
        chat.view.navigation.step_target(1)
        chat.model.replace_message(answer(1, "Because.", Status.STREAMING))
        chat.settle()
        chat.model.replace_message(answer(1, "Because of this."))
        chat.model.add(prompt(2))
        chat.model.remove_from(1)
        chat.settle()
        gone = chat.view.accessible_list().child(1)
        assert gone is None
    finally:
        QAccessible.setActive(False)


def test_raising_the_limit_is_offered_where_there_is_one_to_raise(chat: ChatDriver) -> None:
    cut = replace(answer(1, "Half"), finish_reason="length", requested={"max_new_tokens": 1000})
    highest = replace(answer(2, "Half"), finish_reason="length", requested={"max_new_tokens": 32768})
    chat.show(cut, highest)
    entry = chat.view.transcript.entry(0)
    assert banner_buttons(entry) == ["continue", "regenerate"]
    chat.view.offer_to_raise_limits()
    assert banner_buttons(entry) == ["continue", "raise-and-continue"]
    assert [box.text.text for box in entry.ensure(entry.footer).boxes] == [
        f"The answer reached the limit of {number(1000)} new tokens."
    ]
    assert banner_buttons(chat.view.transcript.entry(1)) == ["continue", "regenerate"]
    with chat.qtbot.waitSignal(chat.view.raise_requested) as heard:
        chat.choose(0, "raise-and-continue")
    assert heard.args == ["a1"]


def banner_buttons(entry: MessageEntry) -> list[str]:
    """The buttons of the banner below an answer."""
    return [zone.action for zone in entry.ensure(entry.footer).zones if zone.action != "details"]
