"""Counting and looking at the next token, against a hand-written llama.cpp server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Measuring
from h2o_desktop.core.sampling import Candidate
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from h2o_desktop.providers.openai_next_token import MOST_SEEDS, MOST_TOKENS
from tests.fakes.openai_server import OpenAIServer, said
from tests.fakes.socket_server import Connection, Received

TALK = (
    ChatMessage(Role.USER, "one two three"),
    ChatMessage(Role.ASSISTANT, "<think>hm</think>four five"),
    ChatMessage(Role.USER, "six"),
)
RAW = [{"id": 1, "token": " it", "prob": 0.5}, {"id": 2, "token": "\ufffd", "bytes": [226, 130], "prob": 0.3}]
PENALISED = [{"id": 2, "token": "\ufffd", "bytes": [226, 130], "prob": 0.6}, {"id": 3, "token": "", "prob": 0.2}]


class LlamaServer(OpenAIServer):
    """Renders messages with their roles, counts words, and tells one choice with penalties and one without."""

    def __init__(self) -> None:
        super().__init__(said("unused"))
        self.template: object = "words"
        self.silent_seeds = 0
        self.raw: object = RAW
        self.completion: tuple[int, str] | None = None
        self.asked: list[dict[str, Any]] = []

    def _answer(self, request: Received, connection: Connection) -> bool:
        if request.target == "/apply-template":
            turns = request.json()["messages"]
            rendered = " ".join(f"<{turn['role']}> {turn['content']}" for turn in turns) + " <assistant>"
            reply = {"prompt": rendered} if self.template == "words" else self.template
            connection.reply(200, reply if isinstance(reply, str) else json.dumps(reply))
            return True
        if request.target == "/completion":
            body = request.json()
            self.asked.append(body)
            if self.completion is not None:
                connection.reply(*self.completion)
                return True
            told = self.raw if body["repeat_penalty"] == 1.0 else PENALISED
            places = [] if body["seed"] < self.silent_seeds else [{"top_probs": told}]
            connection.reply(200, json.dumps({"completion_probabilities": places}))
            return True
        return super()._answer(request, connection)


@pytest.fixture
def server() -> Iterator[LlamaServer]:
    with LlamaServer() as made:
        yield made


@pytest.fixture
def provider(server: LlamaServer) -> Iterator[OpenAICompatibleProvider]:
    made = OpenAICompatibleProvider(server.url, dialect="llama.cpp", trust_env=False)
    yield made
    made.close()


def test_the_server_counts(provider: OpenAICompatibleProvider) -> None:
    assert isinstance(provider, Measuring)
    measured = provider.measure("m", TALK, None, CancelToken())
    assert measured is not None
    assert measured.tokens == (3, 2, 1)
    assert measured.kept == (0, 1, 2)
    assert measured.total == 3 + 2 + 1 + 4  # with the roles, and without the thoughts
    assert measured.exact


def test_what_is_cut_is_not_counted(provider: OpenAICompatibleProvider) -> None:
    measured = provider.measure("m", TALK, 10, CancelToken())
    assert measured is not None
    assert (measured.kept, measured.total) == ((2,), 3)


@pytest.mark.parametrize("template", ["no json", [1], {"prompt": 3}])
def test_a_server_without_a_template_leaves_the_estimate(
    server: LlamaServer, provider: OpenAICompatibleProvider, template: object
) -> None:
    server.template = template
    assert provider.measure("m", TALK, None, CancelToken()) is None
    assert provider.next_tokens(ChatRequest("m", TALK), CancelToken()) is None


def test_other_dialects_do_not_count(server: LlamaServer) -> None:
    plain = OpenAICompatibleProvider(server.url, trust_env=False)
    assert plain.measure("m", TALK, None, CancelToken()) is None
    assert plain.next_tokens(ChatRequest("m", TALK), CancelToken()) is None
    plain.close()
    assert server.received == []


def test_the_choice_after_the_penalties_and_the_models_own(
    server: LlamaServer, provider: OpenAICompatibleProvider
) -> None:
    requested = {"repetition_penalty": 1.2, "presence_penalty": 0.5, "temperature": 0.1, "top_k": 3}
    told = provider.next_tokens(ChatRequest("m", TALK, requested), CancelToken())
    assert told == (Candidate("0xE2 0x82", 0.6, 0.3), Candidate("", 0.2, None))
    raw, penalised = server.asked
    assert (raw["repeat_penalty"], "presence_penalty" in raw) == (1.0, False)
    assert (penalised["repeat_penalty"], penalised["presence_penalty"]) == (1.2, 0.5)
    for body in server.asked:
        assert (body["temperature"], body["top_k"], body["min_p"], body["top_p"]) == (1.0, 0, 0.0, 1.0)
        assert (body["n_probs"], body["n_predict"], body["post_sampling_probs"]) == (MOST_TOKENS, 1, True)
        assert body["prompt"].startswith("<user> one two three <assistant> four five <user> six")


def test_without_penalties_it_is_asked_once(server: LlamaServer, provider: OpenAICompatibleProvider) -> None:
    told = provider.next_tokens(ChatRequest("m", TALK), CancelToken())
    assert told == (Candidate(" it", 0.5, 0.5), Candidate("0xE2 0x82", 0.3, 0.3))
    assert len(server.asked) == 1


def test_draws_that_come_without_probabilities_are_drawn_again(
    server: LlamaServer, provider: OpenAICompatibleProvider
) -> None:
    server.silent_seeds = 3
    assert provider.next_tokens(ChatRequest("m", TALK), CancelToken()) is not None
    assert [body["seed"] for body in server.asked] == [0, 1, 2, 3]
    server.silent_seeds = MOST_SEEDS
    assert provider.next_tokens(ChatRequest("m", TALK), CancelToken()) is None


@pytest.mark.parametrize("raw", [None, [], [{"id": 1, "token": "logprobs only", "logprob": -1.0}]])
def test_a_server_that_tells_none(server: LlamaServer, provider: OpenAICompatibleProvider, raw: object) -> None:
    server.raw = raw
    assert not provider.next_tokens(ChatRequest("m", TALK), CancelToken())


@pytest.mark.parametrize("reply", [(404, "{}"), (200, "no json"), (200, "[]")])
def test_a_server_without_completions_tells_none(
    server: LlamaServer, provider: OpenAICompatibleProvider, reply: tuple[int, str]
) -> None:
    server.completion = reply
    assert provider.next_tokens(ChatRequest("m", TALK), CancelToken()) is None
