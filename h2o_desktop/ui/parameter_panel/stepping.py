"""What slider and number box have in common: fine steps, turns of the wheel, and where to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

from h2o_desktop.core.parameters import ParameterSpec

_UNITS_PER_STEP = 120  # eighths of a degree; what one click of an ordinary wheel gives (Qt's documentation)


class WheelSteps:
    """Whole steps out of the turns of a wheel, also of one that turns smoothly."""

    def __init__(self) -> None:
        self._units = 0

    def taken(self, event: QWheelEvent) -> int:
        """How many steps to go now; what is left of a step is kept for the next turn."""
        delta = event.angleDelta()
        units = delta.y() or delta.x()  # some systems turn the wheel sideways while Alt or Shift is held
        if units * self._units < 0:
            self._units = 0
        self._units += units
        steps = int(self._units / _UNITS_PER_STEP)
        self._units -= steps * _UNITS_PER_STEP
        return steps


def is_fine(modifiers: Qt.KeyboardModifier) -> bool:
    """Whether Ctrl is held, which makes steps fine."""
    return bool(modifiers & Qt.KeyboardModifier.ControlModifier)


def starting_value(spec: ParameterSpec) -> float:
    """Where a control begins when a parameter that was not sent is switched on."""
    if spec.start is not None:
        return spec.start
    if isinstance(spec.default, int | float):
        return spec.default
    return spec.lowest
