"""What a pane is called, what is different in it, and what it is doing, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QKeySequence

from h2o_desktop.core.capabilities import Treatment
from h2o_desktop.core.comparing import CONNECTION, MODEL
from h2o_desktop.core.conversation import Message, Status, Timings, Usage
from h2o_desktop.core.parameters import SPECS
from h2o_desktop.core.request import SYSTEM_PROMPT
from h2o_desktop.core.stamp import tokens_per_second
from h2o_desktop.qt.compare_pane import ComparePane, PaneState
from h2o_desktop.ui.parameter_panel.captions import value_text
from h2o_desktop.ui.text_for_people import connection_name, say

LETTERS = "ABCD"
_LONGEST_TEXT = 40
_SHORTEST_S = 0.2  # before that a speed says nothing

translate = QCoreApplication.translate


def model_name(pane: ComparePane) -> str:
    """The name of the pane's model; empty while none is chosen."""
    chosen = pane.connections.current_model()
    return (chosen.name or chosen.id) if chosen is not None else ""


def difference_words(pane: ComparePane, keys: Sequence[str]) -> str:
    """The values of the settings that differ, apart by dots."""
    models_first = sorted(keys, key=lambda key: key != MODEL)
    return " · ".join(_setting(pane, key) for key in models_first)


def pane_title(letter: str, pane: ComparePane, keys: Sequence[str]) -> str:
    """The pane's letter, its model, and what is different in it."""
    others = difference_words(pane, [key for key in keys if key not in {MODEL, CONNECTION}])
    return " · ".join(part for part in (letter, model_name(pane), others) if part)


def state_words(pane: ComparePane, tokens: int, timings: Timings) -> str:
    """What the pane is doing, and how fast; `tokens` and `timings` are those of the answer on its way."""
    match pane.state:
        case PaneState.STORING:
            return translate("ComparePane", "Storing the prompt…")
        case PaneState.IN_LINE:
            return translate("ComparePane", "In line: one answer at a time here")
        case PaneState.WAITING:
            return say(pane.words) if pane.words is not None else translate("ComparePane", "Waiting for the answer…")
        case PaneState.STREAMING:
            return _answering(tokens, timings)
    if pane.answer is not None:
        return _ended(pane.answer)
    if len(pane.path) == pane.first_shown:
        return ""
    keys = QKeySequence("Ctrl+R").toString(QKeySequence.SequenceFormat.NativeText)
    return translate("ComparePane", "Not asked yet: {keys} asks here").format(keys=keys)


def _answering(tokens: int, timings: Timings) -> str:
    word = translate("ComparePane", "Answering…")
    seconds = (timings.total_s or 0.0) - (timings.first_text_s or 0.0)
    return _with_speed(word, Usage(completion_tokens=tokens), timings) if seconds >= _SHORTEST_S else word


def _with_speed(word: str, usage: Usage, timings: Timings) -> str:
    speed = tokens_per_second(usage, timings)
    if speed is None:
        return word
    words = translate("ComparePane", "{state} · {speed} tokens/s")
    return words.format(state=word, speed=QLocale().toString(speed, "f", 1))


def _ended(answer: Message) -> str:
    match answer.status:
        case Status.FAILED:
            word = translate("ComparePane", "Failed")
        case Status.STOPPED | Status.INTERRUPTED:
            word = translate("ComparePane", "Stopped")
        case _:
            word = translate("ComparePane", "Complete")
    return _with_speed(word, answer.usage, answer.timings)


def _setting(pane: ComparePane, key: str) -> str:
    if key == MODEL:
        return translate("ComparePane", "Model")
    if key == CONNECTION:
        profile = pane.connections.profile(pane.choice[0])
        return connection_name(profile) if profile is not None else translate("ComparePane", "Connection")
    if key == SYSTEM_PROMPT:
        text = _short(pane.parameters.system_prompt)
        if not text:
            return translate("ComparePane", "No system prompt")
        return translate("ComparePane", "System prompt “{text}”").format(text=text)
    spec = SPECS[key]
    label, value = translate("parameters", spec.label), _short(value_text(spec, pane.parameters.value(key)))
    if pane.parameters.treated(key).treatment is Treatment.LEFT_OUT and pane.parameters.value(key) is not None:
        return translate("ComparePane", "{parameter} {value} (not accepted)").format(parameter=label, value=value)
    return translate("ComparePane", "{parameter} {value}").format(parameter=label, value=value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TEXT else f"{line[: _LONGEST_TEXT - 1].rstrip()}…"
