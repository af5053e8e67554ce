"""The one table of generation parameters: what each is called, its range, and what it does.

Panel, validation, storage, command line and help read this table. A value of None means *not sent*: the server
uses its own default. Defaults follow the H2O service (temperature 0.4, truncate 2048, max new tokens 1024,
sampling on, repetition penalty 1.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.extra_parameters import EXTRAS
from h2o_desktop.core.parameter_spec import ParameterKind, ParameterSpec, ParameterValue, Scale
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

__all__ = [
    "DEFAULTS",
    "LARGEST_SEED",
    "PARAMETERS",
    "SPECS",
    "ParameterKind",
    "ParameterSpec",
    "ParameterValue",
    "Scale",
    "checked_parameters",
    "spec_of",
]

LARGEST_SEED = 2**32 - 1  # what every engine takes: llama.cpp keeps seeds in 32 bits

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
    ParameterSpec(
        key="min_p",
        kind=ParameterKind.NUMBER,
        lowest=0.0,
        highest=1.0,
        step=0.01,
        default=None,
        start=0.05,
        decimals=2,
        sampling=True,
        label=QT_TRANSLATE_NOOP("parameters", "Min-p"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "Only tokens that are at least this share as likely as the likeliest one may be chosen. 0 lets all of "
            "them in.",
        ),
    ),
    ParameterSpec(
        key="typical_p",
        kind=ParameterKind.NUMBER,
        lowest=0.01,
        highest=1.0,
        step=0.01,
        default=None,
        start=0.95,
        decimals=2,
        sampling=True,
        label=QT_TRANSLATE_NOOP("parameters", "Typical-p"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "Only the tokens that surprise about as much as is usual at this place, and together reach this "
            "probability, may be chosen. 1 lets all of them in.",
        ),
    ),
    ParameterSpec(
        key="frequency_penalty",
        kind=ParameterKind.NUMBER,
        lowest=-2.0,
        highest=2.0,
        step=0.1,
        default=None,
        start=0.0,
        decimals=2,
        label=QT_TRANSLATE_NOOP("parameters", "Frequency penalty"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "How strongly a word is avoided for every time that it was used. 0 is no penalty; below 0 words are "
            "repeated more.",
        ),
    ),
    ParameterSpec(
        key="presence_penalty",
        kind=ParameterKind.NUMBER,
        lowest=-2.0,
        highest=2.0,
        step=0.1,
        default=None,
        start=0.0,
        decimals=2,
        label=QT_TRANSLATE_NOOP("parameters", "Presence penalty"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "How strongly a word is avoided once it was used, however often. 0 is no penalty; below 0 the text "
            "stays closer to its words.",
        ),
    ),
    ParameterSpec(
        key="stop",
        kind=ParameterKind.TEXTS,
        lowest=0,
        highest=0,
        step=0,
        default=None,
        label=QT_TRANSLATE_NOOP("parameters", "Stop strings"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "The answer ends before the first of these texts. One a line; \\n in a line means a line break, \\t a tab "
            "and \\\\ a backslash.",
        ),
    ),
    ParameterSpec(
        key="return_full_text",
        kind=ParameterKind.SWITCH,
        lowest=0,
        highest=1,
        step=1,
        default=False,
        label=QT_TRANSLATE_NOOP("parameters", "Return full text"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "On: the answer begins with the prompt that it answers. Off: the answer alone.",
        ),
    ),
    *EXTRAS,
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
