"""The banner below an answer that did not end as it should: what happened, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QFontMetricsF

from h2o_desktop.core.continuing import raised_limit
from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.ornaments import Frame
from h2o_desktop.ui.chat_view.rich_text import RichText
from h2o_desktop.ui.chat_view.text_box import TextBox
from h2o_desktop.ui.chat_view.typography import Typography, wrapping
from h2o_desktop.ui.chat_view.zones import HotZone, ZoneLook
from h2o_desktop.ui.text_for_people import number

REGENERATE, CONTINUE, RAISE = "regenerate", "continue", "raise-and-continue"
BUTTON, LINE = 26, 19
LEAST_BESIDE = 150  # so much room words need beside buttons

translate = QCoreApplication.translate


class Offer(NamedTuple):
    """What a button of the banner does, and what stands on it."""

    action: str
    words: str


def offers(message: Message, *, can_raise: bool) -> list[Offer]:
    """What can be done about an answer that did not end as it should, the likeliest first."""
    if message.status is Status.FAILED:
        retry = Offer(REGENERATE, translate("ChatView", "Try again"))
        return [Offer(CONTINUE, translate("ChatView", "Continue")), retry] if message.content else [retry]
    again = Offer(REGENERATE, translate("ChatView", "Ask again"))
    if not message.content:
        return [again]
    go_on = Offer(CONTINUE, translate("ChatView", "Continue"))
    limit = raised_limit(message) if can_raise else None
    if limit is None:
        return [go_on, again]
    words = translate("ChatView", "Raise to {limit} and continue").format(limit=number(limit))
    return [go_on, Offer(RAISE, words)]


def add_banner(
    laid: LaidBlock, words: str, offered: Sequence[Offer], typography: Typography, place: QRectF, *, failed: bool
) -> float:
    """Put the banner at the top of `place`, which is as wide as it; returns where it ends."""
    scaled, colours = typography.scaled, typography.colours
    metrics = QFontMetricsF(typography.name)
    widths = [metrics.horizontalAdvance(offer.words) for offer in offered]
    side = scaled(12)
    box = TextBox(_plain(words), typography.secondary, wrapping(words))
    beside = place.width() - 2 * side - sum(widths) - scaled(16) * len(offered)
    below = 0 if beside >= scaled(LEAST_BESIDE) else scaled(BUTTON)  # in a narrow view the buttons have their own line
    box.wrap(max(scaled(60), place.width() - 2 * side if below else beside), scaled(LINE))
    height = box.height + 2 * scaled(6) + below
    box.x, box.y = side, place.y() + scaled(6)
    line = colours.cut if failed else colours.accent_line
    ground = colours.card if failed else colours.accent_background
    laid.ornaments.append(Frame(QRectF(0, place.y(), place.width(), height), ground, line, 6))
    laid.add(box)
    zones: list[HotZone] = []
    right = place.width() - side
    for offer, width in zip(reversed(offered), reversed(widths), strict=True):
        top = place.y() + (height - below if below else 0)
        zone = QRectF(right - width - 6, top + 3, width + 12, (below or height) - 6)
        zones.append(HotZone(zone, offer.action, offer.words, look=ZoneLook.STRONG))
        right -= width + scaled(16)
    laid.zones.extend(reversed(zones))  # the keyboard goes through them as they are read
    return place.y() + height


def _plain(words: str) -> RichText:
    text = RichText()
    text.add(words)
    return text
