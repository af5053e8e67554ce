"""What stands around the messages on paper: the title, who speaks, and what became of an answer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat

from h2o_desktop.core.conversation import Conversation, Message, Role, Status
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.message_frame import elided, who
from h2o_desktop.ui.chat_view.message_words import status_words
from h2o_desktop.ui.chat_view.ornaments import Fill, Frame, Label
from h2o_desktop.ui.chat_view.rich_text import RichText
from h2o_desktop.ui.chat_view.text_box import TextBox, format_range
from h2o_desktop.ui.chat_view.typography import Typography, wrapping
from h2o_desktop.ui.paper.answer_notes import answer_notes
from h2o_desktop.ui.paper.tools import PaperTools

ABOVE, HEADER, BELOW_HEADER, BELOW = 20, 20, 4, 6
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TITLE = 1
_YEAR_10000_S = 253_402_300_800.0
translate = QCoreApplication.translate


def title_of(conversation: Conversation) -> str:
    """The title, or what stands for one."""
    return " ".join(conversation.summary.title.split()) or translate("Paper", "Conversation")


def heading(conversation: Conversation, typography: Typography, width: float) -> LaidBlock:
    """The title, and below it when the conversation took place and with which models."""
    laid = LaidBlock(width)
    font = typography.heading(_TITLE)
    y = _add_text(laid, title_of(conversation), font, 0.0, width)
    models = dict.fromkeys(message.model for message in conversation.path() if message.model)
    facts = [moment(conversation.summary.created_s), ", ".join(models)]
    y = _add_text(laid, " · ".join(filter(None, facts)), typography.secondary, y + 2, width, typography.colours.muted)
    y += typography.scaled(8)
    laid.ornaments.append(Fill(QRectF(0, y, width, 1), typography.colours.line))
    laid.height = round(y + typography.scaled(4))
    return laid


def section(words: str, typography: Typography, width: float) -> LaidBlock:
    """A heading of the program's own."""
    laid = LaidBlock(width)
    laid.height = round(_add_text(laid, words, typography.heading(3), typography.scaled(12), width))
    return laid


def contents_line(
    words: str, typography: Typography, width: float, *, indent: float = 0.0, around: float = 0.0
) -> LaidBlock:
    """A line of the contents, with a space `around` it; the number of the page comes when it is known."""
    laid = LaidBlock(width)
    room = width - indent - typography.scaled(48)
    rect = QRectF(indent, around, room, typography.line_px)
    font = typography.body if not indent else typography.secondary
    colour = typography.colours.text if not indent else typography.colours.muted
    laid.ornaments.append(Label(rect, elided(words, font, room), font, colour, LEFT))
    laid.height = round(typography.line_px + 2 * around)
    return laid


def header(message: Message, typography: Typography, width: float) -> LaidBlock:
    """Who speaks and when."""
    laid = LaidBlock(width)
    colours, scaled = typography.colours, typography.scaled
    bar = QRectF(0, scaled(ABOVE), width, scaled(HEADER))
    time = moment(message.created_s)
    room = width - QFontMetricsF(typography.secondary).horizontalAdvance(time) - scaled(16)
    name = elided(speaker(message), typography.name, room)
    laid.ornaments.append(Label(bar, name, typography.name, colours.text, LEFT))
    left = QFontMetricsF(typography.name).horizontalAdvance(name) + scaled(8)
    laid.ornaments.append(Label(bar.adjusted(left, 0, 0, 0), time, typography.secondary, colours.muted, LEFT))
    laid.height = round(bar.bottom() + scaled(BELOW_HEADER))
    return laid


def footer(message: Message, tools: PaperTools, width: float) -> LaidBlock:
    """Who was asked and how, an answer's figures, and what was wrong with it; empty for other messages."""
    typography, laid = tools.typography, LaidBlock(width)
    if message.role is not Role.ASSISTANT:
        return laid
    y = float(typography.scaled(BELOW))
    empty = y
    for words in answer_notes(message, tools.servers, tools.system_prompt):
        if words:
            y = _add_text(laid, words, typography.hint, y, width, typography.colours.muted)
    status = status_words(message)
    if status:
        y = _add_banner(laid, message, status, typography, QRectF(0, y + typography.scaled(4), width, 0))
    laid.height = round(y) if y > empty else 0
    return laid


def speaker(message: Message) -> str:
    """The whole name of a model, and what others are called."""
    if message.role is Role.SYSTEM:
        return translate("Paper", "System prompt")
    return message.model if message.role is Role.ASSISTANT and message.model else who(message)


def moment(seconds: float) -> str:
    """Day and time in the form of the country; empty for a moment that no calendar has."""
    if not 0 <= seconds < _YEAR_10000_S:
        return ""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(int(seconds * 1000)), QLocale.FormatType.ShortFormat)


def _add_banner(laid: LaidBlock, message: Message, words: str, typography: Typography, place: QRectF) -> float:
    colours, scaled = typography.colours, typography.scaled
    failed = message.status is Status.FAILED
    frame_at = len(laid.ornaments)
    bottom = _add_text(laid, words, typography.secondary, place.y() + scaled(6), place.width() - 2 * scaled(12))
    laid.boxes[-1].x = scaled(12)
    rect = QRectF(0, place.y(), place.width(), bottom + scaled(6) - place.y())
    ground, line = (colours.card, colours.cut) if failed else (colours.accent_background, colours.accent_line)
    laid.ornaments.insert(frame_at, Frame(rect, ground, line, 6))
    return rect.bottom()


def _add_text(laid: LaidBlock, words: str, font: QFont, y: float, width: float, colour: str = "") -> float:
    """Add a paragraph; returns its bottom."""
    if not words:
        return y
    text = RichText()
    text.add(words)
    box = TextBox(text, font, wrapping(words))
    if colour:
        look = QTextCharFormat()
        look.setForeground(QColor(colour))
        box.layout.setFormats([format_range(0, text.units, look)])
    box.wrap(width, round(QFontMetricsF(font).height() * 1.1))
    box.y = y
    laid.add(box)
    return y + box.height
