"""Text that can be written as UTF-8."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.well_formed import well_formed


def test_halves_that_meet_are_joined_and_halves_alone_are_replaced() -> None:
    assert well_formed("a \ud83d\ude00 b") == "a 😀 b"
    assert well_formed("a \ud83d b \ude00") == "a � b �"


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_good_text_stays_as_it_is(text: str) -> None:
    assert well_formed(text) == text


@given(st.text(st.characters()))
def test_any_text_can_be_written_afterwards(text: str) -> None:
    assert well_formed(text).encode().decode() == well_formed(text)
