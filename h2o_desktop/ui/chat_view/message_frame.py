"""What stands above and below the text of a message: who, when, what can be done, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from h2o_desktop.core.conversation import Message, Role, Status
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.message_words import status_words
from h2o_desktop.ui.chat_view.ornaments import Label, Picture
from h2o_desktop.ui.chat_view.stamp_line import HEIGHT as STAMP_HEIGHT
from h2o_desktop.ui.chat_view.stamp_line import add_stamp
from h2o_desktop.ui.chat_view.status_banner import BUTTON, REGENERATE, add_banner, offers
from h2o_desktop.ui.chat_view.typography import Typography
from h2o_desktop.ui.chat_view.zones import HotZone, ZoneLook

PREVIOUS, NEXT, THINKING = "previous-branch", "next-branch", "thinking"
COPY, EDIT, MORE = "copy", "edit", "more"
ABOVE, HEADER, BELOW_HEADER, BELOW = 18, 22, 6, 8
NAME_SHARE = 0.5
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

translate = QCoreApplication.translate


@dataclass(slots=True)
class FrameSetting:
    """What header and footer show that is not in the message. `thinking` is the words of the thinking line, if any.

    `can_raise` says whether there is a limit of new tokens here that can be raised.
    """

    branch: tuple[int, int] = (1, 1)
    can_raise: bool = False
    thinking: str = ""
    shows_thinking: bool = False


def lay_out_header(message: Message, frame: FrameSetting, typography: Typography, width: int) -> LaidBlock:
    """Who speaks and when, which of how many versions this is, and the line of thinking that is folded away."""
    laid = LaidBlock(width)
    colours, scaled = typography.colours, typography.scaled
    bar = QRectF(0, scaled(ABOVE), width, scaled(HEADER))
    name = elided(who(message), typography.name, width * NAME_SHARE)
    x = _put(laid, name, typography.name, colours.text, bar)
    x = _put(laid, when(message.created_s), typography.secondary, colours.muted, bar.adjusted(x + scaled(8), 0, 0, 0))
    _add_branches(laid, frame, typography, bar.adjusted(x + scaled(8), 0, 0, 0))
    _add_buttons(laid, message, typography, bar)
    y = bar.bottom() + scaled(BELOW_HEADER)
    if frame.thinking:
        y = _add_thinking(laid, frame, typography, QRectF(0, y, width, scaled(HEADER)))
    if message.role is not Role.ASSISTANT:
        y += scaled(8)
    laid.height = round(y)
    return laid


def _add_branches(laid: LaidBlock, frame: FrameSetting, typography: Typography, place: QRectF) -> None:
    which, of = frame.branch
    if of < 2:
        return
    side = place.height()
    words = translate("ChatView", "{which}/{of}").format(which=which, of=of)
    back = QRectF(place.x(), place.y(), side, side)
    laid.zones.append(HotZone(back, PREVIOUS, translate("ChatView", "Previous version"), icon="chevron-left"))
    x = _put(laid, words, typography.secondary, typography.colours.muted, place.adjusted(side + 2, 0, 0, 0))
    laid.zones.append(
        HotZone(QRectF(x + 2, place.y(), side, side), NEXT, translate("ChatView", "Next version"), icon="chevron-right")
    )


def _add_buttons(laid: LaidBlock, message: Message, typography: Typography, bar: QRectF) -> None:
    """What can be done, at the right; drawn only while the message is looked at."""
    second = (
        (REGENERATE, translate("ChatView", "Answer again"), "regenerate")
        if message.role is Role.ASSISTANT
        else (EDIT, translate("ChatView", "Edit and ask again"), "edit")
    )
    actions = [
        (COPY, translate("ChatView", "Copy message"), "copy"),
        second,
        (MORE, translate("ChatView", "More"), "more"),
    ]
    side = typography.scaled(BUTTON)
    x = bar.right() - side * len(actions)
    for action, words, icon in actions:
        zone = QRectF(x, bar.center().y() - side / 2, side, side)
        laid.zones.append(HotZone(zone, action, words, icon=icon, look=ZoneLook.QUIET))
        x += side


def _add_thinking(laid: LaidBlock, frame: FrameSetting, typography: Typography, line: QRectF) -> float:
    side = line.height()
    icon = "chevron-down" if frame.shows_thinking else "chevron-right"
    zone = QRectF(-4, line.y(), side, side)
    right = _put(laid, frame.thinking, typography.secondary, typography.colours.muted, line.adjusted(side - 2, 0, 0, 0))
    laid.zones.append(
        HotZone(QRectF(zone.x(), zone.y(), right + 10, side), THINKING, frame.thinking, look=ZoneLook.UNDRAWN)
    )
    laid.ornaments.append(Picture(zone.adjusted(3, 3, -3, -3), icon, typography.colours.muted))
    return line.bottom() + typography.scaled(4)


def lay_out_footer(message: Message, frame: FrameSetting, typography: Typography, width: int) -> LaidBlock:
    """What became of an answer, in words, and its figures."""
    laid = LaidBlock(width)
    scaled = typography.scaled
    y = float(scaled(BELOW))
    if message.role is not Role.ASSISTANT:
        laid.height = scaled(BELOW) + scaled(10)
        return laid
    if message.status is not Status.STREAMING:
        line = QRectF(0, y, width, scaled(STAMP_HEIGHT))
        add_stamp(laid, message, typography, line)
        y = line.bottom() + scaled(2)
    status = status_words(message)
    if status:
        offered = offers(message, can_raise=frame.can_raise)
        place = QRectF(0, y + scaled(2), width, 0)
        y = add_banner(laid, status, offered, typography, place, failed=message.status is Status.FAILED)
    laid.height = round(y + scaled(BELOW))
    return laid


def who(message: Message) -> str:
    """The name above a message."""
    if message.role is Role.USER:
        return translate("ChatView", "You")
    if message.role is Role.SYSTEM:
        return translate("ChatView", "System")
    return message.model.rpartition("/")[2] or translate("ChatView", "Answer")


def when(created_s: float) -> str:
    """The time of day, with the date unless it is today."""
    moment = QDateTime.fromMSecsSinceEpoch(int(created_s * 1000))
    if moment.date() == QDateTime.currentDateTime().date():
        return QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def elided(words: str, font: QFont, room: float) -> str:
    """As much of some words as there is room for."""
    return QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, room)


def _put(laid: LaidBlock, words: str, font: QFont, colour: str, place: QRectF) -> float:
    laid.ornaments.append(Label(place, words, font, colour, LEFT))
    return place.x() + QFontMetricsF(font).horizontalAdvance(words)
