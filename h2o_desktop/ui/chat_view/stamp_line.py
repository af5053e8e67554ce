"""The line under an answer: the settings that differ from the defaults, the seed, the figures, and more on request."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.parameters import SPECS, ParameterSpec, ParameterValue
from h2o_desktop.core.stamp import changed_settings
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.message_words import Figures
from h2o_desktop.ui.chat_view.ornaments import Frame, Label
from h2o_desktop.ui.chat_view.typography import Typography
from h2o_desktop.ui.chat_view.zones import HotZone, ZoneLook

DETAILS = "details"
HEIGHT, GAP, INSET, RADIUS = 20, 8, 7, 10
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter

translate = QCoreApplication.translate


def add_stamp(laid: LaidBlock, message: Message, typography: Typography, line: QRectF) -> None:
    """Lay the stamp of an answer out in `line`; settings that find no room are left to the details."""
    scaled, colours = typography.scaled, typography.colours
    details = translate("ChatView", "Details")
    details_width = QFontMetricsF(typography.name).horizontalAdvance(details) + scaled(12)
    metrics = QFontMetricsF(typography.secondary)
    figures = metrics.elidedText(
        Figures(message).words(), Qt.TextElideMode.ElideRight, line.width() - details_width - scaled(GAP)
    )
    figures_width = metrics.horizontalAdvance(figures)
    x, gap = line.x(), scaled(GAP)
    for words in setting_words(message):
        width = metrics.horizontalAdvance(words) + 2 * scaled(INSET)
        if x + width + gap + figures_width + gap + details_width > line.right():
            break
        chip = QRectF(x, line.y(), width, line.height())
        laid.ornaments.append(Frame(chip, colours.card, colours.line, scaled(RADIUS)))
        laid.ornaments.append(Label(chip, words, typography.secondary, colours.muted, _CENTRE))
        x = chip.right() + scaled(6)
    if figures:
        place = QRectF(x, line.y(), figures_width + 1, line.height())
        laid.ornaments.append(Label(place, figures, typography.secondary, colours.muted, _LEFT))
        x = place.right() + scaled(2)
    zone = QRectF(x, line.y() - 1, details_width, line.height() + 2)
    laid.zones.append(HotZone(zone, DETAILS, details, look=ZoneLook.STRONG))


def setting_words(message: Message) -> Iterator[str]:
    """The settings that differ from the defaults, and then the seed."""
    if message.status is Status.STREAMING:
        return
    for key, value in changed_settings(message).items():
        yield _words(SPECS[key], value)
    if message.seed is not None:
        yield _words(SPECS["seed"], message.seed)


def _words(spec: ParameterSpec, value: ParameterValue) -> str:
    label = translate("parameters", spec.label)
    name = label[:1].lower() + label[1:]
    return translate("ChatView", "{parameter} {value}").format(parameter=name, value=_value(spec, value))


def _value(spec: ParameterSpec, value: ParameterValue) -> str:
    if value is None:
        return translate("captions", "not sent")
    if isinstance(value, bool):
        return translate("captions", "on") if value else translate("captions", "off")
    if spec.key == "seed":
        return str(value)
    return QLocale().toString(float(value), "f", spec.decimals)
