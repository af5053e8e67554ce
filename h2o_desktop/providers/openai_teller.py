"""Answers token by token on a llama.cpp server: their tokens, what could have come, and going on behind some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.engines import Engine
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.provider import ChatMessage, NextTokens
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.providers.http import HttpClient
from h2o_desktop.providers.openai_after import PlaceAsker
from h2o_desktop.providers.openai_completion import Prompt, Tokens, prompt_of
from h2o_desktop.providers.openai_next_token import engine_of
from h2o_desktop.providers.openai_tokens import TokenCounter

WHOLE_CHARACTER = "a"  # a token in every vocabulary
TOLD_WITH_TEXT = 10  # the probabilities that come with an answer; the bytes of its tokens stand beside them


class TokenTeller:
    """Asks one server. Threads may use it at the same time."""

    def __init__(self, client: HttpClient, counter: TokenCounter) -> None:
        self._client = client
        self._counter = counter
        self._asker: PlaceAsker | None = None
        self._engine: Engine | None = None
        self._read: tuple[tuple[ChatMessage, ...], list[int]] | None = None

    def split(self, text: str, cancel: CancelToken, *, special: bool = False) -> tuple[tuple[int, bytes], ...] | None:
        """A text in tokens; None when the server does not tell. `special`: names of control tokens stand for them."""
        # Thoughts stand in an answer between marks that are tokens of their own.
        has_marks = special or "<think>" in text or "</think>" in text
        question = {"content": text, "with_pieces": True, "add_special": special, "parse_special": has_marks}
        reply = self._client.request("POST", "/tokenize", json=question, cancel=cancel)
        try:
            document = reply.json() if reply.ok else None
        except ValueError:
            return None
        rows = document.get("tokens") if isinstance(document, Mapping) else None
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) and "id" in row for row in rows):
            return None
        return tuple((int(row["id"]), _bytes(row.get("piece"))) for row in rows)

    def choice_after(
        self,
        messages: Sequence[ChatMessage],
        answer: Tokens,
        sent: Mapping[str, object],
        cancel: CancelToken,
    ) -> NextTokens | None:
        """What could come next after the first tokens of an answer; None when the server does not tell."""
        asker = self._place_asker(cancel)
        prompt = self._prompt(messages, answer, cancel)
        if asker is None or prompt is None:
            return None
        if self._engine is None:
            self._engine = engine_of(self._client, cancel)
        told = asker.next_tokens(self._in_tokens(prompt, cancel), sent, cancel)
        return None if told is None else replace(told, engine=self._engine)

    def opening_body(
        self, messages: Sequence[ChatMessage], answer: Tokens, sent: Mapping[str, object], cancel: CancelToken
    ) -> dict[str, object]:
        """The body of a request for an answer that begins with these tokens. Raises InputError when it cannot."""
        prompt = self._prompt(messages, answer, cancel)
        if prompt is None:
            raise cannot_begin_so()
        return {"prompt": prompt, **sent, "n_probs": TOLD_WITH_TEXT, "stream": True}

    def _prompt(self, messages: Sequence[ChatMessage], answer: Tokens, cancel: CancelToken) -> Prompt | None:
        read = self._rendered(tuple(messages), cancel)
        if read is None:
            return None

        def find(begun: Prompt, content: bytes) -> Prompt | None:
            asker = self._place_asker(cancel)
            return asker.find([*read, *begun], content, cancel) if asker is not None else None

        begun = prompt_of(answer, find)
        return None if begun is None else [*read, *begun]

    def _rendered(self, messages: tuple[ChatMessage, ...], cancel: CancelToken) -> list[int] | None:
        """What the model reads before the answer, in tokens; that of the last question is kept."""
        if self._read is not None and self._read[0] == messages:
            return self._read[1]
        text = self._counter.rendered(messages, cancel)
        tokens = None if text is None else self.split(text, cancel, special=True)
        if tokens is None:
            return None
        read = [identifier for identifier, _piece in tokens]
        self._read = (messages, read)
        return read

    def _in_tokens(self, prompt: Prompt, cancel: CancelToken) -> Prompt:
        """The prompt without texts, since penalties ask which tokens there are."""
        whole: Prompt = []
        for part in prompt:
            tokens = self.split(part, cancel, special=True) if isinstance(part, str) else None
            whole.extend([part] if tokens is None else [identifier for identifier, _piece in tokens])
        return whole

    def _place_asker(self, cancel: CancelToken) -> PlaceAsker | None:
        if self._asker is None:
            tokens = self.split(WHOLE_CHARACTER, cancel)
            if not tokens:
                return None
            self._asker = PlaceAsker(self._client, tokens[-1][0])
        return self._asker


def cannot_begin_so() -> InputError:
    """The error for an answer that would begin with what the server cannot be given."""
    return InputError(
        Words(
            QT_TRANSLATE_NOOP("errors", "The answer cannot begin with this token here: it is a part of a character.")
        ),
        Words(QT_TRANSLATE_NOOP("errors", "Choose another one, or a place before or behind this character.")),
    )


def _bytes(piece: object) -> bytes:
    """A piece as llama.cpp writes it: a text, or numbers where it is no text."""
    if isinstance(piece, list):
        return bytes(number for number in piece if isinstance(number, int) and 0 <= number < 256)
    return str(piece or "").encode("utf-8", "replace")
