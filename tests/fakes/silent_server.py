"""A server that never answers, and a request to it in a thread of its own: what stopping is tried on."""

from __future__ import annotations

import ssl
import threading

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.providers.http import HttpClient
from tests.fakes.socket_server import PATIENCE_S, Connection, Received, SocketServer

# Longer than any test may take: what ends before it ended because it was stopped.
LONG_S = 10 * PATIENCE_S


class SilentServer(SocketServer):
    """Says nothing. To `/word` it says one word and then nothing, to `/old` the same as an HTTP/1.0 server does."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(self._stay_silent, tls=tls)
        self.reached = threading.Event()
        self.gone = threading.Event()

    def _stay_silent(self, request: Received, connection: Connection) -> bool:
        if request.target == "/quick":
            connection.reply(200)
            return True
        if request.target == "/word":
            connection.begin_stream()
            connection.chunk(b"word")
        if request.target == "/old":
            connection.send(b"HTTP/1.0 200 OK\r\n\r\nword")
        self.reached.set()
        if connection.wait_until_gone():
            self.gone.set()
        return False


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
        """What it ended with; fails when it does not end."""
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "the thread did not come free"
        return self.error


def patient_client(url: str) -> HttpClient:
    """A client whose time limits never pass during a test."""
    return HttpClient(url, connect_timeout_s=LONG_S, read_timeout_s=LONG_S)
