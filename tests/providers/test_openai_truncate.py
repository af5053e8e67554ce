"""A history that is too long for the limit is cut at whole turns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.budget import TOKENS_PER_MESSAGE, Fit, fit
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.provider import ChatMessage, ChatRequest
from h2o_desktop.providers.http import HttpClient
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from h2o_desktop.providers.openai_request import fitted
from h2o_desktop.providers.openai_tokens import TokenCounter
from tests.fakes.openai_asking import asked, text_of
from tests.fakes.openai_server import MODEL, OpenAIServer, Pages, said


def long_talk(turns: int, words: int) -> list[ChatMessage]:
    """A conversation whose messages have that many words each, ending in a prompt."""
    messages = [ChatMessage(Role.SYSTEM, "Be brief.")]
    for number in range(turns):
        messages.append(ChatMessage(Role.USER, f"question{number} " + "word " * words))
        messages.append(ChatMessage(Role.ASSISTANT, f"answer{number} " + "word " * words))
    return [*messages, ChatMessage(Role.USER, "The last question")]


def test_truncate_drops_the_oldest_turns_and_keeps_system_and_prompt() -> None:
    with OpenAIServer(said("ok")) as server:
        asked(server, dialect="llama.cpp", messages=long_talk(10, 50), requested={"truncate": 300})
    sent = server.chats[0]["messages"]
    assert sent[0] == {"role": "system", "content": "Be brief."}
    assert sent[-1]["content"] == "The last question"
    assert sent[1]["role"] == "user"
    assert [message["content"].split()[0] for message in sent[1:-1]] == ["question8", "answer8", "question9", "answer9"]


def test_truncate_estimates_where_no_tokenizer_can_be_asked() -> None:
    with OpenAIServer(said("ok")) as server:
        asked(server, messages=long_talk(10, 50), requested={"truncate": 300})
    assert 2 < len(server.chats[0]["messages"]) < 22
    assert all(request.target != "/tokenize" for request in server.received)


def test_a_short_conversation_is_not_counted_at_all() -> None:
    with OpenAIServer(said("ok")) as server:
        asked(server, dialect="llama.cpp", requested={"truncate": 2048})
    assert [request.target for request in server.received] == ["/v1/chat/completions"]


def test_a_server_that_truncates_itself_gets_everything() -> None:
    with OpenAIServer(said("ok")) as server:
        asked(server, dialect="vllm", messages=long_talk(10, 50), requested={"truncate": 300})
    body = server.chats[0]
    assert len(body["messages"]) == 22
    assert body["truncate_prompt_tokens"] == 300


def tokenized(server: OpenAIServer) -> list[str]:
    """The first words of the texts that the server was asked to count."""
    return [request.json()["content"].split()[0] for request in server.received if request.target == "/tokenize"]


def test_only_what_is_new_and_may_fit_is_counted() -> None:
    messages = long_talk(10, 50)
    with OpenAIServer(said("ok")) as server:
        provider = OpenAICompatibleProvider(server.url, dialect="llama.cpp")
        for end in (len(messages) - 2, len(messages)):
            list(provider.stream(ChatRequest(MODEL, tuple(messages[:end]), {"truncate": 300}), CancelToken()))
        provider.close()
    first = ["Be", "question9", "answer8", "question8", "answer7", "question7", "answer6"]
    assert tokenized(server) == [*first, "The", "answer9"]


@pytest.mark.parametrize("page", [None, {"nothing": 1}, [], {"tokens": 5}, b"<html>"])
def test_a_tokenizer_that_is_not_there_is_estimated(page: object) -> None:
    pages = Pages({"/tokenize": page})
    with OpenAIServer(said("ok"), pages=pages) as server:
        events = asked(server, dialect="llama.cpp", messages=long_talk(10, 50), requested={"truncate": 300})
    assert text_of(events) == "ok"
    assert 2 < len(server.chats[0]["messages"]) < 22


@given(
    st.lists(st.tuples(st.sampled_from(Role), st.integers(min_value=0, max_value=60)), min_size=1, max_size=12),
    st.integers(min_value=1, max_value=400),
)
def test_counting_late_keeps_the_same_as_counting_everything(turns: list[tuple[Role, int]], limit: int) -> None:
    messages = [ChatMessage(role, "a" * letters, str(number)) for number, (role, letters) in enumerate(turns)]
    whole = fit(messages, [len(message.content) for message in messages], limit)
    short = sum(letters + TOKENS_PER_MESSAGE for _, letters in turns) <= limit
    assert fitted(messages, limit, len) == (Fit(tuple(messages)) if short else whole)


def test_what_is_kept_of_the_counting_is_bounded() -> None:
    with OpenAIServer(said()) as server:
        client = HttpClient(server.url)
        counter = TokenCounter(client, max_kept=2)
        counts = [counter.count(text, CancelToken()) for text in ("one", "one two", "one", "one two three", "one")]
        client.close()
    assert counts == [1, 2, 1, 3, 1]
    assert tokenized(server) == ["one"] * 4


@pytest.mark.parametrize(
    ("said_before", "read_again"),
    [
        ("<think>\nHm.\n</think>\n\nForty-two", "Forty-two"),
        ("\n<think>Hm.</think>Yes", "Yes"),
        ("<think>\nOnly thoughts\n</think>\n\n", "<think>\nOnly thoughts\n</think>\n\n"),
        ("<think>\nStopped in the mid", "<think>\nStopped in the mid"),
        ("The tag </think> ends it", "The tag </think> ends it"),
    ],
)
def test_thoughts_are_not_read_again(said_before: str, read_again: str) -> None:
    messages = [
        ChatMessage(Role.USER, "<think>mine</think> What?"),
        ChatMessage(Role.ASSISTANT, said_before),
        ChatMessage(Role.USER, "Why?"),
    ]
    with OpenAIServer(said("ok")) as server:
        asked(server, messages=messages)
    contents = [message["content"] for message in server.chats[0]["messages"]]
    assert contents == ["<think>mine</think> What?", read_again, "Why?"]
