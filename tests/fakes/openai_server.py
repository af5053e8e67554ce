"""A hand-written OpenAI-compatible server: scripted answers, refusals, and a mode that is as fast as the socket.

Run as a program it serves one long answer at full speed:

    python -m tests.fakes.openai_server --tokens 20000 --port-file FILE
"""

from __future__ import annotations

import argparse
import json
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fakes.socket_server import Connection, Received, SocketServer

MODEL = "stub-model"
WORDS = ("The ", "river ", "runs ", "to ", "the ", "sea", ", ", "and ", "back", ". ")
EVENTS_PER_WRITE = 50


@dataclass
class Reply:
    """How the server answers one chat request: a status with a body, or the pieces of a stream.

    A piece is sent as it is; an event among the pieces is waited for; `cut` ends the connection without a last chunk,
    `closes` right after it.
    Without a `content_type` it is the usual one.
    """

    status: int = 200
    body: object = None
    pieces: Sequence[bytes | threading.Event] = ()
    cut: bool = False
    closes: bool = False
    content_type: str = ""


@dataclass
class Pages:
    """What the server answers to GET requests, and to `/tokenize`, by path; anything else is not found."""

    documents: dict[str, Any] = field(default_factory=lambda: {"/v1/models": {"data": [{"id": MODEL}]}})


def event(content: str | None = None, **fields: object) -> bytes:
    """One chunk with some new text; `fields` go beside the delta."""
    delta = {} if content is None else {"content": content}
    choice = {"index": 0, "delta": fields.pop("delta", delta), "finish_reason": fields.pop("finish_reason", None)}
    document = {"object": "chat.completion.chunk", "choices": [choice], **fields}
    return b"data: " + json.dumps(document, ensure_ascii=False).encode() + b"\n\n"


def usage_event(prompt: int, completion: int) -> bytes:
    """The chunk without choices that brings the counts."""
    usage = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    return b"data: " + json.dumps({"choices": [], "usage": usage}).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


def said(*texts: str, reason: str = "stop") -> Reply:
    """A whole answer in the usual form."""
    return Reply(pieces=[*map(event, texts), event(finish_reason=reason), usage_event(7, len(texts)), DONE])


class OpenAIServer(SocketServer):
    """Answers chat requests with the replies of `replies`, one after the other; the last one is repeated."""

    def __init__(self, *replies: Reply, pages: Pages | None = None) -> None:
        super().__init__(self._answer)
        self.replies = list(replies)
        self.pages = pages or Pages()
        self.client_gone = threading.Event()

    @property
    def chats(self) -> list[dict[str, Any]]:
        """The bodies of the chat requests so far."""
        return [request.json() for request in self.received if request.target.endswith("/chat/completions")]

    def reply_to(self, request: Received) -> Reply:
        """How a chat request is answered."""
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def _answer(self, request: Received, connection: Connection) -> bool:
        if request.method == "GET":
            document = self.pages.documents.get(request.target)
            connection.reply(404 if document is None else 200, json.dumps(document or {"detail": "Not Found"}))
            return True
        if request.target == "/tokenize":
            content = request.json().get("content")  # another kind of server is asked with messages
            if content is None and "/tokenize" not in self.pages.documents:
                connection.reply(404, '{"detail": "Not Found"}')
                return True
            words = (content or "").split()
            document = self.pages.documents.get("/tokenize", {"tokens": list(range(len(words)))})
            body = document if isinstance(document, bytes) else json.dumps(document)
            connection.reply(404 if document is None else 200, body)
            return True
        reply = self.reply_to(request)
        if reply.body is not None or reply.status != 200:
            body = reply.body if isinstance(reply.body, str | bytes) else json.dumps(reply.body)
            connection.reply(reply.status, body, reply.content_type or "application/json")
            return True
        return self._stream(reply, connection)

    def _stream(self, reply: Reply, connection: Connection) -> bool:
        connection.begin_stream(reply.content_type or "text/event-stream")
        for piece in reply.pieces:
            if isinstance(piece, threading.Event):
                while not piece.wait(0.02):
                    if connection.is_gone():
                        self.client_gone.set()
                        return False
                    if self.closing.is_set():
                        return False
            else:
                connection.chunk(piece)
        if reply.cut:
            connection.cut()
            return False
        connection.end_stream()
        return not reply.closes


def full_speed_pieces(tokens: int) -> list[bytes]:
    """An answer of that many tokens, made before it is asked for, many events in each write."""
    events = [event(WORDS[number % len(WORDS)]) for number in range(tokens)]
    events += [event(finish_reason="stop"), usage_event(7, tokens), DONE]
    return [b"".join(events[at : at + EVENTS_PER_WRITE]) for at in range(0, len(events), EVENTS_PER_WRITE)]


def main() -> None:
    """Serve until killed; the port is written into a file as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=20_000)
    parser.add_argument("--port-file", type=Path, required=True)
    options = parser.parse_args()
    with OpenAIServer(Reply(pieces=full_speed_pieces(options.tokens))) as server:
        temporary = options.port_file.with_suffix(".part")
        temporary.write_text(f"{server.port}\n", encoding="ascii")
        os.replace(temporary, options.port_file)
        threading.Event().wait()


if __name__ == "__main__":
    main()
