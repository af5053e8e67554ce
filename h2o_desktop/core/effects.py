"""What each parameter does, shown by one small example: the word after “The sea is”, or an answer of a few tokens.

The guide tells it in words and the help window draws it; both come from here, and the shares from the mathematics of
`sampling`. Penalties act on scores, so the example has scores: they follow llama.cpp's rules.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.sampling import Candidate, SamplingSettings, choice_of
from h2o_desktop.core.tongue import ENGLISH, Tongue
from h2o_desktop.core.words import QT_TRANSLATE_NOOP

BEGINNING = "The sea is"
SCORES: Mapping[str, float] = {
    "blue": 6.0,
    "calm": 5.4,
    "deep": 4.9,
    "wide": 4.4,
    "cold": 3.8,
    "salty": 3.1,
    "hungry": 1.8,
}
WORDS = tuple(SCORES)
USED_TIMES = 2  # how often “blue” was used before, for the penalties
DRY_BASE, DRY_ALLOWED = 1.75, 2  # llama.cpp's own values
REPEATED_TOKENS = 3  # “The sea is” stood there before, and “blue” would repeat it further
DRAWS = 5
LEAST_PERCENT = 0.1

Shares = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """The shares of `WORDS` with a value of the parameter; 0 for a word that is cut."""

    value: ParameterValue
    shares: Shares


@dataclass(frozen=True, slots=True)
class Strip:
    """Pieces of a text in a row with a value of the parameter; those that are not kept are left out by it."""

    value: ParameterValue
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """An example: bars or strips, one for each value that is shown, and the same in a sentence."""

    bars: tuple[Bars, ...] = ()
    strips: tuple[Strip, ...] = ()
    words: str = ""


def before() -> Shares:
    """The model's own choice."""
    return _shares_of(SCORES)


def effect_of(key: str, tongue: Tongue = ENGLISH) -> Effect:
    """The example of a parameter, told in a language; its words stay English."""
    if key in _STRIPS:
        strips, words = _STRIPS[key]
        return Effect(strips=strips, words=_said_in(tongue, words))
    values, shares_at, remark = _BARS[key]
    bars = tuple(Bars(value, shares_at(value)) for value in values)
    example = QT_TRANSLATE_NOOP("effects", "Example, the word after “{beginning}”: {shares}.")
    sentences = [_said_in(tongue, example, shares=_listed(before(), tongue)), _said_in(tongue, remark)]
    for bar in bars:
        named = tongue.say("effects", _named(key, bar.value))
        sentences.append(named.format(value=tongue.number(bar.value), shares=_listed(bar.shares, tongue)))
    return Effect(bars=bars, words=" ".join(filter(None, sentences)))


def _said_in(tongue: Tongue, template: str, **fields: str) -> str:
    facts = {"beginning": BEGINNING, "times": USED_TIMES, "draws": DRAWS, "first": _said(7), "second": _said(8)}
    return tongue.say("effects", template).format(**facts, **fields) if template else ""


def _shares_of(scores: Mapping[str, float]) -> Shares:
    top = max(scores.values())
    weights = [math.exp(score - top) for score in scores.values()]
    return tuple(weight / sum(weights) for weight in weights)


def _chosen(settings: SamplingSettings) -> Shares:
    candidates = [Candidate(word, share) for word, share in zip(WORDS, before(), strict=True)]
    return choice_of(candidates, settings).shares


def _with_score(word: str, change: Callable[[float], float]) -> Shares:
    return _shares_of({one: change(score) if one == word else score for one, score in SCORES.items()})


def _number(value: ParameterValue) -> float:
    return float(value or 0)


def _without_likeliest(shares: Sequence[float], threshold: float) -> Shares:
    """What XTC leaves when it strikes: of the words that reach the threshold only the unlikeliest, and all others."""
    above = [place for place, share in enumerate(shares) if share >= threshold]
    kept = [0.0 if place in above[:-1] else share for place, share in enumerate(shares)]
    return tuple(share / sum(kept) for share in kept)


def _dry(score: float, multiplier: float) -> float:
    return score - multiplier * DRY_BASE ** (REPEATED_TOKENS - DRY_ALLOWED)


_USED = QT_TRANSLATE_NOOP("effects", "“blue” was used {times} times before.")
_BARS: Mapping[str, tuple[tuple[ParameterValue, ...], Callable[[ParameterValue], Shares], str]] = {
    "temperature": ((0.4, 1.6), lambda value: _chosen(SamplingSettings(temperature=_number(value))), ""),
    "top_p": ((0.7, 0.9), lambda value: _chosen(SamplingSettings(top_p=_number(value))), ""),
    "top_k": ((2, 4), lambda value: _chosen(SamplingSettings(top_k=int(_number(value)))), ""),
    "min_p": ((0.1, 0.4), lambda value: _chosen(SamplingSettings(min_p=_number(value))), ""),
    "typical_p": ((0.3, 0.9), lambda value: _chosen(SamplingSettings(typical_p=_number(value))), ""),
    "do_sample": (
        (True, False),
        lambda value: _chosen(SamplingSettings(temperature=1.0 if value else 0.0)),
        "",
    ),
    "repetition_penalty": (
        (1.2, 1.5),
        lambda value: _with_score("blue", lambda score: score / _number(value)),
        _USED,
    ),
    "frequency_penalty": (
        (0.5, 1.0),
        lambda value: _with_score("blue", lambda score: score - USED_TIMES * _number(value)),
        _USED,
    ),
    "presence_penalty": (
        (0.5, 1.0),
        lambda value: _with_score("blue", lambda score: score - _number(value)),
        _USED,
    ),
    "dry_multiplier": (
        (0.8, 2.0),
        lambda value: _with_score("blue", lambda score: _dry(score, _number(value))),
        QT_TRANSLATE_NOOP("effects", "“The sea is blue” stood there before."),
    ),
    "xtc_probability": (
        (0.0, 1.0),
        lambda value: _without_likeliest(before(), 0.1) if value else before(),
        QT_TRANSLATE_NOOP("effects", "The threshold is 0.1."),
    ),
    "xtc_threshold": (
        (0.1, 0.2),
        lambda value: _without_likeliest(before(), _number(value)),
        QT_TRANSLATE_NOOP("effects", "The probability is 1."),
    ),
}


def _drawn(seed: int) -> tuple[tuple[str, bool], ...]:
    drawn = random.Random(seed).choices(WORDS, before(), k=DRAWS)
    return tuple((word, True) for word in drawn)


def _said(seed: int) -> str:
    return ", ".join(word for word, _is_kept in _drawn(seed))


def _cut(text: str, kept: int) -> tuple[tuple[str, bool], ...]:
    return tuple((word, place < kept) for place, word in enumerate(text.split()))


_ANSWER = "The sea is blue and calm today."
_STRIPS: Mapping[str, tuple[tuple[Strip, ...], str]] = {
    "max_new_tokens": (
        (Strip(4, _cut(_ANSWER, 4)), Strip(7, _cut(_ANSWER, 7))),
        QT_TRANSLATE_NOOP(
            "effects", "Example, an answer of seven tokens: with 4 it ends after “The sea is blue”, with 7 it is whole."
        ),
    ),
    "min_new_tokens": (
        (Strip(3, _cut("Blue . The", 3)), Strip(6, _cut("Blue . The sky is too", 6))),
        QT_TRANSLATE_NOOP(
            "effects", "Example: with 3 the model must go on after “Blue.” for one more token, with 6 for four more."
        ),
    ),
    "max_time": (
        (Strip(1, _cut(_ANSWER, 3)), Strip(3, _cut(_ANSWER, 7))),
        QT_TRANSLATE_NOOP(
            "effects",
            "Example, a model that writes three tokens a second: within 1 second it says “The sea is”, within 3 all of "
            "it.",
        ),
    ),
    "truncate": (
        (
            Strip(64, (("1st turn", False), ("2nd turn", False), ("your prompt", True))),
            Strip(256, (("1st turn", False), ("2nd turn", True), ("your prompt", True))),
        ),
        QT_TRANSLATE_NOOP(
            "effects",
            "Example, two turns of 150 tokens each and a prompt of 40: with 64 only the prompt is read, with 256 the "
            "second turn too.",
        ),
    ),
    "repeat_last_n": (
        (
            Strip(3, _reach := (("blue", False), ("and", False), ("calm", True), ("and", True), ("deep", True))),
            Strip(8, tuple((word, True) for word, _ in _reach)),
        ),
        QT_TRANSLATE_NOOP(
            "effects",
            "Example, the tokens “blue and calm and deep”: with 3 only “calm and deep” count as used, with 8 all five.",
        ),
    ),
    "seed": (
        (Strip(7, _drawn(7)), Strip(7, _drawn(7)), Strip(8, _drawn(8))),
        QT_TRANSLATE_NOOP(
            "effects",
            "Example, {draws} words drawn one after the other: seed 7 gives {first} every time, seed 8 gives {second}.",
        ),
    ),
    "stop": (
        (Strip("Human:", (("The", True), ("sea.", True), ("Human:", False), ("And", False), ("the sky?", False))),),
        QT_TRANSLATE_NOOP(
            "effects",
            "Example: with Human: the answer ends after “The sea.”; what the model would have gone on with does not "
            "come.",
        ),
    ),
    "return_full_text": (
        (
            Strip(True, (("your prompt", True), ("the answer", True))),
            Strip(False, (("your prompt", False), ("the answer", True))),
        ),
        QT_TRANSLATE_NOOP(
            "effects", "Example: on, the prompt and the answer are shown together; off, the answer alone."
        ),
    ),
}


def _named(key: str, value: ParameterValue) -> str:
    if key != "do_sample":
        return QT_TRANSLATE_NOOP("effects", "With {value}: {shares}.")
    if value:
        return QT_TRANSLATE_NOOP("effects", "Sampling on: {shares}.")
    return QT_TRANSLATE_NOOP("effects", "Sampling off: {shares}.")


def _listed(shares: Shares, tongue: Tongue) -> str:
    kept = ", ".join(f"{word} {_percent(share, tongue)}" for word, share in zip(WORDS, shares, strict=True) if share)
    cut = ", ".join(word for word, share in zip(WORDS, shares, strict=True) if not share)
    template = QT_TRANSLATE_NOOP("effects", "{kept}; cut: {cut}") if cut else "{kept}"
    return tongue.say("effects", template).format(kept=kept, cut=cut)


def _percent(share: float, tongue: Tongue) -> str:
    percent = 100 * share
    if percent >= 1:
        return f"{tongue.number(round(percent))}\u00a0%"
    if percent >= LEAST_PERCENT:
        return f"{tongue.number(round(percent, 1))}\u00a0%"
    template = tongue.say("effects", QT_TRANSLATE_NOOP("effects", "under {percent}\u00a0%"))
    return template.format(percent=tongue.number(LEAST_PERCENT))
