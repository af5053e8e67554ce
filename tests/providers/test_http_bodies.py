from __future__ import annotations

import gzip
import subprocess
import sys

import pytest

from h2o_desktop.core.errors import (
    LimitExceeded,
    NetworkError,
    ProtocolError,
    StreamCut,
    Unanswered,
)
from h2o_desktop.providers.http import HttpClient
from tests.fakes.socket_server import Connection, Received, SocketServer


def test_a_compressed_body_is_unpacked() -> None:
    packed = gzip.compress(b"x" * 1000)
    with SocketServer(lambda _, connection: connection.reply(200, packed, Content_Encoding="gzip")) as server:
        client = HttpClient(server.url)
        assert client.request("GET", "/").body == b"x" * 1000
        client.close()


def test_a_compressed_body_that_is_none_cannot_be_read() -> None:
    with SocketServer(lambda _, connection: connection.reply(200, b"no gzip", Content_Encoding="gzip")) as server:
        client = HttpClient(server.url)
        with pytest.raises(ProtocolError):
            client.request("GET", "/")
        client.close()


@pytest.mark.parametrize("packed", [True, False])
def test_a_body_beyond_the_limit_is_refused(packed: bool) -> None:
    body = gzip.compress(b"\0" * 5_000_000) if packed else b"\0" * 5_000_000
    headers = {"Content_Encoding": "gzip"} if packed else {}
    with SocketServer(lambda _, connection: connection.reply(200, body, **headers)) as server:
        client = HttpClient(server.url)
        with client.open_stream("GET", "/") as stream, pytest.raises(LimitExceeded):
            stream.body(1_000_000)
        client.close()


LEFT_UNREAD = """
import sys
from h2o_desktop.providers.http import HttpClient

held = []
with HttpClient(sys.argv[1]).open_stream("GET", "/") as stream:
    held.append(stream.chunks())
    print(next(held[0]).decode())
    held.append(held)  # so that it is there to the very end
"""


def test_a_stream_that_is_left_at_the_end_of_the_program_ends_it_without_a_word() -> None:
    def begin(request: Received, connection: Connection) -> bool:
        connection.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfull\r\n")
        return True

    with SocketServer(begin) as server:
        command = [sys.executable, "-c", LEFT_UNREAD, server.url]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("full\n", "")


def test_a_body_that_is_cut_keeps_what_came_of_it() -> None:
    def cut(request: Received, connection: Connection) -> bool:
        connection.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfull\r\n9\r\npart")
        connection.cut()
        return False

    got: list[bytes] = []
    with SocketServer(cut) as server:
        client = HttpClient(server.url)
        with client.open_stream("GET", "/") as stream, pytest.raises(StreamCut) as caught:
            got.extend(stream.chunks())
        client.close()
    assert b"".join(got) == b"fullpart"
    assert "IncompleteRead" in caught.value.detail


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nnonsense\r\n",
    ],
)
def test_a_body_that_ends_early_is_cut(raw: bytes) -> None:
    def send(request: Received, connection: Connection) -> bool:
        connection.send(raw)
        connection.cut()
        return False

    with SocketServer(send) as server:
        client = HttpClient(server.url)
        with pytest.raises(StreamCut):
            client.request("GET", "/")
        client.close()


def test_a_server_that_closes_without_a_word() -> None:
    with SocketServer(lambda _, connection: connection.cut() or False) as server:
        client = HttpClient(server.url)
        with pytest.raises(NetworkError) as caught:
            client.request("POST", "/", json={})
        client.close()
    assert caught.value.kind == "network"
    assert server.url in str(caught.value)


def test_a_server_that_speaks_no_http() -> None:
    with SocketServer(lambda _, connection: connection.send(b"220 mail.example.org ESMTP\r\n") or False) as server:
        client = HttpClient(server.url)
        with pytest.raises(ProtocolError):
            client.request("GET", "/")
        client.close()


def test_a_server_that_falls_silent_before_and_within_the_answer() -> None:
    def silent(request: Received, connection: Connection) -> bool:
        if request.target == "/within":
            connection.begin_stream()
            connection.chunk(b"one")
        connection.wait_until_gone()
        return False

    with SocketServer(silent) as server:
        client = HttpClient(server.url, read_timeout_s=0.05)
        with pytest.raises(Unanswered):
            client.request("GET", "/before")
        got: list[bytes] = []
        with client.open_stream("GET", "/within") as stream, pytest.raises(Unanswered):
            got.extend(stream.chunks())
        client.close()
    assert got == [b"one"]
