"""The small drawings of the guide: what a parameter does to an example, painted in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from h2o_desktop.core.effects import BEGINNING, LEAST_PERCENT, WORDS, Bars, Effect, Strip, before, effect_of
from h2o_desktop.core.parameters import SPECS, ParameterKind, ParameterValue
from h2o_desktop.ui.parameter_panel.captions import value_text
from h2o_desktop.ui.theme import HINT_PX, SECONDARY_PX, ThemeSource

WIDTH = 520
_PADDING, _GAP, _RADIUS = 12.0, 8.0, 8.0
_ROW, _BAR = 20.0, 9.0
_WORD_WIDTH, _SHARE_WIDTH, _TITLE_WIDTH = 56.0, 44.0, 72.0
_PIECE_ROW = 30.0

translate = QCoreApplication.translate
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def effect_picture(key: str, theme: ThemeSource, ratio: float = 1.0) -> QImage:
    """The drawing of a parameter's example; `ratio` is how many pixels of the screen make one of the picture."""
    return _Drawing(key, theme, ratio).drawn()


class _Drawing:
    def __init__(self, key: str, theme: ThemeSource, ratio: float) -> None:
        self._key = key
        self._theme = theme
        self._colours = theme.colours
        self._ratio = ratio
        self._effect: Effect = effect_of(key)
        self._font = theme.font(SECONDARY_PX)
        self._scale = theme.pixels(100) / 100
        bold = QFont(self._font)
        bold.setBold(True)
        self._bold = bold

    def drawn(self) -> QImage:
        size = QSize(round(WIDTH * self._scale), round(self._height() * self._scale))
        image = QImage(size * self._ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(self._ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colours.line), 1))
        painter.setBrush(QColor(self._colours.pane))
        painter.drawRoundedRect(QRectF(image.rect().topLeft(), size).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.scale(self._scale, self._scale)
        for font in (self._font, self._bold):
            font.setPointSizeF(font.pointSizeF() / self._scale)
        if self._effect.bars:
            self._draw_bars(painter)
        for place, strip in enumerate(self._effect.strips):
            self._draw_strip(painter, strip, _PADDING + place * _PIECE_ROW)
        painter.end()
        return image

    def _height(self) -> float:
        if self._effect.bars:
            return 2 * _PADDING + (len(WORDS) + 2) * _ROW
        return 2 * _PADDING + len(self._effect.strips) * _PIECE_ROW

    # Bars.

    def _draw_bars(self, painter: QPainter) -> None:
        width = (WIDTH - 2 * _PADDING - (len(self._effect.bars) - 1) * 2 * _GAP) / len(self._effect.bars)
        for number, bars in enumerate(self._effect.bars):
            self._draw_panel(painter, bars, QRectF(_PADDING + number * (width + 2 * _GAP), _PADDING, width, 0))
        legend = translate("HelpPictures", "{beginning} …   bar: with this value · tick: the model's own choice")
        place = QRectF(_PADDING, _PADDING + (len(WORDS) + 1) * _ROW, WIDTH - 2 * _PADDING, _ROW)
        self._write(painter, place, legend.format(beginning=BEGINNING), self._colours.muted, self._small())

    def _draw_panel(self, painter: QPainter, bars: Bars, place: QRectF) -> None:
        title = QRectF(place.x(), place.y(), place.width(), _ROW)
        self._write(painter, title, self._titled(bars.value), self._colours.text, self._bold)
        rows = zip(WORDS, bars.shares, before(), strict=True)
        most = max(*bars.shares, *before())
        for number, (word, share, own) in enumerate(rows, 1):
            row = QRectF(place.x(), place.y() + number * _ROW, place.width(), _ROW)
            self._draw_row(painter, row, word, share, (own, most))

    def _draw_row(self, painter: QPainter, row: QRectF, word: str, share: float, scale: tuple[float, float]) -> None:
        colours, (own, most) = self._colours, scale
        is_cut = share == 0
        font = QFont(self._font)
        font.setStrikeOut(is_cut)
        name = QRectF(row.x(), row.y(), _WORD_WIDTH, row.height())
        self._write(painter, name, word, colours.muted if is_cut else colours.text, font)
        groove = QRectF(
            name.right() + 4, row.center().y() - _BAR / 2, row.width() - _WORD_WIDTH - _SHARE_WIDTH - 8, _BAR
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(groove, 2, 2)
        filled = QRectF(groove.x(), groove.y(), groove.width() * share / most, _BAR)
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(filled, 2, 2)
        tick = groove.x() + groove.width() * own / most
        painter.setPen(QPen(QColor(colours.text), 1.5))
        painter.drawLine(round(tick), round(groove.top() - 2), round(tick), round(groove.bottom() + 2))
        words = translate("HelpPictures", "cut") if is_cut else _percent(share)
        at = QRectF(row.right() - _SHARE_WIDTH, row.y(), _SHARE_WIDTH, row.height())
        self._write(painter, at, words, colours.muted if is_cut else colours.text, self._font, _RIGHT)

    # Strips.

    def _draw_strip(self, painter: QPainter, strip: Strip, y: float) -> None:
        row = QRectF(_PADDING, y, _TITLE_WIDTH, _PIECE_ROW - 6)
        self._write(painter, row, self._shown(strip.value), self._colours.text, self._bold)
        x = row.right()
        for text, is_kept in strip.pieces:
            width = QFontMetricsF(self._font).horizontalAdvance(text) + 14
            self._draw_piece(painter, QRectF(x, row.y(), width, row.height()), text, is_kept=is_kept)
            x += width + 4

    def _draw_piece(self, painter: QPainter, box: QRectF, text: str, *, is_kept: bool) -> None:
        colours = self._colours
        edge = QPen(QColor(colours.accent_line if is_kept else colours.outline), 1)
        edge.setStyle(Qt.PenStyle.SolidLine if is_kept else Qt.PenStyle.DashLine)
        painter.setPen(edge)
        painter.setBrush(QColor(colours.accent_background if is_kept else colours.pane))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        font = QFont(self._font)
        font.setStrikeOut(not is_kept)
        centre = Qt.AlignmentFlag.AlignCenter
        self._write(painter, box, text, colours.text if is_kept else colours.muted, font, centre)

    # Words.

    def _titled(self, value: ParameterValue) -> str:
        label = translate("parameters", SPECS[self._key].label)
        return translate("HelpPictures", "{parameter}: {value}").format(parameter=label, value=self._shown(value))

    def _shown(self, value: ParameterValue) -> str:
        spec = SPECS[self._key]
        if spec.kind is ParameterKind.NUMBER:
            return QLocale().toString(float(value or 0), "f", 1)
        return str(value) if self._key == "seed" else value_text(spec, value)

    def _small(self) -> QFont:
        font = QFont(self._font)
        font.setPointSizeF(font.pointSizeF() * HINT_PX / SECONDARY_PX)
        return font

    def _write(
        self,
        painter: QPainter,
        place: QRectF,
        words: str,
        colour: str,
        font: QFont,
        alignment: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(place, int(alignment | Qt.TextFlag.TextSingleLine), words)


def _percent(share: float) -> str:
    percent = 100 * share
    if percent < LEAST_PERCENT:
        least = QLocale().toString(LEAST_PERCENT, "f", 1)
        return translate("HelpPictures", "< {percent} %").format(percent=least)
    words = QLocale().toString(percent, "f", 0 if percent >= 1 else 1)
    return translate("HelpPictures", "{percent} %").format(percent=words)
