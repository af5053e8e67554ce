"""The tokens of an answer laid over its text, byte by byte, with holes where nothing is known about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from h2o_desktop.core.tokens import Token, TokenTable

LOOK_AHEAD_TOKENS = 8
LOOK_AHEAD_BYTES = 96


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece begins in the answer, and the token that it is, without its alternatives."""

    start: int
    token: Token
    is_told: bool = True

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.token.piece)


class AnswerTokens:
    """What is known about the tokens of an answer. The pieces joined are always its text, whatever a server told."""

    def __init__(self, text: str, records: bytes = b"") -> None:
        self.content = text.encode("utf-8", "replace")
        self._table = TokenTable(records)
        self._numbers: list[int | None] = []
        self._whole: dict[int, Token] = {}
        self.places: list[Place] = []
        known = [self._table.brief(number) for number in range(len(self._table))]
        start = 0
        for piece, number in laid_over(self.content, [token.piece for token in known]):
            token = Token(piece) if number is None else known[number]
            self.places.append(Place(start, token, number is not None))
            self._numbers.append(number)
            start += len(piece)

    def __len__(self) -> int:
        return len(self.places)

    def token(self, number: int) -> Token:
        """A token with its alternatives."""
        at = self._numbers[number]
        if number in self._whole or at is None:
            return self._whole.get(number, self.places[number].token)
        return self._table[at]

    def tell(self, number: int, token: Token) -> None:
        """Take over what has become known about a token; its piece stays."""
        self._whole[number] = token
        self.places[number] = Place(self.places[number].start, Token(token.piece, token.logprob, token.id))

    def split(self, number: int, pieces: Sequence[tuple[int, bytes]]) -> bool:
        """Put tokens in the place of one; false, and nothing done, when they are not the same bytes."""
        place = self.places[number]
        if b"".join(piece for _id, piece in pieces) != place.token.piece:
            return False
        start, places = place.start, []
        for identifier, piece in pieces:
            places.append(Place(start, Token(piece, None, identifier), is_told=False))
            start += len(piece)
        self.places[number : number + 1] = places
        self._numbers[number : number + 1] = [None] * len(places)
        moved = len(places) - 1
        self._whole = {at if at < number else at + moved: token for at, token in self._whole.items() if at != number}
        return True

    def holes(self) -> Iterator[int]:
        """The tokens whose probability is not known."""
        return (number for number, place in enumerate(self.places) if place.token.logprob is None)

    def before(self, number: int) -> list[Token]:
        """The tokens before one, without their alternatives."""
        return [place.token for place in self.places[:number]]

    def whole_before(self, number: int) -> list[Token]:
        """The tokens before one, with their alternatives."""
        return [self.token(at) for at in range(number)]

    def character(self, number: int) -> tuple[int, int]:
        """The first token and the one behind the last of the characters that this token has a part in."""
        first = number
        while first > 0 and _is_inside(self.content, self.places[first].start):
            first -= 1
        last = number + 1
        while last < len(self.places) and _is_inside(self.content, self.places[last].start):
            last += 1
        return first, last


def _is_inside(content: bytes, at: int) -> bool:
    """Whether a place is inside a character of UTF-8."""
    return at < len(content) and content[at] & 0xC0 == 0x80


def laid_over(content: bytes, pieces: Sequence[bytes]) -> list[tuple[bytes, int | None]]:
    """The pieces of a text with the numbers of those that are among `pieces`, None for what stands between them.

    Servers leave pieces out, tell only whole characters, or tell more than was kept; and an answer that went on begins
    with text that nothing was told about.
    """
    joined = b"".join(pieces)
    at, number = (len(content) - len(joined), 0) if content.endswith(joined) else (0, 0)
    laid: list[tuple[bytes, int | None]] = [(content[:at], None)] if at else []
    while number < len(pieces) and at < len(content):
        piece = pieces[number]
        if content.startswith(piece, at):
            if piece:
                laid.append((piece, number))
            at += len(piece)
            number += 1
            continue
        found = _next_match(content, pieces, at, number)
        if found is None:
            break
        gap_end, number = found
        if gap_end > at:
            laid.append((content[at:gap_end], None))
        at = gap_end
    if at < len(content):
        laid.append((content[at:], None))
    return laid


def _next_match(content: bytes, pieces: Sequence[bytes], at: int, number: int) -> tuple[int, int] | None:
    """Where the next pieces stand that are found again, and the number of the first of them."""
    for ahead in range(number, min(number + LOOK_AHEAD_TOKENS, len(pieces))):
        looked_for = b"".join(pieces[ahead : ahead + 2])
        found = content.find(looked_for, at, at + LOOK_AHEAD_BYTES + len(looked_for)) if looked_for else -1
        if found >= 0:
            return found, ahead
    return None
