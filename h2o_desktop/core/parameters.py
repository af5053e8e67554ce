"""The one table of generation parameters: what each is called, its range, and what it does.

Panel, validation, storage, command line and help read this table. A value of None means *not sent*: the server
uses its own default. Defaults follow the H2O service (temperature 0.4, truncate 2048, max new tokens 1024,
sampling on, repetition penalty 1.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

ParameterValue = float | int | bool | str | None

LARGEST_SEED = 2**32 - 1  # what every engine takes: llama.cpp keeps seeds in 32 bits


class ParameterKind(StrEnum):
    """What type of value a parameter has."""

    NUMBER = "number"
    COUNT = "count"
    SWITCH = "switch"


class Scale(StrEnum):
    """How a slider spreads its range."""

    LINEAR = "linear"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """One parameter.

    `lowest`, `highest` and `step` are in the parameter's own unit; `label` and `help` are English templates marked
    for translation under the context `parameters`.

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

    def checked(self, value: object) -> ParameterValue:
        """`value` as this parameter's type; None stays None.

        Raises InputError for what is no number, not finite, or outside the range.
        """
        if value is None:
            return None
        if self.kind is ParameterKind.SWITCH:
            return self._switch(value)
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


PARAMETERS: tuple[ParameterSpec, ...] = (
    ParameterSpec(
        key="temperature",
        kind=ParameterKind.NUMBER,
        lowest=0.0,
        highest=2.0,
        step=0.05,
        default=0.4,
        decimals=2,
        sampling=True,
        label=QT_TRANSLATE_NOOP("parameters", "Temperature"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "How freely the model chooses its words. 0 always takes the likeliest one; higher values make the "
            "answers more varied, and above 1 more and more random.",
        ),
    ),
    ParameterSpec(
        key="top_p",
        kind=ParameterKind.NUMBER,
        lowest=0.01,
        highest=1.0,
        step=0.01,
        default=None,
        start=0.95,
        decimals=2,
        sampling=True,
        label=QT_TRANSLATE_NOOP("parameters", "Top-p"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "Only the likeliest tokens that together reach this probability may be chosen. 1 lets all of them in.",
        ),
    ),
    ParameterSpec(
        key="top_k",
        kind=ParameterKind.COUNT,
        lowest=1,
        highest=200,
        step=1,
        default=None,
        start=40,
        scale=Scale.LOG,
        sampling=True,
        label=QT_TRANSLATE_NOOP("parameters", "Top-k"),
        unit=QT_TRANSLATE_NOOP("parameters", "tokens"),
        help=QT_TRANSLATE_NOOP("parameters", "Only this many of the likeliest tokens may be chosen."),
    ),
    ParameterSpec(
        key="repetition_penalty",
        kind=ParameterKind.NUMBER,
        lowest=0.5,
        highest=2.0,
        step=0.05,
        default=1.2,
        decimals=2,
        label=QT_TRANSLATE_NOOP("parameters", "Repetition penalty"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "How strongly words that were already used are avoided. 1 is no penalty; high values make the text odd.",
        ),
    ),
    ParameterSpec(
        key="max_new_tokens",
        kind=ParameterKind.COUNT,
        lowest=1,
        highest=32768,
        step=1,
        default=1024,
        scale=Scale.LOG,
        label=QT_TRANSLATE_NOOP("parameters", "Max new tokens"),
        unit=QT_TRANSLATE_NOOP("parameters", "tokens"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "The longest answer that is allowed. A token is about four letters of English; the answer is cut when "
            "the limit is reached.",
        ),
    ),
    ParameterSpec(
        key="truncate",
        kind=ParameterKind.COUNT,
        lowest=64,
        highest=131072,
        step=1,
        default=2048,
        scale=Scale.LOG,
        label=QT_TRANSLATE_NOOP("parameters", "Truncate"),
        unit=QT_TRANSLATE_NOOP("parameters", "tokens"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "How much of the conversation the model reads. What is older than this many tokens is left out.",
        ),
    ),
    ParameterSpec(
        key="do_sample",
        kind=ParameterKind.SWITCH,
        lowest=0,
        highest=1,
        step=1,
        default=True,
        label=QT_TRANSLATE_NOOP("parameters", "Sampling"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "On: the model draws its words by their probabilities. Off: it always takes the likeliest word, and "
            "temperature, top-p and top-k do nothing.",
        ),
    ),
    ParameterSpec(
        key="seed",
        kind=ParameterKind.COUNT,
        lowest=0,
        highest=LARGEST_SEED,
        step=1,
        default=None,
        sampling=True,
        label=QT_TRANSLATE_NOOP("parameters", "Seed"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "The number that the model's chance starts from: the same seed with the same settings gives the same "
            "answer. Without one, a new seed is drawn for every answer and kept with it.",
        ),
    ),
)

SPECS: Mapping[str, ParameterSpec] = MappingProxyType({spec.key: spec for spec in PARAMETERS})
DEFAULTS: Mapping[str, ParameterValue] = MappingProxyType({spec.key: spec.default for spec in PARAMETERS})


def spec_of(key: str) -> ParameterSpec:
    """The spec of `key`; raises InputError that names the known keys."""
    if key in SPECS:
        return SPECS[key]
    raise InputError(
        Words(QT_TRANSLATE_NOOP("errors", "There is no parameter “{key}”."), {"key": key[:80]}),
        Words(QT_TRANSLATE_NOOP("errors", "The known ones are {keys}."), {"keys": ", ".join(SPECS)}),
    )


def checked_parameters(values: Mapping[str, object]) -> dict[str, ParameterValue]:
    """`values` with each one checked against its spec; raises InputError for the first that does not fit."""
    return {key: spec_of(key).checked(value) for key, value in values.items()}
