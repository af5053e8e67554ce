"""The ground of the hand-written HTTP servers: a listener, a thread for each connection, and everything received."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader
from types import TracebackType
from typing import Any, Self

PATIENCE_S = 30.0
_POLL_S = 0.02


@dataclass
class Received:
    """A request that a client sent. The names of `headers` are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    played: str = ""

    @property
    def path(self) -> str:
        return f"{self.method} {self.target}"

    def json(self) -> Any:
        return json.loads(self.body)


class Connection:
    """One client's connection, as an answering function sees it."""

    def __init__(self, sock: socket.socket, closing: threading.Event) -> None:
        self.sock = sock
        self._closing = closing

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def reply(
        self, status: int, body: bytes | str = b"", content_type: str = "application/json", **headers: str
    ) -> None:
        """A whole answer. Names of headers are given with underscores."""
        data = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(data)}", f"Content-Type: {content_type}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + data)

    def begin_stream(self, content_type: str = "text/event-stream", **headers: str) -> None:
        """The headers of a chunked answer."""
        lines = ["HTTP/1.1 200 OK", f"Content-Type: {content_type}", "Transfer-Encoding: chunked"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def chunk(self, data: bytes) -> None:
        self.send(b"%x\r\n%s\r\n" % (len(data), data))

    def end_stream(self) -> None:
        self.send(b"0\r\n\r\n")

    def cut(self) -> None:
        """Close at once, in the middle of whatever it is."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def wait_until_gone(self) -> bool:
        """Wait until the client closed the connection; false when the server was closed first."""
        while not self._closing.is_set():
            if self.is_gone(within_s=_POLL_S):
                return True
        return False

    def is_gone(self, *, within_s: float = 0.0) -> bool:
        """Whether the client closed the connection by now. Over TLS the client must not send anything meanwhile."""
        readable, _, _ = select.select([self.sock], [], [], within_s)
        flags = 0 if isinstance(self.sock, ssl.SSLSocket) else socket.MSG_PEEK
        try:
            return bool(readable) and not self.sock.recv(1, flags)
        except OSError:
            return True


Answering = Callable[[Received, Connection], object]


class SocketServer:
    """Serves while it is entered. `answering` answers one request; when it returns False the connection is closed."""

    def __init__(self, answering: Answering, *, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[Received] = []
        self.closing = threading.Event()
        self.lock = threading.Lock()
        self.connections = 0
        self._answering = answering
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """Method and target of every request, in order."""
        return [request.path for request in self.received]

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        # closing a listener does not end accept() everywhere, but one more connection does.
        socket.create_connection(("127.0.0.1", self.port), PATIENCE_S).close()
        self._threads[0].join(PATIENCE_S)
        with self.lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE_S)
        self._listener.close()

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self.closing.is_set():
                connection.close()
                return
            self.connections += 1
            connection.settimeout(PATIENCE_S)
            with self.lock:
                self._open.add(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            secured = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            with secured, secured.makefile("rb") as stream:
                self._answer_all(stream, Connection(secured, self.closing))
        except OSError:
            pass  # the client went away, or the server is closing
        finally:
            with self.lock:
                self._open.discard(connection)
            connection.close()

    def _answer_all(self, stream: BufferedReader, connection: Connection) -> None:
        while (request := read_request(stream)) is not None:
            with self.lock:
                self.received.append(request)
            if self._answering(request, connection) is False:
                return


def read_request(stream: BufferedReader) -> Received | None:
    """The next request of a connection; None at its end, or when somebody speaks TLS without being asked.

    A client that goes away in the middle of a request has not asked for anything.
    """
    if stream.peek(1)[:1] in {b"", b"\x16"}:
        return None
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := stream.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    length = int(headers.get("content-length", 0))
    body = stream.read(length) if line else b""  # without the empty line the headers are not whole
    return Received(method, target, headers, body) if line and len(body) == length else None
