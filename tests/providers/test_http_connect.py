from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, Unreachable
from h2o_desktop.providers import http_connection
from h2o_desktop.providers.http import HttpClient
from tests.fakes.silent_server import Asking, SilentServer, patient_client
from tests.fakes.socket_server import PATIENCE_S, SocketServer


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
        asking = Asking(patient_client(url), cancel)
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
        asking = Asking(patient_client(url.replace("https", scheme)), cancel)
        threading.Timer(0.2, cancel.set).start()  # nothing tells from outside how far a handshake is
        assert isinstance(asking.end(), Cancelled)


def test_stop_while_the_host_is_looked_up(cancel: CancelToken, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answer = threading.Event(), threading.Event()

    def slow(*arguments: object, **named: object) -> list[object]:
        asked.set()
        answer.wait(PATIENCE_S)
        return []

    monkeypatch.setattr(http_connection.socket, "getaddrinfo", slow)
    asking = Asking(patient_client("http://slow.example.org"), cancel)
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
    with SilentServer() as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        asking = Asking(patient_client("https://chat.example.org"), cancel)
        assert proxy.reached.wait(PATIENCE_S)
        assert proxy.received[0].method == "CONNECT"
        cancel.set()
        assert isinstance(asking.end(), Cancelled)
