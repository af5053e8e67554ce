"""The guide to the parameters, made from their table: `python -m h2o_desktop.core.parameter_guide` prints it.

`resources/help/parameters.md` is this text; a test keeps the two the same.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from h2o_desktop.core.capabilities import DIALECTS, Field
from h2o_desktop.core.effects import effect_of
from h2o_desktop.core.parameters import PARAMETERS, ParameterKind, ParameterSpec

NAMES: Mapping[str, str] = {
    "h2o": "H2O service",
    "llama.cpp": "llama.cpp and the models of this computer",
    "openai": "OpenAI and servers like it",
    "vllm": "vLLM",
    "h2ogpt": "h2oGPT",
    "ollama": "Ollama",
}

ADVICE: Mapping[str, str] = {
    "temperature": (
        "Take 0 to 0.4 for facts and code, about 0.7 for prose, 1 and more for ideas. Move it alone at first: "
        "together with top-p it is hard to see which of the two did it."
    ),
    "top_p": "0.9 to 0.95 keeps odd words out without making the text dull.",
    "top_k": "40 is usual. 1 is the same as switching sampling off.",
    "repetition_penalty": (
        "1.1 to 1.2 stops small models from going in circles. Lower it when lists or code come out wrong, "
        "since they must repeat words."
    ),
    "max_new_tokens": (
        "A paragraph is about 100 tokens, a page about 600. When an answer stops at the limit, let it go on "
        "with Continue."
    ),
    "truncate": (
        "Whole turns are left out, the oldest first; the last prompt is always kept. The bar above the prompt "
        "shows what is read."
    ),
    "do_sample": "Off gives the same answer every time, as far as the server keeps to it.",
    "seed": "Keep one seed while you change another parameter, and only that parameter makes the difference.",
    "min_p": (
        "0.05 to 0.1 works well with temperatures above 1: it cuts more where the model is sure and less "
        "where it is not."
    ),
    "typical_p": "Seldom needed. It can cut even the likeliest word, so set it alone.",
    "frequency_penalty": "0.2 to 0.5 against words that come again and again.",
    "presence_penalty": "0.2 to 0.5 leads to new subjects sooner.",
    "stop": (
        "Useful when a model goes on to write the next question itself: give the beginning of that line, such as Human:"
    ),
    "return_full_text": "For prompts that begin a text which the model continues.",
    "repeat_last_n": "64 is usual. Take more when a model goes in circles over whole paragraphs.",
    "dry_multiplier": (
        "0.8 against stories that repeat themselves. Keep it off for code and lists, which must repeat phrases."
    ),
    "xtc_probability": "0.5 with a threshold of 0.1 gives bolder prose. Keep it off for facts and code.",
    "xtc_threshold": "0.1 is usual; lower values leave out more.",
    "min_new_tokens": "Seldom needed: a model that has said everything fills the rest with chatter.",
    "max_time": "For servers that many people share.",
}

_INTRODUCTION = """# The parameters

Every parameter stands in the panel on the right; *not sent* means that the server uses a value of its own. With F1 on a
control this page opens at its place. On the command line the same parameters are set with `--set KEY=VALUE`, and
`--set KEY=none` does not send one.
"""


def guide() -> str:
    """The whole guide as Markdown."""
    return "\n".join([_INTRODUCTION, *map(_section, PARAMETERS)])


def _section(spec: ParameterSpec) -> str:
    lines = [f"## {spec.label}", "", spec.help, "", ADVICE[spec.key], "", effect_of(spec.key).words, ""]
    lines.extend((_range(spec), "", "How servers take it:", ""))
    lines.extend(f"- {name}: {_taken(spec.key, DIALECTS[key].fields.get(spec.key))}" for key, name in NAMES.items())
    return "\n".join([*lines, ""])


def _range(spec: ParameterSpec) -> str:
    default = "not sent" if spec.default is None else _plain(spec.default)
    if spec.key == "seed":
        default = "random"
    if spec.kind is ParameterKind.SWITCH:
        return f"Key `{spec.key}`, on or off, {default} at first."
    if spec.kind is ParameterKind.TEXTS:
        return f"Key `{spec.key}`, one text a line, {default} at first."
    unit = f" {spec.unit}" if spec.unit else ""
    return f"Key `{spec.key}`, from {_plain(spec.lowest)} to {_plain(spec.highest)}{unit}, {default} at first."


def _plain(value: float | str) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:,.10g}" if isinstance(value, int | float) else value


def _taken(key: str, field: Field | None) -> str:
    if field is None:
        return "not accepted"
    if field.emulated:
        return "temperature 0 is sent instead when it is off" if key == "do_sample" else "done by this program"
    words = [f"sent as `{field.name}`" if field.name and field.name != key else "sent as it is"]
    if field.lowest is not None:
        words.append(f"at least {_plain(field.lowest)}")
    if field.highest is not None:
        words.append(f"at most {_plain(field.highest)}")
    if field.omit_from is not None:
        words.append(f"left out from {_plain(field.omit_from)} on, which means the same")
    if field.most is not None:
        words.append(f"the first {field.most}; this program obeys the others too")
    if field.note:
        words.append(field.note)
    return ", ".join(words)


if __name__ == "__main__":
    sys.stdout.write(guide())
