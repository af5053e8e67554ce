"""A model hub with one file, on a real socket: it can break off, lie, refuse, fall silent and forget ranges."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from tests.fakes.socket_server import Connection, Received, SocketServer

REPOSITORY = "somebody/some-model-GGUF"
FILE_NAME = "some-model-Q4_K_M.gguf"
TREE = f"/api/models/{REPOSITORY}/tree/main"
RESOLVE = f"/{REPOSITORY}/resolve/main/{FILE_NAME}"
RANGE = re.compile(r"bytes=(\d+)-")


@dataclass(frozen=True)
class Play:
    """How one request for the file is answered; without any of these, as a hub does.

    `status` alone: with that status. `cut_after`: the connection ends after so many bytes of the body. `silent`: after
    them nothing more comes. `whole`: ranges are ignored. `start`, `total`, `length`: other figures than the true ones.
    """

    status: int = 0
    cut_after: int | None = None
    silent: bool = False
    whole: bool = False
    start: int | None = None
    total: int | None = None
    length: bool = True
    extra: bytes = b""


class HubServer(SocketServer):
    """`plays` answer the first requests for the file, in order; `describes` those for the description."""

    def __init__(self, content: bytes, plays: Sequence[Play] = (), describes: Sequence[Play] = ()) -> None:
        super().__init__(self._answer_hub)
        self.content = content
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.size = len(content)
        self.tree_body: str | None = None
        self.has_tree = True
        self.redirects = False
        self.silence_begun = threading.Event()
        self._plays = list(plays)
        self._describes = list(describes)

    def ranges(self) -> list[str]:
        """The Range headers of the requests for the file, in order."""
        wanted = {RESOLVE, "/cdn" + RESOLVE} if not self.redirects else {"/cdn" + RESOLVE}
        return [r.headers.get("range", "") for r in self.received if r.method == "GET" and r.target in wanted]

    def _answer_hub(self, request: Received, connection: Connection) -> object:
        if request.target == TREE:
            return self._describe(connection)
        if request.target == RESOLVE and request.method == "HEAD":
            return self._head(connection)
        if request.target == RESOLVE and self.redirects:
            return connection.reply(302, Location=f"{self.url}/cdn{RESOLVE}")
        if request.target in (RESOLVE, "/cdn" + RESOLVE):
            return self._give(request, connection, self._plays.pop(0) if self._plays else Play())
        return connection.reply(404, '{"error":"Entry not found"}')

    def _describe(self, connection: Connection) -> object:
        play = self._describes.pop(0) if self._describes else Play()
        if play.silent:
            return self._be_silent(connection)
        if play.status or not self.has_tree:
            return connection.reply(play.status or 404, '{"error":"no"}')
        rows = [
            {"type": "file", "oid": "1" * 40, "size": 12, "path": "README.md"},
            {
                "type": "file",
                "oid": "2" * 40,
                "size": self.size,
                "lfs": {"oid": self.sha256, "size": self.size, "pointerSize": 134},
                "path": FILE_NAME,
            },
        ]
        return connection.reply(200, json.dumps(rows) if self.tree_body is None else self.tree_body)

    def _head(self, connection: Connection) -> object:
        return connection.reply(302, X_Linked_Size=str(self.size), X_Linked_Etag=f'"{self.sha256}"', Location="/cdn")

    def _be_silent(self, connection: Connection) -> bool:
        self.silence_begun.set()
        connection.wait_until_gone()
        return False

    def _give(self, request: Received, connection: Connection, play: Play) -> object:
        if play.status:
            return connection.reply(play.status, "no")
        found = RANGE.fullmatch(request.headers.get("range", ""))
        start = int(found[1]) if found and not play.whole else 0
        total = len(self.content)
        if start >= total:
            return connection.reply(416, Content_Range=f"bytes */{total}")
        body = self.content[start:] + play.extra
        lines = ["HTTP/1.1 206 Partial Content" if start else "HTTP/1.1 200 OK", "Content-Type: binary/octet-stream"]
        if start:
            told = start if play.start is None else play.start
            lines.append(f"Content-Range: bytes {told}-{total - 1}/{play.total or total}")
        lines.append(f"Content-Length: {play.total or len(body)}" if play.length else "Connection: close")
        connection.send("\r\n".join([*lines, "", ""]).encode() + body[: play.cut_after])
        if play.silent:
            return self._be_silent(connection)
        return play.length and play.cut_after is None
