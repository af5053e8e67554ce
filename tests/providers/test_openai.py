"""OpenAI-compatible servers: what exactly is sent where, and stopping."""

from __future__ import annotations

import threading

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Usage
from h2o_desktop.core.errors import (
    Cancelled,
)
from h2o_desktop.core.parameters import DEFAULTS, ParameterValue
from h2o_desktop.core.provider import ChatRequest, Delta, Finished, Started
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from tests.fakes.openai_asking import PLAIN, asked, last, text_of
from tests.fakes.openai_server import MODEL, OpenAIServer, Reply, event, said


def test_a_usual_answer() -> None:
    with OpenAIServer(said("Hel", "lo")) as server:
        events = asked(server)
    assert isinstance(events[0], Started)
    assert text_of(events) == "Hello"
    assert last(events) == Finished("stop", Usage(7, 2))
    assert sum(event.tokens for event in events if isinstance(event, Delta)) == 2


def test_what_is_sent_is_what_the_dialect_takes_and_nothing_else() -> None:
    requested: dict[str, ParameterValue] = {**DEFAULTS, "top_k": 40, "top_p": 0.9, "seed": 7}
    with OpenAIServer(said("x")) as server:
        events = asked(server, requested=requested)
        asked(server, dialect="llama.cpp", requested=requested)
    common = {"model", "messages", "stream", "stream_options"}
    plain, llama = server.chats
    assert {key: value for key, value in plain.items() if key not in common} == {
        "temperature": 0.4,
        "top_p": 0.9,
        "max_tokens": 1024,
        "seed": 7,
    }
    assert {key: value for key, value in llama.items() if key not in common} == {
        "temperature": 0.4,
        "top_p": 0.9,
        "top_k": 40,
        "repeat_penalty": 1.2,
        "max_tokens": 1024,
        "seed": 7,
    }
    assert plain["messages"] == [{"role": "user", "content": "Hello"}]
    started = events[0]
    assert isinstance(started, Started)
    assert started.sent == {key: value for key, value in plain.items() if key not in common}


def test_greedy_is_temperature_zero_without_samplers() -> None:
    with OpenAIServer(said("x")) as server:
        asked(server, dialect="llama.cpp", requested={**DEFAULTS, "do_sample": False, "top_k": 40, "top_p": 0.5})
    body = server.chats[0]
    assert body["temperature"] == 0
    assert "top_k" not in body
    assert "top_p" not in body


@pytest.mark.parametrize("suffix", ["", "/", "/v1", "/v1/"])
def test_the_address_may_end_in_v1(suffix: str) -> None:
    with OpenAIServer(said("ok")) as server:
        provider = OpenAICompatibleProvider(server.url + suffix)
        events = list(provider.stream(ChatRequest(MODEL, PLAIN), CancelToken()))
        provider.close()
    assert text_of(events) == "ok"
    assert server.received[0].target == "/v1/chat/completions"


def test_the_key_rides_in_the_header() -> None:
    with OpenAIServer(said("ok")) as server:
        provider = OpenAICompatibleProvider(server.url, api_key="sesame")
        list(provider.stream(ChatRequest(MODEL, PLAIN), CancelToken()))
        provider.close()
    assert server.received[0].headers["authorization"] == "Bearer sesame"


def test_stop_shuts_the_connection_and_the_server_notices() -> None:
    never = threading.Event()
    cancel = CancelToken()
    with OpenAIServer(Reply(pieces=[event("some"), never])) as server:
        provider = OpenAICompatibleProvider(server.url)
        stream = provider.stream(ChatRequest(MODEL, PLAIN), cancel)
        assert isinstance(next(stream), Started)
        assert next(stream) == Delta("some", 1)
        cancel.set()
        with pytest.raises(Cancelled):
            next(stream)
        assert server.client_gone.wait(30)
        provider.close()


def test_h2ogpt_gets_a_top_k_so_that_temperature_has_an_effect() -> None:
    with OpenAIServer(said("ok")) as server:
        asked(server, dialect="h2ogpt", requested={"temperature": 0.7, "seed": 0})
        asked(server, dialect="h2ogpt", requested={"temperature": 0.7, "top_k": 1})
    assert [body["top_k"] for body in server.chats] == [50, 2]
    assert server.chats[0]["seed"] == 1


def test_forgetting_keeps_nothing() -> None:
    with OpenAIServer(said("ok")) as server:
        provider = OpenAICompatibleProvider(server.url)
        provider.forget("any")
        provider.close()
    assert server.received == []
