"""The measures of a sheet of paper, in pixels of 1/96 inch."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout

from h2o_desktop.core.paper import POINTS_PER_INCH
from h2o_desktop.ui.paper.tools import PIXELS_PER_INCH

SIDE_MM, ABOVE_MM, BELOW_MM = 20.0, 18.0, 22.0
FOOTER_BELOW = 22.0
FOOTER_HEIGHT = 18.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the column of text and the footer lie on a sheet."""

    column: QRectF
    footer: QRectF

    @classmethod
    def of(cls, layout: QPageLayout) -> Sheet:
        """The measures of a page with its margins."""
        scale = PIXELS_PER_INCH / POINTS_PER_INCH
        inner, whole = layout.paintRect(QPageLayout.Unit.Point), layout.fullRect(QPageLayout.Unit.Point)
        column = QRectF(inner.x() * scale, inner.y() * scale, inner.width() * scale, inner.height() * scale)
        room_below = (whole.bottom() - inner.bottom()) * scale
        y = column.bottom() + min(FOOTER_BELOW, max(0.0, room_below - FOOTER_HEIGHT))
        return cls(column, QRectF(column.x(), y, column.width(), FOOTER_HEIGHT))


def margins() -> QMarginsF:
    """The margins of our pages, in millimetres."""
    return QMarginsF(SIDE_MM, ABOVE_MM, SIDE_MM, BELOW_MM)
