"""Words, repetition and likeness of texts in any script."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.text_measures import LONGEST, Measures, agreements, likeness, measures_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The river's end, well-known.", ("the", "river's", "end", "well-known")),
        ("Река, РЕКА — и море", ("река", "река", "и", "море")),
        ("河流入海。", ("河", "流", "入", "海")),
        ("東京タワー 2024", ("東", "京", "タ", "ワ", "ー", "2024")),
        ("नमस्ते दुनिया", ("नमस्ते", "दुनिया")),
        ("ที่นี่", ("ที่", "นี่")),
        ("한국어 문장", ("한국어", "문장")),
        ("Straße STRASSE", ("strasse", "strasse")),
        ("ﬁne ｆｉｎｅ", ("fine", "fine")),
        ("- 'quoted' --", ("quoted",)),
        ("… — !", ()),
    ],
)
def test_words_are_found_in_every_script(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_a_text_is_measured() -> None:
    assert measures_of("") == Measures()
    assert measures_of("one two three") == Measures(3, 1.0, 0.0)
    measured = measures_of("a b c d a b c d")
    assert measured.words == 8
    assert measured.distinct == 0.5
    assert measured.repetition == pytest.approx(1 - 4 / 5)  # of five runs of four, the last is the first again


def test_a_text_that_goes_in_circles_repeats_nearly_everything() -> None:
    assert measures_of("river " * 1_000).repetition > 0.99
    assert measures_of("河" * 1_000).repetition > 0.99


def test_of_a_very_long_text_the_beginning_is_measured() -> None:
    beginning = "a b " * (LONGEST // 4)
    assert measures_of(beginning + "never counted") == measures_of(beginning)


def test_likeness_is_one_for_equal_texts_and_counts_order() -> None:
    assert likeness("The river runs.", "the RIVER, runs") == 1.0
    assert likeness("one two", "three four") == 0.0
    assert likeness("", "") == 0.0
    assert 0.0 < likeness("one two three", "three two one") < 1.0
    # Two words and one pair each; one word is shared: 2 * 1 / 6.
    assert likeness("red river", "blue river") == pytest.approx(1 / 3)


def test_agreement_is_the_mean_likeness_to_the_others() -> None:
    texts = {0: "red river", 2: "red river", 5: "blue river", 7: "", 8: "…"}
    assert agreements(texts) == {0: pytest.approx(2 / 3), 2: pytest.approx(2 / 3), 5: pytest.approx(1 / 3)}
    assert agreements({3: "alone"}) == {}


@settings(max_examples=30)
@given(st.text(max_size=80), st.text(max_size=80))
def test_measures_stay_within_their_bounds(one: str, other: str) -> None:
    measured = measures_of(one)
    assert 0 <= measured.distinct <= 1
    assert 0 <= measured.repetition <= 1
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == (1.0 if words_of(one) else 0.0)
