"""A small chat-ui server of the classic kind, for what recordings cannot show: twins, retries, the order of a stop."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tests.fakes.socket_server import PATIENCE_S, Connection, Received, SocketServer

MODELS = (
    "h2oai/h2ogpt-gm-oasst1-en-2048-falcon-40b-v1",
    "h2oai/h2ogpt-gm-oasst1-en-2048-falcon-7b-v3",
    "h2oai/h2ogpt-gm-oasst1-en-2048-open-llama-13b",
)


@dataclass
class Answer:
    """What the model says next. With `hold` it waits after that many tokens for a stop, or for `release`."""

    tokens: Sequence[str] = (" It", " is", " fine", ".")
    hold: int | None = None
    status: int = 200
    body: str = ""
    cut_after: int | None = None
    holding: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)


@dataclass
class Stored:
    """A conversation as the server keeps it."""

    session: str
    model: str
    messages: list[dict[str, str]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)


class H2OServer(SocketServer):
    """The server. `answers` are given in turn, then plain ones; `log` is what happened, in order."""

    def __init__(self, *, origin: str = "", models: Sequence[str] = MODELS) -> None:
        super().__init__(self._answer)
        self.origin = origin
        self.models = list(models)
        self.answers: list[Answer] = []
        self.accepted: dict[str, dict[str, str]] = {}
        self.conversations: dict[str, Stored] = {}
        self.log: list[str] = []
        self.stop_hangs = False
        self.stores = True
        self.pages_are_broken = False

    def settings(self) -> dict[str, str]:
        """The settings of the session that came last."""
        return list(self.accepted.values())[-1]

    def messages(self) -> list[dict[str, Any]]:
        """The bodies of all messages that were sent, in order."""
        return [one.json() for one in self.received if one.method == "POST" and b'"inputs"' in one.body]

    def forget_sessions(self) -> None:
        """Lose every session, as after a restart with an empty database."""
        self.accepted.clear()
        self.conversations.clear()

    def _answer(self, request: Received, connection: Connection) -> bool:
        session = request.headers.get("cookie", "").removeprefix("hf-chat=") or str(uuid.uuid4())
        path, _, _ = request.target.partition("?")
        parts = path.strip("/").split("/")
        if request.method == "POST" and path == "/settings":
            self._settings(request, connection, session)
        elif request.method != "GET" and session not in self.accepted:
            connection.reply(405, '{"error":"You need to accept the welcome modal first"}')
        elif request.method == "GET":
            self._page(connection, parts, session)
        elif request.target == "/conversations?/delete":
            self.log.append("delete all")
            self.conversations = {key: one for key, one in self.conversations.items() if one.session != session}
            connection.reply(200, '{"type":"redirect","status":303,"location":"/"}')
        elif path == "/conversation":
            self._create(request, connection, session)
        else:
            return self._conversation(request, connection, parts, session)
        return True

    def _settings(self, request: Received, connection: Connection, session: str) -> None:
        own = self.origin or f"https://{request.headers['host']}"
        if request.headers.get("referer") != f"{own}/":
            connection.reply(403, '{"error":"Invalid referer for POST request"}')
            return
        form = {name: values[0] for name, values in parse_qs(request.body.decode(), keep_blank_values=True).items()}
        if form["activeModel"] not in self.models:
            connection.reply(500, '{"type":"error","error":{"message":"Internal Error"}}')
            return
        self.accepted[session] = form
        cookie = f"hf-chat={session}; Path=/; HttpOnly; Secure; SameSite=None"
        connection.reply(200, '{"type":"redirect","status":303,"location":"/"}', Set_Cookie=cookie)

    def _create(self, request: Received, connection: Connection, session: str) -> None:
        model = request.json()["model"]
        if model not in self.models:
            connection.reply(500, '{"message":"Internal Error"}')
            return
        conversation_id = uuid.uuid4().hex[:24]
        self.conversations[conversation_id] = Stored(session, model)
        self.log.append(f"create {conversation_id}")
        connection.reply(200, json.dumps({"conversationId": conversation_id}))

    def _conversation(self, request: Received, connection: Connection, parts: list[str], session: str) -> bool:
        stored = self.conversations.get(parts[1])
        if stored is None or stored.session != session:
            connection.reply(404, '{"message":"Conversation not found"}')
        elif request.method == "DELETE":
            self.log.append(f"delete {parts[1]}")
            del self.conversations[parts[1]]
            connection.reply(200)
        elif parts[-1] == "stop-generating":
            self.log.append("stop")
            if self.stop_hangs:
                connection.wait_until_gone()
                return False
            stored.stop.set()
            connection.reply(200)
        elif stored.model not in self.models:
            connection.reply(410, '{"message":"Model not available anymore"}')
        else:
            return self._message(request.json(), connection, stored)
        return True

    def _message(self, body: dict[str, Any], connection: Connection, stored: Stored) -> bool:
        answer = self.answers.pop(0) if self.answers else Answer()
        self.log.append("message")
        if answer.status != 200:
            connection.reply(answer.status, answer.body)
            return True
        connection.begin_stream()
        stored.stop.clear()
        for given, token in enumerate(answer.tokens):
            if answer.cut_after == given:
                connection.cut()
                return False
            if answer.hold == given and not self._held(answer, connection, stored):
                self._store(body, stored, "".join(answer.tokens[:given]))
                connection.cut()
                return False
            connection.chunk(event(token))
        connection.chunk(event("<|endoftext|>", special=True, whole="".join(answer.tokens)))
        self._store(body, stored, "".join(answer.tokens))
        connection.end_stream()
        return True

    def _held(self, answer: Answer, connection: Connection, stored: Stored) -> bool:
        """Wait; true when the answer goes on, false when it was stopped."""
        answer.holding.set()
        for _ in range(int(PATIENCE_S / 0.01)):
            if answer.release.wait(0.01):
                return True
            if stored.stop.is_set() or self.closing.is_set():
                break
            if connection.is_gone():
                self.log.append("gone before stop")
                return True
        if connection.wait_until_gone():
            self.log.append("gone")
        return False

    def _store(self, body: dict[str, Any], stored: Stored, text: str) -> None:
        if not self.stores:
            return
        options = body["options"]
        if options["is_retry"]:
            ids = [message["id"] for message in stored.messages]
            if options["id"] in ids:
                del stored.messages[ids.index(options["id"]) :]
        stored.messages.append({"from": "user", "id": options["id"], "content": body["inputs"]})
        stored.messages.append({"from": "assistant", "id": options["response_id"], "content": text.strip()})

    def _page(self, connection: Connection, parts: list[str], session: str) -> None:
        nodes: list[Any] = [node({"models": [{"id": name, "displayName": name.split("/")[1]} for name in self.models]})]
        stored = self.conversations.get(parts[1]) if len(parts) == 3 else None
        if len(parts) != 3:
            nodes.append(None)
        elif stored is None or stored.session != session:
            nodes.append({"type": "error", "error": {"message": "Conversation not found."}, "status": 404})
        else:
            nodes.append(node({"messages": stored.messages, "title": "Untitled 1"}))
        connection.reply(200, "broken" if self.pages_are_broken else json.dumps({"type": "data", "nodes": nodes}))


def event(text: str, *, special: bool = False, whole: str | None = None) -> bytes:
    """One event as text-generation-inference sends it."""
    token = {"id": 1, "text": text, "logprob": -0.2, "special": special}
    return b"data:" + json.dumps({"token": token, "generated_text": whole, "details": None}).encode() + b"\n\n"


def node(value: Any) -> dict[str, Any]:
    """A node of page data: the value laid flat, with numbers that point at items."""
    data: list[Any] = []

    def lay(item: Any) -> int:
        at = len(data)
        data.append(None)
        if isinstance(item, dict):
            data[at] = {name: lay(inner) for name, inner in item.items()}
        elif isinstance(item, list):
            data[at] = [lay(inner) for inner in item]
        else:
            data[at] = item
        return at

    lay(value)
    return {"type": "data", "data": data, "uses": {}}
