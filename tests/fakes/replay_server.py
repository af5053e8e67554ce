"""A server on a real socket that plays recorded HTTP exchanges, byte for byte and in the portions of the recording.

A request is answered with the first exchange that has its method and its target and was not played yet, and with status
599 when there is none. Connections are kept open where the recorded server kept them open, and cut where it cut them.
"""

from __future__ import annotations

import base64
import json
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

CLASSIC = Path(__file__).parents[1] / "data" / "wire" / "classic"
PATIENCE_S = 30.0


@dataclass(frozen=True)
class Exchange:
    """One recorded exchange. `portions` is the whole response on the wire, in the pieces in which it arrived."""

    file: str
    method: str
    target: str
    request_body: str
    status: int | None
    body: str
    portions: tuple[bytes, ...]
    complete: bool

    @property
    def is_stop(self) -> bool:
        return self.target.endswith("/stop-generating")

    @property
    def is_message(self) -> bool:
        parts = self.target.split("/")
        return self.method == "POST" and len(parts) == 3 and parts[1] == "conversation"


def load(path: Path) -> Exchange:
    """The exchange of one file."""
    record = json.loads(path.read_text("utf-8"))
    request, response = record["request"], record["response"] or {}
    return Exchange(
        file=f"{path.parent.name}/{path.stem}",
        method=request["method"],
        target=request["target"],
        request_body=request.get("body_text") or "",
        status=response.get("status"),
        body=response.get("body_text") or "",
        portions=_portions(record),
        complete=bool(response.get("complete")),
    )


def load_flow(name: str) -> list[Exchange]:
    """The exchanges of one flow, in order."""
    return [load(path) for path in sorted((CLASSIC / name).glob("*.json"))]


def flows() -> list[str]:
    """The names of all flows."""
    return sorted(path.name for path in CLASSIC.iterdir() if path.is_dir())


def _portions(record: dict[str, Any]) -> tuple[bytes, ...]:
    wire = record["wire"]
    if not wire.get("response_b64"):
        return (_page(record["response"]),) if record["response"] else ()
    data = base64.b64decode(wire["response_b64"])
    portions: list[bytes] = []
    for _, length in wire["response_reads_ms_len"]:
        portions.append(data[:length])
        data = data[length:]
    return tuple(portion for portion in [*portions, data] if portion)


def _page(response: dict[str, Any]) -> bytes:
    """An HTML page that was left out of the recording: its headers, and a page of the same length."""
    length = response["body_len"]
    page = b"<!DOCTYPE html><html><body>data: a page</body></html>".ljust(length)[:length]
    lines = [f"HTTP/1.1 {response['status']} {response['reason']}"]
    lines += [f"{name}: {value}" for name, value in response["headers"] if name.lower() != "transfer-encoding"]
    if not any(line.lower().startswith("content-length") for line in lines):
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + page


@dataclass
class Received:
    """A request that a client sent."""

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


@dataclass
class ReplayServer:
    """Plays `exchanges` while it is entered. With `hold_cuts` a message that was cut waits there for a stop."""

    exchanges: Sequence[Exchange]
    hold_cuts: bool = False
    received: list[Received] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._left = list(self.exchanges)
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def paths(self) -> list[str]:
        """Method and target of every request, in order."""
        return [request.path for request in self.received]

    def messages(self) -> list[Received]:
        """The requests that sent a message."""
        return [
            one
            for one in self.received
            if one.method == "POST" and one.target.count("/") == 2 and b"inputs" in one.body
        ]

    def left(self) -> list[str]:
        """The exchanges that were not played."""
        return [exchange.file for exchange in self._left]

    def __enter__(self) -> ReplayServer:
        self._start(self._accept)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self.stopped.set()
        self._listener.close()
        with self._lock:
            for connection in self._open:
                _shut(connection)
        # The listener may be inside accept(), which close() does not end everywhere.
        for thread in self._threads:
            thread.join(PATIENCE_S)

    def _start(self, target: Any, *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        self._listener.settimeout(0.05)
        while not self.closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            connection.settimeout(PATIENCE_S)
            with self._lock:
                self._open.add(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            try:
                while (request := read_request(stream)) is not None and self._answer(request, connection):
                    pass
            except OSError:
                pass
            finally:
                with self._lock:
                    self._open.discard(connection)

    def _answer(self, request: Received, connection: socket.socket) -> bool:
        exchange = self._next(request)
        if exchange is None:
            connection.sendall(b"HTTP/1.1 599 Not Recorded\r\nContent-Length: 12\r\n\r\nnot recorded")
            return True
        for portion in exchange.portions:
            connection.sendall(portion)
        if exchange.is_stop:
            self.stopped.set()
        if not exchange.complete and self.hold_cuts and exchange.is_message:
            self.stopped.wait(PATIENCE_S)
        if not exchange.complete:
            _shut(connection)
        return exchange.complete

    def _next(self, request: Received) -> Exchange | None:
        with self._lock:
            self.received.append(request)
            for exchange in self._left:
                if (exchange.method, exchange.target) == (request.method, request.target):
                    self._left.remove(exchange)
                    request.played = exchange.file
                    return exchange
        return None


def read_request(stream: Any) -> Received | None:
    """The next request of a connection; None at its end."""
    line = stream.readline()
    if not line.strip():
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := stream.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    return Received(method, target, headers, stream.read(int(headers.get("content-length", 0))))


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
