"""What servers tell of the values that they use for what is not sent."""

from __future__ import annotations

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Unreachable
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.server_facts import ServerFacts, told_defaults
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from tests.fakes.openai_server import OpenAIServer, Pages, Reply, said

# As llama.cpp of 2026 tells it, shortened; it counts in 32 bits.
PARAMS = {
    "seed": 4294967295,
    "temperature": 0.800000011920929,
    "top_k": 40,
    "top_p": 0.949999988079071,
    "repeat_penalty": 1.0,
    "n_predict": -1,
    "stream": False,
    "samplers": ["top_k"],
}
TOLD: dict[str, ParameterValue] = {"temperature": 0.8, "top_k": 40, "top_p": 0.95, "repetition_penalty": 1.0}
LINES = 'num_ctx                        4096\ntemperature 0.6\nstop "<|user|>"\nrepeat_penalty 1.1\nnum_predict 128\n\n'


def defaults(server: OpenAIServer, dialect: str) -> dict[str, ParameterValue]:
    provider = OpenAICompatibleProvider(server.url, dialect=dialect)
    try:
        return dict(provider.defaults("m", CancelToken()))
    finally:
        provider.close()


@pytest.mark.parametrize("settings", [{"params": PARAMS, "n_ctx": 4096}, PARAMS])
def test_llama_cpp_tells_its_own_values(settings: dict[str, object]) -> None:
    pages = Pages({"/props": {"default_generation_settings": settings}})
    with OpenAIServer(said("x"), pages=pages) as server:
        assert defaults(server, "llama.cpp") == TOLD


@pytest.mark.parametrize("props", [None, {}, {"default_generation_settings": "no"}, [1]])
def test_a_server_that_tells_nothing_useful(props: object) -> None:
    with OpenAIServer(said("x"), pages=Pages({"/props": props})) as server:
        assert defaults(server, "llama.cpp") == {}


def test_ollama_tells_those_of_a_model() -> None:
    with OpenAIServer(Reply(body={"parameters": LINES})) as server:
        told = defaults(server, "ollama")
        assert server.received[-1].target == "/api/show"
        assert server.received[-1].json() == {"model": "m"}
    assert told == {"temperature": 0.6, "repetition_penalty": 1.1, "max_new_tokens": 128}


@pytest.mark.parametrize("reply", [Reply(404, "no such model"), Reply(body={"parameters": 7}), Reply(body="[")])
def test_an_ollama_that_tells_nothing_useful(reply: Reply) -> None:
    with OpenAIServer(reply) as server:
        assert defaults(server, "ollama") == {}


@pytest.mark.parametrize("dialect", ["openai", "vllm", "h2ogpt"])
def test_others_are_not_asked(dialect: str) -> None:
    with OpenAIServer(said("x")) as server:
        assert defaults(server, dialect) == {}
        assert server.received == []


def test_a_server_that_is_away() -> None:
    provider = OpenAICompatibleProvider("http://127.0.0.1:9", dialect="llama.cpp")
    with pytest.raises(Unreachable):
        provider.defaults("m", CancelToken())
    provider.close()


def test_switches_and_texts_are_no_defaults() -> None:
    assert told_defaults({"do_sample": True, "stop": "x", "temperature": True, "top_k": 0, "unknown": 1}) == {
        "top_k": 0
    }


def test_what_a_server_tells_goes_before_what_its_kind_does() -> None:
    facts = ServerFacts({"temperature": 0.6}, {"temperature": 0.3, "top_p": 1.0})
    assert (facts.default("temperature"), facts.default("top_p"), facts.default("top_k")) == (0.6, 1.0, None)
