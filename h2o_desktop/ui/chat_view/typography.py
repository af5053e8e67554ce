"""Fonts, colours and distances of the chat view at one zoom and in one theme."""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat, QTextOption

from h2o_desktop.ui.chat_view.rich_text import Style
from h2o_desktop.ui.chat_view.syntax_colours import DARK, LIGHT
from h2o_desktop.ui.theme import BODY_PX, CODE_PX, HINT_PX, SECONDARY_PX
from h2o_desktop.ui.theme_colours import Colours

COLUMN_PX = 720
SMALLEST_ZOOM, LARGEST_ZOOM, ZOOM_STEP = 0.5, 4.0, 1.1
LINE_HEIGHT = 1.5
CODE_LINE_HEIGHT = 1.45
HEADING_SIZES = (1.0, 1.5, 1.28, 1.14, 1.0, 1.0, 1.0)


class TypeSource(Protocol):
    """Where fonts and colours come from: the theme of the window, or paper."""

    @property
    def colours(self) -> Colours:
        """The colours of now."""

    @property
    def is_dark(self) -> bool:
        """Whether they are light letters on a dark ground."""

    def font(self, size_px: int) -> QFont:
        """The font of prose."""

    def code_font(self, size_px: int) -> QFont:
        """The font of code."""


class Typography:
    """What text looks like. A new one is made for every change of theme, zoom or system font."""

    def __init__(self, theme: TypeSource, zoom: float) -> None:
        self.theme = theme
        self.zoom = zoom
        self.colours = theme.colours
        self.is_dark = theme.is_dark
        self.body = self._sized(theme.font(BODY_PX))
        self.code = self._sized(theme.code_font(CODE_PX))
        self.secondary = self._sized(theme.font(SECONDARY_PX))
        self.hint = self._sized(theme.font(HINT_PX))
        self.name = QFont(self.secondary)
        self.name.setWeight(QFont.Weight.DemiBold)
        self.line_px = round(QFontMetricsF(self.body).height() * LINE_HEIGHT / 1.36)
        self.code_line_px = round(QFontMetricsF(self.code).height() * CODE_LINE_HEIGHT / 1.36)
        self.column_px = self.scaled(COLUMN_PX)
        self._formats: dict[tuple[int, int], QTextCharFormat] = {}
        self._headings: dict[int, QFont] = {}

    def _sized(self, font: QFont) -> QFont:
        font.setPointSizeF(font.pointSizeF() * self.zoom)
        return font

    def scaled(self, pixels: float) -> int:
        """A distance at this zoom, in whole pixels."""
        return round(pixels * self.zoom)

    @cached_property
    def letter_px(self) -> float:
        """The width of an average letter of the body."""
        return QFontMetricsF(self.body).averageCharWidth()

    @cached_property
    def code_letter_px(self) -> float:
        """The width of a letter of code."""
        return QFontMetricsF(self.code).horizontalAdvance("0")

    @cached_property
    def marker_px(self) -> int:
        """How far list items are indented."""
        return self.scaled(26)

    @cached_property
    def quote_px(self) -> int:
        """How far quotes are indented."""
        return self.scaled(18)

    def heading(self, level: int) -> QFont:
        """The font of a heading; level 0 is the body's font."""
        if level not in self._headings:
            font = QFont(self.body)
            if level:
                font.setPointSizeF(font.pointSizeF() * HEADING_SIZES[level])
                font.setWeight(QFont.Weight.DemiBold if level > 1 else QFont.Weight.Bold)
            self._headings[level] = font
        return self._headings[level]

    def format(self, style: int, level: int = 0) -> QTextCharFormat:
        """How a run of text in that style looks inside the body or a heading."""
        key = (style, level)
        if key not in self._formats:
            self._formats[key] = self._made(style, level)
        return self._formats[key]

    def _made(self, style: int, level: int) -> QTextCharFormat:
        made = QTextCharFormat()
        if style & Style.BOLD:
            made.setFontWeight(QFont.Weight.Bold)
        if style & Style.ITALIC:
            made.setFontItalic(True)
        if style & Style.STRIKE:
            made.setFontStrikeOut(True)
            made.setForeground(QColor(self.colours.muted))
        if style & Style.CODE:
            made.setFontFamilies([self.code.family(), *self.body.families()])
            made.setFontFixedPitch(True)
            made.setFontPointSize(self.heading(level).pointSizeF() * CODE_PX / BODY_PX)
            made.setBackground(self.code_chip)
        if style & Style.RAISED:
            made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        if style & (Style.LINK | Style.IMAGE):
            made.setForeground(QColor(self.colours.accent_text))
            made.setFontUnderline(bool(style & Style.LINK))
        return made

    @cached_property
    def unread(self) -> QTextCharFormat:
        """How text looks that the model will not read."""
        made = QTextCharFormat()
        made.setForeground(QColor(self.colours.muted))
        return made

    @cached_property
    def syntax(self) -> dict[str, QTextCharFormat]:
        """How kinds of tokens look."""
        looks = {}
        for name, colour in (DARK if self.is_dark else LIGHT).items():
            looks[name] = QTextCharFormat()
            looks[name].setForeground(QColor(colour))
        return looks

    @cached_property
    def code_chip(self) -> QColor:
        """The ground of code inside a sentence: visible on the page and on a prompt's card."""
        return QColor(255, 255, 255, 22) if self.is_dark else QColor(20, 30, 50, 16)

    @cached_property
    def selection(self) -> QColor:
        """The ground of selected text."""
        colour = QColor(self.colours.accent)
        colour.setAlpha(90 if self.is_dark else 70)
        return colour

    @cached_property
    def hit(self) -> QColor:
        """The ground of what was found."""
        colour = QColor(self.colours.accent_line)
        colour.setAlpha(150 if self.is_dark else 120)
        return colour

    @cached_property
    def current_hit(self) -> QColor:
        """The ground of the hit that was gone to."""
        return QColor(self.colours.accent)

    @cached_property
    def current_hit_text(self) -> QColor:
        """The letters of the hit that was gone to."""
        return QColor(self.colours.on_accent)


LONG_RUN = 1000


def wrapping(text: str) -> QTextOption:
    """How a paragraph wraps: at words, or anywhere where a run of letters is too long for that.

    Qt needs quadratic time to wrap a long run of letters at words, and linear time to wrap it anywhere.
    """
    option = QTextOption()
    long_run = len(text) > LONG_RUN and any(len(word) > LONG_RUN for word in text.split())
    mode = QTextOption.WrapMode
    option.setWrapMode(mode.WrapAnywhere if long_run else mode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(False)
    return option
