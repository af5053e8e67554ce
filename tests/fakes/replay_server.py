"""A server on a real socket that plays recorded HTTP exchanges, byte for byte and in the portions of the recording.

A request is answered with the first exchange that has its method and its target and was not played yet, and with status
599 when there is none. Connections are kept open where the recorded server kept them open, and cut where it cut them.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.socket_server import PATIENCE_S, Connection, Received, SocketServer

NOT_RECORDED = 599
CLASSIC = Path(__file__).parents[1] / "data" / "wire" / "classic"


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


class ReplayServer(SocketServer):
    """Plays `exchanges` while it is entered. With `hold_cuts` a message that was cut waits there for a stop."""

    def __init__(self, exchanges: Sequence[Exchange], *, hold_cuts: bool = False) -> None:
        super().__init__(self._play)
        self.stopped = threading.Event()
        self._hold_cuts = hold_cuts
        self._left = list(exchanges)

    def messages(self) -> list[Received]:
        """The requests that sent a message."""
        return [one for one in self.received if one.method == "POST" and b'"inputs"' in one.body]

    def _play(self, request: Received, connection: Connection) -> bool:
        exchange = self._next(request)
        if exchange is None:
            connection.reply(NOT_RECORDED, "not recorded", "text/plain")
            return True
        for portion in exchange.portions:
            connection.send(portion)
        if exchange.is_stop:
            self.stopped.set()
        if not exchange.complete:
            if self._hold_cuts and exchange.is_message:
                wait_for(self.stopped)
            connection.cut()
        return exchange.complete

    def _next(self, request: Received) -> Exchange | None:
        with self.lock:
            for exchange in self._left:
                if (exchange.method, exchange.target) == (request.method, request.target):
                    self._left.remove(exchange)
                    request.played = exchange.file
                    return exchange
        return None


def wait_for(event: threading.Event) -> None:
    """Wait for what has to happen soon."""
    assert event.wait(PATIENCE_S)
