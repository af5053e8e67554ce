"""The examples of the guide are true: they follow the mathematics, and no parameter is without one."""

from __future__ import annotations

import math

import pytest

from h2o_desktop.core.effects import REPEATED_TOKENS, SCORES, USED_TIMES, WORDS, before, effect_of
from h2o_desktop.core.parameters import SPECS


@pytest.mark.parametrize("key", SPECS)
def test_every_parameter_has_an_example_in_words_and_in_a_drawing(key: str) -> None:
    effect = effect_of(key)
    assert effect.words.startswith("Example")
    assert effect.words.endswith(".")
    assert bool(effect.bars) != bool(effect.strips)
    for bars in effect.bars:
        assert len(bars.shares) == len(WORDS)
        assert math.isclose(sum(bars.shares), 1.0)
        SPECS[key].checked(bars.value)
    for strip in effect.strips:
        SPECS[key].checked(strip.value)


def shares(key: str, number: int) -> dict[str, float]:
    return dict(zip(WORDS, effect_of(key).bars[number].shares, strict=True))


def test_temperature_sharpens_and_flattens() -> None:
    assert shares("temperature", 0)["blue"] > before()[0] > shares("temperature", 1)["blue"]


def test_what_cuts_leaves_the_rest_in_proportion() -> None:
    kept = shares("top_k", 0)
    assert [word for word, share in kept.items() if share] == ["blue", "calm"]
    assert math.isclose(kept["blue"] / kept["calm"], before()[0] / before()[1])
    assert shares("typical_p", 0)["blue"] == 0  # typical-p can cut the likeliest word
    assert shares("do_sample", 1)["blue"] == 1.0


@pytest.mark.parametrize(
    ("key", "number", "score"),
    [
        ("repetition_penalty", 1, SCORES["blue"] / 1.5),
        ("frequency_penalty", 0, SCORES["blue"] - 0.5 * USED_TIMES),
        ("presence_penalty", 0, SCORES["blue"] - 0.5),
        ("dry_multiplier", 0, SCORES["blue"] - 0.8 * 1.75 ** (REPEATED_TOKENS - 2)),
    ],
)
def test_penalties_act_on_scores(key: str, number: int, score: float) -> None:
    with_penalty = shares(key, number)
    assert math.isclose(with_penalty["blue"] / with_penalty["calm"], math.exp(score - SCORES["calm"]))


def test_xtc_leaves_out_the_likeliest_but_for_the_unlikeliest_of_them() -> None:
    assert [word for word, share in shares("xtc_threshold", 0).items() if not share] == ["blue", "calm"]
    assert shares("xtc_probability", 0) == dict(zip(WORDS, before(), strict=True))


def test_the_same_seed_draws_the_same_words() -> None:
    first, again, other = effect_of("seed").strips
    assert first == again != other
