"""How a slider spreads the range of a parameter, and which steps the keyboard takes through it.

Pure functions of a spec: positions are whole numbers from 0 to `last`, values are in the parameter's own unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from h2o_desktop.core.parameters import ParameterSpec, Scale

LOG_POSITIONS = 1000
_PAGES = 10  # so many pages make up a range
_SHARE_OF_OCTAVE = 8  # between a power of two and the next, so many values can be reached by dragging
_DIGITS_BASE = 10.0


@dataclass(frozen=True, slots=True)
class SliderScale:
    """The way between values and positions of one parameter.

    A dragged slider stops at values that a person would choose: multiples of the step, and on a logarithmic scale round
    numbers. With `fine` it stops at every value that the parameter's decimals can write.
    """

    spec: ParameterSpec

    @property
    def last(self) -> int:
        """The position of the highest value."""
        if self.spec.scale is Scale.LOG:
            return LOG_POSITIONS
        return max(1, round((self.spec.highest - self.spec.lowest) / self._finest))

    def position(self, value: float) -> int:
        """Where the handle stands for a value; values outside the range stand at its ends."""
        spec, value = self.spec, self._within(value)
        if spec.scale is Scale.LOG:
            share = math.log(value / spec.lowest) / math.log(spec.highest / spec.lowest)
        else:
            share = (value - spec.lowest) / (spec.highest - spec.lowest)
        return round(share * self.last)

    def value(self, position: float, *, fine: bool = False) -> float:
        """The value to take when the handle is put at a position."""
        spec = self.spec
        share = min(1.0, max(0.0, position / self.last))
        if spec.scale is Scale.LOG:
            exact = spec.lowest * (spec.highest / spec.lowest) ** share
        else:
            exact = spec.lowest + share * (spec.highest - spec.lowest)
        if share in {0.0, 1.0}:
            return self._written(exact)
        step = self._finest if fine else self._coarse(exact)
        return self._written(round(exact / step) * step)

    def stepped(self, value: float, steps: int, *, fine: bool = False) -> float:
        """The value that many steps up (or down, when negative); a value between two steps goes to the nearer end."""
        for _ in range(abs(steps)):
            value = self._next(value, up=steps > 0, fine=fine)
        return value

    def paged(self, value: float, pages: int) -> float:
        """The value that many big steps up or down: a tenth of the range, or twice and half on a logarithmic scale."""
        spec = self.spec
        if spec.scale is Scale.LOG:
            return self._snapped(value * 2.0**pages)
        return self._snapped(value + pages * (spec.highest - spec.lowest) / _PAGES)

    def _next(self, value: float, *, up: bool, fine: bool) -> float:
        # Just below a power the step is the smaller one, so that going down meets what going up met.
        step = self._finest if fine else self._coarse(value if up else value - self._finest / 2)
        steps = value / step
        tolerance = 1e-6
        whole = math.floor(steps + tolerance) + 1 if up else math.ceil(steps - tolerance) - 1
        return self._written(whole * step)

    def _snapped(self, value: float) -> float:
        step = self._coarse(self._within(value))
        return self._written(round(value / step) * step)

    @property
    def _finest(self) -> float:
        return _DIGITS_BASE**-self.spec.decimals if self.spec.decimals else min(1.0, self.spec.step)

    def _coarse(self, value: float) -> float:
        """How far apart the values lie that dragging reaches near `value`."""
        if self.spec.scale is Scale.LINEAR:
            return self.spec.step
        value = max(value, 1.0)
        if self._counts_in_powers_of_two:
            return max(self.spec.step, 2.0 ** math.floor(math.log2(value)) / _SHARE_OF_OCTAVE)
        return max(self.spec.step, _DIGITS_BASE ** (math.floor(math.log10(value)) - 1))

    @property
    def _counts_in_powers_of_two(self) -> bool:
        """Whether the range ends at a power of two, as lengths in tokens do."""
        return math.log2(self.spec.highest).is_integer()

    def _within(self, value: float) -> float:
        return min(self.spec.highest, max(self.spec.lowest, value))

    def _written(self, value: float) -> float:
        """The value within the range, without the dust of binary fractions."""
        return round(self._within(value), self.spec.decimals)
