"""The log-probabilities beside the text of an answer, in the forms of OpenAI, vLLM, Ollama and llama.cpp.

llama.cpp's rows need care. The bytes of a row are those that are sent with it: of a character that takes several tokens
all at once, with the last of them, and none while the text may still be the beginning of a stop string. The tokens
before the last one of a character have no rows at all. What the token itself is stands among its alternatives.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from h2o_desktop.core.tokens import Alternative, Token, packed


class LogprobReader:
    """Makes packed tokens of the rows of one answer, in order."""

    def __init__(self) -> None:
        self._held: list[Token] = []

    def take(self, logprobs: object) -> bytes:
        """The records of what `choices[0].logprobs` of a chunk tells."""
        rows = logprobs.get("content") if isinstance(logprobs, Mapping) else None
        return self.take_rows(rows)

    def take_rows(self, rows: object) -> bytes:
        """The same for the rows themselves."""
        if not isinstance(rows, list):
            return b""
        return packed(token for row in rows if isinstance(row, Mapping) for token in self._tokens(row))

    def _tokens(self, row: Mapping[str, Any]) -> list[Token]:
        logprob = row.get("logprob")
        if not isinstance(logprob, int | float):
            return []
        sent, identifier = piece_of(row), _id_of(row)
        others = alternatives_of(row.get("top_logprobs"))
        own = next((other.piece for other in others if identifier is not None and other.id == identifier), None)
        if own is None:
            # Not told apart from what was sent with it: where that may be more than one token, it has no id.
            own, identifier = sent, identifier if sent.isascii() and not self._held else None
        token = Token(own, float(logprob), identifier, others)
        if not sent:
            if own:
                self._held.append(token)
            return []
        held, self._held = self._held, []
        return _told(held, token, sent)


def _told(held: list[Token], token: Token, sent: bytes) -> list[Token]:
    """The tokens that some bytes were sent for; what none of them accounts for is one without a probability."""
    if not sent.endswith(token.piece):
        return [Token(sent)]
    before = sent[: len(sent) - len(token.piece)]
    known = b"".join(one.piece for one in held)
    if not before.startswith(known):
        return [Token(before), token] if before else [token]
    hidden = before[len(known) :]
    return [*held, Token(hidden), token] if hidden else [*held, token]


def alternatives_of(rows: object) -> tuple[Alternative, ...]:
    """The likeliest tokens, in the order in which the server gives them."""
    if not isinstance(rows, list):
        return ()
    return tuple(
        Alternative(piece_of(row), float(row["logprob"]), _id_of(row))
        for row in rows
        if isinstance(row, Mapping) and isinstance(row.get("logprob"), int | float)
    )


def piece_of(row: Mapping[str, Any]) -> bytes:
    """The bytes of a token; its text stands in where a server gives none."""
    numbers = row.get("bytes")
    if isinstance(numbers, list) and all(isinstance(number, int) and 0 <= number < 256 for number in numbers):
        return bytes(numbers)
    return str(row.get("token") or "").encode("utf-8", "replace")


def _id_of(row: Mapping[str, Any]) -> int | None:
    identifier = row.get("id")
    return identifier if isinstance(identifier, int) and identifier >= 0 else None
