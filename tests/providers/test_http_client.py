from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from h2o_desktop import __version__
from h2o_desktop.core.errors import (
    DesktopError,
    InputError,
    Unanswered,
    Unreachable,
)
from h2o_desktop.providers import http_connection
from h2o_desktop.providers.http import HttpClient
from tests.fakes.socket_server import PATIENCE_S, Connection, Received, SocketServer


def echo(request: Received, connection: Connection) -> None:
    connection.reply(200, request.body or b"{}")


def test_importing_the_client_does_not_import_requests() -> None:
    code = (
        "import sys, h2o_desktop.providers.http as http; http.HttpClient('http://localhost:1');"
        "assert not {'requests', 'urllib3'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_a_json_request_and_its_json_answer() -> None:
    with SocketServer(echo) as server:
        client = HttpClient(server.url + "/")
        reply = client.request("POST", "/v1/x", json={"text": "é\u2028"}, headers={"X-Mine": "1"})
        client.close()
    assert (reply.status, reply.ok, reply.json()) == (200, True, {"text": "é\u2028"})
    request = server.received[0]
    assert request.path == "POST /v1/x"
    assert request.headers["accept"] == "application/json"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"] == f"H2O-Desktop/{__version__}"
    assert request.headers["x-mine"] == "1"
    assert "authorization" not in request.headers


def test_a_form() -> None:
    with SocketServer(echo) as server:
        client = HttpClient(server.url)
        client.request("POST", "/settings", form={"a": "", "b": "x y"})
        client.close()
    assert server.received[0].body == b"a=&b=x+y"
    assert server.received[0].headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_refusing_status_is_an_answer_too() -> None:
    with SocketServer(lambda _, connection: connection.reply(500, "oh")) as server:
        client = HttpClient(server.url)
        reply = client.request("GET", "/")
        client.close()
    assert (reply.status, reply.ok, reply.body) == (500, False, b"oh")


def test_connections_are_used_again_while_they_are_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    with SocketServer(echo) as server:
        client = HttpClient(server.url)
        client.request("GET", "/")
        client.request("GET", "/")
        assert server.connections == 1
        monkeypatch.setattr(http_connection, "LONGEST_IDLE_S", 0.0)
        client.request("GET", "/")
        assert server.connections == 2
        client.close()


def test_a_stream_is_given_as_it_comes() -> None:
    with SocketServer(two_pieces) as server:
        client = HttpClient(server.url)
        with client.open_stream("POST", "/", json={}) as stream:
            chunks = stream.chunks()
            first = next(chunks)  # the second piece comes only after the client's next request
            assert client.request("GET", "/go").status == 200
            rest = b"".join(chunks)
        client.close()
    assert (stream.status, stream.ok, stream.headers["content-type"]) == (200, True, "text/event-stream")
    assert (first, rest) == (b"one", b"two")
    assert server.received[0].headers["accept-encoding"] == "identity"


def two_pieces(request: Received, connection: Connection) -> bool:
    if request.target == "/go":
        connection.reply(200)
        SECOND_PIECE.set()
        return True
    connection.begin_stream()
    connection.chunk(b"one")
    assert SECOND_PIECE.wait(PATIENCE_S)
    connection.chunk(b"two")
    connection.end_stream()
    return True


SECOND_PIECE = threading.Event()


def test_a_body_without_chunks_is_given_as_it_comes_and_ends_with_the_connection() -> None:
    def old_style(request: Received, connection: Connection) -> bool:
        connection.send(b"HTTP/1.0 200 OK\r\n\r\nall ")
        connection.send(b"of it")
        return False

    with SocketServer(old_style) as server:
        client = HttpClient(server.url)
        with client.open_stream("GET", "/") as stream:
            assert b"".join(stream.chunks()) == b"all of it"
        client.close()


def test_the_time_limit_of_one_request() -> None:
    def silent(request: Received, connection: Connection) -> bool:
        connection.wait_until_gone()
        return False

    with SocketServer(silent) as server:
        client = HttpClient(server.url)
        with pytest.raises(Unanswered):
            client.request("GET", "/", read_timeout_s=0.05)
        client.close()


def test_nobody_listens() -> None:
    with SocketServer(echo) as server:
        gone = server.url
    client = HttpClient(gone)
    with pytest.raises(Unreachable, match="refused"):
        client.request("GET", "/")


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b.invalid", "x" * 70 + ".invalid"])
def test_a_host_that_does_not_exist(host: str) -> None:
    with pytest.raises(DesktopError) as caught:
        HttpClient(f"http://{host}").request("GET", "/")
    assert caught.value.kind in {"unreachable", "input"}
    assert host[:20] in str(caught.value)


def test_tls_with_a_server_that_speaks_none() -> None:
    with SocketServer(echo) as server:
        client = HttpClient(server.url.replace("http:", "https:"))
        with pytest.raises(Unreachable, match="secure connection"):
            client.request("GET", "/")
        client.close()


def test_what_json_cannot_hold_is_an_error_of_the_input() -> None:
    with pytest.raises(InputError):
        HttpClient("http://127.0.0.1:1").request("POST", "/", json={"temperature": float("nan")})


def test_what_is_left_after_the_last_wanted_byte_is_read_so_that_the_connection_serves_again() -> None:
    def stream(request: Received, connection: Connection) -> bool:
        connection.begin_stream()
        connection.chunk(b"one")
        connection.chunk(b"rest")
        if request.target == "/endless":
            connection.chunk(b"x" * 200_000)
        if request.target == "/open":
            connection.wait_until_gone()
            return False
        connection.end_stream()
        return True

    with SocketServer(stream) as server:
        client = HttpClient(server.url)
        for path, connections in (("/", 1), ("/", 1), ("/open", 1), ("/endless", 2), ("/", 3)):
            with client.open_stream("GET", path) as opened:
                assert next(opened.chunks()).startswith(b"one")
                opened.drain(0.05)
                opened.drain(0.05)
            assert server.connections == connections
        client.close()


def test_closing_twice_and_using_it_again_is_harmless() -> None:
    with SocketServer(echo) as server:
        client = HttpClient(server.url)
        client.close()
        client.request("GET", "/")
        client.close()
        client.close()
        assert client.request("GET", "/").ok
        client.close()
