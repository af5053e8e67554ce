"""Where the rows of laid out tables begin and end."""

from __future__ import annotations

from itertools import pairwise

from h2o_desktop.ui.chat_view.laid_block import LaidBlock

_ABOVE = 6.0  # what tables leave above and below the text of a row


def row_edges(laid: LaidBlock) -> list[tuple[float, float]]:
    """Top and bottom of each row of a block's tables; one row begins where the one above it ends."""
    found: dict[int, tuple[float, float]] = {}
    for box in laid.boxes:
        if box.row >= 0:
            top, bottom = found.get(box.row, (box.y, box.y))
            found[box.row] = (min(top, box.y), max(bottom, box.y + box.height))
    rows = [(top - _ABOVE, bottom + _ABOVE) for _row, (top, bottom) in sorted(found.items())]
    for number, ((_top, bottom), (next_top, next_bottom)) in enumerate(pairwise(rows)):
        if abs(next_top - bottom) < _ABOVE:
            middle = (bottom + next_top) / 2
            rows[number], rows[number + 1] = (rows[number][0], middle), (middle, next_bottom)
    return rows
