"""The tokens of an answer with their probabilities: as values, and packed as they are stored.

A token is a piece of bytes, not of text: a character may be made of several. A probability is that of the model itself,
at temperature 1 and before any penalty, and is kept as its natural logarithm. What a server did not tell is None.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

# Bytes of the record, id + 1 (0 where it is unknown), log-probability (NaN where it is unknown), bytes of the piece.
_HEAD = struct.Struct("<HIfH")
# The same for one of the tokens that could have come instead; half precision is enough for them.
_OTHER = struct.Struct("<IeB")
_LONGEST_PIECE = 4096
_LONGEST_OTHER = 255
_MOST_OTHERS = 100
_LEAST_LOGPROB = -9999.0  # what servers send for impossible
_VERSION = b"\x01"
MOST_BYTES = 1 << 26
"""So long may the records of one answer be: those of 250,000 tokens with 20 alternatives each. A file that unpacks to
more would fill the memory."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A token that could have come. An empty piece is the end of the answer."""

    piece: bytes
    logprob: float
    id: int | None = None

    @property
    def probability(self) -> float:
        """The model's own probability."""
        return math.exp(self.logprob)


@dataclass(frozen=True, slots=True)
class Token:
    """A token that came, and the likeliest ones in its place, with itself among them where it was likely enough."""

    piece: bytes
    logprob: float | None = None
    id: int | None = None
    alternatives: tuple[Alternative, ...] = ()


def packed(tokens: Iterable[Token]) -> bytes:
    """The records of some tokens. Those of several calls may be joined."""
    return b"".join(map(_record, tokens))


def _record(token: Token) -> bytes:
    piece = token.piece[:_LONGEST_PIECE]
    others = b"".join(map(_packed_other, token.alternatives[:_MOST_OTHERS]))
    logprob = math.nan if token.logprob is None else max(token.logprob, _LEAST_LOGPROB)
    size = _HEAD.size + len(piece) + len(others)
    return _HEAD.pack(size, _number(token.id), logprob, len(piece)) + piece + others


def _packed_other(other: Alternative) -> bytes:
    piece = other.piece[:_LONGEST_OTHER]
    return _OTHER.pack(_number(other.id), max(other.logprob, _LEAST_LOGPROB), len(piece)) + piece


def _number(identifier: int | None) -> int:
    return 0 if identifier is None or not 0 <= identifier < 2**32 - 1 else identifier + 1


class TokenTable(Sequence[Token]):
    """The tokens in some records; each is read when it is asked for. Raises ValueError for what is no record."""

    def __init__(self, records: bytes) -> None:
        self._records = records
        self._starts: list[int] = []
        at = 0
        while at < len(records):
            if at + _HEAD.size > len(records):
                raise ValueError("a record is cut")
            size, _id, _logprob, piece = _HEAD.unpack_from(records, at)
            if size < _HEAD.size + piece or at + size > len(records):
                raise ValueError("a record has a wrong length")
            self._starts.append(at)
            at += size

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> list[Token]: ...
    def __getitem__(self, place: int | slice) -> Token | list[Token]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        start = self._starts[place]
        size, _number, _logprob, length = _HEAD.unpack_from(self._records, start)
        others: list[Alternative] = []
        at = start + _HEAD.size + length
        while at + _OTHER.size <= start + size:
            number, logprob, piece = _OTHER.unpack_from(self._records, at)
            at += _OTHER.size
            piece_bytes = self._records[at : at + piece]
            others.append(Alternative(piece_bytes, _possible(logprob), number - 1 if number else None))
            at += piece
        brief = self.brief(place)
        return Token(brief.piece, brief.logprob, brief.id, tuple(others))

    def brief(self, place: int) -> Token:
        """A token without its alternatives."""
        start = self._starts[place]
        _size, number, logprob, length = _HEAD.unpack_from(self._records, start)
        at = start + _HEAD.size
        return Token(
            self._records[at : at + length],
            None if math.isnan(logprob) else _possible(logprob),
            number - 1 if number else None,
        )


def _possible(logprob: float) -> float:
    """A logarithm that a probability can have: records also come out of files of anybody."""
    if -math.inf < logprob <= 0:
        return logprob
    return 0.0 if logprob > 0 else _LEAST_LOGPROB


def stored_form(records: bytes) -> bytes:
    """Records as they are kept: compressed, and marked with the version of this form."""
    return _VERSION + zlib.compress(records)


def from_stored_form(stored: bytes) -> bytes:
    """The records again; none where the form is not known here, or damaged."""
    if not stored.startswith(_VERSION):
        return b""
    try:
        unpacking = zlib.decompressobj()
        records = unpacking.decompress(stored[len(_VERSION) :], MOST_BYTES)
        if not unpacking.eof or unpacking.unused_data:
            return b""
        TokenTable(records)
    except (zlib.error, ValueError):
        return b""
    return records
