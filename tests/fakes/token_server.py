"""A hand-written llama.cpp server with a model of fourteen tokens, some of which are parts of a character.

It always takes the likeliest token, and sends what llama.cpp sends: a character with its last token, no row for the
tokens before that, the bytes of a row as they go out, and no probabilities with a draw that is no whole character.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterator
from typing import Any

from tests.fakes.openai_server import DONE, MODEL, OpenAIServer, event, said, usage_event
from tests.fakes.socket_server import Connection, Received

PROMPT, WHOLE, THE, A, FOX, DOG, BEGINS, SECOND, FOX_ENDS, SHRIMP_ENDS, RUNS, STOP, END, SLEEPS = range(14)
PIECES = (
    b"<prompt>", b"a", b"The", b"A", b" fox", b" dog", b" \xf0\x9f", b"\xa6", b"\x8a", b"\x90", b" runs", b".", b"",
    b" sleeps",
)  # fmt: skip
_BODY = {RUNS: 0.8, SLEEPS: 0.2}
NEXT: dict[int, dict[int, float]] = {
    PROMPT: {THE: 0.6, A: 0.3, WHOLE: 0.1},
    THE: {BEGINS: 0.5, FOX: 0.3, DOG: 0.2},
    A: {FOX: 0.5, BEGINS: 0.3, DOG: 0.2},
    WHOLE: {STOP: 1.0},
    BEGINS: {SECOND: 0.95, RUNS: 0.05},
    SECOND: {FOX_ENDS: 0.7, SHRIMP_ENDS: 0.3},
    FOX_ENDS: _BODY,
    SHRIMP_ENDS: _BODY,
    FOX: _BODY,
    DOG: _BODY,
    RUNS: {STOP: 0.9, END: 0.1},
    SLEEPS: {STOP: 0.9, END: 0.1},
    STOP: {END: 1.0},
}
ANSWER = "The 🦊 runs."


def split(content: bytes) -> list[int]:
    """The tokens of some bytes, the longest first; anything else is the prompt."""
    tokens: list[int] = []
    while content:
        fitting = [number for number, piece in enumerate(PIECES) if piece and content.startswith(piece)]
        if not fitting:
            return [PROMPT]
        tokens.append(max(fitting, key=lambda number: len(PIECES[number])))
        content = content[len(PIECES[tokens[-1]]) :]
    return tokens


class TokenServer(OpenAIServer):
    """Keeps what it is asked in `completions`. `fails` lets those fail; no chat is answered before `may_answer`."""

    def __init__(self) -> None:
        super().__init__(said("unused"))
        self.completions: list[dict[str, Any]] = []
        self.fails = False
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.pages.documents.update(
            {
                "/v1/models": {"data": [{"id": MODEL, "owned_by": "llamacpp"}]},
                "/props": {"default_generation_settings": {}},
            }
        )

    def _answer(self, request: Received, connection: Connection) -> bool:
        if request.method == "GET":
            return super()._answer(request, connection)
        body = request.json()
        if request.target == "/apply-template":
            connection.reply(200, json.dumps({"prompt": "<prompt>"}))
        elif request.target == "/tokenize":
            connection.reply(
                200, json.dumps({"tokens": [_piece_row(number) for number in split(body["content"].encode())]})
            )
        elif request.target == "/completion" and self.fails:
            connection.reply(
                500, json.dumps({"error": {"code": 500, "message": "out of memory", "type": "server_error"}})
            )
        elif request.target == "/completion":
            self.completions.append(body)
            self._complete(body, connection)
        else:
            self._chat(body, connection)
        return True

    def _chat(self, body: dict[str, Any], connection: Connection) -> None:
        last = body["messages"][-1]
        prompt = [PROMPT, *(split(last["content"].encode()) if last["role"] == "assistant" else [])]
        connection.begin_stream()
        while not self.may_answer.wait(0.02) and not self.closing.is_set():
            pass
        count = 0
        for content, row in self._rows(prompt, body, int(body.get("top_logprobs", 0))):
            count += 1
            if content is not None:
                told = {"logprobs": {"content": [row]}} if body.get("logprobs") else {}
                text = content.decode("utf-8", "replace")
                choice = {"index": 0, "delta": {"content": text}, "finish_reason": None, **told}
                connection.chunk(b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n")
        connection.chunk(event(finish_reason="stop") + usage_event(1, count) + DONE)
        connection.end_stream()

    def _complete(self, body: dict[str, Any], connection: Connection) -> None:
        parts = body["prompt"] if isinstance(body["prompt"], list) else [body["prompt"]]
        prompt = [token for part in parts for token in (split(part.encode()) if isinstance(part, str) else [part])]
        rows = [
            (content, row) for content, row in self._rows(prompt, body, int(body["n_probs"])) if content is not None
        ]
        if not body.get("stream"):
            connection.reply(200, json.dumps({"completion_probabilities": [row for _content, row in rows]}))
            return
        connection.begin_stream()
        for content, row in rows:
            document = {"content": content.decode("utf-8", "replace"), "stop": False, "completion_probabilities": [row]}
            connection.chunk(b"data: " + json.dumps(document).encode() + b"\n\n")
        final = {"content": "", "stop": True, "stop_type": "eos", "tokens_predicted": len(rows), "tokens_evaluated": 9}
        connection.chunk(b"data: " + json.dumps(final).encode() + b"\n\n")
        connection.end_stream()

    def _rows(
        self, prompt: list[int], body: dict[str, Any], most: int
    ) -> Iterator[tuple[bytes | None, dict[str, Any]]]:
        """What is drawn, one by one: the bytes that go out, None while a character is not whole, and the row."""
        limit = int(body.get("n_predict") or body.get("max_tokens") or 20)
        bias = {int(number): float(value) for number, value in body.get("logit_bias", ())}
        pending, last = b"", list(prompt)
        for _ in range(limit):
            raw = NEXT[last[-1]]
            scores = {number: math.log(p) + bias.get(number, 0.0) for number, p in {**_floor(bias), **raw}.items()}
            drawn = max(scores, key=scores.__getitem__)
            if drawn == END:
                return
            last.append(drawn)
            pending += PIECES[drawn]
            if not _is_whole(pending) and PIECES[drawn] not in (b"\x8a", b"\x90"):
                yield None, {}
                continue
            yield pending, _told(drawn, pending, raw, scores, last[:-1], body, most)
            pending = b""


def _floor(bias: dict[int, float]) -> dict[int, float]:
    return dict.fromkeys(bias, 1e-6)


def _told(
    drawn: int, sent: bytes, raw: dict[int, float], scores: dict[int, float], before: list[int], body: dict[str, Any],
    most: int,
) -> dict[str, Any]:  # fmt: skip
    row = _row(drawn, logprob=math.log(raw.get(drawn, 1e-6)))
    row["bytes"] = list(sent)
    if body.get("post_sampling_probs"):
        penalty = float(body.get("repeat_penalty", 1.0))
        weights = {number: math.exp(score) / (penalty if number in before else 1) for number, score in scores.items()}
        whole = sum(weights.values())
        row["top_probs"] = [_row(number, prob=weight / whole) for number, weight in weights.items()]
    else:
        likeliest = sorted(raw, key=lambda number: -raw[number])[:most]
        row["top_logprobs"] = [_row(number, logprob=math.log(raw[number])) for number in likeliest]
    return row


def _row(number: int, **more: float) -> dict[str, Any]:
    piece = PIECES[number]
    return {"id": number, "token": piece.decode("utf-8", "replace"), "bytes": list(piece), **more}


def _piece_row(number: int) -> dict[str, Any]:
    piece = PIECES[number]
    return {"id": number, "piece": piece.decode() if _is_whole(piece) else list(piece)}


def _is_whole(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True
