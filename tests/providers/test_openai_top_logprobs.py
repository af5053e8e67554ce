"""The choice of the next token on servers that tell `top_logprobs`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.engines import OPENAI, VLLM, NextToken
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.provider import ChatMessage, ChatRequest
from h2o_desktop.core.sampling import SamplingSettings, choice_of
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from tests.fakes.openai_server import MODEL, OpenAIServer, Reply
from tests.fakes.vllm_server import VllmServer, next_token, told

TALK = (ChatMessage(Role.USER, "Which river?"),)
MANY = {f" word{number}": 0.04 for number in range(20)}


@contextmanager
def provider_of(server: OpenAIServer, dialect: str) -> Iterator[OpenAICompatibleProvider]:
    made = OpenAICompatibleProvider(server.url, dialect=dialect, trust_env=False)
    yield made
    made.close()


def asked(server: OpenAIServer, dialect: str = "openai", request: ChatRequest | None = None) -> NextToken | None:
    with provider_of(server, dialect) as provider:
        return provider.next_tokens(request or ChatRequest(MODEL, TALK), CancelToken())


def test_one_token_is_asked_for_with_nothing_that_is_not_declared() -> None:
    requested = {"temperature": 0.2, "top_p": 0.5, "frequency_penalty": 1.0, "max_new_tokens": 500, "seed": 3}
    with OpenAIServer(Reply(body=next_token(told()))) as server:
        seen = asked(server, request=ChatRequest(MODEL, TALK, requested))
    assert seen is not None
    assert seen.engine is OPENAI
    assert not seen.has_penalties
    assert [(one.token, round(one.probability, 6)) for one in seen.candidates] == [
        (" it", 0.5),
        (" the", 0.25),
        (" a", 0.1),
    ]
    assert all(one.raw == one.probability for one in seen.candidates)
    assert server.chats == [
        {
            "model": MODEL,
            "messages": [{"role": "user", "content": "Which river?"}],
            "temperature": 1.0,
            "top_p": 1.0,
            "max_tokens": 1,
            "logprobs": True,
            "top_logprobs": 20,
            "stream": False,
        }
    ]


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_neutral_settings_are_fields_that_the_dialect_takes(dialect: str) -> None:
    capabilities = DIALECTS[dialect]
    names = {field.name or key for key, field in capabilities.fields.items()}
    assert capabilities.telling is None or set(capabilities.telling.neutral) <= names


def test_what_is_beyond_the_top_few_is_not_nothing() -> None:
    with OpenAIServer(Reply(body=next_token(told(MANY)))) as server:
        seen = asked(server)
    assert seen is not None
    assert len(seen.candidates) == 20
    choice = choice_of(seen.candidates, SamplingSettings(), seen.engine.order)
    assert choice.rest == pytest.approx(0.2)


def test_vllm_is_asked_for_what_it_would_read() -> None:
    talk = (*TALK, ChatMessage(Role.ASSISTANT, "The Volga"))
    with VllmServer() as server:
        seen = asked(server, "vllm", ChatRequest(MODEL, talk, {"truncate": 64, "repetition_penalty": 1.2}))
    assert seen is not None
    assert seen.engine is VLLM
    (body,) = server.chats
    assert body["truncate_prompt_tokens"] == 64
    assert (body["continue_final_message"], body["add_generation_prompt"]) == (True, False)
    assert (body["top_k"], body["repetition_penalty"]) == (-1, 1.0)


@pytest.mark.parametrize("dialect", ["h2ogpt", "h2o"])
def test_servers_that_do_not_tell_are_not_asked(dialect: str) -> None:
    with OpenAIServer(Reply(body=next_token(told()))) as server:
        assert asked(server, dialect) is None
        assert server.received == []


def refusal(words: str, param: str) -> Reply:
    return Reply(400, body={"error": {"message": words, "param": param, "type": "invalid_request_error"}})


def test_a_server_that_tells_fewer_is_asked_for_fewer() -> None:
    few = Reply(body=next_token(told()))
    with OpenAIServer(refusal("top_logprobs must be at most 5", "top_logprobs"), few) as server:
        assert asked(server) is not None
    assert [body["top_logprobs"] for body in server.chats] == [20, 5]


def test_a_model_that_refuses_to_tell_is_left_alone() -> None:
    with OpenAIServer(refusal("logprobs is not supported with this model", "logprobs")) as server:
        assert asked(server) is None
    assert len(server.chats) == 2


def test_other_fields_that_are_refused_are_left_out() -> None:
    words = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    with OpenAIServer(refusal(words, "max_tokens"), Reply(body=next_token(told()))) as server:
        assert asked(server) is not None
    assert server.chats[1]["max_completion_tokens"] == 1
    assert "max_tokens" not in server.chats[1]


@pytest.mark.parametrize("reply", [Reply(500, body={"error": "broken"}), refusal("no", "messages")])
def test_a_server_that_fails_is_an_error(reply: Reply) -> None:
    with OpenAIServer(reply) as server, pytest.raises(DesktopError):
        asked(server)


@pytest.mark.parametrize(
    "body",
    [
        "no json",
        json.dumps([1]),
        json.dumps({"choices": []}),
        json.dumps({"choices": [{"logprobs": None}]}),
        json.dumps({"choices": [{"logprobs": {"content": [{"top_logprobs": [{"token": "x"}, 3]}]}}]}),
        json.dumps({"choices": [{"logprobs": {"content": [{"top_logprobs": [{"token": "x", "logprob": 2}]}]}}]}),
    ],
)
def test_answers_without_probabilities(body: str) -> None:
    with OpenAIServer(Reply(body=body)) as server:
        assert asked(server) is None


def test_tokens_that_are_no_letters() -> None:
    row = {"token": "\ufffd", "logprob": math.log(0.9), "bytes": [0xF0, 0x9F]}
    with OpenAIServer(Reply(body=next_token([row]))) as server:
        seen = asked(server)
    assert seen is not None
    assert seen.candidates[0].token == "0xF0 0x9F"
