"""The guide to the parameters, made from their table: `python -m h2o_desktop.core.parameter_guide` prints it.

`resources/help/parameters.md` is this text, and `ru/parameters.md` the same with the translations of the window, which
`python -m tests.help_pages` writes; tests keep them the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from h2o_desktop.core.capabilities import DIALECTS, Field
from h2o_desktop.core.effects import effect_of
from h2o_desktop.core.parameters import PARAMETERS, ParameterKind, ParameterSpec
from h2o_desktop.core.tongue import ENGLISH, Tongue
from h2o_desktop.core.words import QT_TRANSLATE_NOOP

NAMES: Mapping[str, str] = {
    "h2o": QT_TRANSLATE_NOOP("guide", "H2O service"),
    "llama.cpp": QT_TRANSLATE_NOOP("guide", "llama.cpp and the models of this computer"),
    "openai": QT_TRANSLATE_NOOP("guide", "OpenAI and servers like it"),
    "vllm": "vLLM",
    "h2ogpt": "h2oGPT",
    "ollama": "Ollama",
}

ADVICE: Mapping[str, str] = {
    "temperature": QT_TRANSLATE_NOOP(
        "guide",
        "Take 0 to 0.4 for facts and code, about 0.7 for prose, 1 and more for ideas. Move it alone at "
        "first: together with top-p it is hard to see which of the two did it.",
    ),
    "top_p": QT_TRANSLATE_NOOP("guide", "0.9 to 0.95 keeps odd words out without making the text dull."),
    "top_k": QT_TRANSLATE_NOOP("guide", "40 is usual. 1 is the same as switching sampling off."),
    "repetition_penalty": QT_TRANSLATE_NOOP(
        "guide",
        "1.1 to 1.2 stops small models from going in circles. Lower it when lists or code come out wrong, "
        "since they must repeat words.",
    ),
    "max_new_tokens": QT_TRANSLATE_NOOP(
        "guide",
        "A paragraph is about 100 tokens, a page about 600. When an answer stops at the limit, let it go on "
        "with Continue.",
    ),
    "truncate": QT_TRANSLATE_NOOP(
        "guide",
        "Whole turns are left out, the oldest first; the last prompt is always kept. The bar above the "
        "prompt shows what is read.",
    ),
    "do_sample": QT_TRANSLATE_NOOP(
        "guide",
        "Off gives the same answer every time, as far as the server keeps to it.",
    ),
    "seed": QT_TRANSLATE_NOOP(
        "guide",
        "Keep one seed while you change another parameter, and only that parameter makes the difference.",
    ),
    "min_p": QT_TRANSLATE_NOOP(
        "guide",
        "0.05 to 0.1 works well with temperatures above 1: it cuts more where the model is sure and less "
        "where it is not.",
    ),
    "typical_p": QT_TRANSLATE_NOOP("guide", "Seldom needed. It can cut even the likeliest word, so set it alone."),
    "frequency_penalty": QT_TRANSLATE_NOOP("guide", "0.2 to 0.5 against words that come again and again."),
    "presence_penalty": QT_TRANSLATE_NOOP("guide", "0.2 to 0.5 leads to new subjects sooner."),
    "stop": QT_TRANSLATE_NOOP(
        "guide",
        "Useful when a model goes on to write the next question itself: give the beginning of that line, "
        "such as Human:",
    ),
    "return_full_text": QT_TRANSLATE_NOOP("guide", "For prompts that begin a text which the model continues."),
    "repeat_last_n": QT_TRANSLATE_NOOP(
        "guide",
        "64 is usual. Take more when a model goes in circles over whole paragraphs.",
    ),
    "dry_multiplier": QT_TRANSLATE_NOOP(
        "guide",
        "0.8 against stories that repeat themselves. Keep it off for code and lists, which must repeat phrases.",
    ),
    "xtc_probability": QT_TRANSLATE_NOOP(
        "guide",
        "0.5 with a threshold of 0.1 gives bolder prose. Keep it off for facts and code.",
    ),
    "xtc_threshold": QT_TRANSLATE_NOOP("guide", "0.1 is usual; lower values leave out more."),
    "min_new_tokens": QT_TRANSLATE_NOOP(
        "guide",
        "Seldom needed: a model that has said everything fills the rest with chatter.",
    ),
    "max_time": QT_TRANSLATE_NOOP("guide", "For servers that many people share."),
}

_TITLE = QT_TRANSLATE_NOOP("guide", "The parameters")
_INTRODUCTION = QT_TRANSLATE_NOOP(
    "guide",
    "Every parameter stands in the panel on the right; *not sent* means that the server uses a value of its own. "
    "With F1 on a control this page opens at its place. On the command line the same parameters are set with "
    "`--set KEY=VALUE`, and `--set KEY=none` does not send one.",
)


def guide(tongue: Tongue = ENGLISH) -> str:
    """The whole guide as Markdown."""
    introduction = f"# {tongue.say('guide', _TITLE)}\n\n{tongue.say('guide', _INTRODUCTION)}\n"
    return "\n".join([introduction, *(_section(spec, tongue) for spec in PARAMETERS)])


def _section(spec: ParameterSpec, tongue: Tongue) -> str:
    say = tongue.say
    lines = [f"## {say('parameters', spec.label)}", "", say("parameters", spec.help), ""]
    lines += [say("guide", ADVICE[spec.key]), "", effect_of(spec.key, tongue).words, ""]
    lines += [_range(spec, tongue), "", say("guide", QT_TRANSLATE_NOOP("guide", "How servers take it:")), ""]
    for key, name in NAMES.items():
        lines.append(f"- {say('guide', name)}: {_taken(spec.key, DIALECTS[key].fields.get(spec.key), tongue)}")
    return "\n".join([*lines, ""])


def _range(spec: ParameterSpec, tongue: Tongue) -> str:
    if spec.kind is ParameterKind.SWITCH:
        template = QT_TRANSLATE_NOOP("guide", "Key `{key}`, on or off, {default} at first.")
    elif spec.kind is ParameterKind.TEXTS:
        template = QT_TRANSLATE_NOOP("guide", "Key `{key}`, one text a line, {default} at first.")
    else:
        template = QT_TRANSLATE_NOOP("guide", "Key `{key}`, from {lowest} to {highest}{unit}, {default} at first.")
    return tongue.say("guide", template).format(
        key=spec.key,
        default=_default(spec, tongue),
        lowest=tongue.number(spec.lowest),
        highest=tongue.number(spec.highest),
        unit=f" {tongue.say('parameters', spec.unit)}" if spec.unit else "",
    )


def _default(spec: ParameterSpec, tongue: Tongue) -> str:
    if spec.key == "seed":
        return tongue.say("guide", QT_TRANSLATE_NOOP("guide", "random"))
    if spec.default is None:
        return tongue.say("guide", QT_TRANSLATE_NOOP("guide", "not sent"))
    if isinstance(spec.default, bool):
        word = QT_TRANSLATE_NOOP("guide", "on") if spec.default else QT_TRANSLATE_NOOP("guide", "off")
        return tongue.say("guide", word)
    return tongue.number(spec.default)


def _taken(key: str, field: Field | None, tongue: Tongue) -> str:
    if field is None:
        return tongue.say("guide", QT_TRANSLATE_NOOP("guide", "not accepted"))
    if field.emulated:
        if key == "do_sample":
            return tongue.say("guide", QT_TRANSLATE_NOOP("guide", "temperature 0 is sent instead when it is off"))
        return tongue.say("guide", QT_TRANSLATE_NOOP("guide", "done by this program"))
    words = [_way(key, field), *_limits(field, tongue)]
    said = [tongue.say("guide", template).format(**fields) for template, fields in words]
    if field.note:
        said.append(tongue.say("captions", field.note))
    return ", ".join(said)


def _way(key: str, field: Field) -> tuple[str, dict[str, str]]:
    if field.name and field.name != key:
        return QT_TRANSLATE_NOOP("guide", "sent as `{name}`"), {"name": field.name}
    return QT_TRANSLATE_NOOP("guide", "sent as it is"), {}


def _limits(field: Field, tongue: Tongue) -> Iterator[tuple[str, dict[str, str]]]:
    if field.lowest is not None:
        yield QT_TRANSLATE_NOOP("guide", "at least {number}"), {"number": tongue.number(field.lowest)}
    if field.highest is not None:
        yield QT_TRANSLATE_NOOP("guide", "at most {number}"), {"number": tongue.number(field.highest)}
    if field.omit_from is not None:
        template = QT_TRANSLATE_NOOP("guide", "left out from {number} on, which means the same")
        yield template, {"number": tongue.number(field.omit_from)}
    if field.most is not None:
        template = QT_TRANSLATE_NOOP("guide", "the first {number}; this program obeys the others too")
        yield template, {"number": tongue.number(field.most)}


if __name__ == "__main__":
    sys.stdout.write(guide())
