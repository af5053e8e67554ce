from __future__ import annotations

import socket
import ssl
from pathlib import Path

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, Unreachable
from h2o_desktop.providers import http_connection
from tests.fakes.silent_server import Asking, SilentServer, patient_client
from tests.fakes.socket_server import PATIENCE_S, SocketServer

TLS = Path(__file__).parents[1] / "data" / "tls"


@pytest.fixture
def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    return context


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(TLS / "certificate.pem"))


def test_a_token_that_is_set_before_sends_nothing() -> None:
    cancel = CancelToken()
    cancel.set()
    with SilentServer() as server:
        client = patient_client(server.url)
        with pytest.raises(Cancelled):
            client.request("GET", "/", cancel=cancel)
        assert server.connections == 0


def test_stop_while_waiting_for_the_headers(cancel: CancelToken) -> None:
    with SilentServer() as server:
        client = patient_client(server.url)
        asking = Asking(client, cancel)
        assert server.reached.wait(PATIENCE_S)
        cancel.set()
        assert isinstance(asking.end(), Cancelled)
        assert server.gone.wait(PATIENCE_S)
        client.close()


@pytest.mark.parametrize("path", ["/word", "/old"])
def test_stop_while_reading(cancel: CancelToken, path: str) -> None:
    with SilentServer() as server:
        client = patient_client(server.url)
        asking = Asking(client, cancel, path)
        assert asking.first.wait(PATIENCE_S)
        cancel.set()
        assert isinstance(asking.end(), Cancelled)
        assert asking.got == [b"word"]
        assert server.gone.wait(PATIENCE_S)
        client.close()


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("path", ["/word", "/old"])
def test_stop_while_reading_through_tls(cancel: CancelToken, server_tls: ssl.SSLContext, path: str) -> None:
    with SilentServer(tls=server_tls) as server:
        client = patient_client(server.url)
        asking = Asking(client, cancel, path)
        assert asking.first.wait(PATIENCE_S)
        cancel.set()
        assert isinstance(asking.end(), Cancelled)
        client.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(server_tls: ssl.SSLContext) -> None:
    with SilentServer(tls=server_tls) as server:
        client = patient_client(server.url)
        with pytest.raises(Unreachable, match="certificate"):
            client.request("GET", "/")
        client.close()
    assert server.received == []


def test_stop_on_a_connection_that_is_used_again(cancel: CancelToken) -> None:
    with SilentServer() as server:
        client = patient_client(server.url)
        client.request("GET", "/quick")
        asking = Asking(client, cancel)
        assert server.reached.wait(PATIENCE_S)
        cancel.set()
        assert isinstance(asking.end(), Cancelled)
        assert server.connections == 1
        client.close()


def test_a_late_stop_does_not_touch_the_next_request_on_the_connection(cancel: CancelToken) -> None:
    with SocketServer(lambda _, connection: connection.reply(200, "whole")) as server:
        client = patient_client(server.url)
        with client.open_stream("GET", "/", cancel=cancel) as stream:
            assert stream.body() == b"whole"
            cancel.set()  # the connection is back in the pool by now
            assert client.request("GET", "/").body == b"whole"
        assert server.connections == 1
        client.close()


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
