"""What could have come in the place of a token, at the settings that its answer was asked for with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from h2o_desktop.core.engines import OPENAI, Engine
from h2o_desktop.core.sampling import Candidate, SamplingSettings, Step, choice_of
from h2o_desktop.core.tokens import Alternative, Token

MOST_ROWS = 40
_PENALTIES: Mapping[str, float] = {
    "repeat_penalty": 1.0,
    "repetition_penalty": 1.0,
    "frequency_penalty": 0.0,
    "presence_penalty": 0.0,
}


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A token that could have come: its share at the settings, 0 where `cut_by` took it away.

    `raw` is the model's own probability, None where the server told only that at the settings.
    """

    alternative: Alternative
    share: float
    raw: float | None
    cut_by: Step | None = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class TokenChoice:
    """All that is known of the choice at a token, the likeliest at the settings first; `rest` is the share of others.

    `has_penalties`: the penalties of the request are in the shares. `misses_penalties`: there were some, but only the
    engine itself could say what they did.
    """

    rows: tuple[ChoiceRow, ...] = ()
    rest: float = 0.0
    has_penalties: bool = False
    misses_penalties: bool = False

    @property
    def chosen(self) -> ChoiceRow | None:
        """The row of the token that came."""
        return next((row for row in self.rows if row.is_chosen), None)


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How the server of an answer chose: its engine, the values of the request, and whether it penalised.

    `is_final`: what it told is what became of the probabilities at the settings, and not the model's own.
    """

    engine: Engine
    sampling: SamplingSettings
    penalises: bool = False
    is_final: bool = False

    @classmethod
    def of(cls, sent: Mapping[str, object], engine: Engine = OPENAI, *, is_final: bool = False) -> AnswerSettings:
        """The settings of an answer that was asked for with the fields `sent`."""
        penalises = any(sent.get(key, neutral) != neutral for key, neutral in _PENALTIES.items())
        sampling = SamplingSettings.of(sent, engine.defaults)
        return cls(engine, sampling, penalises and not is_final, is_final)


def choice_at(token: Token, settings: AnswerSettings, penalised: Mapping[int, float] | None = None) -> TokenChoice:
    """The choice at a token. `penalised` gives probabilities after the penalties by id, where the engine was asked."""
    known = list(token.alternatives)
    place = next((at for at, other in enumerate(known) if is_same(token, other)), None)
    if place is None and token.logprob is not None:
        place = len(known)
        known.append(Alternative(token.piece, token.logprob, token.id))
    candidates = [_candidate(other, penalised) for other in known]
    if not any(candidate.probability for candidate in candidates):
        return TokenChoice()
    likeliest = sorted(range(len(known)), key=lambda at: -candidates[at].probability)
    order = () if settings.is_final else settings.engine.order
    choice = choice_of([candidates[at] for at in likeliest], settings.sampling, order)
    rows = [
        ChoiceRow(known[at], share, None if settings.is_final else known[at].probability, cut_by, at == place)
        for at, share, cut_by in zip(likeliest, choice.shares, choice.cut_by, strict=True)
    ]
    shown = [row for number, row in enumerate(rows) if number < MOST_ROWS or row.is_chosen]
    rest = choice.rest + sum(row.share for row in rows) - sum(row.share for row in shown)
    is_penalised = settings.penalises and penalised is not None
    return TokenChoice(tuple(shown), max(0.0, rest), is_penalised, settings.penalises and penalised is None)


def is_same(token: Token, other: Alternative) -> bool:
    """Whether an alternative is the token that came."""
    if token.id is not None and other.id is not None:
        return token.id == other.id
    return token.piece == other.piece


def _candidate(other: Alternative, penalised: Mapping[int, float] | None) -> Candidate:
    probability = math.exp(other.logprob)
    if penalised is not None and other.id is not None:
        probability = penalised.get(other.id, 0.0)
    return Candidate("", probability)
