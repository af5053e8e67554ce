"""Paints what is visible of a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat

from h2o_desktop.ui.chat_view.cut_line import unread_marks
from h2o_desktop.ui.chat_view.message_entry import MessageEntry
from h2o_desktop.ui.chat_view.message_layout import CARD_ABOVE
from h2o_desktop.ui.chat_view.ornaments import FADED
from h2o_desktop.ui.chat_view.spotlight import OPEN_LINK, Target
from h2o_desktop.ui.chat_view.text_box import Mark
from h2o_desktop.ui.chat_view.transcript import Placed
from h2o_desktop.ui.chat_view.zones import ZoneLook

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView

RADIUS = 8


class TranscriptPainter:
    """Paints once; made anew for each painting."""

    def __init__(self, painter: QPainter, view: ChatView, visible: QRectF) -> None:
        self._painter = painter
        self._view = view
        self._visible = visible
        self._typography = view.transcript.typography
        self._column = QRectF(view.column)
        self._cut = view.cut_line if view.cut_line.cut is not None else None
        self._selected = QTextCharFormat()
        self._selected.setBackground(self._typography.selection)

    def paint(self) -> None:
        """Paint the segments that lie in the visible part."""
        transcript = self._view.transcript
        parts_of: dict[int, list[Placed]] = {}
        for placed in transcript.visible:
            parts_of.setdefault(placed.row, []).append(placed)
        for row, parts in parts_of.items():
            if transcript.entries[row].is_prompt:
                self._paint_card(transcript.entries[row], parts)
            if row == self._view.spotlight.current_row and self._view.has_keyboard:
                self._paint_current(parts)
        for placed in transcript.visible:
            if placed.y <= self._visible.bottom() and placed.y + placed.laid.height >= self._visible.top():
                self._paint_segment(placed, transcript.entries[placed.row])
        if self._cut is not None:
            self._cut.paint(self._painter)

    def _paint_segment(self, placed: Placed, entry: MessageEntry) -> None:
        is_block = 0 < placed.segment < entry.footer
        origin = QPointF(self._column.x() + (entry.text_left if is_block else 0), placed.y)
        marks: list[Mark] = []
        if is_block:
            marks = self._view.finder.marks_of(placed.row, placed.segment - 1)
            selected = self._view.selection.mark_of(placed.row, placed.segment - 1, placed.laid.length, self._selected)
            marks = [*marks, selected] if selected else marks
        unread = self._cut.unread_share(placed) if self._cut is not None else 0.0
        if unread:
            marks = [*unread_marks(placed.laid, unread, self._typography.unread), *marks]
        colours = self._typography.colours
        is_thought = is_block and entry.blocks[placed.segment - 1].is_thinking
        pen = QColor(colours.muted if is_thought or unread >= 1 else colours.text)
        placed.laid.draw(self._painter, origin, self._visible, marks, pen=pen, is_faded=unread >= 1)
        for box in placed.laid.boxes:
            if box.formulas:
                box.draw_formulas(self._painter, origin, self._view.workshop.formulas, pen.name())
        self._paint_bar(placed, entry, origin)
        self._paint_zones(placed, origin)

    def _paint_zones(self, placed: Placed, origin: QPointF) -> None:
        if not placed.laid.zones and not placed.laid.has_links:
            return
        spotlight, has_focus = self._view.spotlight, self._view.has_keyboard
        shows_quiet = spotlight.shows_quiet(placed.row, has_focus=has_focus)
        current = spotlight.current if has_focus else None
        for zone in placed.laid.zones:
            if zone.look is ZoneLook.QUIET and not shows_quiet:
                continue
            is_hot = is_current = False
            if spotlight.hovered is not None or current is not None:
                target = Target(placed.row, placed.segment, zone)
                is_hot, is_current = target == spotlight.hovered, target == current
            zone.draw(self._painter, origin, self._typography, is_hot=is_hot, has_focus=is_current)
        is_here = current is not None and (current.row, current.segment) == (placed.row, placed.segment)
        if current is not None and is_here and current.zone.action == OPEN_LINK:
            current.zone.draw(self._painter, origin, self._typography, has_focus=True)

    def _paint_bar(self, placed: Placed, entry: MessageEntry, origin: QPointF) -> None:
        """Where in something too wide the reader is."""
        laid = placed.laid
        if laid.bar is None or not 0 < placed.segment < entry.footer:
            return
        width = entry.scroll_range(placed.segment)
        if width <= 0:
            return
        groove = laid.bar.translated(origin)
        share = groove.width() / (groove.width() + width)
        left = groove.width() * (1 - share) * entry.scroll_of(placed.segment) / width
        thumb = QRectF(groove.x() + left, groove.y(), groove.width() * share, groove.height())
        self._fill_round(thumb, self._typography.colours.disabled, thumb.height() / 2)

    def _paint_card(self, entry: MessageEntry, parts: list[Placed]) -> None:
        """The ground of a prompt, behind the parts of it that are visible."""
        above = self._typography.scaled(CARD_ABOVE)
        blocks = [part for part in parts if 0 < part.segment < entry.footer]
        if not blocks:
            return
        top, bottom = blocks[0].y, blocks[-1].y + blocks[-1].laid.height
        top = top - above if blocks[0].segment == 1 else top - 2 * RADIUS
        bottom = bottom + above if blocks[-1].segment == entry.footer - 1 else bottom + 2 * RADIUS
        card = QRectF(self._column.x(), top, self._column.width(), bottom - top)
        if self._cut is not None and self._cut.unread_share(blocks[-1]) >= 1:
            self._painter.setOpacity(FADED)
        self._fill_round(card, self._typography.colours.user_message, RADIUS)
        self._painter.setOpacity(1.0)

    def _paint_current(self, parts: list[Placed]) -> None:
        """A bar beside the message that the keyboard is at."""
        top = max(parts[0].y + self._typography.scaled(16), 2) if parts[0].segment == 0 else 2
        bottom = parts[-1].y + parts[-1].laid.height
        bar = QRectF(self._column.x() - self._typography.scaled(12), top, 3, bottom - top)
        self._fill_round(bar, self._typography.colours.accent, 1.5)

    def _fill_round(self, rect: QRectF, colour: str, radius: float) -> None:
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(Qt.PenStyle.NoPen))
        self._painter.setBrush(QColor(colour))
        self._painter.drawRoundedRect(rect, radius, radius)
        self._painter.restore()
