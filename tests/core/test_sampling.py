"""How the parameters reshape the choice of the next token."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.sampling import (
    CUTS_FIRST,
    TEMPERATURE_FIRST,
    Candidate,
    Choice,
    SamplingSettings,
    Step,
    choice_of,
)

FIVE = [
    Candidate(token, probability) for token, probability in zip("abcde", (0.5, 0.25, 0.15, 0.07, 0.03), strict=True)
]
WEIGHTS = st.lists(st.floats(0.001, 1.0), min_size=1, max_size=30)
SETTINGS = st.builds(
    SamplingSettings,
    temperature=st.sampled_from([0.0, 0.1, 0.5, 1.0, 1.7, 2.0]),
    top_k=st.integers(0, 40),
    top_p=st.floats(0.01, 1.0),
    min_p=st.floats(0.0, 1.0),
    typical_p=st.floats(0.01, 1.0),
)
ORDER = st.sampled_from([CUTS_FIRST, TEMPERATURE_FIRST])


def candidates_of(weights: list[float], known: float = 1.0) -> list[Candidate]:
    """Candidates whose probabilities sum up to `known`, the likeliest first."""
    whole = sum(weights)
    return [Candidate(str(weight), known * weight / whole) for weight in sorted(weights, reverse=True)]


@given(WEIGHTS, st.floats(0.5, 1.0), SETTINGS, ORDER)
def test_it_is_always_a_distribution(
    weights: list[float], known: float, settings: SamplingSettings, order: tuple[Step, ...]
) -> None:
    candidates = candidates_of(weights, known)
    choice = choice_of(candidates, settings, order)
    assert sum(choice.shares) + choice.rest == pytest.approx(1.0)
    assert all(share >= 0 for share in choice.shares)
    assert 1.0 <= choice.effective <= len(candidates) + 1 + 1e-6
    assert 0.0 <= choice.deviation <= 1.0
    for share, step in zip(choice.shares, choice.cut_by, strict=True):
        assert step is None or share == 0
    # The likeliest of what is left stays the likeliest.
    kept = [share for share in choice.shares if share > 0]
    assert kept == sorted(kept, reverse=True)


@given(WEIGHTS)
def test_neutral_settings_change_nothing(weights: list[float]) -> None:
    candidates = candidates_of(weights)
    choice = choice_of(candidates, SamplingSettings())
    assert choice.shares == pytest.approx([candidate.probability for candidate in candidates])
    assert set(choice.cut_by) == {None}


def test_top_k() -> None:
    choice = choice_of(FIVE, SamplingSettings(top_k=2))
    assert choice.shares == pytest.approx((2 / 3, 1 / 3, 0, 0, 0))
    assert choice.cut_by == (None, None, Step.TOP_K, Step.TOP_K, Step.TOP_K)


def test_top_p_keeps_the_token_that_reaches_it() -> None:
    assert choice_of(FIVE, SamplingSettings(top_p=0.6)).shares == pytest.approx((2 / 3, 1 / 3, 0, 0, 0))
    assert choice_of(FIVE, SamplingSettings(top_p=0.01)).shares == (1, 0, 0, 0, 0)


def test_min_p_is_a_share_of_the_likeliest() -> None:
    assert choice_of(FIVE, SamplingSettings(min_p=0.3)).shares == pytest.approx((50 / 90, 25 / 90, 15 / 90, 0, 0))
    assert choice_of(FIVE, SamplingSettings(min_p=1.0)).shares == (1, 0, 0, 0, 0)


def test_typical_p_can_cut_the_likeliest() -> None:
    nearly_even = [Candidate("a", 0.4), *(Candidate(str(number), 0.06) for number in range(10))]
    choice = choice_of(nearly_even, SamplingSettings(typical_p=0.5))
    assert choice.cut_by[0] is Step.TYPICAL_P
    assert sum(choice.shares) == pytest.approx(1)


def test_temperature_zero_takes_the_likeliest() -> None:
    choice = choice_of(FIVE, SamplingSettings(temperature=0))
    assert choice.shares == (1, 0, 0, 0, 0)
    assert (choice.effective, choice.deviation) == (1, 0)


def test_the_temperature_is_a_power() -> None:
    shares = choice_of(FIVE, SamplingSettings(temperature=0.5)).shares
    powers = [candidate.probability**2 for candidate in FIVE]
    assert shares == pytest.approx([power / sum(powers) for power in powers])
    assert choice_of(FIVE, SamplingSettings(temperature=0.01)).shares[0] == pytest.approx(1)


def test_the_order_decides_what_top_p_cuts() -> None:
    settings = SamplingSettings(temperature=0.5, top_p=0.7)
    assert sum(share > 0 for share in choice_of(FIVE, settings, CUTS_FIRST).shares) == 2
    assert sum(share > 0 for share in choice_of(FIVE, settings, TEMPERATURE_FIRST).shares) == 1


def test_the_rest_is_never_taken_for_nothing() -> None:
    half = [Candidate("a", 0.3), Candidate("b", 0.2)]
    assert choice_of(half, SamplingSettings()).rest == pytest.approx(0.5)
    assert choice_of(half, SamplingSettings(top_p=0.9)).rest == pytest.approx(0.4 / 0.9)
    assert choice_of(half, SamplingSettings(top_k=3)).rest == pytest.approx(0.2 / 0.7)
    assert choice_of(half, SamplingSettings(temperature=2.0)).rest > 0.5
    assert choice_of(half, SamplingSettings(top_k=2)).rest == 0
    assert choice_of(half, SamplingSettings(top_k=40)).rest == pytest.approx(0.5)
    assert choice_of(half, SamplingSettings(top_p=0.4)).rest == 0
    assert choice_of(half, SamplingSettings(min_p=0.9)).rest == 0
    assert choice_of(half, SamplingSettings(temperature=0)).rest == 0


def test_effective_choices_and_deviation() -> None:
    even = choice_of([Candidate("a", 0.25)] * 4, SamplingSettings())
    assert even.effective == pytest.approx(4)
    assert even.deviation == pytest.approx(0.75)
    assert Choice((), ()).deviation == 0
    assert math.isclose(Choice((), (), 1.0).effective, 1)


def test_what_is_not_sent_is_the_servers_default() -> None:
    assert SamplingSettings.of({"temperature": 0.4, "top_k": 5}) == SamplingSettings(0.4, 5, 0.95, 0.05, 1.0)
    neutral = {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0, "typical_p": 1.0}
    assert SamplingSettings.of({}, neutral) == SamplingSettings()
    assert choice_of([], SamplingSettings(min_p=0.5)).shares == ()
