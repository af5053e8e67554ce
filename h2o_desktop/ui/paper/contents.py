"""What leads through the pages: the outline, the contents' lines, and the addresses in the texts."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF

from h2o_desktop.core.paper import POINTS_PER_INCH, Entry, PageLink, Spot
from h2o_desktop.ui.chat_view.actions import may_open
from h2o_desktop.ui.chat_view.rich_text import Run, Style
from h2o_desktop.ui.chat_view.text_box import TextBox, cursor_x
from h2o_desktop.ui.paper.composition import Composition
from h2o_desktop.ui.paper.pagination import Slice
from h2o_desktop.ui.paper.strips import Strip
from h2o_desktop.ui.paper.tools import PIXELS_PER_INCH

_POINTS = POINTS_PER_INCH / PIXELS_PER_INCH


def outline_of(composition: Composition) -> Iterator[Entry]:
    """What viewers show beside the pages: the messages, and below each answer its headings."""
    above = composition.sheet.column.y()
    yield Entry(composition.title, 0, Spot(0, 0.0))
    base, headings = 1, list[int]()
    before: Strip | None = None
    for page, slices in enumerate(composition.pages):
        for one in slices:
            strip, spot = one.strip, Spot(page, (above + one.y) * _POINTS)
            if strip.entry >= 0:
                line = composition.lines[strip.entry]
                base, headings = line.level + 1, []
                yield Entry(line.words, base, spot)
            elif strip.heading and strip is not before:
                headings = [*(level for level in headings if level < strip.heading), strip.heading]
                yield Entry(strip.laid.text(), base + len(headings), spot)
            before = strip


def links_of(composition: Composition) -> Iterator[PageLink]:
    """The contents' lines, and the addresses in the texts."""
    column = composition.sheet.column
    for page, slices in enumerate(composition.pages):
        for one in slices:
            if one.strip.leads_to >= 0:
                place = composition.places[one.strip.leads_to]
                rect = QRectF(column.x(), column.y() + one.y, column.width(), one.height)
                yield PageLink(page, _in_points(rect), Spot(place.page, (column.y() + place.y) * _POINTS))
            for box in one.strip.laid.boxes:
                for run in box.text.runs:
                    if run.style & (Style.LINK | Style.IMAGE) and may_open(run.target):
                        yield from _links_of_run(page, one, box, run, column.topLeft())


def _links_of_run(page: int, one: Slice, box: TextBox, run: Run, corner: QPointF) -> Iterator[PageLink]:
    for index in range(box.layout.lineCount()):
        line = box.layout.lineAt(index)
        start, end = max(run.start, line.textStart()), min(run.start + run.length, line.textStart() + line.textLength())
        y = box.y + line.y()
        if start >= end or not one.top <= y + line.height() / 2 < one.bottom:
            continue
        first, last = sorted((cursor_x(line, start), cursor_x(line, end)))
        scale, strip = one.strip.scale, one.strip
        left = corner.x() + strip.left + (box.x + first) * scale
        rect = QRectF(left, corner.y() + one.y + (y - one.top) * scale, (last - first) * scale, line.height() * scale)
        yield PageLink(page, _in_points(rect), run.target)


def _in_points(rect: QRectF) -> tuple[float, float, float, float]:
    return rect.left() * _POINTS, rect.top() * _POINTS, rect.right() * _POINTS, rect.bottom() * _POINTS
