"""The bars of the lens: one for each of the likeliest tokens, and one for all others."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from h2o_desktop.core.lens import Lens, visible
from h2o_desktop.core.parameters import SPECS
from h2o_desktop.core.sampling import Step
from h2o_desktop.ui.theme import HINT_PX, SECONDARY_PX, ThemeSource

MOST_ROWS = 8
_BAR_HEIGHT = 9.0
_TOKEN_WIDTH = 84
_SHARE_WIDTH = 48
_GAP = 6
_ROW_HEIGHT = 21


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: what it stands for, its share with the settings, the model's own, and what cut it."""

    name: str
    share: float
    raw: float | None = None
    cut_by: Step | None = None


def bars_of(lens: Lens) -> list[Bar]:
    """The likeliest tokens by the model's choice after the penalties, then the others in one bar when they count."""
    end = QCoreApplication.translate("LensBars", "(end)")
    shown = list(zip(lens.candidates, lens.choice.shares, lens.choice.cut_by, strict=True))
    bars = [
        Bar(visible(candidate.token) or end, share, candidate.raw, step) for candidate, share, step in shown[:MOST_ROWS]
    ]
    others = sum(share for _, share, _ in shown[MOST_ROWS:]) + lens.choice.rest
    if others > 0:
        bars.append(Bar(QCoreApplication.translate("LensBars", "all others"), others))
    return bars


def share_text(bar: Bar) -> str:
    """“62 %”, “0.4 %”, or that it is cut."""
    if bar.cut_by is not None:
        return QCoreApplication.translate("LensBars", "cut")
    percent = 100 * bar.share
    decimals = 0 if percent >= 10 or percent == 0 else 1
    return QCoreApplication.translate("LensBars", "{percent} %").format(
        percent=QLocale().toString(percent, "f", decimals)
    )


def step_name(step: Step) -> str:
    """The name of the parameter that a step belongs to."""
    return QCoreApplication.translate("parameters", SPECS[step.value].label)


class LensBars(QWidget):
    """Draws bars: filled is the share with the settings, the tick the model's own, struck out what is cut."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bars: list[Bar] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_bars(self, bars: list[Bar]) -> None:
        """Show other bars."""
        is_other_height = len(bars) != len(self.bars)
        self.bars = bars
        if is_other_height:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The size that it likes to have."""
        return QSize(200, self._theme.pixels(_ROW_HEIGHT) * len(self.bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each row: token, groove with bar and tick, share."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._theme.pixels(_ROW_HEIGHT)
        for row, bar in enumerate(self.bars):
            self._paint_row(painter, bar, QRectF(0, row * height, self.width(), height))

    def _paint_row(self, painter: QPainter, bar: Bar, box: QRectF) -> None:
        colours = self._theme.colours
        token_width, share_width = self._theme.pixels(_TOKEN_WIDTH), self._theme.pixels(_SHARE_WIDTH)
        name = QRectF(box.left(), box.top(), token_width, box.height())
        share = QRectF(box.right() - share_width, box.top(), share_width, box.height())
        groove = QRectF(name.right() + _GAP, box.center().y() - _BAR_HEIGHT / 2, 0, _BAR_HEIGHT)
        groove.setRight(share.left() - _GAP)
        is_cut = bar.cut_by is not None
        self._paint_text(painter, name, bar.name, self._font(is_cut), is_cut, Qt.AlignmentFlag.AlignLeft)
        self._paint_text(
            painter, share, share_text(bar), self._theme.font(HINT_PX), is_cut, Qt.AlignmentFlag.AlignRight
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(groove, 2, 2)
        if bar.share > 0:
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(
                QRectF(groove.left(), groove.top(), max(2.0, groove.width() * bar.share), groove.height()), 2, 2
            )
        if bar.raw is not None:
            at = groove.left() + groove.width() * bar.raw
            painter.fillRect(QRectF(at - 1, groove.top() - 2, 2, groove.height() + 4), QColor(colours.muted))

    def _font(self, is_cut: bool) -> QFont:
        font = self._theme.code_font(SECONDARY_PX)
        font.setStrikeOut(is_cut)
        return font

    def _paint_text(
        self, painter: QPainter, box: QRectF, text: str, font: QFont, is_faded: bool, side: Qt.AlignmentFlag
    ) -> None:
        colours = self._theme.colours
        painter.setFont(font)
        painter.setPen(QColor(colours.muted if is_faded else colours.text))
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, elided)
