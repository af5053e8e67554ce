"""Titles that the model makes: when one is asked for, and what of its answer is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from h2o_desktop.core.conversation import TITLE_LETTERS, Conversation, ConversationSummary, Message, Role, Status
from h2o_desktop.core.titles import MOST_LETTERS_ASKED_ABOUT, cleaned_title, title_request, wants_title

PROMPT = Message("p", None, Role.USER, "Which rivers are long?", 1.0)
ANSWER = Message("a", "p", Role.ASSISTANT, "The Volga.", 2.0, model="model", connection="here")
FIRST = Conversation(ConversationSummary("c", "Which rivers are long?", 1.0, 1.0), (PROMPT, ANSWER), "a")


def test_only_whole_answers_to_the_first_prompt_of_an_unnamed_chat_name_it() -> None:
    assert wants_title(FIRST)
    assert wants_title(replace(FIRST, messages=(*FIRST.messages, replace(ANSWER, id="b"))))
    assert not wants_title(replace(FIRST, summary=replace(FIRST.summary, title="My rivers")))
    assert not wants_title(FIRST.with_message(replace(ANSWER, status=Status.STOPPED)))
    assert not wants_title(replace(FIRST, messages=(*FIRST.messages, replace(PROMPT, id="b", parent_id="a"))))
    assert not wants_title(replace(FIRST, leaf_id=None))


def test_the_question_holds_the_beginning_of_both_and_asks_the_same_model() -> None:
    request = title_request(PROMPT, replace(ANSWER, content="x" * 5_000), "other")
    assert (request.model, request.conversation_id) == ("model", "other")
    assert PROMPT.content in request.messages[0].content
    assert "x" * MOST_LETTERS_ASKED_ABOUT in request.messages[0].content
    assert "x" * (MOST_LETTERS_ASKED_ABOUT + 1) not in request.messages[0].content


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Long rivers", "Long rivers"),
        ('\n "Long   rivers."\nMore text', "Long rivers"),
        ("**Title: «Длинные реки»**", "Длинные реки"),
        ("Name: “Rivers”", "Rivers"),
        ("", ""),
        ('""\n\n', ""),
    ],
)
def test_what_is_taken(said: str, title: str) -> None:
    assert cleaned_title(said) == title


def test_a_long_title_is_cut_at_a_word() -> None:
    assert len(cleaned_title("river " * 40)) <= TITLE_LETTERS + 1
