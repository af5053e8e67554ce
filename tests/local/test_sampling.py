"""The mathematics of sampling against the engine itself: its probabilities, and real draws."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import requests

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.sampling import Candidate, SamplingSettings, choice_of
from h2o_desktop.local.runtime import LocalRuntime

pytestmark = [pytest.mark.model, pytest.mark.slow]

MODEL = "smollm2-135m"
PATIENCE_S = 60.0
VOCABULARY = 49_152
SHOWN = 60
MOST_SEEDS = 50
ROUNDING = 1e-3
NUDGE = 1e-4
DRAWS = 500  # agrees with 2,000 too, which takes a minute
NEUTRAL = {
    "temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0, "typical_p": 1.0,
    "n_predict": 1, "cache_prompt": True, "post_sampling_probs": True,
}  # fmt: skip
PROMPTS = (
    "The longest river in Europe is",
    "Once upon a time, there was a",
    "def add(a, b):\n    return",
    "The sum of two and two is",
)


class Engine:
    """Asks the engine for its own choice."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {key}"

    def completion(self, **fields: Any) -> dict[str, Any]:
        reply = self.session.post(f"{self.url}/completion", json={**NEUTRAL, **fields}, timeout=PATIENCE_S)
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    def choice(self, n_probs: int, **fields: Any) -> dict[int, float]:
        for seed in range(MOST_SEEDS):  # a draw that is no text, such as the end, comes without probabilities
            places = self.completion(n_probs=n_probs, seed=seed, **fields).get("completion_probabilities")
            if places:
                return {row["id"]: row["prob"] for row in places[0]["top_probs"]}
        raise AssertionError("only draws without a text")


@pytest.fixture(scope="module")
def engine(runtime: LocalRuntime) -> Iterator[Engine]:
    endpoint = runtime.endpoint(MODEL, CancelToken())
    made = Engine(endpoint.base_url, endpoint.api_key)
    yield made
    made.session.close()


@contextmanager
def unwatched() -> Iterator[None]:
    """Without the measuring of coverage, which makes lists of a whole vocabulary take three times as long."""
    watcher = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(watcher)


def a_little_aside(settings: SamplingSettings) -> Iterator[SamplingSettings]:
    """The settings with each limit a little lower and higher: a token on a limit is kept by some processors only."""
    for key in ("top_p", "min_p", "typical_p"):
        for factor in (1 - NUDGE, 1 + NUDGE):
            yield replace(settings, **{key: getattr(settings, key) * factor})


def agree(ours: Mapping[int, float], theirs: Mapping[int, float]) -> bool:
    """Whether the shares are the same, but for what rounding does, and what we keep is what they keep."""
    same = all(abs(ours[number] - probability) <= ROUNDING for number, probability in theirs.items())
    kept = {number for number, share in ours.items() if share > ROUNDING}
    return same and (len(theirs) == SHOWN or kept <= set(theirs))


def settings_at_random(chance: random.Random) -> SamplingSettings:
    """Each sampler is off in some of the cases and strong in others."""
    return SamplingSettings(
        temperature=chance.choice([0.0, 1.0, round(chance.uniform(0.05, 2.0), 2)]),
        top_k=chance.choice([0, 1, chance.randint(2, 100)]),
        top_p=chance.choice([1.0, round(chance.uniform(0.05, 0.99), 2)]),
        min_p=chance.choice([0.0, round(chance.uniform(0.001, 0.5), 3)]),
        typical_p=chance.choice([1.0, round(chance.uniform(0.1, 0.99), 2)]),
    )


@pytest.mark.parametrize("prompt", PROMPTS)
def test_our_choice_is_the_engines(engine: Engine, prompt: str) -> None:
    penalty = {"repeat_penalty": 1.3, "frequency_penalty": 0.2}
    full = sorted(engine.choice(VOCABULARY, prompt=prompt, **penalty).items(), key=lambda row: -row[1])
    ids = [number for number, _ in full]
    candidates = [Candidate(str(number), probability) for number, probability in full]
    chance = random.Random(prompt)
    for _ in range(50):
        settings = settings_at_random(chance)
        fields = {
            "temperature": settings.temperature, "top_k": settings.top_k, "top_p": settings.top_p,
            "min_p": settings.min_p, "typical_p": settings.typical_p,
        }  # fmt: skip
        theirs = engine.choice(SHOWN, prompt=prompt, **penalty, **fields)

        def agrees(settings: SamplingSettings, theirs: Mapping[int, float] = theirs) -> bool:
            with unwatched():
                return agree(dict(zip(ids, choice_of(candidates, settings).shares, strict=True)), theirs)

        assert agrees(settings) or any(map(agrees, a_little_aside(settings))), (settings, theirs)


def test_real_draws_are_distributed_as_computed(engine: Engine) -> None:
    """A chi-squared test; the seeds are always the same ones, so that it does not fail by chance."""
    prompt, draws = PROMPTS[1], DRAWS
    full = sorted(engine.choice(VOCABULARY, prompt=prompt).items(), key=lambda row: -row[1])
    settings = SamplingSettings(temperature=0.9, top_k=12, min_p=0.02)
    shares = choice_of([Candidate(str(number), p) for number, p in full], settings).shares
    expected = {number: share * draws for (number, _), share in zip(full, shares, strict=True) if share > 0}
    drawn: Counter[int] = Counter()
    for seed in range(draws):
        reply = engine.completion(prompt=prompt, seed=seed, temperature=0.9, top_k=12, min_p=0.02, return_tokens=True)
        drawn[reply["tokens"][0]] += 1
    assert set(drawn) <= set(expected)
    rare = {number for number, count in expected.items() if count < 5}
    cells = [(drawn[number], count) for number, count in expected.items() if number not in rare]
    if rare:
        cells.append((sum(drawn[number] for number in rare), sum(expected[number] for number in rare)))
    statistic = sum((seen - count) ** 2 / count for seen, count in cells)
    assert statistic < critical_value(len(cells) - 1)


def critical_value(freedom: int) -> float:
    """What chi-squared exceeds once in a thousand times (Wilson and Hilferty's approximation)."""
    share = 2 / (9 * freedom)
    return float(freedom * (1 - share + 3.0902 * share**0.5) ** 3)
