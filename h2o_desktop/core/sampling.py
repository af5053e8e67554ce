"""How the parameters reshape the choice of the next token, step by step in the order of the engine.

The order decides what the sliders do. llama.cpp cuts first (top-k, typical-p, top-p, min-p) and applies the temperature
last, so that the temperature never changes which tokens remain; text-generation-inference, transformers and vLLM apply
the temperature first. The rules of each step are those of llama.cpp's samplers. Penalties act on scores that no server
tells, so the probabilities that come in are those after the penalties, at temperature 1.

A server gives its likeliest tokens only. The rest is counted together: it is never taken for nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Weights = dict[int, float]  # the place of a token in the list, and its weight


class Step(StrEnum):
    """What is done to the choice, one after the other."""

    TOP_K = "top_k"
    TYPICAL_P = "typical_p"
    TOP_P = "top_p"
    MIN_P = "min_p"
    TEMPERATURE = "temperature"


CUTS_FIRST = (Step.TOP_K, Step.TYPICAL_P, Step.TOP_P, Step.MIN_P, Step.TEMPERATURE)
TEMPERATURE_FIRST = (Step.TEMPERATURE, Step.TOP_K, Step.TOP_P, Step.TYPICAL_P, Step.MIN_P)

# What llama.cpp does where a request does not say otherwise (`default_generation_settings` of its `/props`).
LLAMA_DEFAULTS: Mapping[str, float] = {
    "temperature": 0.8,
    "top_k": 40,
    "top_p": 0.95,
    "min_p": 0.05,
    "typical_p": 1.0,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A token that may come next.

    `probability` is that at temperature 1 after the penalties, `raw` that of the model itself; None where it is not
    among those that the server told.
    """

    token: str
    probability: float
    raw: float | None = None


@dataclass(frozen=True, slots=True)
class SamplingSettings:
    """The values that count. Temperature 0 takes the likeliest token; top-k 0 and the others at their ends cut none."""

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    typical_p: float = 1.0

    @classmethod
    def of(cls, sent: Mapping[str, object], defaults: Mapping[str, float] = LLAMA_DEFAULTS) -> SamplingSettings:
        """The settings of a request: what it sends, and the server's own defaults for the rest."""

        def number(key: str) -> float:
            value = sent.get(key)
            return float(value) if isinstance(value, int | float) else float(defaults[key])

        return cls(number("temperature"), int(number("top_k")), number("top_p"), number("min_p"), number("typical_p"))


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice that is left: a share for each candidate (0 when it is cut), what cut it, and the rest's share."""

    shares: tuple[float, ...]
    cut_by: tuple[Step | None, ...]
    rest: float = 0.0

    @property
    def effective(self) -> float:
        """How many equally likely tokens would be as open a choice: the exponential of the entropy.

        The rest counts as one token, so with a large rest it is more than this.
        """
        return math.exp(-sum(share * math.log(share) for share in (*self.shares, self.rest) if share > 0))

    @property
    def deviation(self) -> float:
        """How likely another token than the likeliest one is drawn."""
        return max(0.0, 1.0 - max(self.shares, default=1.0))


def tempered(candidates: Sequence[Candidate], temperature: float) -> tuple[float, ...]:
    """The share of each candidate when nothing is cut; the candidates are sorted with the likeliest first."""
    return choice_of(candidates, SamplingSettings(temperature), (Step.TEMPERATURE,)).shares


def choice_of(
    candidates: Sequence[Candidate],
    settings: SamplingSettings,
    order: Sequence[Step] = CUTS_FIRST,
) -> Choice:
    """What the settings make of the candidates, which must be sorted with the likeliest first."""
    weights: Weights = {place: one.probability for place, one in enumerate(candidates) if one.probability > 0}
    rest = max(0.0, 1.0 - sum(weights.values()))
    cut_by: list[Step | None] = [None] * len(candidates)
    for step in order:
        kept, rest = _STEPS[step](weights, rest, settings)
        for place in weights.keys() - kept.keys():
            cut_by[place] = step
        whole = sum(kept.values()) + rest
        weights = {place: weight / whole for place, weight in kept.items()}
        rest /= whole
    shares = tuple(weights.get(place, 0.0) for place in range(len(candidates)))
    return Choice(shares, tuple(cut_by), rest)


def _top_k(weights: Weights, rest: float, settings: SamplingSettings) -> tuple[Weights, float]:
    if settings.top_k <= 0:
        return weights, rest
    kept = dict(list(weights.items())[: settings.top_k])
    if settings.top_k <= len(weights) or not weights:
        return kept, 0.0
    # None of the tokens that are not told is likelier than the least likely one that is.
    return kept, min(rest, (settings.top_k - len(weights)) * min(weights.values()))


def _top_p(weights: Weights, rest: float, settings: SamplingSettings) -> tuple[Weights, float]:
    if settings.top_p >= 1:
        return weights, rest
    reached = 0.0
    kept: Weights = {}
    for place, weight in weights.items():
        kept[place] = weight
        reached += weight
        if reached >= settings.top_p:
            return kept, 0.0
    return kept, min(rest, settings.top_p - reached)  # more of the rest is not let in, but for a part of one token


def _min_p(weights: Weights, rest: float, settings: SamplingSettings) -> tuple[Weights, float]:
    if settings.min_p <= 0 or not weights:
        return weights, rest
    least = max(weights.values()) * settings.min_p
    kept = {place: weight for place, weight in weights.items() if weight >= least}
    return kept, rest if len(kept) == len(weights) else 0.0


def _typical_p(weights: Weights, rest: float, settings: SamplingSettings) -> tuple[Weights, float]:
    """Keep what surprises about as much as the whole choice does on average; the rest counts as one more token."""
    if settings.typical_p >= 1:
        return weights, rest
    entropy = -sum(weight * math.log(weight) for weight in (*weights.values(), rest) if weight > 0)
    typical = sorted(weights, key=lambda place: abs(-math.log(weights[place]) - entropy))
    reached = 0.0
    kept: set[int] = set()
    for place in typical:
        kept.add(place)
        reached += weights[place]
        if reached > settings.typical_p:
            break
    # A rest that could still be reached stays; its tokens surprise more than any that is known.
    rest_stays = reached <= settings.typical_p
    return {place: weight for place, weight in weights.items() if place in kept}, rest if rest_stays else 0.0


def _temperature(weights: Weights, rest: float, settings: SamplingSettings) -> tuple[Weights, float]:
    if not weights:
        return weights, rest
    likeliest = max(weights, key=lambda place: weights[place])
    if settings.temperature <= 0:
        return {likeliest: 1.0}, 0.0
    # In logarithms: a small temperature would make the powers vanish.
    top = math.log(weights[likeliest])
    hotter = {place: math.exp((math.log(weight) - top) / settings.temperature) for place, weight in weights.items()}
    return hotter, _hotter_rest(rest, min(weights.values()), top, settings.temperature)


def _hotter_rest(rest: float, least: float, top: float, temperature: float) -> float:
    """The weight of the rest, taken as tokens that are each as likely as the least likely one that is known.

    So many there are at least; how many there really are no server tells, so at high temperatures this is too low.
    """
    if rest <= 0:
        return 0.0
    return rest / least * math.exp((math.log(least) - top) / temperature)


_STEPS: Mapping[Step, Callable[[Weights, float, SamplingSettings], tuple[Weights, float]]] = {
    Step.TOP_K: _top_k,
    Step.TYPICAL_P: _typical_p,
    Step.TOP_P: _top_p,
    Step.MIN_P: _min_p,
    Step.TEMPERATURE: _temperature,
}
