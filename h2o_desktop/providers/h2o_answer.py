"""The stream of an H2O answer: events of text-generation-inference to text.

An event holds a token, and the last one the whole text too (`generated_text`). The answer ends with a token that is
special, with a token whose whole text is `<|endoftext|>`, or with an event that has `generated_text`; the same letters
inside other text are text. The texts at which a model stops may come as ordinary tokens, even cut into several, so what
could be the beginning of one is held back until more is known.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.tokens import Token, packed
from h2o_desktop.providers.http_errors import unreadable

END_TEXT = "<|endoftext|>"
STOP_TEXTS = (END_TEXT, "<|prompt|>", "<|answer|>", "</s>")

_LONGEST_STOP = max(len(text) for text in STOP_TEXTS)
_FINISH_REASONS = {"eos_token": "stop", "stop_sequence": "stop"}


@dataclass(frozen=True, slots=True)
class Ending:
    """How an answer ended: `stop`, `length`, or another word of the server; and how many tokens it has."""

    finish_reason: str
    completion_tokens: int


class AnswerReader:
    """Reads one answer. `ending` is None until its last event was taken."""

    def __init__(self, *, address: str, refused: Callable[[object], DesktopError]) -> None:
        self._address = address
        self._refused = refused
        self._parts: list[str] = []
        self._held = ""
        self.tokens = 0
        self.ending: Ending | None = None
        self._told: list[Token] = []
        self._has_begun = False

    @property
    def text(self) -> str:
        """All text that was given out so far."""
        return "".join(self._parts)

    def take_told(self) -> bytes:
        """How likely the tokens were that came since the last time, as records of `h2o_desktop.core.tokens`."""
        told, self._told = packed(self._told), []
        return told

    def take(self, data: str) -> str:
        """The new text in the data of one event, maybe none.

        Raises what `refused` makes of an error event, and ProtocolError for what is no event of this kind.
        """
        event = self._decoded(data)
        if event.get("error") is not None:
            raise self._refused(event)
        token = event.get("token")
        text, special = "", False
        if isinstance(token, dict):
            self.tokens += 1
            text, special = str(token.get("text") or ""), token.get("special") is True
            if not special and text != END_TEXT:
                self._tell(text, token)
        generated = event.get("generated_text")
        if isinstance(generated, str) or special or text == END_TEXT:
            return self._give(self._last(text, special or text == END_TEXT, event))
        return self._give(self._without_beginning_of_stop(text))

    def _tell(self, text: str, token: dict[str, object]) -> None:
        """Note a token; the space before the first word is no part of the answer."""
        logprob, identifier = token.get("logprob"), token.get("id")
        shown = text if self._has_begun else text.lstrip()
        self._has_begun = self._has_begun or bool(shown)
        if shown:
            known = float(logprob) if isinstance(logprob, int | float) else None
            piece = shown.encode("utf-8", "replace")
            self._told.append(Token(piece, known, identifier if isinstance(identifier, int) else None))

    def rest(self) -> str:
        """The text that is still held back when a stream broke off."""
        held, self._held = self._held, ""
        return self._give(held)

    def _decoded(self, data: str) -> dict[str, object]:
        try:
            event = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise unreadable(self._address, f"{error}: {data[:200]}") from error
        if not isinstance(event, dict):
            raise unreadable(self._address, f"an event that is no object: {data[:200]}")
        return event

    def _give(self, text: str) -> str:
        if text:
            self._parts.append(text)
        return text

    def _without_beginning_of_stop(self, text: str) -> str:
        if not self._held and "<" not in text:
            return text
        pending = self._held + text
        at = pending.find("<", max(0, len(pending) - _LONGEST_STOP))
        while at >= 0 and not any(stop.startswith(pending[at:]) for stop in STOP_TEXTS):
            at = pending.find("<", at + 1)
        self._held = pending[at:] if at >= 0 else ""
        return pending[:at] if at >= 0 else pending

    def _last(self, text: str, special: bool, event: dict[str, object]) -> str:
        """The text that the last event adds; `special` says that its token is no text."""
        details = event.get("details")
        details = details if isinstance(details, dict) else {}
        given = self.text
        streamed = given + self._held + ("" if special else text)
        self._held = ""
        generated = event.get("generated_text")
        # The whole text may be more than the tokens were, or begin with the prompt; then the tokens count.
        whole = generated if isinstance(generated, str) and generated.startswith(streamed) else streamed
        if special:
            whole = whole.removesuffix(text) if len(whole) > len(streamed) else whole
            reason = "stop"
        else:
            whole, reason = _without_stop(whole, str(details.get("finish_reason") or ""))
        counted = details.get("generated_tokens")
        self.ending = Ending(
            _FINISH_REASONS.get(str(details.get("finish_reason")), str(details.get("finish_reason") or reason)),
            counted if isinstance(counted, int) else self.tokens,
        )
        return whole[len(given) :]


def _without_stop(text: str, reason: str) -> tuple[str, str]:
    """`text` without the stop text that ended it, and why it ended when the server does not tell."""
    if reason not in {"length", "eos_token"}:
        for stop in STOP_TEXTS:
            if text.endswith(stop):
                return text.removesuffix(stop), "stop"
    return text, "length"
