"""What one generation parameter is: its kind of value, its range, and the check of what somebody gives for it.

A value of None means *not sent*: the server uses its own default.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.stop_strings import MOST_STOP_STRINGS, stop_strings, written_lines
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

ParameterValue = float | int | bool | str | None


class ParameterKind(StrEnum):
    """What type of value a parameter has."""

    NUMBER = "number"
    COUNT = "count"
    SWITCH = "switch"
    TEXTS = "texts"


class Scale(StrEnum):
    """How a slider spreads its range."""

    LINEAR = "linear"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """One parameter.

    `lowest`, `highest` and `step` are in the parameter's own unit; `label` and `help` are English templates marked
    for translation under the context `parameters`. An `extra` one is shown only for servers that take it.

    `sampling` marks the parameters that do nothing when the model answers greedily. `start` is where a control begins
    when a parameter that is not sent by default is switched on.
    """

    key: str
    kind: ParameterKind
    lowest: float
    highest: float
    step: float
    default: ParameterValue
    label: str
    help: str
    unit: str = ""
    scale: Scale = Scale.LINEAR
    decimals: int = 0
    sampling: bool = False
    start: float | None = None
    extra: bool = False

    def checked(self, value: object) -> ParameterValue:
        """`value` as this parameter's type; None stays None.

        Raises InputError for what is no number, not finite, or outside the range.
        """
        if value is None:
            return None
        if self.kind is ParameterKind.SWITCH:
            return self._switch(value)
        if self.kind is ParameterKind.TEXTS:
            return self._texts(value)
        number = self._number(value)
        if not self.lowest <= number <= self.highest:  # also false for NaN
            raise InputError(
                Words(
                    QT_TRANSLATE_NOOP("errors", "{key} must be between {lowest} and {highest}, but is {value}."),
                    {
                        "key": self.key,
                        "lowest": _plain(self.lowest),
                        "highest": _plain(self.highest),
                        "value": str(value),
                    },
                ),
                Words(QT_TRANSLATE_NOOP("errors", "Give a value within this range.")),
            )
        return int(number) if self.kind is ParameterKind.COUNT else number

    def _switch(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        word = str(value).strip().lower()
        if word in {"true", "yes", "on", "1"}:
            return True
        if word in {"false", "no", "off", "0"}:
            return False
        raise self._not_a(Words(QT_TRANSLATE_NOOP("errors", "Give true or false.")), value)

    def _texts(self, value: object) -> str | None:
        """One text a line, as `h2o_desktop.core.stop_strings` reads them; a list is taken too, and nothing is None."""
        if not isinstance(value, str):
            hint = Words(QT_TRANSLATE_NOOP("errors", "Give one text a line."))
            if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
                raise self._not_a(hint, value)
            value = written_lines(value)
        count = len(stop_strings(value))
        if count > MOST_STOP_STRINGS:
            hint = Words(QT_TRANSLATE_NOOP("errors", "Give at most {most} lines."), {"most": MOST_STOP_STRINGS})
            raise self._not_a(hint, value)
        return value if count else None

    def _number(self, value: object) -> float:
        hint = Words(QT_TRANSLATE_NOOP("errors", "Give a number."))
        if self.kind is ParameterKind.COUNT:
            hint = Words(QT_TRANSLATE_NOOP("errors", "Give a whole number."))
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise self._not_a(hint, value)
        try:
            number = float(value)
        except (ValueError, OverflowError):
            raise self._not_a(hint, value) from None
        if self.kind is ParameterKind.COUNT and not number.is_integer():
            raise self._not_a(hint, value)
        return number

    def _not_a(self, hint: Words, value: object) -> InputError:
        summary = QT_TRANSLATE_NOOP("errors", "“{value}” is not a value for {key}.")
        return InputError(Words(summary, {"value": str(value)[:80], "key": self.key}), hint)


def _plain(number: float) -> str:
    return f"{number:g}" if abs(number) < 1e6 else f"{number:.0f}"
