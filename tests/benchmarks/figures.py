"""A figure: what the program takes against what a baseline takes that does the least that could be done."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field


@dataclass
class Figure:
    """Measurements of the program and of its baseline, taken in turns; what counts is the ratio of their medians."""

    name: str
    unit: str
    at_most: float
    program: list[float] = field(default_factory=list)
    baseline: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """How many times the baseline the program takes."""
        return statistics.median(self.program) / statistics.median(self.baseline)

    @property
    def holds(self) -> bool:
        """Whether the ratio is as small as it should be."""
        return self.ratio <= self.at_most

    def line(self) -> str:
        """The figure as one line of a table."""
        program, baseline = statistics.median(self.program), statistics.median(self.baseline)
        verdict = "" if self.holds else "  above"
        return (
            f"{self.name:<44} {program:>9.3f} {self.unit:<3} {baseline:>9.3f} {self.unit:<3} "
            f"{self.ratio:>6.2f}  <= {self.at_most:g}{verdict}"
        )


HEADING = f"{'':<44} {'program':>13} {'baseline':>13} {'ratio':>6}"
