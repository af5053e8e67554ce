"""Strips cut into pages: between lines, never through one, and not where it would read badly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.ornaments import Bitmap, Label
from h2o_desktop.ui.paper.rows import row_edges
from h2o_desktop.ui.paper.strips import Strip

CARD_PAD = 10.0
_LARGEST_ROW = 0.5  # of a page: a row of a table that is higher is cut between its lines
_CLOSE = 0.01

Stretch = tuple[float, float]


@dataclass(slots=True)
class Slice:
    """A part of a strip on a page: from `top` to `bottom` of the strip, drawn at `y` of the column."""

    strip: Strip
    top: float
    bottom: float
    y: float

    @property
    def height(self) -> float:
        """Its height as it is drawn."""
        return (self.bottom - self.top) * self.strip.scale


@dataclass(frozen=True, slots=True)
class _Bit:
    """What is never cut: lengths are those of the strip. `gap` is what lies above it, as it is drawn."""

    strip: Strip
    top: float
    bottom: float
    gap: float
    stays_with_next: bool

    @property
    def height(self) -> float:
        return (self.bottom - self.top) * self.strip.scale

    @property
    def pad(self) -> float:
        return CARD_PAD if self.strip.card else 0.0


def paginate(strips: Iterable[Strip], height: float) -> list[list[Slice]]:
    """The slices of each page; `height` is that of the column. There is always a page."""
    filler = _Filler(height)
    for group in _groups(_bits(strips, height)):
        filler.put(group)
    return filler.pages


class _Filler:
    """Puts one group below the other, and begins a new page where one does not fit."""

    def __init__(self, height: float) -> None:
        self._height = height
        self._y = 0.0
        self._card = 0
        self.pages: list[list[Slice]] = [[]]

    def put(self, group: Sequence[_Bit]) -> None:
        """Put bits on a page that should stay together."""
        needed = sum(self._gap(bit) + bit.height for bit in group) + 2 * group[-1].pad
        if self.pages[-1] and self._y + needed > self._height:
            self._new_page()
        for bit in group:
            if self.pages[-1] and self._y + self._gap(bit) + bit.height + bit.pad > self._height:
                self._new_page()
            if not self.pages[-1]:
                self._put_head(bit)
            self._put(bit)

    def _gap(self, bit: _Bit) -> float:
        """The space above: none at the top of a page, and more where the ground of a prompt begins or ends."""
        edge = CARD_PAD * ((bit.strip.card != self._card) and bool(bit.strip.card)) if self.pages[-1] else bit.pad
        after = CARD_PAD if self._card and bit.strip.card != self._card and self.pages[-1] else 0.0
        return edge + after + (bit.gap if self.pages[-1] else 0.0)

    def _new_page(self) -> None:
        self.pages.append([])
        self._y = 0.0

    def _put_head(self, bit: _Bit) -> None:
        """A page begins: when it is in the midst of a table, its heading is there once more."""
        if bit.strip.head is None:
            return
        strip, top, bottom = bit.strip.head
        is_below = bit.strip.laid is not strip.laid or bit.top >= bottom - _CLOSE
        if is_below and bit.height + (bottom - top) * strip.scale <= self._height:
            self.pages[-1].append(Slice(strip, top, bottom, 0.0))
            self._y = (bottom - top) * strip.scale

    def _put(self, bit: _Bit) -> None:
        y = self._y + self._gap(bit)
        page = self.pages[-1]
        if page and page[-1].strip is bit.strip:
            page[-1].bottom = bit.bottom
        else:
            page.append(Slice(bit.strip, bit.top, bit.bottom, y))
        self._y = y + bit.height
        self._card = bit.strip.card


def _groups(bits: Iterable[_Bit]) -> Iterator[list[_Bit]]:
    group: list[_Bit] = []
    for bit in bits:
        group.append(bit)
        if not bit.stays_with_next:
            yield group
            group = []
    if group:
        yield group


def _bits(strips: Iterable[Strip], page_height: float) -> Iterator[_Bit]:
    gap = 0.0
    for strip in strips:
        stretches = stretches_of(strip.laid, page_height / strip.scale)
        if strip.is_kept_whole and strip.height <= page_height * _LARGEST_ROW:
            stretches = [(top, stretches[-1][1]) for top, _bottom in stretches[:1]]
        before = 0.0
        for number, (top, bottom) in enumerate(stretches):
            gap += (top - before) * strip.scale
            is_last = number == len(stretches) - 1
            if is_last:
                bottom = float(strip.laid.height)  # with the edge of a frame
            yield _Bit(strip, top, bottom, gap, strip.stays_with_next and is_last)
            before, gap = bottom, 0.0


def stretches_of(laid: LaidBlock, page_height: float) -> list[Stretch]:
    """The parts of a strip that are never cut, from above: lines, rows of tables, headings of code with a line."""
    lines = sorted(_lines(laid, page_height))
    stretches = [*lines]
    for ornament in laid.ornaments:
        if isinstance(ornament, Bitmap):
            stretches.append((ornament.rect.top(), ornament.rect.bottom()))
        elif isinstance(ornament, Label):
            top = ornament.rect.top()
            first = next((bottom for line_top, bottom in lines if line_top >= top), ornament.rect.bottom())
            stretches.append((top, max(first, ornament.rect.bottom())))
    if not stretches and laid.height:
        stretches = [(0.0, float(laid.height))]
    return _merged(stretches, laid.height, page_height)


def _lines(laid: LaidBlock, page_height: float) -> Iterator[Stretch]:
    rows = row_edges(laid)
    high = [row for row in rows if row[1] - row[0] > page_height * _LARGEST_ROW]
    for box in laid.boxes:
        if box.row < 0 or any(top <= box.y < bottom for top, bottom in high):
            yield from _kept_together([box.y + one for one in box.tops], box.y + box.height)
    kept = [row for row in rows if row not in high]
    if len(kept) > 1 and kept[0] == rows[0]:
        kept[:2] = [(kept[0][0], kept[1][1])]  # the heading stays with the first row
    yield from kept


def _kept_together(tops: Sequence[float], bottom: float) -> Iterator[Stretch]:
    """The lines of a paragraph; its first two stay together, and its last two."""
    edges = [*tops, bottom]
    if len(tops) > 3:
        del edges[-2], edges[1]
    elif len(tops) > 1:
        edges = [edges[0], edges[-1]]
    yield from pairwise(edges)


def _merged(stretches: Sequence[Stretch], height: float, page_height: float) -> list[Stretch]:
    """Stretches without those that overlap; what is higher than a page is cut where it must be."""
    merged: list[Stretch] = []
    for top, bottom in sorted(stretches):
        top, bottom = max(0.0, top), min(float(height), bottom)
        if merged and top < merged[-1][1] - _CLOSE:
            merged[-1] = (merged[-1][0], max(merged[-1][1], bottom))
        else:
            merged.append((top, bottom))
    return [part for stretch in merged for part in _cut(stretch, page_height - 2 * CARD_PAD)]


def _cut(stretch: Stretch, height: float) -> Iterator[Stretch]:
    top, bottom = stretch
    while bottom - top > height:
        yield top, top + height
        top += height
    yield top, bottom
