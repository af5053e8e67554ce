"""Counting and looking at the next token, against a hand-written llama.cpp server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.engines import LLAMA, Engine
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Measuring
from h2o_desktop.core.sampling import CUTS_FIRST, LLAMA_DEFAULTS, Candidate, Step
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from h2o_desktop.providers.openai_next_token import MOST_SEEDS, MOST_TOKENS
from tests.fakes.llama_server import PROPS, LlamaServer

TALK = (
    ChatMessage(Role.USER, "one two three"),
    ChatMessage(Role.ASSISTANT, "<think>hm</think>four five"),
    ChatMessage(Role.USER, "six"),
)


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
    for dialect in ("openai", "h2ogpt", "ollama"):
        plain = OpenAICompatibleProvider(server.url, dialect=dialect, trust_env=False)
        assert plain.measure("m", TALK, None, CancelToken()) is None
        plain.close()
    assert server.received == []


def test_the_choice_after_the_penalties_and_the_models_own(
    server: LlamaServer, provider: OpenAICompatibleProvider
) -> None:
    requested = {"repetition_penalty": 1.2, "presence_penalty": 0.5, "temperature": 0.1, "top_k": 3}
    told = provider.next_tokens(ChatRequest("m", TALK, requested), CancelToken())
    assert told is not None
    assert told.has_penalties
    assert told.candidates == (Candidate("0xE2 0x82", 0.6, 0.3), Candidate("", 0.2, None))
    raw, penalised = server.asked
    assert (raw["repeat_penalty"], "presence_penalty" in raw) == (1.0, False)
    assert (penalised["repeat_penalty"], penalised["presence_penalty"]) == (1.2, 0.5)
    for body in server.asked:
        assert (body["temperature"], body["top_k"], body["min_p"], body["top_p"]) == (1.0, 0, 0.0, 1.0)
        assert (body["n_probs"], body["n_predict"], body["post_sampling_probs"]) == (MOST_TOKENS, 1, True)
        assert body["prompt"].startswith("<user> one two three <assistant> four five <user> six")


def test_without_penalties_it_is_asked_once(server: LlamaServer, provider: OpenAICompatibleProvider) -> None:
    told = provider.next_tokens(ChatRequest("m", TALK), CancelToken())
    assert told is not None
    assert told.candidates == (Candidate(" it", 0.5, 0.5), Candidate("0xE2 0x82", 0.3, 0.3))
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


def engine_told(server: LlamaServer, provider: OpenAICompatibleProvider, document: object) -> Engine:
    server.pages.documents["/props"] = document
    told = provider.next_tokens(ChatRequest("m", TALK), CancelToken())
    assert told is not None
    return told.engine


def test_the_order_is_read_from_the_server(server: LlamaServer, provider: OpenAICompatibleProvider) -> None:
    usual = engine_told(server, provider, PROPS)
    assert (usual.order, usual.others, usual.is_sure) == (CUTS_FIRST, (), True)
    assert usual.defaults == LLAMA_DEFAULTS
    changed = {
        "samplers": ["temperature", "xtc", "typical_p", "top_p"],
        "xtc_probability": 0.5,
        "mirostat": 2,
        "dry_multiplier": 0.8,
        "top_p": 0.7,
    }
    engine = engine_told(server, provider, {"default_generation_settings": {"params": changed}})
    assert engine.order == (Step.TEMPERATURE, Step.TYPICAL_P, Step.TOP_P)
    assert engine.others == ("xtc", "mirostat")
    assert engine.defaults["top_p"] == 0.7


@pytest.mark.parametrize("document", [None, [1], {"default_generation_settings": {"params": {"samplers": "all"}}}])
def test_a_server_that_does_not_tell_its_order_is_taken_as_usual(
    server: LlamaServer, provider: OpenAICompatibleProvider, document: object
) -> None:
    engine = engine_told(server, provider, document)
    assert engine is LLAMA
    assert not engine.is_sure


def test_what_a_request_adds_to_the_order_is_told(server: LlamaServer, provider: OpenAICompatibleProvider) -> None:
    params = {"samplers": ["penalties", "dry", "top_k", "xtc", "temperature"], "dry_multiplier": 0.5}
    server.pages.documents["/props"] = {"default_generation_settings": {"params": params}}
    told = provider.next_tokens(ChatRequest("m", TALK, {"xtc_probability": 0.5}), CancelToken())
    assert told is not None
    assert told.engine.others == ("dry", "xtc")
    asked = provider.next_tokens(ChatRequest("m", TALK, {"dry_multiplier": 0.8}), CancelToken())
    assert asked is not None
    assert asked.engine.others == ()
    assert server.asked[-1]["dry_multiplier"] == 0.8
