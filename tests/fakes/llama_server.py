"""A hand-written llama.cpp server that counts and tells its choice of the next token."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.openai_server import OpenAIServer, said
from tests.fakes.socket_server import Connection, Received

RAW = [{"id": 1, "token": " it", "prob": 0.5}, {"id": 2, "token": "\ufffd", "bytes": [226, 130], "prob": 0.3}]
PENALISED = [{"id": 2, "token": "\ufffd", "bytes": [226, 130], "prob": 0.6}, {"id": 3, "token": "", "prob": 0.2}]
# As llama.cpp writes it, shortened.
PROPS: dict[str, Any] = {
    "default_generation_settings": {
        "params": {
            "temperature": 0.8,
            "top_k": 40,
            "top_p": 0.95,
            "min_p": 0.05,
            "typical_p": 1.0,
            "top_n_sigma": -1.0,
            "xtc_probability": 0.0,
            "dry_multiplier": 0.0,
            "mirostat": 0,
            "samplers": ["penalties", "dry", "top_n_sigma", "top_k", "typ_p", "top_p", "min_p", "xtc", "temperature"],
        },
        "n_ctx": 8192,
    }
}


class LlamaServer(OpenAIServer):
    """Renders messages with their roles, counts words, and tells one choice with penalties and one without."""

    def __init__(self) -> None:
        super().__init__(said("unused"))
        self.template: object = "words"
        self.silent_seeds = 0
        self.raw: object = RAW
        self.penalised: object = PENALISED
        self.completion: tuple[int, str] | None = None
        self.asked: list[dict[str, Any]] = []
        self.pages.documents["/props"] = PROPS

    def _answer(self, request: Received, connection: Connection) -> bool:
        if request.target == "/apply-template":
            turns = request.json()["messages"]
            rendered = " ".join(f"<{turn['role']}> {turn['content']}" for turn in turns) + " <assistant>"
            reply = {"prompt": rendered} if self.template == "words" else self.template
            connection.reply(200, reply if isinstance(reply, str) else json.dumps(reply))
            return True
        if request.target == "/completion":
            body = request.json()
            self.asked.append(body)
            if self.completion is not None:
                connection.reply(*self.completion)
                return True
            told = self.raw if body["repeat_penalty"] == 1.0 else self.penalised
            places = [] if body["seed"] < self.silent_seeds else [{"top_probs": told}]
            connection.reply(200, json.dumps({"completion_probabilities": places}))
            return True
        return super()._answer(request, connection)
