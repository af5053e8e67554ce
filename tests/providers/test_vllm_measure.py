"""Where a vLLM server cuts a prompt, against a hand-written one that does."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.provider import ChatMessage, ChatRequest
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from tests.fakes.openai_server import MODEL
from tests.fakes.vllm_server import VllmServer, rendered, words_of

TALK = (
    ChatMessage(Role.SYSTEM, "be brief"),
    ChatMessage(Role.USER, "one two three"),
    ChatMessage(Role.ASSISTANT, "<think>well</think> four five six seven"),
    ChatMessage(Role.USER, "  eight  "),
)


@pytest.fixture
def server() -> Iterator[VllmServer]:
    with VllmServer() as made:
        yield made


@pytest.fixture
def provider(server: VllmServer) -> Iterator[OpenAICompatibleProvider]:
    made = OpenAICompatibleProvider(server.url, dialect="vllm", trust_env=False)
    yield made
    made.close()


def test_it_counts_the_whole_prompt(provider: OpenAICompatibleProvider) -> None:
    measured = provider.measure(MODEL, TALK, None, CancelToken())
    assert measured is not None
    assert measured.tokens[:3] == (2, 3, 4)
    assert measured.total == 2 + 3 + 4 + 1 + 2 * len(TALK) + 1
    assert measured.exact
    assert measured.kept == (0, 1, 2, 3)


def text_read(server: VllmServer, provider: OpenAICompatibleProvider, limit: int) -> str:
    list(provider.stream(ChatRequest(MODEL, TALK, {"truncate": limit}), CancelToken()))
    return server.read[-1]


@pytest.mark.parametrize("limit", range(1, 19))
def test_the_edge_is_where_the_server_cuts(server: VllmServer, provider: OpenAICompatibleProvider, limit: int) -> None:
    measured = provider.measure(MODEL, TALK, limit, CancelToken())
    assert measured is not None
    assert measured.total == limit
    first, *rest = measured.kept
    read = TALK[first].content[measured.unread_letters :]
    given = text_read(server, provider, limit)
    assert all(TALK[place].content.split()[-1] in given for place in rest)
    assert not any(TALK[place].content.split()[-1] in given for place in range(first))
    words = [word for word in read.replace("<think>well</think>", "").split() if word]
    assert all(word in given for word in words)
    unread = TALK[first].content[: measured.unread_letters].replace("<think>well</think>", "").split()
    assert not any(word in given for word in unread)


def test_letters_of_several_bytes(server: VllmServer, provider: OpenAICompatibleProvider) -> None:
    chance = random.Random(7)
    for _ in range(20):
        words = [chance.choice(["Волга", "日本", "🦔", "river", "don't"]) for _ in range(chance.randint(4, 30))]
        messages = (ChatMessage(Role.USER, " ".join(words)), ChatMessage(Role.USER, "Why?"))
        whole = len(words_of(rendered([{"role": "user", "content": message.content} for message in messages])))
        limit = chance.randint(5, whole)
        measured = provider.measure(MODEL, messages, limit, CancelToken())
        assert measured is not None
        if measured.kept[0] == 0:
            read = messages[0].content[measured.unread_letters :].split()
            assert len(read) == min(len(words), limit - 5)
        else:
            assert limit == 5


def test_a_server_without_a_tokenizer_leaves_the_estimate(
    server: VllmServer, provider: OpenAICompatibleProvider
) -> None:
    server.counts = False
    assert provider.measure(MODEL, TALK, 5, CancelToken()) is None
