from __future__ import annotations

import gzip
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from h2o_desktop import __version__
from h2o_desktop.core.errors import (
    DesktopError,
    InputError,
    LimitExceeded,
    NetworkError,
    NotAllowed,
    ProtocolError,
    StreamCut,
    Unanswered,
    Unreachable,
)
from h2o_desktop.providers import http_connection
from h2o_desktop.providers.http import HttpClient
from tests.fakes.socket_server import PATIENCE_S, Connection, Received, SocketServer

KEY = "sk-very-secret-0123456789"


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
    assert got == [b"full", b"part"]
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


def test_the_key_goes_into_the_header_alone() -> None:
    with SocketServer(echo) as server:
        client = HttpClient(server.url, api_key=KEY)
        client.request("GET", "/models")
        client.close()
    assert server.received[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in server.received[0].target


def test_a_key_from_netrc_is_never_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with SocketServer(echo) as server:
        client = HttpClient(server.url)
        client.request("GET", "/")
        client.close()
    assert "authorization" not in server.received[0].headers


@pytest.mark.parametrize("key", ["sk-ключ", "sk-a\nX-Evil: 1", "sk-\0"])
def test_a_key_that_no_header_can_hold_is_refused_and_not_shown(key: str) -> None:
    client = HttpClient("http://127.0.0.1:1", api_key=key)
    with pytest.raises(InputError) as caught:
        client.request("GET", "/")
    assert key not in f"{caught.value} {caught.value.detail}"


def test_a_key_that_the_server_repeats_is_not_shown() -> None:
    def repeat(request: Received, connection: Connection) -> None:
        connection.reply(401, '{"error":{"message":"Incorrect API key provided: ' + KEY + '."}}')

    with SocketServer(repeat) as server:
        client = HttpClient(server.url, api_key=KEY)
        error = client.error_for(client.request("GET", "/"))
        in_stream = client.error_in_stream({"error": f"bad key {KEY}"})
        client.close()
    assert isinstance(error, NotAllowed)
    assert KEY not in f"{error} {error.detail} {error!r} {in_stream} {in_stream.detail}"
    assert "Incorrect API key" in str(error)


def test_a_redirect_within_the_server_is_followed() -> None:
    def redirect(request: Received, connection: Connection) -> None:
        if request.target == "/old":
            connection.reply(307, Location="/new")
        else:
            connection.reply(200, request.body)

    with SocketServer(redirect) as server:
        client = HttpClient(server.url, api_key=KEY)
        reply = client.request("POST", "/old", json={"a": 1})
        client.close()
    assert reply.json() == {"a": 1}
    assert server.paths() == ["POST /old", "POST /new"]


def test_a_redirect_never_carries_key_or_prompt_to_another_server() -> None:
    with (
        SocketServer(echo) as other,
        SocketServer(lambda _, connection: connection.reply(307, Location=f"{other.url}/x?y=1")) as server,
    ):
        client = HttpClient(server.url, api_key=KEY)
        for method in ("GET", "POST"):
            error = client.error_for(client.request(method, "/", json={"prompt": "private"}))
            assert other.url in str(error)
            assert error.kind == "request-refused"
        client.close()
        assert other.received == []


def test_a_redirect_that_changes_the_request_is_not_followed() -> None:
    with SocketServer(lambda _, connection: connection.reply(303, Location="/done")) as server:
        client = HttpClient(server.url)
        assert client.request("POST", "/form", form={"a": "1"}).status == 303
        client.close()
        assert server.paths() == ["POST /form"]


def test_redirects_in_a_circle_end() -> None:
    with SocketServer(lambda _, connection: connection.reply(302, Location="/again")) as server:
        client = HttpClient(server.url)
        assert client.request("GET", "/").status == 302
        client.close()
    assert len(server.received) == 6


def test_cookies_are_kept_even_secure_ones_on_loopback() -> None:
    def give(request: Received, connection: Connection) -> None:
        connection.reply(200, Set_Cookie="hf-chat=abc; Path=/; HttpOnly; Secure; SameSite=None")

    with SocketServer(give) as server:
        client = HttpClient(server.url)
        client.request("GET", "/")
        client.request("GET", "/")
        client.close()
    assert [request.headers.get("cookie") for request in server.received] == [None, "hf-chat=abc"]


def test_secure_cookies_do_not_go_elsewhere_in_the_clear(proxy_to_a_host_elsewhere: SocketServer) -> None:
    client = HttpClient("http://chat.example.org")
    client.request("GET", "/")
    client.request("GET", "/")
    client.close()
    received = proxy_to_a_host_elsewhere.received
    assert [request.target for request in received] == ["http://chat.example.org/"] * 2
    assert [request.headers.get("cookie") for request in received] == [None, None]


def test_a_proxy_of_the_environment_is_used_when_that_is_wanted(proxy_to_a_host_elsewhere: SocketServer) -> None:
    client = HttpClient("http://127.0.0.1:1")
    with pytest.raises(Unreachable):
        client.request("GET", "/")  # this computer's own loopback is never asked for through a proxy
    assert proxy_to_a_host_elsewhere.received == []
    client = HttpClient("http://no-such-host.invalid", trust_env=False)
    with pytest.raises(Unreachable):
        client.request("GET", "/")
    assert proxy_to_a_host_elsewhere.received == []


def test_a_proxy_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(request: Received, connection: Connection) -> bool:
        connection.reply(403, "no")
        return False

    with SocketServer(refuse) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        with pytest.raises(Unreachable, match="proxy"):
            HttpClient("https://chat.example.org").request("GET", "/")
        assert proxy.received[0].path == "CONNECT chat.example.org:443"


def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with SocketServer(echo) as server:
        gone = server.url
    monkeypatch.setenv("http_proxy", gone)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(Unreachable, match="proxy"):
        HttpClient("http://chat.example.org").request("GET", "/")


def test_a_socks_proxy_without_support_for_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(DesktopError):
        HttpClient("http://chat.example.org").request("GET", "/")


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
                assert next(opened.chunks()) == b"one"
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
