"""What stands above and below the text of a message: who, when, what can be done, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from h2o_desktop.core.conversation import Message, Role, Status
from h2o_desktop.ui.chat_view.laid_block import HotZone, LaidBlock
from h2o_desktop.ui.chat_view.message_words import Figures, status_words
from h2o_desktop.ui.chat_view.ornaments import Frame, Label
from h2o_desktop.ui.chat_view.rich_text import RichText
from h2o_desktop.ui.chat_view.text_box import TextBox
from h2o_desktop.ui.chat_view.typography import Typography, wrapping

PREVIOUS, NEXT, THINKING = "previous-branch", "next-branch", "thinking"
TRY_AGAIN, CONTINUE = "regenerate", "continue"
ABOVE, HEADER, BELOW_HEADER, BELOW = 18, 22, 6, 4
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(slots=True)
class FrameSetting:
    """What header and footer show that is not in the message. `thinking` is the words of the thinking line, if any."""

    branch: tuple[int, int] = (1, 1)
    thinking: str = ""
    name_of: Callable[[str], str] = str


def tr(text: str) -> str:
    """The words of the chat view in the person's language."""
    return QCoreApplication.translate("ChatView", text)


def lay_out_header(message: Message, frame: FrameSetting, typography: Typography, width: int) -> LaidBlock:
    """Who speaks and when, which of how many versions this is, and the line of thinking that is folded away."""
    laid = LaidBlock(width)
    colours, scaled = typography.colours, typography.scaled
    top = scaled(ABOVE)
    bar = QRectF(0, top, width, scaled(HEADER))
    x = _put(laid, who(message), typography.name, colours.text, bar)
    x = _put(laid, when(message.created_s), typography.secondary, colours.muted, bar.adjusted(x + scaled(8), 0, 0, 0))
    which, of = frame.branch
    if of > 1:
        words = tr("{which}/{of}").format(which=which, of=of)
        for action, text in ((PREVIOUS, "‹"), ("", words), (NEXT, "›")):
            place = bar.adjusted(x + scaled(10), 0, 0, 0)
            right = _put(laid, text, typography.secondary, colours.muted, place)
            if action:
                zone = QRectF(place.x() - 6, bar.y(), right - place.x() + 12, bar.height())
                spoken = tr("Previous version") if action == PREVIOUS else tr("Next version")
                laid.zones.append(HotZone(zone, action, spoken))
            x = right
    y = bar.bottom() + scaled(BELOW_HEADER)
    if frame.thinking:
        line = QRectF(0, y, width, scaled(HEADER))
        right = _put(laid, frame.thinking, typography.secondary, colours.muted, line)
        laid.zones.append(HotZone(QRectF(0, y, right + 6, line.height()), THINKING, frame.thinking))
        y = line.bottom() + scaled(4)
    if message.role is not Role.ASSISTANT:
        y += scaled(10) - scaled(2)
    laid.height = round(y)
    return laid


def lay_out_footer(message: Message, typography: Typography, width: int) -> LaidBlock:
    """What became of an answer, in words, and its figures."""
    laid = LaidBlock(width)
    scaled, colours = typography.scaled, typography.colours
    y = float(scaled(BELOW))
    if message.role is not Role.ASSISTANT:
        laid.height = scaled(BELOW) + scaled(10)
        return laid
    figures = Figures(message).words()
    if figures:
        box = TextBox(_plain(figures), typography.secondary, wrapping(figures))
        box.wrap(width, scaled(18))
        line = QRectF(0, y, width, scaled(20))
        laid.ornaments.append(Label(line, figures, typography.secondary, colours.muted, LEFT))
        y = line.bottom() + scaled(2)
    status = status_words(message)
    if status:
        y = _put_banner(laid, message, status, typography, QRectF(0, y + scaled(2), width, 0))
    laid.height = round(y + scaled(BELOW))
    return laid


def _put_banner(laid: LaidBlock, message: Message, words: str, typography: Typography, place: QRectF) -> float:
    scaled, colours = typography.scaled, typography.colours
    actions = [(TRY_AGAIN, tr("Try again"))] if message.status is Status.FAILED else [(TRY_AGAIN, tr("Ask again"))]
    if message.content and message.status is not Status.FAILED:
        actions.insert(0, (CONTINUE, tr("Continue")))
    metrics = QFontMetricsF(typography.name)
    side = scaled(12)
    room = sum(metrics.horizontalAdvance(text) + scaled(16) for _action, text in actions)
    box = TextBox(_plain(words), typography.secondary, wrapping(words))
    box.wrap(max(scaled(120), place.width() - 2 * side - room), scaled(19))
    height = box.height + 2 * scaled(6)
    box.x, box.y = side, place.y() + scaled(6)
    failed = message.status is Status.FAILED
    line = colours.cut if failed else colours.accent_line
    ground = colours.card if failed else colours.accent_background
    laid.ornaments.append(Frame(QRectF(0, place.y(), place.width(), height), ground, line, 6))
    laid.add(box)
    right = place.width() - side
    for action, text in reversed(actions):
        text_width = metrics.horizontalAdvance(text)
        zone = QRectF(right - text_width - 6, place.y() + 3, text_width + 12, height - 6)
        centre = Qt.AlignmentFlag.AlignCenter
        laid.ornaments.append(Label(zone, text, typography.name, colours.accent_text, centre))
        laid.zones.append(HotZone(zone, action, text))
        right -= text_width + scaled(16)
    return place.y() + height


def who(message: Message) -> str:
    """The name above a message."""
    if message.role is Role.USER:
        return tr("You")
    if message.role is Role.SYSTEM:
        return tr("System")
    return message.model.rpartition("/")[2] or tr("Answer")


def when(created_s: float) -> str:
    """The time of day, with the date unless it is today."""
    moment = QDateTime.fromMSecsSinceEpoch(int(created_s * 1000))
    if moment.date() == QDateTime.currentDateTime().date():
        return QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def _put(laid: LaidBlock, words: str, font: QFont, colour: str, place: QRectF) -> float:
    laid.ornaments.append(Label(place, words, font, colour, LEFT))
    return place.x() + QFontMetricsF(font).horizontalAdvance(words)


def _plain(words: str) -> RichText:
    text = RichText()
    text.add(words)
    return text
