"""How a probability looks: a ground that is stronger the more surprising a token was, and a line of its own below."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from h2o_desktop.ui.theme_colours import Colours

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Level:
    """From which probability on a token looks so: the strength of its ground, and the line below it."""

    at_least: float
    ground: float
    line: Qt.PenStyle
    thickness: float
    lines: int = 1


LEVELS = (
    Level(0.9, 0.0, Qt.PenStyle.NoPen, 0.0),
    Level(0.5, 0.10, Qt.PenStyle.DotLine, 1.0),
    Level(0.2, 0.20, Qt.PenStyle.DashLine, 1.2),
    Level(0.05, 0.32, Qt.PenStyle.SolidLine, 1.4),
    Level(0.0, 0.44, Qt.PenStyle.SolidLine, 1.4, lines=2),
)
SURPRISING = 0.05  # from here down the keyboard finds tokens by itself


def level_of(logprob: float | None) -> Level | None:
    """The level of a probability; None where it is not known."""
    if logprob is None:
        return None
    probability = math.exp(logprob)
    return next(level for level in LEVELS if probability >= level.at_least)


def ground_colour(level: Level, colours: Colours) -> QColor:
    """The ground of a level, mixed with the one that the text stands on."""
    below, above = QColor(colours.card), QColor(colours.cut)
    share = level.ground
    return QColor(
        round(below.red() + share * (above.red() - below.red())),
        round(below.green() + share * (above.green() - below.green())),
        round(below.blue() + share * (above.blue() - below.blue())),
    )


def paint_level(painter: QPainter, box: QRectF, level: Level, colours: Colours) -> None:
    """Paint ground and line of a level into the box of a token."""
    if level.ground:
        painter.fillRect(box, ground_colour(level, colours))
    if level.line is not Qt.PenStyle.NoPen:
        painter.setPen(QPen(QColor(colours.cut), level.thickness, level.line))
        for number in range(level.lines):
            y = box.bottom() - 1 - 3 * number
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))


def level_words() -> tuple[str, ...]:
    """The levels in words, in their order."""
    return (
        translate("Tokens", "90 % and more"),
        translate("Tokens", "50 to 90 %"),
        translate("Tokens", "20 to 50 %"),
        translate("Tokens", "5 to 20 %"),
        translate("Tokens", "below 5 %"),
    )
