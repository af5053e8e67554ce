"""The bars of the lens: one for each of the likeliest tokens, and one for all others."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
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
    """One row: what it stands for, its share with the settings, and what cut it.

    On the way there it had the model's own share, that after the penalties, and that with the temperature and without
    cuts; None where that is not known.
    """

    name: str
    share: float
    raw: float | None = None
    cut_by: Step | None = None
    penalised: float | None = None
    tempered: float | None = None


def bars_of(lens: Lens) -> list[Bar]:
    """The likeliest tokens by the model's choice after the penalties, then the others in one bar when they count."""
    end = QCoreApplication.translate("LensBars", "(end)")
    uncut = lens.uncut or (None,) * len(lens.candidates)
    shown = list(zip(lens.candidates, lens.choice.shares, lens.choice.cut_by, uncut, strict=True))
    bars = [
        Bar(visible(candidate.token) or end, share, candidate.raw, step, candidate.probability, tempered)
        for candidate, share, step, tempered in shown[:MOST_ROWS]
    ]
    others = sum(lens.choice.shares[MOST_ROWS:]) + lens.choice.rest
    if others > 0:
        bars.append(Bar(QCoreApplication.translate("LensBars", "all others"), others))
    return bars


def share_text(bar: Bar) -> str:
    """“62 %”, “0.4 %”, or that it is cut."""
    if bar.cut_by is not None:
        return QCoreApplication.translate("LensBars", "cut")
    return percent_text(bar.share)


def percent_text(share: float) -> str:
    """“62 %” or “0.4 %”."""
    percent = 100 * share
    decimals = 0 if percent >= 10 or percent == 0 else 1
    return QCoreApplication.translate("LensBars", "{percent} %").format(
        percent=QLocale().toString(percent, "f", decimals)
    )


def stages_text(bar: Bar) -> str:
    """How a token came to its share: the model's own first, that with all settings last."""
    stages = (
        (QCoreApplication.translate("LensBars", "model alone {share}"), bar.raw),
        (QCoreApplication.translate("LensBars", "after penalties {share}"), bar.penalised),
        (QCoreApplication.translate("LensBars", "after temperature {share}"), bar.tempered),
    )
    known = [words.format(share=percent_text(share)) for words, share in stages if share is not None]
    if bar.cut_by is not None:
        words = QCoreApplication.translate("LensBars", "cut by {parameter}")
        last = words.format(parameter=step_name(bar.cut_by))
    else:
        words = QCoreApplication.translate("LensBars", "with all settings {share}")
        last = words.format(share=percent_text(bar.share))
    return f"{bar.name}: {' · '.join((*known, last))}"


def step_name(step: Step) -> str:
    """The name of the parameter that a step belongs to."""
    return QCoreApplication.translate("parameters", SPECS[step.value].label)


class LensBars(QWidget):
    """Draws bars: filled is the share with the settings, grey what is cut, the tick the model's own.

    One of the rows is the chosen one: that below the mouse, or by the arrow keys.

    Signals:
        row_chosen(): another row, or it holds another bar.
    """

    row_chosen = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bars: list[Bar] = []
        self.row = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_bars(self, bars: list[Bar]) -> None:
        """Show other bars."""
        is_other_height = len(bars) != len(self.bars)
        self.bars = bars
        if is_other_height:
            self.updateGeometry()
        self.choose(self.row)

    @property
    def chosen(self) -> Bar | None:
        """The bar of the chosen row; None without any."""
        return self.bars[self.row] if self.bars else None

    def choose(self, row: int) -> None:
        """Choose a row, or the nearest one that there is."""
        self.row = max(0, min(row, len(self.bars) - 1))
        self.row_chosen.emit()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row below the mouse is the chosen one."""
        row = int(event.position().y() // self._theme.pixels(_ROW_HEIGHT))
        if row != self.row:
            self.choose(row)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is below the mouse any more."""
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down, Home and End walk through the rows."""
        rows = {
            Qt.Key.Key_Up: self.row - 1,
            Qt.Key.Key_Down: self.row + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.bars) - 1,
        }
        row = rows.get(Qt.Key(event.key()))
        if row is None:
            super().keyPressEvent(event)
        else:
            self.choose(row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which row is chosen."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
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
            box = QRectF(0, row * height, self.width(), height)
            if row == self.row and (self.hasFocus() or self.underMouse()):
                self._paint_chosen(painter, box)
            self._paint_row(painter, bar, box)

    def _paint_chosen(self, painter: QPainter, box: QRectF) -> None:
        colours = self._theme.colours
        painter.setPen(QColor(colours.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent_background))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

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
        filled = bar.tempered if is_cut and bar.tempered is not None else bar.share
        if filled > 0:
            painter.setBrush(QColor(colours.muted if is_cut else colours.accent))
            painter.drawRoundedRect(
                QRectF(groove.left(), groove.top(), max(2.0, groove.width() * filled), groove.height()), 2, 2
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
