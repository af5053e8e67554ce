"""What is kept with an answer about how it was made: what became of each parameter, and how fast it came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from h2o_desktop.core.capabilities import DIALECTS, SENT, Capabilities, Treated, Treatment, resolve
from h2o_desktop.core.conversation import Message, Timings, Usage
from h2o_desktop.core.parameters import DEFAULTS, SPECS, ParameterKind, ParameterValue
from h2o_desktop.core.stop_strings import written_lines

SHORTEST_S = 0.001
# What this program does itself where a server is not told of it.
_DONE_HERE = frozenset({"truncate", "do_sample", "return_full_text", "stop"})


def tokens_per_second(usage: Usage, timings: Timings) -> float | None:
    """How fast the text came after its first token; None where that is not known."""
    if not usage.completion_tokens or timings.total_s is None:
        return None
    seconds = timings.total_s - (timings.first_text_s or 0.0)
    return usage.completion_tokens / seconds if seconds >= SHORTEST_S else None


def changed_settings(message: Message) -> dict[str, ParameterValue]:
    """What an answer was asked for with that is not the default, without the seed and what is long."""
    asked = message.requested
    short = (key for key in SPECS if key != "seed" and SPECS[key].kind is not ParameterKind.TEXTS)
    return {key: asked[key] for key in short if key in asked and asked[key] != DEFAULTS[key]}


def fates(
    requested: Mapping[str, ParameterValue], sent: Mapping[str, object], capabilities: Capabilities | None
) -> dict[str, Treated]:
    """What became of every parameter of an answer, by what was asked for and the fields that were sent.

    `capabilities` are those of its server, None when that is not known any more. Nothing `sent` means that no request
    went out: then it is what would have become of them.
    """
    expected = resolve(requested, capabilities).treated if capabilities is not None else {}
    if not sent and expected:
        return dict(expected)
    return {key: _fate(key, requested.get(key), sent, expected.get(key)) for key in SPECS}


def asked_otherwise(message: Message) -> dict[str, ParameterValue]:
    """What an answer was asked for with that was not sent, or not with this value."""
    unlike = {Treatment.CLAMPED, Treatment.EMULATED, Treatment.LEFT_OUT}
    became = fates(message.requested, message.sent, None)
    return {key: message.requested[key] for key, fate in became.items() if fate.treatment in unlike}


def additions(sent: Mapping[str, object]) -> dict[str, object]:
    """The fields that were sent and are no parameter of a person."""
    known = {name for key in SPECS for name in _names(key)}
    return {name: value for name, value in sent.items() if name not in known}


def _fate(key: str, asked: ParameterValue, sent: Mapping[str, object], expected: Treated | None) -> Treated:
    name = next((name for name in _names(key) if name in sent), "")
    if name:
        value = _asked_value(key, sent[name])
        if value != asked and asked is not None:
            return Treated(Treatment.CLAMPED, name, value)
        note = expected.note if expected is not None else ""
        return Treated(Treatment.AS_IS if name == key else Treatment.RENAMED, name, value, note)
    if asked is None:
        return Treated(Treatment.NOT_SENT)
    if expected is None:
        return Treated(Treatment.EMULATED if key in _DONE_HERE else Treatment.LEFT_OUT, value=asked)
    return Treated(Treatment.REFUSED, expected.name) if expected.treatment in SENT else expected


def _asked_value(key: str, value: object) -> ParameterValue:
    """A field's value in the form in which a person asks for it."""
    if SPECS[key].kind is ParameterKind.TEXTS and isinstance(value, list):
        return written_lines([str(text) for text in value])
    return value if isinstance(value, bool | int | float | str) else None


def _names(key: str) -> Iterator[str]:
    """The names under which a parameter is sent by any kind of server, its own first."""
    yield key
    for capabilities in DIALECTS.values():
        field = capabilities.fields.get(key)
        if field is not None and field.name:
            yield field.name
    if key == "max_new_tokens":
        yield "max_completion_tokens"  # what some models of OpenAI take instead
