"""Paints pages of a composition, on whatever paints pages: a PDF file, a printer, a preview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout

from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.message_frame import elided
from h2o_desktop.ui.chat_view.ornaments import Label
from h2o_desktop.ui.chat_view.text_box import TextBox, cursor_x
from h2o_desktop.ui.paper.composition import Composition
from h2o_desktop.ui.paper.emoji import paint_emoji
from h2o_desktop.ui.paper.pagination import CARD_PAD, Slice
from h2o_desktop.ui.paper.tools import PIXELS_PER_INCH

RADIUS = 8.0
translate = QCoreApplication.translate


class PagePainter:
    """Paints on a painter whose origin is the corner of the sheet. `dots_per_inch` is the density of its device."""

    def __init__(self, painter: QPainter, composition: Composition, dots_per_inch: float) -> None:
        self._painter = painter
        self._composition = composition
        self._typography = composition.tools.typography
        self._colours = composition.tools.typography.colours
        self._scale = dots_per_inch / PIXELS_PER_INCH

    def paint(self, number: int) -> None:
        """Paint a page, counted from 0."""
        painter, composition = self._painter, self._composition
        painter.save()
        painter.scale(self._scale, self._scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.translate(composition.sheet.column.topLeft())
        slices = composition.pages[number]
        for card in _cards(slices, composition.sheet.column.width()):
            self._paint_card(card)
        for one in slices:
            self._paint_slice(one)
        painter.restore()
        self._paint_footer(number)
        painter.restore()

    def _paint_footer(self, number: int) -> None:
        composition, rect = self._composition, self._composition.sheet.footer
        page = translate("Paper", "{page} / {count}").format(page=number + 1, count=len(composition.pages))
        self._write(page, self._typography.hint, self._colours.muted, rect, Qt.AlignmentFlag.AlignRight)
        room = rect.width() - self._typography.scaled(80)
        title = elided(composition.title, self._typography.hint, room)
        self._write(title, self._typography.hint, self._colours.muted, rect, Qt.AlignmentFlag.AlignLeft)

    def _paint_card(self, card: QRectF) -> None:
        self._painter.setPen(QPen(Qt.PenStyle.NoPen))
        self._painter.setBrush(QColor(self._colours.user_message))
        self._painter.drawRoundedRect(card, RADIUS, RADIUS)

    def _paint_slice(self, one: Slice) -> None:
        painter, strip = self._painter, one.strip
        painter.save()
        painter.translate(strip.left, one.y)
        painter.scale(strip.scale, strip.scale)
        painter.translate(0, -one.top)
        if one.bottom - one.top < strip.laid.height:
            painter.setClipRect(QRectF(-8, one.top, strip.laid.width + 16, one.bottom - one.top))
        part = QRectF(0, one.top, strip.laid.width, one.bottom - one.top)
        colour = self._colours.muted if strip.is_muted else self._colours.text
        self._paint_block(strip.laid, part, colour)
        if strip.leads_to >= 0:
            words = next(one for one in strip.laid.ornaments if isinstance(one, Label))
            page = str(self._composition.places[strip.leads_to].page + 1)
            rect = QRectF(0, words.rect.y(), strip.laid.width, words.rect.height())
            self._write(page, words.font, self._colours.muted, rect, Qt.AlignmentFlag.AlignRight)
        painter.restore()

    def _paint_block(self, laid: LaidBlock, part: QRectF, colour: str) -> None:
        for ornament in laid.ornaments:
            if isinstance(ornament, Label):
                if ornament.rect.intersects(part):
                    self._write(ornament.words, ornament.font, ornament.colour, ornament.rect, ornament.alignment)
            else:
                ornament.draw(self._painter, QPointF())
        for box in laid.boxes:
            self._painter.setPen(QColor(colour))
            self._paint_text(box, part)
            self._paint_formulas(box, part)
            paint_emoji(self._painter, box, part)

    def _paint_text(self, box: TextBox, part: QRectF) -> None:
        """The lines in a part; what lies outside must not be written, since it could still be selected there."""
        place = QPointF(box.x, box.y)
        if part.top() <= box.y and box.y + box.height <= part.bottom():
            box.layout.draw(self._painter, place)
            return
        for index in range(box.layout.lineCount()):
            line = box.layout.lineAt(index)
            if part.top() <= box.y + line.y() + line.height() / 2 < part.bottom():
                line.draw(self._painter, place)

    def _paint_formulas(self, box: TextBox, part: QRectF) -> None:
        for one in box.formulas:
            line = box.layout.lineForTextPosition(one.place)
            y = box.y + line.y() + line.ascent() - one.ascent
            rect = QRectF(box.x + cursor_x(line, one.place), y, one.width, one.ascent + one.descent)
            if part.intersects(rect.adjusted(0, 1, 0, -1)):
                self._composition.tools.formulas.paint(self._painter, one.formula, rect, self._colours.text)

    def _write(self, words: str, font: QFont, colour: str, rect: QRectF, alignment: Qt.AlignmentFlag) -> None:
        """One line of text, the size of which does not depend on the device as it does with QPainter.drawText."""
        layout = QTextLayout(words, font)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(1e6)
        layout.endLayout()
        x = rect.x()
        if alignment & Qt.AlignmentFlag.AlignRight:
            x = rect.right() - QFontMetricsF(font).horizontalAdvance(words)
        self._painter.setPen(QColor(colour))
        layout.draw(self._painter, QPointF(x, rect.center().y() - line.height() / 2))


def _cards(slices: Sequence[Slice], width: float) -> Iterator[QRectF]:
    """The grounds of prompts on a page."""
    number, top, bottom = 0, 0.0, 0.0
    for one in [*slices, None]:
        card = one.strip.card if one is not None else 0
        if card != number:
            if number:
                yield QRectF(0, top - CARD_PAD, width, bottom - top + 2 * CARD_PAD)
            number = card
            top = one.y if one is not None else 0.0
        bottom = one.y + one.height if one is not None else bottom
