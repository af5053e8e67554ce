from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, DesktopError, Unreachable
from h2o_desktop.providers import http_connection
from h2o_desktop.providers.http import HttpClient
from tests.fakes.socket_server import PATIENCE_S, Connection, Received, SocketServer

TLS = Path(__file__).parents[1] / "data" / "tls"

# Longer than any test may take: what ends before it ended because it was stopped.
LONG_S = 10 * PATIENCE_S


class Asking:
    """A request in a thread of its own, which ends with an error."""

    def __init__(self, client: HttpClient, cancel: CancelToken, path: str = "/") -> None:
        self.got: list[bytes] = []
        self.error: DesktopError | None = None
        self.first = threading.Event()
        self._client, self._cancel, self._path = client, cancel, path
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with self._client.open_stream("GET", self._path, cancel=self._cancel) as stream:
                for chunk in stream.chunks():
                    self.got.append(chunk)
                    self.first.set()
        except DesktopError as error:
            self.error = error

    def end(self) -> DesktopError | None:
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "the thread did not come free"
        return self.error


@pytest.fixture
def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    return context


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(TLS / "certificate.pem"))


def client_of(url: str) -> HttpClient:
    return HttpClient(url, connect_timeout_s=LONG_S, read_timeout_s=LONG_S)


def never(request: Received, connection: Connection) -> bool:
    """Say nothing, or one word, and then nothing."""
    if request.target == "/word":
        connection.begin_stream()
        connection.chunk(b"word")
    REACHED.set()
    connection.wait_until_gone()
    GONE.set()
    return False


REACHED = threading.Event()
GONE = threading.Event()


@pytest.fixture(autouse=True)
def _fresh_events() -> None:
    REACHED.clear()
    GONE.clear()


def test_a_token_that_is_set_before_sends_nothing() -> None:
    cancel = CancelToken()
    cancel.set()
    with SocketServer(never) as server:
        client = client_of(server.url)
        with pytest.raises(Cancelled):
            client.request("GET", "/", cancel=cancel)
        assert server.connections == 0


def test_stop_while_waiting_for_the_headers(cancel: CancelToken) -> None:
    with SocketServer(never) as server:
        client = client_of(server.url)
        asking = Asking(client, cancel)
        assert REACHED.wait(PATIENCE_S)
        cancel.set()
        assert isinstance(asking.end(), Cancelled)
        assert GONE.wait(PATIENCE_S)
        client.close()


def test_stop_while_reading(cancel: CancelToken) -> None:
    with SocketServer(never) as server:
        client = client_of(server.url)
        asking = Asking(client, cancel, "/word")
        assert asking.first.wait(PATIENCE_S)
        cancel.set()
        assert isinstance(asking.end(), Cancelled)
        assert asking.got == [b"word"]
        assert GONE.wait(PATIENCE_S)
        client.close()


@pytest.mark.usefixtures("trusted")
def test_stop_while_reading_through_tls(cancel: CancelToken, server_tls: ssl.SSLContext) -> None:
    with SocketServer(never, tls=server_tls) as server:
        client = client_of(server.url)
        asking = Asking(client, cancel, "/word")
        assert asking.first.wait(PATIENCE_S)
        cancel.set()
        assert isinstance(asking.end(), Cancelled)
        client.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(server_tls: ssl.SSLContext) -> None:
    with SocketServer(never, tls=server_tls) as server:
        client = client_of(server.url)
        with pytest.raises(Unreachable, match="certificate"):
            client.request("GET", "/")
        client.close()
    assert server.received == []


def test_stop_on_a_connection_that_is_used_again(cancel: CancelToken) -> None:
    def second_time_silent(request: Received, connection: Connection) -> bool:
        if request.target == "/quick":
            connection.reply(200)
            return True
        return never(request, connection)

    with SocketServer(second_time_silent) as server:
        client = client_of(server.url)
        client.request("GET", "/quick")
        asking = Asking(client, cancel)
        assert REACHED.wait(PATIENCE_S)
        cancel.set()
        assert isinstance(asking.end(), Cancelled)
        assert server.connections == 1
        client.close()


def test_a_late_stop_does_not_touch_the_next_request_on_the_connection(cancel: CancelToken) -> None:
    with SocketServer(lambda _, connection: connection.reply(200, "whole")) as server:
        client = client_of(server.url)
        with client.open_stream("GET", "/", cancel=cancel) as stream:
            assert stream.body() == b"whole"
            cancel.set()  # the connection is back in the pool by now
            assert client.request("GET", "/").body == b"whole"
        assert server.connections == 1
        client.close()


@contextmanager
def full_backlog() -> Iterator[str]:
    """The URL of a listener whose queue is full, so that further connections stay half open."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(8)]
        try:
            for one in waiting:
                one.setblocking(False)
                one.connect_ex(listener.getsockname())
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            for one in waiting:
                one.close()


@contextmanager
def silent_listener() -> Iterator[str]:
    """The URL of a listener that takes connections and does nothing: TLS never shakes hands with it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def noticed(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[threading.Event]:
    """An event that is set when the function `name` of the connections is entered."""
    entered = threading.Event()
    real: Callable[..., object] = getattr(http_connection, name)

    def spy(*arguments: object, **named: object) -> object:
        entered.set()
        return real(*arguments, **named)

    monkeypatch.setattr(http_connection, name, spy)
    yield entered


def test_stop_while_connecting_to_a_host_that_never_answers(
    cancel: CancelToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full_backlog() as url, noticed(monkeypatch, "_wait_until_connected") as connecting:
        asking = Asking(client_of(url), cancel)
        assert connecting.wait(PATIENCE_S)
        cancel.set()
        assert isinstance(asking.end(), Cancelled)


def test_a_host_that_never_takes_the_connection_is_unreachable() -> None:
    with full_backlog() as url:
        client = HttpClient(url, connect_timeout_s=0.1)
        with pytest.raises(Unreachable, match="in time"):
            client.request("GET", "/")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_stop_while_shaking_hands_or_waiting_for_a_silent_listener(cancel: CancelToken, scheme: str) -> None:
    with silent_listener() as url:
        asking = Asking(client_of(url.replace("https", scheme)), cancel)
        threading.Timer(0.2, cancel.set).start()  # nothing tells from outside how far a handshake is
        assert isinstance(asking.end(), Cancelled)


def test_stop_while_the_host_is_looked_up(cancel: CancelToken, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answer = threading.Event(), threading.Event()

    def slow(*arguments: object, **named: object) -> list[object]:
        asked.set()
        answer.wait(PATIENCE_S)
        return []

    monkeypatch.setattr(http_connection.socket, "getaddrinfo", slow)
    asking = Asking(client_of("http://slow.example.org"), cancel)
    assert asked.wait(PATIENCE_S)
    cancel.set()
    try:
        assert isinstance(asking.end(), Cancelled)
    finally:
        answer.set()


def test_a_look_up_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = threading.Event()

    def slow(*arguments: object, **named: object) -> list[object]:
        answer.wait(PATIENCE_S)
        return []

    monkeypatch.setattr(http_connection.socket, "getaddrinfo", slow)
    try:
        with pytest.raises(Unreachable, match="in time"):
            HttpClient("http://slow.example.org", connect_timeout_s=0.05).request("GET", "/")
    finally:
        answer.set()


def test_a_host_without_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_connection.socket, "getaddrinfo", lambda *_, **__: [])
    with pytest.raises(Unreachable, match="cannot be reached"):
        HttpClient("http://empty.example.org").request("GET", "/")


def test_the_second_address_is_tried_when_the_first_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with SocketServer(lambda _, connection: connection.reply(200, "here")) as server, socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, not listening: it refuses
        addresses = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", unused.getsockname()),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port)),
        ]
        monkeypatch.setattr(http_connection.socket, "getaddrinfo", lambda *_, **__: addresses)
        client = HttpClient("http://two.example.org", trust_env=False)
        assert client.request("GET", "/").body == b"here"
        client.close()


def test_stop_within_the_tunnel_of_a_proxy(cancel: CancelToken, monkeypatch: pytest.MonkeyPatch) -> None:
    with SocketServer(never) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        asking = Asking(client_of("https://chat.example.org"), cancel)
        assert REACHED.wait(PATIENCE_S)
        assert proxy.received[0].method == "CONNECT"
        cancel.set()
        assert isinstance(asking.end(), Cancelled)


def test_other_uses_of_the_connections_need_no_exchange() -> None:
    with SocketServer(lambda _, connection: connection.reply(200, "here")) as server:
        import requests

        with requests.Session() as session:
            session.mount("http://", http_connection.StoppableAdapter())
            assert session.get(server.url).text == "here"


def test_tls_within_tls_is_shut_at_its_inner_socket(cancel: CancelToken) -> None:
    class Transport:
        """As urllib3 wraps the TLS of a server in the TLS of a proxy."""

        def __init__(self, inner: socket.socket) -> None:
            self.socket = inner

    ours, theirs = socket.socketpair()
    with ours, theirs:
        exchange = http_connection.Exchange(cancel)
        exchange.hold_socket(Transport(ours))  # type: ignore[arg-type]
        exchange.stop()
        assert theirs.recv(1) == b""
