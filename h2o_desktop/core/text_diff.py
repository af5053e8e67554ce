"""What two texts share and where they differ, word by word.

The words are matched by the standard library's difflib, whose time grows with how often words return. `EFFORT` bounds
it: of long texts the most frequent words are matched beside rarer ones alone, and what then would still take too long
counts as different as a whole. So the time is bounded whatever the texts are, and no letter is ever lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import accumulate, chain, groupby, takewhile
from typing import NamedTuple

EFFORT = 4_000_000
"""The most pairs of equal words that are looked at; about a second on a slow computer."""

CHANCE_LETTERS = 3  # so short a word between two differences is the same in both texts by chance

# Scripts that put no spaces between their words: there each character stands for itself.
_ALONE = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"\s+|[{_ALONE}]|[^\W{_ALONE}]+(?:['’][^\W{_ALONE}]+)*|[^\w\s]")
_JOINERS = "\u200c\u200d"


class Side(StrEnum):
    """Where a piece of text stands."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both texts have, or one alone. Never empty."""

    side: Side
    text: str


def text_diff(left: str, right: str, effort: int = EFFORT) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order; where they differ, the left one's come first.

    Those of the sides BOTH and LEFT together are the left text to the letter, those of BOTH and RIGHT the right one.
    """
    return _neat(piece for piece in _pieces(left, right, effort) if piece.text)


def differences(pieces: Sequence[Piece]) -> tuple[tuple[int, int], ...]:
    """For each place where the texts differ: its first piece, and the one behind its last."""
    places: list[tuple[int, int]] = []
    for index, piece in enumerate(pieces):
        if piece.side is Side.BOTH:
            continue
        if places and places[-1][1] == index:
            places[-1] = (places[-1][0], index + 1)
        else:
            places.append((index, index + 1))
    return tuple(places)


def shared_part(pieces: Sequence[Piece]) -> float:
    """How much of both texts is the same, from 0 to 1: the letters that they share, twice, by the letters of both."""
    shared = sum(len(piece.text) for piece in pieces if piece.side is Side.BOTH)
    letters = sum(len(piece.text) for piece in pieces) + shared
    return 2 * shared / letters if letters else 1.0


def agreement(left: str, right: str) -> float:
    """The shared part of two texts, from 0 to 1; two empty ones agree."""
    return shared_part(text_diff(left, right))


def words_of(text: str) -> list[str]:
    """The words, signs and spaces of a text, one after another; together they are the text.

    What belongs to the character before it, such as an accent that stands for itself, stays with it.
    """
    words: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0]
        if words and (_belongs_to_what_stands_before(word) or words[-1][-1] in _JOINERS):
            words[-1] += word
        else:
            words.append(word)
    return words


def _belongs_to_what_stands_before(word: str) -> bool:
    return word[0] in _JOINERS or unicodedata.category(word[0]).startswith("M")


def _pieces(left: str, right: str, effort: int) -> Iterator[Piece]:
    """The pieces as they are found, some empty and some side by side that could be one.

    Spaces are not searched for; they are compared where they follow equal words.
    """
    our_words, our_spaces = _with_spaces(words_of(left))
    their_words, their_spaces = _with_spaces(words_of(right))
    ours, theirs = 0, 0
    for match in (*_matches(our_words, their_words, effort), Match(len(our_words), len(their_words), 0)):
        yield Piece(Side.LEFT, _joined(our_words, our_spaces, ours, match.a))
        yield Piece(Side.RIGHT, _joined(their_words, their_spaces, theirs, match.b))
        ours, theirs = match.a + match.size, match.b + match.size
        for step in range(match.size):
            yield Piece(Side.BOTH, our_words[match.a + step])
            yield from _same_or_not(our_spaces[match.a + step], their_spaces[match.b + step])


def _matches(ours: Sequence[str], theirs: Sequence[str], effort: int) -> list[Match]:
    """The equal rows of words, in order; what costs more than `effort` to find is not looked for."""
    frequent, counts = _too_frequent(ours, theirs, effort // 8), Counter(theirs)
    matcher = SequenceMatcher(frequent.__contains__, ours, theirs, autojunk=False)
    costs = list(accumulate((0 if word in frequent else counts[word] for word in ours), initial=0))
    matches: list[Match] = []
    ranges = deque([(0, len(ours), 0, len(theirs))])
    while ranges:
        our_start, our_end, their_start, their_end = ranges.popleft()
        start, end = _shared_edges(ours[our_start:our_end], theirs[their_start:their_end])
        matches += [Match(our_start, their_start, start), Match(our_end - end, their_end - end, end)]
        our_start, our_end, their_start, their_end = (
            our_start + start,
            our_end - end,
            their_start + start,
            their_end - end,
        )
        cost = costs[our_end] - costs[our_start]
        if not cost or cost > effort:
            continue
        effort -= cost
        found = matcher.find_longest_match(our_start, our_end, their_start, their_end)
        if found.size:
            matches.append(found)
            ranges.append((our_start, found.a, their_start, found.b))
            ranges.append((found.a + found.size, our_end, found.b + found.size, their_end))
    return sorted(match for match in matches if match.size)


def _too_frequent(ours: Sequence[str], theirs: Sequence[str], effort: int) -> frozenset[str]:
    """The most frequent words of long texts: they match only beside rarer ones, as one look would cost too much."""
    our_counts, their_counts = Counter(ours), Counter(theirs)
    pairs = sorted((our_counts[word] * count, word) for word, count in their_counts.items())
    costs = accumulate(count for count, _word in pairs)
    return frozenset(word for (_count, word), cost in zip(pairs, costs, strict=True) if cost > effort)


def _shared_edges(ours: Sequence[str], theirs: Sequence[str]) -> tuple[int, int]:
    """How many words are the same from the start, and of the others from the end."""
    shorter = min(len(ours), len(theirs))
    start = next((index for index in range(shorter) if ours[index] != theirs[index]), shorter)
    rest = shorter - start
    return start, next((index for index in range(rest) if ours[-1 - index] != theirs[-1 - index]), rest)


def _with_spaces(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that are no spaces, and the space behind each; before the first one stands an empty word."""
    solid, spaces = [""], [""]
    for word in words:
        if word.isspace():
            spaces[-1] += word
        else:
            solid.append(word)
            spaces.append("")
    return solid, spaces


def _joined(words: Sequence[str], spaces: Sequence[str], first: int, end: int) -> str:
    return "".join(word + space for word, space in zip(words[first:end], spaces[first:end], strict=True))


def _same_or_not(ours: str, theirs: str) -> Iterator[Piece]:
    if ours == theirs:
        yield Piece(Side.BOTH, ours)
    else:
        yield Piece(Side.LEFT, ours)
        yield Piece(Side.RIGHT, theirs)


class _Stretch(NamedTuple):
    """A part of both texts: the same in both, or a difference."""

    is_shared: bool
    left: str
    right: str

    @property
    def size(self) -> int:
        return max(len(self.left.strip()), len(self.right.strip()))


def _neat(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with neighbours of one side joined, and the left ones of a difference first."""
    stretches: list[_Stretch] = []
    for is_shared, group in groupby(pieces, lambda piece: piece.side is Side.BOTH):
        part = list(group)
        left = "".join(piece.text for piece in part if piece.side is not Side.RIGHT)
        right = "".join(piece.text for piece in part if piece.side is not Side.LEFT)
        stretches.append(_Stretch(is_shared, left, right))
    whole = chain.from_iterable(_pieces_of(stretch) for stretch in _without_chance(stretches))
    joined = groupby((piece for piece in whole if piece.text), lambda piece: piece.side)
    return tuple(Piece(side, "".join(piece.text for piece in group)) for side, group in joined)


def _without_chance(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """The stretches with a short word or sign between two bigger differences made a part of these.

    It is the same in both by chance, and without it there is less to read. (The rule is that of the semantic clean-up
    in the diff-match-patch library.)
    """
    kept: list[_Stretch] = []
    for place, stretch in enumerate(stretches):
        is_between = stretch.is_shared and 0 < place < len(stretches) - 1
        is_chance = is_between and _is_chance(stretch.left, kept[-1], stretches[place + 1])
        if is_chance or (kept and not kept[-1].is_shared and not stretch.is_shared):
            kept[-1] = _Stretch(False, kept[-1].left + stretch.left, kept[-1].right + stretch.right)
        else:
            kept.append(stretch)
    return kept


def _is_chance(text: str, before: _Stretch, after: _Stretch) -> bool:
    return len(text.strip()) <= min(CHANCE_LETTERS, before.size, after.size)


def _pieces_of(stretch: _Stretch) -> tuple[Piece, ...]:
    if stretch.is_shared:
        return (Piece(Side.BOTH, stretch.left),)
    return _without_shared_spaces(stretch.left, stretch.right)


def _without_shared_spaces(ours: str, theirs: str) -> tuple[Piece, ...]:
    """A difference; the space that both have around it belongs to both."""
    before = _shared_space(ours, theirs)
    ours, theirs = ours[len(before) :], theirs[len(before) :]
    after = _shared_space(ours[::-1], theirs[::-1])[::-1]
    ours, theirs = ours[: len(ours) - len(after)], theirs[: len(theirs) - len(after)]
    return Piece(Side.BOTH, before), Piece(Side.LEFT, ours), Piece(Side.RIGHT, theirs), Piece(Side.BOTH, after)


def _shared_space(ours: str, theirs: str) -> str:
    """The space with which both begin."""
    shared = takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), zip(ours, theirs, strict=False))
    return "".join(letter for letter, _other in shared)
