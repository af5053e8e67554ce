"""Model lists of OpenAI-compatible servers, and how their dialect is found out."""

from __future__ import annotations

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS
from h2o_desktop.core.errors import (
    Cancelled,
    ProtocolError,
    ServerError,
)
from h2o_desktop.core.provider import ModelInfo
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from h2o_desktop.providers.openai_request import place_of
from tests.fakes.openai_server import OpenAIServer, Pages, said
from tests.fakes.socket_server import Connection, Received, SocketServer

MODEL_LISTS: dict[str, tuple[object, tuple[ModelInfo, ...]]] = {
    "openai": ({"data": [{"id": "a"}, {"id": "b"}]}, (ModelInfo("a"), ModelInfo("b"))),
    "vllm": ({"data": [{"id": "a", "max_model_len": 4096}]}, (ModelInfo("a", context_tokens=4096),)),
    "llama.cpp": ({"data": [{"id": "a", "meta": {"n_ctx_train": 8192}}]}, (ModelInfo("a", context_tokens=8192),)),
    "h2ogpt": (
        {"data": [{"id": "a", "display_name": "A!", "created": "NA", "max_seq_len": 2048}]},
        (ModelInfo("a", "A!", context_tokens=2048),),
    ),
    "bare list": ([{"id": "a"}, {"name": "no id"}, "nonsense"], (ModelInfo("a"),)),
    "models": ({"models": [{"id": "a"}]}, (ModelInfo("a"),)),
    "none": ({"object": "list", "data": None}, ()),
    "empty": ({"data": []}, ()),
    "odd lengths": ({"data": [{"id": "a", "context_length": "8k", "max_model_len": 0}]}, (ModelInfo("a"),)),
}


@pytest.mark.parametrize("name", MODEL_LISTS)
def test_model_lists_of_many_servers(name: str) -> None:
    document, models = MODEL_LISTS[name]
    with OpenAIServer(said(), pages=Pages({"/v1/models": document})) as server:
        provider = OpenAICompatibleProvider(server.url)
        assert provider.list_models(CancelToken()) == models
        provider.close()


@pytest.mark.parametrize("document", [{"hello": 1}, "text", 5])
def test_something_else_than_a_model_list(document: object) -> None:
    with OpenAIServer(said(), pages=Pages({"/v1/models": document})) as server:
        provider = OpenAICompatibleProvider(server.url)
        with pytest.raises(ProtocolError):
            provider.list_models(CancelToken())
        provider.close()


def test_a_model_list_that_is_not_there() -> None:
    with OpenAIServer(said(), pages=Pages({})) as server:
        provider = OpenAICompatibleProvider(server.url)
        with pytest.raises(ServerError):
            provider.list_models(CancelToken())
        provider.close()


DIALECT_PAGES: dict[str, dict[str, object]] = {
    "llama.cpp": {"/props": {"default_generation_settings": {}}},
    "ollama": {"/api/version": {"version": "0.5"}},
    "vllm": {"/version": {"version": "0.9"}},
    "h2ogpt": {"/v1/models": {"data": [{"id": "a", "created": "NA"}]}},
    "openai": {},
}


@pytest.mark.parametrize("dialect", DIALECT_PAGES)
def test_the_dialect_of_a_server_is_found_out(dialect: str) -> None:
    pages = Pages({"/v1/models": {"data": [{"id": "a"}]}, **DIALECT_PAGES[dialect]})
    with OpenAIServer(said(), pages=pages) as server:
        provider = OpenAICompatibleProvider(server.url)
        provider.list_models(CancelToken())
        provider.learn_dialect(CancelToken())
        assert provider.dialect == dialect
        provider.close()


def test_asking_for_the_dialect_can_be_cancelled() -> None:
    cancel = CancelToken()
    with OpenAIServer(said()) as server:
        provider = OpenAICompatibleProvider(server.url)
        provider.list_models(cancel)
        cancel.set()
        with pytest.raises(Cancelled):
            provider.learn_dialect(cancel)
        provider.close()


@pytest.mark.parametrize(
    ("owner", "dialect"), [("llamacpp", "llama.cpp"), ("vllm", "vllm"), ("library", "openai"), (["odd"], "openai")]
)
def test_the_owner_of_the_models_tells_the_dialect_without_a_question(owner: object, dialect: str) -> None:
    pages = Pages({"/v1/models": {"object": "list", "data": ["odd", {"id": "a", "owned_by": owner}]}})
    with OpenAIServer(said(), pages=pages) as server:
        provider = OpenAICompatibleProvider(server.url)
        provider.list_models(CancelToken())
        assert provider.capabilities() == DIALECTS[dialect]
        provider.close()
    assert len(server.received) == 1


def test_a_dialect_that_was_given_stays() -> None:
    pages = Pages({"/v1/models": {"data": [{"id": "a", "owned_by": "vllm"}]}, "/props": {}})
    with OpenAIServer(said(), pages=pages) as server:
        provider = OpenAICompatibleProvider(server.url, dialect="ollama")
        provider.list_models(CancelToken())
        provider.learn_dialect(CancelToken())
        assert provider.dialect == "ollama"
        provider.close()
    assert len(server.received) == 1


def test_a_model_list_that_is_no_json() -> None:
    def answer(_request: Received, connection: Connection) -> None:
        connection.reply(200, "<html>", "text/html")

    with SocketServer(answer) as server:
        provider = OpenAICompatibleProvider(server.url)
        with pytest.raises(ProtocolError):
            provider.list_models(CancelToken())
        provider.learn_dialect(CancelToken())
        assert provider.dialect == "openai"
        provider.close()


@pytest.mark.parametrize(
    ("address", "root", "prefix"),
    [
        ("http://localhost:8080", "http://localhost:8080", "/v1"),
        ("http://localhost:8080/v1/", "http://localhost:8080", "/v1"),
        ("https://example.org/openai_api/v1", "https://example.org/openai_api", "/v1"),
        ("https://example.org/v1/chat/completions", "https://example.org", "/v1"),
        ("https://example.org/v1beta/openai/", "https://example.org/v1beta/openai", ""),
        ("https://example.org/api/paas/v4", "https://example.org/api/paas/v4", ""),
        ("https://example.org/vllm", "https://example.org/vllm", "/v1"),
        ("http://[odd", "http://[odd", "/v1"),
    ],
)
def test_where_the_interface_is(address: str, root: str, prefix: str) -> None:
    assert place_of(address) == (root, prefix)
