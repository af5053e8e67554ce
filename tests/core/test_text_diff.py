"""Where two texts differ, word by word."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.text_diff import Piece, Side, agreement, differences, text_diff, words_of

WORDS = st.lists(st.sampled_from(["the", "river", "mill", "sea", ",", " ", "\n", "é", "中"]), max_size=40).map("".join)


def one_side(pieces: tuple[Piece, ...], other: Side) -> str:
    return "".join(piece.text for piece in pieces if piece.side is not other)


def written(left: str, right: str) -> str:
    marks = {Side.BOTH: "{}", Side.LEFT: "[-{}-]", Side.RIGHT: "[+{}+]"}
    return "".join(marks[piece.side].format(piece.text) for piece in text_diff(left, right))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("", "", ""),
        ("the same", "the same", "the same"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
        ("a red mill", "a blue mill", "a [-red-][+blue+] mill"),
        ("one two", "one  two", "one [+ +]two"),
        ("one.\ntwo", "one. two", "one.[-\n-][+ +]two"),
        (" lead", "lead", "[- -]lead"),
        ("it's here", "it is here", "[-it's-][+it is+] here"),
        ("abc abd", "abd", "[-abc -]abd"),
        ("天气很好", "天气不好", "天气[-很-][+不+]好"),
        ("a, b", "a; b", "a[-,-][+;+] b"),
        ("the red: mill", "one blue: lake", "[-the red: mill-][+one blue: lake+]"),
        ("the red mill was old", "the blue mill is old", "the [-red-][+blue+] mill [-was-][+is+] old"),
    ],
)
def test_differences_are_whole_words(left: str, right: str, expected: str) -> None:
    assert written(left, right) == expected


def test_words_keep_what_belongs_to_a_letter() -> None:
    decomposed = "cafe\u0301 au lait"
    assert words_of(decomposed) == ["cafe\u0301", " ", "au", " ", "lait"]
    family = "👩\u200d👩\u200d👧"
    assert words_of(f"{family} ok") == [family, " ", "ok"]
    assert words_of("\u0301x") == ["\u0301", "x"]


@given(left=st.text(max_size=80) | WORDS, right=st.text(max_size=80) | WORDS)
def test_no_letter_is_lost_and_pieces_are_neat(left: str, right: str) -> None:
    pieces = text_diff(left, right)
    assert one_side(pieces, Side.RIGHT) == left
    assert one_side(pieces, Side.LEFT) == right
    assert all(piece.text for piece in pieces)
    order = [Side.BOTH, Side.LEFT, Side.RIGHT]
    for before, after in pairwise(pieces):
        assert before.side is not after.side
        assert after.side is Side.BOTH or order.index(before.side) < order.index(after.side)


@given(text=st.text(max_size=200))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert text_diff(text, text) == ((Piece(Side.BOTH, text),) if text else ())
    assert agreement(text, text) == 1.0


def test_differences_are_counted_by_place() -> None:
    pieces = text_diff("a red mill by the river", "the blue mill by the old river")
    places = differences(pieces)
    assert ["".join(piece.text for piece in pieces[first:end]) for first, end in places] == [
        "a redthe blue",
        "old ",
    ]
    assert differences(text_diff("same", "same")) == ()


def test_agreement_is_the_shared_part_of_both() -> None:
    assert agreement("", "") == 1.0
    assert agreement("one", "") == 0.0
    assert agreement("one two", "one six") == pytest.approx(8 / 14)


@pytest.mark.parametrize("effort", [0, 1, 1_000])
def test_with_little_effort_no_letter_is_lost_either(effort: int) -> None:
    draw = random.Random(1)
    left, right = ("".join(draw.choice(("a ", "b ", "c\n", "d. ")) for _ in range(300)) for _side in range(2))
    pieces = text_diff(left, right, effort)
    assert one_side(pieces, Side.RIGHT) == left
    assert one_side(pieces, Side.LEFT) == right


def test_frequent_words_of_long_texts_are_matched_beside_rare_ones() -> None:
    left = "the mill " * 200 + "alpha the mill " + "the sea " * 200
    right = "a river " * 200 + "alpha the mill " + "a boat " * 200
    shared = [piece.text for piece in text_diff(left, right, 800) if piece.side is Side.BOTH]
    assert shared == [" alpha the mill ", " "]
