"""A hand-written vLLM server: it counts, it cuts what is too long, and it tells the likeliest next tokens.

Its tokens are the words of the prompt with the white space after them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.fakes.openai_server import MODEL, OpenAIServer, Pages, said
from tests.fakes.socket_server import Connection, Received

WINDOW = 4096
CHOICE = {" it": 0.5, " the": 0.25, " a": 0.1}


def told(choice: Mapping[str, float] = CHOICE) -> list[dict[str, Any]]:
    """Tokens with the logarithms of their probabilities, as such servers write them."""
    return [{"token": token, "logprob": math.log(p), "bytes": list(token.encode())} for token, p in choice.items()]


def words_of(text: str) -> list[str]:
    """The tokens of a text."""
    return re.findall(r"\s*\S+|\s+$", text)


def rendered(messages: Sequence[Mapping[str, str]]) -> str:
    """The prompt that this server's template makes of messages."""
    turns = [f"<{message['role']}> {message['content'].strip()} <end>\n" for message in messages]
    return "".join([*turns, "<assistant>"])


class VllmServer(OpenAIServer):
    """Answers chats as its base does, and keeps in `read` the prompts that its model was given, after the cut.

    Without `counts` it has no tokenizer to ask; `choice` is what it tells of the next token.
    """

    def __init__(self, *, counts: bool = True, choice: list[dict[str, Any]] | None = None) -> None:
        model = {"id": MODEL, "owned_by": "vllm", "max_model_len": WINDOW}
        super().__init__(said("ok"), pages=Pages({"/v1/models": {"data": [model]}, "/version": {"version": "0.11"}}))
        self.counts = counts
        self.choice = told() if choice is None else choice
        self.read: list[str] = []
        self._known: list[str] = []

    def _answer(self, request: Received, connection: Connection) -> bool:
        if request.target in {"/tokenize", "/detokenize"}:
            connection.reply(200, json.dumps(self._tokenizer(request))) if self.counts else connection.reply(404, "{}")
            return True
        if request.target == "/v1/chat/completions":
            body = request.json()
            words = words_of(rendered(body["messages"]))
            self.read.append("".join(words[-body.get("truncate_prompt_tokens", len(words)) :]))
            if body.get("logprobs"):
                connection.reply(200, json.dumps(next_token(self.choice)))
                return True
        return super()._answer(request, connection)

    def _tokenizer(self, request: Received) -> dict[str, Any]:
        body = request.json()
        if request.target == "/detokenize":
            return {"prompt": "".join(self._known[number] for number in body["tokens"])}
        words = words_of(rendered(body["messages"]) if "messages" in body else body["prompt"])
        self._known.extend(words)
        begin = len(self._known) - len(words)
        return {"count": len(words), "max_model_len": WINDOW, "tokens": list(range(begin, len(self._known)))}


def next_token(choice: list[dict[str, Any]]) -> dict[str, Any]:
    """A whole answer of one token with what else might have come."""
    first = {**choice[0], "top_logprobs": choice} if choice else None
    logprobs = {"content": [first]} if first else None
    message = {"role": "assistant", "content": choice[0]["token"] if choice else ""}
    return {
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "logprobs": logprobs, "finish_reason": "length"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10},
    }
