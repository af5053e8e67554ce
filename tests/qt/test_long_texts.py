"""A long text is split in steps before its conversation is shown, and shown as if it had been split at once."""

from __future__ import annotations

import asyncio

from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.markdown_blocks import split_blocks
from h2o_desktop.core.provider import Delta, Finished
from h2o_desktop.qt.long_texts import LONG_LETTERS, split_last
from h2o_desktop.ui.chat_view.message_text import MessageText
from tests.qt.conftest import Chat

LONG = "A **word** and more.\r\n\n```py\nx = 1\n```\n\n| a |\n|---|\n| 1 |\n\n" * 2500


def answer(text: str) -> Message:
    return Message("a", None, Role.ASSISTANT, text, 1.7e9)


def test_the_blocks_are_those_of_the_whole_text() -> None:
    split = asyncio.run(split_last([answer("short"), answer(LONG)]))
    assert split is not None
    assert split.splitter.finished + split.splitter.tail() == split_blocks(LONG)
    text = MessageText(LONG, is_growing=False, splitter=split.splitter)
    assert text.blocks == MessageText(LONG, is_growing=False).blocks
    assert text.source == LONG


def test_short_texts_and_no_texts_are_left_to_the_view() -> None:
    assert asyncio.run(split_last([])) is None
    assert asyncio.run(split_last([answer(LONG), answer("x" * (LONG_LETTERS - 1))])) is None


def test_a_conversation_with_a_long_answer_is_opened_with_its_split_text(chat: Chat) -> None:
    chat.script(Delta(LONG, 1), Finished("stop"))
    chat.ask("Much")
    conversation_id = chat.controller.shown_id
    chat.controller.show_new()
    chat.controller.show_stored(conversation_id)
    chat.wait(lambda: chat.controller.shown_id == conversation_id)
    model = chat.controller.model
    assert model.split_text(0) is None
    split = model.split_text(1)
    assert split is not None
    assert split.content == model.message(1).content == LONG
    assert model.split_text(1) is None  # it is given once


def test_a_text_that_has_changed_meanwhile_is_not_taken(chat: Chat) -> None:
    split = asyncio.run(split_last([answer(LONG)]))
    chat.controller.model.reset([answer(LONG + "more")], None, split)
    assert chat.controller.model.split_text(0) is None
