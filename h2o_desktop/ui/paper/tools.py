"""Fonts, colours and drawings for paper: always light, and nothing comes late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QFont, QFontDatabase, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from h2o_desktop.core.paper import POINTS_PER_INCH
from h2o_desktop.ui.chat_view.formulas import INK, MOST_LETTERS, Formula, draw_formula
from h2o_desktop.ui.chat_view.typography import Typography
from h2o_desktop.ui.theme_colours import LIGHT

PIXELS_PER_INCH = 96.0
"""Lengths on paper are in pixels, as in the window: 96 of them are an inch."""
ZOOM = 0.93
NOTHING_LOADED: Mapping[str, QImage] = MappingProxyType({})
_COLOURS = replace(LIGHT, background="#ffffff", card="#ffffff")


class PaperType:
    """Fonts and colours of paper. `dots_per_inch` is the density by which Qt makes pixels of points."""

    colours = _COLOURS
    is_dark = False

    def __init__(self, dots_per_inch: float) -> None:
        self._dots_per_inch = dots_per_inch

    def font(self, size_px: int) -> QFont:
        """The system's interface font, laid out without regard to any screen's pixels."""
        return self._sized(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont), size_px)

    def code_font(self, size_px: int) -> QFont:
        """The system's monospaced font."""
        font = self._sized(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont), size_px)
        font.setStyleHint(QFont.StyleHint.Monospace)
        return font

    def _sized(self, font: QFont, size_px: int) -> QFont:
        font.setPointSizeF(size_px * POINTS_PER_INCH / self._dots_per_inch)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


class FormulasAtOnce:
    """Draws each formula when it is asked for, and keeps it."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, bool], Formula | None] = {}

    def formula(self, latex: str, *, is_displayed: bool) -> Formula | None:
        """The drawing; None when the LaTeX is wrong."""
        key = (latex, is_displayed)
        if key not in self._kept:
            is_short = len(latex) <= MOST_LETTERS
            self._kept[key] = draw_formula(latex, is_displayed=is_displayed) if is_short else None
        return self._kept[key]

    @staticmethod
    def paint(painter: QPainter, formula: Formula, rect: QRectF, colour: str) -> None:
        """Paint a formula into a rectangle."""
        # In PDF files Qt draws an outline one unit wide around what says nothing else, and letters would look bold.
        svg = formula.svg.replace(f'fill="{INK}"', f'fill="{colour}" stroke="{colour}" stroke-width="0"').replace(
            INK, colour
        )
        QSvgRenderer(QByteArray(svg.encode())).render(painter, rect)


@dataclass(slots=True)
class PaperTools:
    """What conversations are laid out with on paper.

    `images` are the pictures that are at hand, by their addresses; nothing is fetched. `servers` names connections by
    their ids. `system_prompt` is the one that stands before the messages, so that answers need not tell it again.
    """

    typography: Typography
    formulas: FormulasAtOnce = field(default_factory=FormulasAtOnce)
    images: Mapping[str, QImage] = field(default_factory=dict)
    servers: Mapping[str, str] = field(default_factory=dict)
    system_prompt: str = ""


def paper_tools(
    dots_per_inch: float, servers: Mapping[str, str], images: Mapping[str, QImage] = NOTHING_LOADED
) -> PaperTools:
    """Tools for one run."""
    return PaperTools(Typography(PaperType(dots_per_inch), ZOOM), images=images, servers=servers)
