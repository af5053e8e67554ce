"""Paints what is visible of a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat

from h2o_desktop.ui.chat_view.message_entry import CARD_ABOVE, MessageEntry
from h2o_desktop.ui.chat_view.transcript import Placed

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView


def paint_transcript(painter: QPainter, view: ChatView, visible: QRectF) -> None:
    """Paint the segments that lie in `visible`."""
    transcript = view.transcript
    column = view.column
    text_colour = QColor(transcript.typography.colours.text)
    look = QTextCharFormat()
    look.setBackground(transcript.typography.selection)
    for row in sorted({placed.row for placed in transcript.visible}):
        entry = transcript.entries[row]
        if entry.is_prompt:
            _paint_card(painter, entry, [one for one in transcript.visible if one.row == row], QRectF(column))
    for placed in transcript.visible:
        if placed.y > visible.bottom() or placed.y + placed.laid.height < visible.top():
            continue
        entry = transcript.entries[placed.row]
        is_block = 0 < placed.segment < entry.footer
        left = column.x() + (entry.text_left if is_block else 0)
        marks = []
        if is_block:
            selected = view.selection.mark_of(placed.row, placed.segment - 1, placed.laid.length, look)
            marks = [selected] if selected else []
        placed.laid.draw(painter, QPointF(left, placed.y), visible, marks, pen=text_colour)


def _paint_card(painter: QPainter, entry: MessageEntry, parts: list[Placed], column: QRectF) -> None:
    """The ground of a prompt, behind the parts of it that are visible."""
    above = entry.typography.scaled(CARD_ABOVE)
    blocks = [part for part in parts if 0 < part.segment < entry.footer]
    if not blocks:
        return
    radius = 8
    top, bottom = blocks[0].y, blocks[-1].y + blocks[-1].laid.height
    top = top - above if blocks[0].segment == 1 else top - 2 * radius
    bottom = bottom + above if blocks[-1].segment == entry.footer - 1 else bottom + 2 * radius
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    painter.setBrush(QColor(entry.typography.colours.user_message))
    painter.drawRoundedRect(QRectF(column.x(), top, column.width(), bottom - top), radius, radius)
    painter.restore()
