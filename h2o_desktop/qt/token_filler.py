"""Asks the engine about the tokens of an answer whose probabilities are not known, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.answer_tokens import AnswerTokens
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.token_view import told
from h2o_desktop.qt.background import Lane, Outcome

if TYPE_CHECKING:
    from h2o_desktop.core.provider import ChatRequest, NextTokens
    from h2o_desktop.core.services import TokenSource

KEPT_ALTERNATIVES = 20
Split = tuple[tuple[int, bytes], ...] | None


class TokenFiller(QObject):
    """Lives in the GUI thread and asks in the network lane, one question at a time, those in sight first.

    Signals:
        pieces_changed(): tokens were found to consist of several.
        told(number): the probability of a token became known.
        ended(): there is nothing more to ask.
        failed(error): the engine could not be asked.
    """

    pieces_changed = Signal()
    told = Signal(int)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, source: TokenSource, lane: Lane, connection: str, request: ChatRequest) -> None:
        super().__init__()
        self.near = 0
        self._source = source
        self._lane = lane
        self._connection = connection
        self._request = request
        self._cancel: CancelToken | None = None
        self._tokens = AnswerTokens("")
        self._tried: set[int] = set()
        self._is_split = False

    @property
    def is_running(self) -> bool:
        """Whether something is being asked."""
        return self._cancel is not None and not self._cancel.is_set

    def start(self, tokens: AnswerTokens) -> None:
        """Ask about the holes of `tokens`; goes on where it was stopped."""
        self._tokens = tokens
        if self.is_running:
            return
        self._cancel = CancelToken()
        if self._is_split:
            self._ask_next(self._cancel)
            return
        groups = sorted({tokens.character(hole) for hole in tokens.holes()})
        texts = [self._text(first, last) for first, last in groups]
        job = partial(_split, self._source, (self._connection, self._request.model), texts, self._cancel)
        self._lane.submit(job, partial(self._on_split, self._cancel, groups))

    def stop(self) -> None:
        """Ask nothing more."""
        if self._cancel is not None:
            self._cancel.set()

    def _text(self, first: int, last: int) -> str:
        places = self._tokens.places
        return self._tokens.content[places[first].start : places[last - 1].end].decode("utf-8", "replace")

    def _on_split(self, cancel: CancelToken, groups: Sequence[tuple[int, int]], outcome: Outcome[list[Split]]) -> None:
        if cancel.is_set or self._has_failed(outcome):
            return
        self._is_split = True
        for (first, last), pieces in reversed(list(zip(groups, outcome.result(), strict=True))):
            if pieces:
                put_into_holes(self._tokens, first, last, pieces)
        self.pieces_changed.emit()
        self._ask_next(cancel)

    def _ask_next(self, cancel: CancelToken) -> None:
        holes = [hole for hole in self._tokens.holes() if hole not in self._tried]
        if not holes:
            cancel.set()
            self.ended.emit()
            return
        number = next((hole for hole in holes if hole >= self.near), holes[0])
        self._tried.add(number)
        before = [(token.id, token.piece) for token in self._tokens.before(number)]
        job = partial(self._source.choice_after, self._connection, self._request, before, cancel)
        self._lane.submit(job, partial(self._on_told, cancel, number))

    def _on_told(self, cancel: CancelToken, number: int, outcome: Outcome[NextTokens | None]) -> None:
        if cancel.is_set:
            self._tried.discard(number)
            return
        if self._has_failed(outcome):
            return
        if outcome.value is not None:
            there = self._tokens.places[number].token
            self._tokens.tell(number, told(there, outcome.value.alternatives, KEPT_ALTERNATIVES))
            self.told.emit(number)
        self._ask_next(cancel)

    def _has_failed(self, outcome: Outcome[Any]) -> bool:
        if outcome.error is None:
            return False
        self.stop()
        if not isinstance(outcome.error, DesktopError):
            raise outcome.error
        self.failed.emit(outcome.error)
        return True


def put_into_holes(tokens: AnswerTokens, first: int, last: int, pieces: Sequence[tuple[int, bytes]]) -> None:
    """Put the tokens of a text into the holes from `first` to before `last`, where they fit between what is known."""
    at = tokens.places[first].start
    spans = []
    for identifier, piece in pieces:
        spans.append((at, at + len(piece), identifier, piece))
        at += len(piece)
    for number in reversed(range(first, last)):
        place = tokens.places[number]
        if place.token.logprob is None:
            within = [(one, piece) for begin, end, one, piece in spans if begin >= place.start and end <= place.end]
            tokens.split(number, within)


def _split(source: TokenSource, choice: tuple[str, str], texts: Sequence[str], cancel: CancelToken) -> list[Split]:
    connection, model = choice
    return [source.split(connection, model, text, cancel) for text in texts]
