"""What the chosen server makes of a parameter, in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from h2o_desktop.core.capabilities import SENT, Treated, Treatment
from h2o_desktop.core.parameters import ParameterSpec, ParameterValue
from h2o_desktop.core.stop_strings import stop_strings
from h2o_desktop.core.words import NO_WORDS, QT_TRANSLATE_NOOP, Words


def value_text(spec: ParameterSpec, value: ParameterValue) -> str:
    """A value as the person's language writes it."""
    if value is None:
        return absent_text(spec)
    if value is True:
        return QCoreApplication.translate("captions", "on")
    if value is False:
        return QCoreApplication.translate("captions", "off")
    if isinstance(value, str):
        return value
    return QLocale().toString(float(value), "f", spec.decimals)


def absent_text(spec: ParameterSpec) -> str:
    """The words for no value."""
    if spec.key == "seed":
        return QCoreApplication.translate("captions", "random")
    return QCoreApplication.translate("captions", "not sent")


def caption(spec: ParameterSpec, treated: Treated, values: Mapping[str, ParameterValue]) -> Words:
    """What to say below a control; nothing when the parameter is sent under its own name, or not at all.

    `values` are those of all parameters, since some take the effect from others.
    """
    if treated.treatment is Treatment.LEFT_OUT:
        return _words(QT_TRANSLATE_NOOP("captions", "not accepted by this server"))
    if treated.treatment is Treatment.REFUSED:
        return _words(QT_TRANSLATE_NOOP("captions", "this server refused it, so it is not sent any more"))
    if values.get(spec.key) is None:
        return NO_WORDS
    if spec.key == "do_sample":
        return _switch_caption(treated, values)
    if spec.key == "return_full_text":
        return _full_text_caption(values)
    if treated.note:
        return _words(treated.note)
    if spec.sampling and values.get("do_sample") is False:
        return _words(QT_TRANSLATE_NOOP("captions", "does nothing while sampling is off"))
    if spec.sampling and values.get("temperature") == 0:
        return _greedy_caption(spec, treated)
    return _sent_caption(spec, treated)


def default_caption(spec: ParameterSpec, default: ParameterValue, *, told: bool) -> Words:
    """What the server uses for a parameter that is not sent; `told` when it says so itself."""
    if default is None:
        return NO_WORDS
    template = QT_TRANSLATE_NOOP("captions", "this server uses {value}")
    if not told:
        template = QT_TRANSLATE_NOOP("captions", "servers of this kind use {value}")
    return _words(template, value=value_text(spec, default))


def _switch_caption(treated: Treated, values: Mapping[str, ParameterValue]) -> Words:
    if values.get("do_sample") and values.get("temperature") == 0:
        return _words(QT_TRANSLATE_NOOP("captions", "counts as off: the temperature is 0"))
    if treated.treatment is Treatment.EMULATED and not values.get("do_sample"):
        return _words(QT_TRANSLATE_NOOP("captions", "sent as temperature 0"))
    return NO_WORDS


def _full_text_caption(values: Mapping[str, ParameterValue]) -> Words:
    if values.get("return_full_text"):
        return _words(QT_TRANSLATE_NOOP("captions", "done here: the prompt is put before the answer"))
    return NO_WORDS


def _greedy_caption(spec: ParameterSpec, treated: Treated) -> Words:
    if spec.key != "temperature":
        return _words(QT_TRANSLATE_NOOP("captions", "does nothing at temperature 0"))
    if treated.treatment not in SENT:
        return _words(QT_TRANSLATE_NOOP("captions", "sent as sampling off"))
    return NO_WORDS


def _sent_caption(spec: ParameterSpec, treated: Treated) -> Words:
    match treated.treatment:
        case Treatment.RENAMED:
            return _words(QT_TRANSLATE_NOOP("captions", "sent as {name}"), name=treated.name)
        case Treatment.CLAMPED if isinstance(treated.value, str):
            template = QT_TRANSLATE_NOOP("captions", "this server takes the first {count}; the others are cut here")
            return _words(template, count=str(len(stop_strings(treated.value))))
        case Treatment.CLAMPED:
            template = QT_TRANSLATE_NOOP("captions", "limited to {value} by this server")
            return _words(template, value=value_text(spec, treated.value))
        case Treatment.EMULATED if spec.key == "truncate":
            return _words(QT_TRANSLATE_NOOP("captions", "done here: this server does not cut"))
        case Treatment.EMULATED:
            return _words(QT_TRANSLATE_NOOP("captions", "done here, not by this server"))
        case Treatment.NOT_SENT:
            return _words(QT_TRANSLATE_NOOP("captions", "left out: this value changes nothing"))
        case _:
            return NO_WORDS


def _words(template: str, **fields: str) -> Words:
    return Words(template, fields, "captions")
