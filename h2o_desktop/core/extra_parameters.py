"""The parameters that only some kinds of server have; they are shown for those alone, and never sent by default.

Names, ranges and effects are those of llama.cpp's server, vLLM's and h2oGPT's OpenAI interfaces.
"""

from __future__ import annotations

from h2o_desktop.core.parameter_spec import ParameterKind, ParameterSpec, Scale
from h2o_desktop.core.words import QT_TRANSLATE_NOOP

EXTRAS: tuple[ParameterSpec, ...] = (
    ParameterSpec(
        key="repeat_last_n",
        kind=ParameterKind.COUNT,
        lowest=1,
        highest=8192,
        step=1,
        default=None,
        start=64,
        scale=Scale.LOG,
        extra=True,
        label=QT_TRANSLATE_NOOP("parameters", "Repetition window"),
        unit=QT_TRANSLATE_NOOP("parameters", "tokens"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "How far back the penalties look: only words among so many of the last tokens count as used.",
        ),
    ),
    ParameterSpec(
        key="dry_multiplier",
        kind=ParameterKind.NUMBER,
        lowest=0.0,
        highest=5.0,
        step=0.05,
        default=None,
        start=0.8,
        decimals=2,
        extra=True,
        label=QT_TRANSLATE_NOOP("parameters", "DRY"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "How strongly the model is kept from repeating whole phrases; single words may come again. 0 is off.",
        ),
    ),
    ParameterSpec(
        key="xtc_probability",
        kind=ParameterKind.NUMBER,
        lowest=0.0,
        highest=1.0,
        step=0.05,
        default=None,
        start=0.5,
        decimals=2,
        sampling=True,
        extra=True,
        label=QT_TRANSLATE_NOOP("parameters", "XTC probability"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "How often the likeliest tokens are left out, so that an unlikelier one comes. 0 is never.",
        ),
    ),
    ParameterSpec(
        key="xtc_threshold",
        kind=ParameterKind.NUMBER,
        lowest=0.0,
        highest=0.5,
        step=0.01,
        default=None,
        start=0.1,
        decimals=2,
        sampling=True,
        extra=True,
        label=QT_TRANSLATE_NOOP("parameters", "XTC threshold"),
        help=QT_TRANSLATE_NOOP(
            "parameters",
            "Which tokens XTC leaves out: all that are at least this likely, but for the unlikeliest of them. It does "
            "nothing above 0.5, or without the XTC probability.",
        ),
    ),
    ParameterSpec(
        key="min_new_tokens",
        kind=ParameterKind.COUNT,
        lowest=1,
        highest=4096,
        step=1,
        default=None,
        start=16,
        scale=Scale.LOG,
        extra=True,
        label=QT_TRANSLATE_NOOP("parameters", "Min new tokens"),
        unit=QT_TRANSLATE_NOOP("parameters", "tokens"),
        help=QT_TRANSLATE_NOOP("parameters", "The shortest answer that is allowed: the model may not end it before."),
    ),
    ParameterSpec(
        key="max_time",
        kind=ParameterKind.COUNT,
        lowest=1,
        highest=2048,
        step=1,
        default=None,
        start=60,
        scale=Scale.LOG,
        extra=True,
        label=QT_TRANSLATE_NOOP("parameters", "Time limit"),
        unit=QT_TRANSLATE_NOOP("parameters", "seconds"),
        help=QT_TRANSLATE_NOOP("parameters", "How long the model may write; the answer is cut after that."),
    ),
)
