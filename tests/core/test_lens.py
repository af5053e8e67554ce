"""Small texts of the lens."""

from __future__ import annotations

import pytest

from h2o_desktop.core.lens import last_words, visible


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("", ""),
        ("and the Volga comes first, because", "…first, because"),
        ("one\n two ", "one two"),
        ("x" * 40, "…" + "x" * 16),
    ],
)
def test_the_end_of_what_was_read(text: str, end: str) -> None:
    assert last_words(text) == end


def test_white_space_is_seen() -> None:
    assert visible(" it\n") == "␣it↵"
    assert visible("") == ""
