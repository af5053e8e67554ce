"""What is painted below and beside the text of a block."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from h2o_desktop.ui.icons import draw_icon


@dataclass(frozen=True, slots=True)
class Fill:
    """A rectangle of one colour."""

    rect: QRectF
    colour: str

    def draw(self, painter: QPainter, origin: QPointF) -> None:
        """Paint it; `origin` is the corner of the block."""
        painter.fillRect(self.rect.translated(origin), QColor(self.colour))


@dataclass(frozen=True, slots=True)
class Frame:
    """A rounded frame, of which a part of a larger block shows only its part."""

    rect: QRectF
    ground: str
    line: str
    radius: float
    begins: bool = True
    ends: bool = True

    def draw(self, painter: QPainter, origin: QPointF) -> None:
        """Paint it; `origin` is the corner of the block."""
        rect = self.rect.translated(origin)
        beyond = 2 * self.radius
        whole = rect.adjusted(0.5, 0.5 if self.begins else -beyond, -0.5, -0.5 if self.ends else beyond)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(QColor(self.line), 1))
        painter.setBrush(QColor(self.ground))
        painter.drawRoundedRect(whole, self.radius, self.radius)
        painter.restore()


@dataclass(frozen=True, slots=True)
class Label:
    """Words that are not part of the text: a list item's marker, the language of code."""

    rect: QRectF
    words: str
    font: QFont
    colour: str
    alignment: Qt.AlignmentFlag

    @property
    def words_rect(self) -> QRectF:
        """The ground of the words, when they stand at the left."""
        width = min(QFontMetricsF(self.font).horizontalAdvance(self.words), self.rect.width())
        return QRectF(self.rect.x(), self.rect.y(), width, self.rect.height())

    def draw(self, painter: QPainter, origin: QPointF) -> None:
        """Paint it; `origin` is the corner of the block."""
        painter.setFont(self.font)
        painter.setPen(QColor(self.colour))
        painter.drawText(self.rect.translated(origin), int(self.alignment | Qt.TextFlag.TextSingleLine), self.words)


@dataclass(frozen=True, slots=True)
class TaskBox:
    """The box of a task, open or done."""

    rect: QRectF
    is_done: bool
    line: str
    accent: str
    mark: str

    def draw(self, painter: QPainter, origin: QPointF) -> None:
        """Paint it; `origin` is the corner of the block."""
        rect = self.rect.translated(origin)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.accent if self.is_done else self.line), 1.2))
        painter.setBrush(QColor(self.accent) if self.is_done else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if self.is_done:
            side = rect.width()
            tick = QPainterPath(rect.topLeft() + QPointF(side * 0.25, side * 0.52))
            tick.lineTo(rect.topLeft() + QPointF(side * 0.44, side * 0.7))
            tick.lineTo(rect.topLeft() + QPointF(side * 0.76, side * 0.32))
            painter.setPen(QPen(QColor(self.mark), 1.8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(tick)
        painter.restore()


@dataclass(frozen=True, slots=True)
class Picture:
    """An icon."""

    rect: QRectF
    name: str
    colour: str

    def draw(self, painter: QPainter, origin: QPointF) -> None:
        """Paint it; `origin` is the corner of the block."""
        draw_icon(painter, self.rect.translated(origin), self.name, self.colour)


@dataclass(frozen=True, slots=True)
class Bitmap:
    """An image."""

    rect: QRectF
    image: QImage

    def draw(self, painter: QPainter, origin: QPointF) -> None:
        """Paint it; `origin` is the corner of the block."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect.translated(origin), self.image)


Ornament = Bitmap | Fill | Frame | Label | TaskBox | Picture


FADED = 0.6


def draw_faded(ornament: Ornament, painter: QPainter, origin: QPointF, pen: QColor) -> None:
    """Paint it less strong: words in the colour of `pen`, so that they stay readable, and anything else paler."""
    if isinstance(ornament, Label):
        replace(ornament, colour=pen.name()).draw(painter, origin)
        return
    painter.setOpacity(FADED)
    ornament.draw(painter, origin)
    painter.setOpacity(1.0)
