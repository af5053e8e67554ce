"""What there is to see of each cell of a sweep: its answer and its measures."""

from __future__ import annotations

from dataclasses import dataclass

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.sweep import Sweep
from h2o_desktop.core.text_measures import Measures, agreements, measures_of


@dataclass(frozen=True, slots=True)
class CellReport:
    """One cell. Measures are those of an answer that has ended; `measures` is None until then, and without any text.

    `length` is its words as a share of those of the longest answer. `agreement` is None where no other cell has an
    answer to agree with.
    """

    answer: Message | None = None
    measures: Measures | None = None
    length: float = 0.0
    agreement: float | None = None


def reports_of(sweep: Sweep) -> tuple[CellReport, ...]:
    """The report of every cell, by place."""
    ended = {
        place: cell.content
        for place, cell in enumerate(sweep.cells)
        if cell is not None and cell.content.strip() and cell.status is not Status.STREAMING
    }
    measures = {place: measures_of(text) for place, text in ended.items()}
    longest = max((measured.words for measured in measures.values()), default=0) or 1
    agreeing = agreements(ended)
    return tuple(
        CellReport(cell, measures[place], measures[place].words / longest, agreeing.get(place))
        if place in measures
        else CellReport(cell)
        for place, cell in enumerate(sweep.cells)
    )
