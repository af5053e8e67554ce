"""What can be counted of a text in any script, and how much two texts have in common.

A word is a run of letters and digits with the marks upon them; an apostrophe or a hyphen between two letters belongs to
it. In scripts that leave no space between words (Chinese, Japanese kana, Thai, Lao, Khmer, Burmese) every letter counts
as a word. Case and compatible forms count as the same. Of very long texts the beginning stands for the whole, so that
every measure has bounded cost.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

RUN_WORDS = 4
LONGEST = 30_000  # letters that are looked at; some 7,500 tokens of English
_MOST_PAIRS = 600  # more than 25 texts have; what was compared once need not be compared again

# Each letter is replaced by what it is to a word, so that one pattern finds words in every script.
_LETTER, _ALONE, _MARK, _JOINER, _OTHER = "a", "b", "m", "-", " "
_WORD = re.compile(f"{_ALONE}{_MARK}*|{_LETTER}[{_LETTER}{_MARK}]*(?:{_JOINER}{_LETTER}[{_LETTER}{_MARK}]*)*")
_JOINERS = frozenset("'’-‐‑")
_ALONE_RANGES = (
    (0x0E01, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3041, 0x30FF),  # kana
    (0x31F0, 0x31FF),  # small kana
    (0x3400, 0x9FFF),  # Chinese
    (0xF900, 0xFAFF),  # Chinese, compatible forms
    (0x20000, 0x3FFFF),  # Chinese, rare
)


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one text: how many words, the share of different ones among them, and the share of runs that repeat.

    `distinct` is different words / all words. `repetition` is 1 - different runs / all runs, where a run is four words
    in a row: 0 when no run comes twice, near 1 when the text goes in circles. Both are 0 for a text too short to tell.
    """

    words: int = 0
    distinct: float = 0.0
    repetition: float = 0.0


class _Kinds(dict[int, str]):
    """What each letter is to a word; found out once."""

    def __missing__(self, letter: int) -> str:
        kind = self[letter] = _kind(letter)
        return kind


def _kind(letter: int) -> str:
    character = chr(letter)
    if character in _JOINERS:
        return _JOINER
    category = unicodedata.category(character)[0]
    if category == "M":
        return _MARK
    if category not in "LN":
        return _OTHER
    return _ALONE if any(first <= letter <= last for first, last in _ALONE_RANGES) else _LETTER


_KINDS = _Kinds()


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded so that equal ones compare equal; of a very long text those of its beginning."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    return tuple(folded[match.start() : match.end()] for match in _WORD.finditer(folded.translate(_KINDS)))


@lru_cache(maxsize=64)
def measures_of(text: str) -> Measures:
    """The measures of one text."""
    words = words_of(text)
    if not words:
        return Measures()
    runs = [words[start : start + RUN_WORDS] for start in range(len(words) - RUN_WORDS + 1)]
    repetition = 1 - len(set(runs)) / len(runs) if runs else 0.0
    return Measures(len(words), len(set(words)) / len(words), repetition)


def agreements(texts: Mapping[int, str]) -> dict[int, float]:
    """How much each text has in common with the others, from 0 to 1: the mean of its likeness to each of them.

    Texts without words are no answers and are left out; a text that stands alone has no agreement.
    """
    telling = {place: text for place, text in texts.items() if _bag(text)}
    if len(telling) < 2:
        return {}
    sums = dict.fromkeys(telling, 0.0)
    for one, other in combinations(sorted(telling), 2):
        shared = likeness(telling[one], telling[other])
        sums[one] += shared
        sums[other] += shared
    return {place: total / (len(telling) - 1) for place, total in sums.items()}


@lru_cache(maxsize=_MOST_PAIRS)
def likeness(one: str, other: str) -> float:
    """What two texts have in common, from 0 to 1: 2 x shared / (all of one + all of the other).

    Counted are the words and the pairs of neighbouring words, each as often as it occurs. Equal texts have 1, texts
    without a common word 0; the same words in another order lie between. Two texts without words have 0.
    """
    first, second = _bag(one), _bag(other)
    both = first.keys() & second.keys()
    if not both:
        return 0.0
    shared = sum(map(min, map(first.__getitem__, both), map(second.__getitem__, both)))
    return 2 * shared / (_size(one) + _size(other))


@lru_cache(maxsize=64)
def _bag(text: str) -> Counter[str]:
    """The words, and the pairs as one text each: unlike a tuple, a text knows its hash."""
    words = words_of(text)
    parts = Counter(words)
    parts.update(map(" ".join, pairwise(words)))
    return parts


@lru_cache(maxsize=64)
def _size(text: str) -> int:
    return _bag(text).total()
