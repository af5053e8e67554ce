"""Named sets of parameters, and the JSON file in which they are kept and exchanged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import SPECS, ParameterValue
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

FORMAT = "h2o-desktop-presets"
VERSION = 1
MOST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Preset:
    """A name and the parameters that go with it; what is not named keeps its value when the preset is used."""

    name: str
    values: Mapping[str, ParameterValue]


BUILT_IN = (
    Preset(
        QT_TRANSLATE_NOOP("presets", "Precise"),
        {"do_sample": True, "temperature": 0.2, "top_p": 0.9, "top_k": 40, "min_p": None, "typical_p": None},
    ),
    Preset(
        QT_TRANSLATE_NOOP("presets", "Balanced"),
        {"do_sample": True, "temperature": 0.7, "top_p": 0.95, "top_k": 40, "min_p": None, "typical_p": None},
    ),
    Preset(
        QT_TRANSLATE_NOOP("presets", "Inventive"),
        {"do_sample": True, "temperature": 1.1, "top_p": None, "top_k": None, "min_p": 0.05, "typical_p": None},
    ),
    Preset(
        QT_TRANSLATE_NOOP("presets", "Always the same"),
        {"do_sample": False},
    ),
)


def with_preset(presets: Sequence[Preset], preset: Preset) -> tuple[Preset, ...]:
    """The presets with one more, in the place of the one that has its name; in alphabetical order."""
    others = [other for other in presets if other.name != preset.name]
    return tuple(sorted((*others, preset), key=lambda one: one.name.casefold()))


def without_preset(presets: Sequence[Preset], name: str) -> tuple[Preset, ...]:
    """The presets without the one of that name."""
    return tuple(preset for preset in presets if preset.name != name)


def checked_name(text: str) -> str:
    """A name for a preset, in one line. Raises InputError when nothing is left of it."""
    name = " ".join(text.split())[:MOST_LETTERS]
    if not name:
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "A preset needs a name.")),
            Words(QT_TRANSLATE_NOOP("errors", "Give one or two words.")),
        )
    return name


def presets_text(presets: Sequence[Preset], more: Mapping[str, object] = MappingProxyType({})) -> str:
    """The JSON document of these presets, with whatever else shall stand in it."""
    rows = [{"name": preset.name, "parameters": dict(preset.values)} for preset in presets]
    document = {"format": FORMAT, "version": VERSION, "presets": rows, **more}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def presets_in(text: str) -> tuple[Preset, ...]:
    """The presets of a JSON document.

    Parameters that this program does not know, and values that it does not allow, are left out. Raises InputError when
    the text is no such document.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _no_presets(str(error)) from error
    rows = document.get("presets") if isinstance(document, dict) and document.get("format") == FORMAT else None
    if not isinstance(rows, list):
        raise _no_presets("no list of presets")
    found: tuple[Preset, ...] = ()
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get("name"), str) and row["name"].strip():
            found = with_preset(found, Preset(checked_name(row["name"]), _values(row.get("parameters"))))
    return found


def _values(parameters: object) -> dict[str, ParameterValue]:
    values: dict[str, ParameterValue] = {}
    for key, value in parameters.items() if isinstance(parameters, dict) else ():
        try:
            values[key] = SPECS[key].checked(value)
        except (KeyError, InputError):
            continue
    return values


def _no_presets(detail: str) -> InputError:
    return InputError(
        Words(QT_TRANSLATE_NOOP("errors", "This file holds no presets.")),
        Words(QT_TRANSLATE_NOOP("errors", "Choose a file that was exported from the menu of presets.")),
        detail,
    )
