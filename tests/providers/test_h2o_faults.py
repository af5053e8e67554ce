"""A test for each fault that earlier clients of this service had."""

from __future__ import annotations

import copy
import uuid

import pytest

from h2o_desktop.core.errors import (
    ProtocolError,
    RequestRefused,
    ServerBusy,
    ServerError,
    StreamCut,
    UnknownModel,
)
from h2o_desktop.providers import h2o
from h2o_desktop.providers.h2o import _create_completion
from tests.fakes.h2o_completion import DEFAULTS, MESSAGES, complete, stream
from tests.fakes.h2o_server import Answer, H2OServer
from tests.fakes.socket_server import Connection, Received, SocketServer


def test_fault_1_an_html_page_that_contains_data_is_no_stream_and_no_empty_answer() -> None:
    def page(request: Received, connection: Connection) -> None:
        if request.target.endswith("/abc"):
            connection.reply(200, "<html><script>data: 1</script></html>", "text/html")
        else:
            connection.reply(200, '{"conversationId": "abc"}')

    with SocketServer(page) as server, pytest.raises(ProtocolError):
        complete(server)


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
