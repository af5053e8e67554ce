"""The public `_create_completion`, and a test for each fault that earlier clients of this service had."""

from __future__ import annotations

import copy
import subprocess
import sys
import types
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from h2o_desktop.core.errors import (
    InputError,
    RequestRefused,
    ServerBusy,
    ServerError,
    StreamCut,
    Unanswered,
    UnknownModel,
    Unreachable,
)
from h2o_desktop.providers import h2o
from h2o_desktop.providers.h2o import _create_completion
from tests.fakes.h2o_server import Answer, H2OServer
from tests.fakes.socket_server import Connection, Received, SocketServer

MESSAGES = [{"role": "user", "content": "Hello"}]
DEFAULTS = {
    "temperature": 0.4,
    "truncate": 2048,
    "max_new_tokens": 1024,
    "do_sample": True,
    "repetition_penalty": 1.2,
    "return_full_text": False,
}


def complete(server: SocketServer, **arguments: Any) -> str:
    text = _create_completion("falcon-40b", MESSAGES, False, base_url=server.url, **arguments)
    assert isinstance(text, str)
    return text


def stream(server: SocketServer, **arguments: Any) -> Iterator[str]:
    tokens = _create_completion("falcon-40b", MESSAGES, True, base_url=server.url, **arguments)
    assert not isinstance(tokens, str)
    return tokens


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
    assert h2o_server.log[-1].startswith("delete ")


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


# --- faults of earlier clients, one test each


def test_fault_1_an_html_page_that_contains_data_is_no_stream_and_no_empty_answer() -> None:
    def page(request: Received, connection: Connection) -> None:
        if request.target.endswith("/abc"):
            connection.reply(200, "<html><script>data: 1</script></html>", "text/html")
        else:
            connection.reply(200, '{"conversationId": "abc"}')

    with SocketServer(page) as server, pytest.raises(h2o_errors()):
        complete(server)


def h2o_errors() -> type[Exception]:
    from h2o_desktop.core.errors import ProtocolError

    return ProtocolError


def test_fault_2_data_inside_the_text_stays() -> None:
    with H2OServer() as server:
        server.answers.append(Answer(tokens=["data:", " data: x", "\n\ndata:"]))
        assert complete(server) == "data: data: x\n\ndata:"


@pytest.mark.parametrize("status", [422, 503])
def test_fault_3_statuses_and_error_events_are_errors_with_the_servers_words(
    h2o_server: H2OServer, status: int
) -> None:
    h2o_server.answers.append(Answer(status=status, body='{"error":"data is wrong","error_type":"validation"}'))
    with pytest.raises((RequestRefused, ServerBusy), match="data is wrong"):
        complete(h2o_server)
    assert h2o_server.conversations == {}


@pytest.mark.parametrize("end", ["</s>", "<|endoftext|>", "<|im_end|>"])
def test_fault_4_any_special_token_ends_the_answer_and_is_not_shown(end: str) -> None:
    def answer(request: Received, connection: Connection) -> None:
        event = '{"token": {"text": "%s", "special": %s}, "generated_text": null}'
        if request.target.endswith("/abc"):
            lines = [event % ("Hi", "false"), event % (end, "true")]
            connection.reply(200, "".join(f"data: {line}\n\n" for line in lines), "text/event-stream")
        else:
            connection.reply(200, '{"conversationId": "abc"}')

    with SocketServer(answer) as server:
        assert complete(server) == "Hi"


def test_fault_5_stream_decides_what_comes_back(h2o_server: H2OServer) -> None:
    assert isinstance(complete(h2o_server), str)
    assert len(list(stream(h2o_server))) == 4


def test_fault_6_full_ids_are_taken_and_unknown_models_name_the_known_ones(h2o_server: H2OServer) -> None:
    full = h2o.models["llama-13b"]
    assert _create_completion(full, MESSAGES, False, base_url=h2o_server.url) == " It is fine."
    with pytest.raises(UnknownModel, match="falcon-40b"):
        _create_completion("gpt-4", MESSAGES, True)


@pytest.mark.parametrize("name", h2o.model)
def test_fault_7_the_settings_select_the_model_that_was_asked_for(h2o_server: H2OServer, name: str) -> None:
    _create_completion(name, MESSAGES, False, base_url=h2o_server.url)
    assert h2o_server.settings()["activeModel"] == h2o.models[name]


def test_fault_8_the_conversation_is_deleted_after_an_error_too(h2o_server: H2OServer) -> None:
    h2o_server.answers.append(Answer(cut_after=1))
    with pytest.raises(StreamCut):
        complete(h2o_server)
    assert h2o_server.conversations == {}
    deletion = h2o_server.received[-1]
    assert (deletion.method, deletion.body) == ("DELETE", b"")


def test_fault_9_text_is_utf8_whatever_the_headers_leave_out(h2o_server: H2OServer) -> None:
    h2o_server.answers.append(Answer(tokens=["Привет", " 🚀", "\u2028", "é\u0085"]))
    assert complete(h2o_server) == "Привет 🚀\u2028é\u0085"


def test_fault_10_the_callers_messages_are_left_alone(h2o_server: H2OServer) -> None:
    messages = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}]
    before = copy.deepcopy(messages)
    _create_completion("falcon-40b", messages, False, base_url=h2o_server.url)
    assert messages == before


def test_fault_11_none_counts_as_not_given(h2o_server: H2OServer) -> None:
    complete(h2o_server, **dict.fromkeys([*DEFAULTS, "id", "response_id", "timeout"]))
    body = h2o_server.messages()[0]
    assert body["parameters"] == DEFAULTS
    assert uuid.UUID(body["options"]["id"])


def test_fault_11_zero_is_sent_in_the_way_the_server_takes_it(h2o_server: H2OServer) -> None:
    complete(h2o_server, temperature=0)
    parameters = h2o_server.messages()[0]["parameters"]
    assert "temperature" not in parameters
    assert parameters["do_sample"] is False


def test_fault_12_the_headers_of_an_answer_are_never_sent_back(h2o_server: H2OServer) -> None:
    complete(h2o_server)
    for request in h2o_server.received:
        assert not {"set-cookie", "authority", "sec-ch-ua", "upgrade-insecure-requests"} & set(request.headers)


def test_fault_13_plain_http_works_with_a_secure_cookie_and_a_server_that_takes_itself_for_https(
    h2o_server: H2OServer,
) -> None:
    assert complete(h2o_server) == " It is fine."
    origin = f"https://127.0.0.1:{h2o_server.port}"
    asked = h2o_server.received[-1].headers
    assert (asked["origin"], asked["referer"]) == (origin, f"{origin}/")
    assert asked["cookie"].startswith("hf-chat=")


def test_fault_14_an_answer_that_ends_without_its_last_event_is_an_error_with_the_text() -> None:
    def short(request: Received, connection: Connection) -> None:
        if request.target.endswith("/abc"):
            connection.begin_stream()
            connection.chunk(b'data:{"token":{"text":" Half","special":false},"generated_text":null}\n\n')
            connection.end_stream()
        else:
            connection.reply(200, '{"conversationId": "abc"}')

    with SocketServer(short) as server:
        got: list[str] = []
        with pytest.raises(StreamCut) as caught:
            got.extend(stream(server))
    assert got == [" Half"]
    assert caught.value.partial_text == " Half"


def test_fault_15_an_error_event_keeps_the_text_before_it() -> None:
    def failing(request: Received, connection: Connection) -> None:
        if request.target.endswith("/abc"):
            connection.begin_stream()
            connection.chunk(
                b'data:{"token":{"text":" Half","special":false},"generated_text":null}\n\n'
                b'data:{"error":"CUDA out of memory","error_type":"generation"}\n\n'
            )
            connection.end_stream()
        else:
            connection.reply(200, '{"conversationId": "abc"}')

    with SocketServer(failing) as server:
        got: list[str] = []
        with pytest.raises(ServerError, match="CUDA") as caught:
            got.extend(stream(server))
    assert got == [" Half"]
    assert caught.value.partial_text == " Half"


def test_fault_16_every_request_asks_for_json(h2o_server: H2OServer) -> None:
    complete(h2o_server)
    assert {request.headers["accept"] for request in h2o_server.received} == {"application/json"}
