"""The public `_create_completion`."""

from __future__ import annotations

import subprocess
import sys
import types
import uuid
from pathlib import Path
from typing import Any

import pytest

from h2o_desktop.core.errors import (
    InputError,
    Unanswered,
    Unreachable,
)
from h2o_desktop.providers import h2o
from h2o_desktop.providers.h2o import _create_completion
from tests.fakes.h2o_completion import DEFAULTS, MESSAGES, complete, stream
from tests.fakes.h2o_server import Answer, H2OServer


def test_the_names_that_callers_rely_on() -> None:
    assert h2o.url == "https://gpt-gm.h2o.ai"
    assert h2o.model == ["falcon-40b", "falcon-7b", "llama-13b"]
    assert h2o.models == {
        "falcon-7b": "h2oai/h2ogpt-gm-oasst1-en-2048-falcon-7b-v3",
        "falcon-40b": "h2oai/h2ogpt-gm-oasst1-en-2048-falcon-40b-v1",
        "llama-13b": "h2oai/h2ogpt-gm-oasst1-en-2048-open-llama-13b",
    }
    assert h2o.supports_stream is True
    assert h2o.needs_auth is False
    for name in ("model: str", "messages: list", "stream: bool", *DEFAULTS):
        assert name in h2o.params


def test_importing_the_module_touches_neither_the_network_nor_requests() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*_): raise AssertionError('the network was touched')\n"
        "socket.socket.connect = socket.socket.connect_ex = refuse\n"
        "import h2o_desktop.providers.h2o as h2o\n"
        "h2o.H2OProvider()\n"
        "assert not {'requests', 'urllib3'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_streamed_it_is_a_generator_of_tokens_and_otherwise_the_whole_text(h2o_server: H2OServer) -> None:
    tokens = stream(h2o_server)
    assert isinstance(tokens, types.GeneratorType)
    assert list(tokens) == [" It", " is", " fine", "."]
    assert complete(h2o_server) == " It is fine."


def test_the_request_with_all_defaults(h2o_server: H2OServer) -> None:
    complete(h2o_server)
    body = h2o_server.messages()[0]
    assert body["parameters"] == DEFAULTS
    assert body["stream"] is True
    options = body["options"]
    assert uuid.UUID(options["id"]).version == uuid.UUID(options["response_id"]).version == 4
    assert options["id"] != options["response_id"]
    assert {name: options[name] for name in ("is_retry", "use_cache", "web_search_id")} == {
        "is_retry": False,
        "use_cache": False,
        "web_search_id": "",
    }


def test_fresh_ids_for_each_completion(h2o_server: H2OServer) -> None:
    complete(h2o_server)
    complete(h2o_server)
    first, second = h2o_server.messages()
    assert first["options"]["id"] != second["options"]["id"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", 1.5),
        ("temperature", 1),
        ("truncate", 10),
        ("max_new_tokens", 7),
        ("do_sample", False),
        ("repetition_penalty", 1.0),
        ("return_full_text", True),
    ],
)
def test_an_argument_goes_as_it_is(h2o_server: H2OServer, name: str, value: object) -> None:
    complete(h2o_server, **{name: value})
    assert h2o_server.messages()[0]["parameters"] == {**DEFAULTS, name: value}


def test_own_ids_are_used(h2o_server: H2OServer) -> None:
    own, response = str(uuid.uuid4()), str(uuid.uuid4())
    complete(h2o_server, id=own, response_id=response)
    options = h2o_server.messages()[0]["options"]
    assert (options["id"], options["response_id"]) == (own, response)


def test_the_messages_become_one_prompt(h2o_server: H2OServer) -> None:
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hi"},
        {"role": "user", "content": "How are you?"},
    ]
    _create_completion("falcon-40b", messages, False, base_url=h2o_server.url)
    lines = h2o_server.messages()[0]["inputs"].split("\n")
    assert lines[1:] == ["system: Be brief.", "user: Hello", "assistant: Hi", "user: How are you?", "assistant:"]


def test_the_conversation_is_deleted_afterwards_and_nothing_is_shared(h2o_server: H2OServer) -> None:
    complete(h2o_server)
    assert h2o_server.conversations == {}
    assert h2o_server.log[-1].startswith("delete ")
    assert h2o_server.settings()["shareConversationsWithModelAuthors"] == ""


def test_a_caller_that_stops_reading_stops_and_deletes(h2o_server: H2OServer) -> None:
    h2o_server.answers.append(Answer(hold=2))
    tokens = stream(h2o_server)
    assert next(tokens) == " It"
    tokens.close()  # type: ignore[attr-defined]
    assert h2o_server.log[2] == "stop"
    told = [entry for entry in h2o_server.log if entry != "gone"]  # noticed by another thread, before or after
    assert told[-1].startswith("delete ")
    assert h2o_server.conversations == {}


def test_a_completion_that_is_never_read_sends_nothing(h2o_server: H2OServer) -> None:
    tokens = stream(h2o_server)
    tokens.close()  # type: ignore[attr-defined]
    assert h2o_server.received == []


def test_the_time_limit(h2o_server: H2OServer) -> None:
    h2o_server.answers.append(Answer(hold=2))
    with pytest.raises(Unanswered) as caught:
        complete(h2o_server, timeout=0.2)
    assert caught.value.partial_text == " It is"
    assert h2o_server.conversations == {}


def test_a_server_that_is_not_there() -> None:
    with H2OServer() as server:
        pass
    with pytest.raises(Unreachable):
        complete(server)


@pytest.mark.parametrize(
    "arguments",
    [
        {"temperature": -0.1},
        {"temperature": "hot"},
        {"temperature": float("nan")},
        {"temperature": True},
        {"truncate": 0},
        {"truncate": 1.5},
        {"max_new_tokens": -1},
        {"do_sample": "yes"},
        {"do_sample": 1},
        {"repetition_penalty": 0},
        {"return_full_text": "no"},
        {"timeout": 0},
        {"timeout": float("inf")},
    ],
)
def test_values_that_cannot_be_sent_are_refused_at_once(arguments: dict[str, object]) -> None:
    with pytest.raises(InputError, match=next(iter(arguments))):
        _create_completion("falcon-40b", MESSAGES, True, **arguments)


@pytest.mark.parametrize(
    "message", [{}, {"role": "user"}, {"role": 1, "content": "x"}, {"role": "user", "content": None}]
)
def test_messages_that_are_none_are_refused_at_once(message: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="role"):
        _create_completion("falcon-40b", [message], True)


def test_an_unknown_argument_is_refused_at_once_and_names_the_known_ones() -> None:
    with pytest.raises(TypeError, match=r"'temprature'.*temperature.*timeout"):
        _create_completion("falcon-40b", MESSAGES, True, temprature=1)


@pytest.mark.parametrize("address", ["http://[bad", "ftp://example.org", "https://name:word@example.org", "http://a b"])
def test_an_address_that_cannot_be_used_is_refused_at_once(address: str) -> None:
    with pytest.raises(InputError):
        _create_completion("falcon-40b", MESSAGES, True, base_url=address)


def test_optional_arguments_are_sent_when_they_are_given(h2o_server: H2OServer) -> None:
    complete(h2o_server, top_k=40, top_p=0.9, seed=7, stop=["a", "\n"], typical_p=1.0, frequency_penalty=-0.5)
    sent = h2o_server.messages()[0]["parameters"]
    assert sent == {
        **DEFAULTS, "top_k": 40, "top_p": 0.9, "seed": 7, "stop": ["a", "\n"], "frequency_penalty": -0.5,
    }  # fmt: skip
    complete(h2o_server, top_k=40, seed=7, temperature=0)
    assert "top_k" not in h2o_server.messages()[1]["parameters"]
    with pytest.raises(InputError):
        complete(h2o_server, top_p=2.0)
