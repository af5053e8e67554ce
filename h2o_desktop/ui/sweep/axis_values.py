"""The values of an axis as one line of text, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from h2o_desktop.core.parameters import ParameterKind, ParameterSpec, ParameterValue
from h2o_desktop.ui.parameter_panel.captions import absent_text
from h2o_desktop.ui.parameter_panel.number_text import number_in

BETWEEN = "; "
BETWEEN_STOPS = " | "
_ABSENT = frozenset({"", "-", "–", "—"})


def value_text(spec: ParameterSpec, value: ParameterValue, locale: QLocale | None = None) -> str:
    """One value, without separators of thousands: in a list they would look like two values."""
    if value is None:
        return absent_text(spec)
    if isinstance(value, bool):
        return switch_words()[value]
    if isinstance(value, str):
        return BETWEEN_STOPS.join(line for line in value.split("\n") if line)
    locale = QLocale(locale or QLocale())
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(float(value), "f", spec.decimals)


def list_text(spec: ParameterSpec, values: Sequence[ParameterValue], locale: QLocale | None = None) -> str:
    """The values in one line."""
    return BETWEEN.join(value_text(spec, value, locale) for value in values)


def values_in(text: str, spec: ParameterSpec, locale: QLocale | None = None) -> list[object]:
    """The values that a line names. What is no value comes back as it was written; the axis refuses it in words.

    They stand apart by semicolons; numbers also by blanks, and by commas where the locale has another decimal sign.
    """
    locale = locale or QLocale()
    return [_value(part.strip(), spec, locale) for part in _parts(text, spec, locale) if part.strip()]


def switch_words() -> dict[bool, str]:
    """The words for on and off."""
    return {True: QCoreApplication.translate("captions", "on"), False: QCoreApplication.translate("captions", "off")}


def _parts(text: str, spec: ParameterSpec, locale: QLocale) -> list[str]:
    if spec.kind in {ParameterKind.TEXTS, ParameterKind.SWITCH}:
        return text.split(";")
    # The words for no value may be two, such as “not sent”; they are one part.
    text = text.replace(absent_text(spec), "–")
    commas = "" if locale.decimalPoint() == "," else ","
    return re.split(rf"[;\s{commas}]+|,\s", text)


def _value(part: str, spec: ParameterSpec, locale: QLocale) -> object:
    if part in _ABSENT or part.casefold() == absent_text(spec).casefold():
        return None
    if spec.kind is ParameterKind.SWITCH:
        return next((value for value, word in switch_words().items() if word == part.casefold()), part)
    if spec.kind is ParameterKind.TEXTS:
        return "\n".join(line.strip() for line in part.split("|"))
    sign = -1.0 if part[:1] in {"-", "−"} else 1.0
    number = number_in(part.lstrip("-−"), locale, whole=spec.kind is ParameterKind.COUNT)
    return part if number is None else sign * number
