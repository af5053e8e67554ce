"""Places in the chat view that do something when they are clicked, or chosen with the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from h2o_desktop.ui.chat_view.typography import Typography
from h2o_desktop.ui.icons import draw_icon


class ZoneLook(StrEnum):
    """How a zone is drawn: always in plain words, as a call to act, or only while its message is looked at."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    UNDRAWN = "undrawn"


@dataclass(frozen=True, slots=True)
class HotZone:
    """A place that does something. `words` say what, also to screen readers; with an icon they are the tool tip.

    `argument` says on what: the number of a box of text, or an address.
    """

    rect: QRectF
    action: str
    words: str
    argument: str = ""
    icon: str = ""
    look: ZoneLook = ZoneLook.PLAIN

    def draw(
        self,
        painter: QPainter,
        origin: QPointF,
        typography: Typography,
        *,
        is_hot: bool = False,
        has_focus: bool = False,
    ) -> None:
        """Paint it; hot is the zone under the mouse, and the one with the keyboard's focus has a ring."""
        rect, colours = self.rect.translated(origin), typography.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QPen(QColor(colours.accent), 1.5) if has_focus else QPen(Qt.PenStyle.NoPen)
        ground = QColor(colours.accent_background) if is_hot else QColor(Qt.GlobalColor.transparent)
        if is_hot or has_focus:
            painter.setPen(ring)
            painter.setBrush(ground)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
        colour = colours.accent_text if is_hot or self.look is ZoneLook.STRONG else colours.muted
        if self.icon:
            side = typography.scaled(16)
            box = QRectF(0, 0, side, side)
            box.moveCenter(rect.center())
            draw_icon(painter, box, self.icon, colour)
        elif self.look is not ZoneLook.UNDRAWN:
            painter.setFont(typography.name if self.look is ZoneLook.STRONG else typography.secondary)
            painter.setPen(QColor(colour))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), self.words)
        painter.restore()
