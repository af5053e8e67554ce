"""Emoji in a density that paper deserves.

Fonts have them as pictures, which Qt puts into PDF files with one dot for each pixel of the layout; so each is painted
once more on top of that, finer.
"""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QTextLayout

from h2o_desktop.ui.chat_view.rich_text import units_of
from h2o_desktop.ui.chat_view.text_box import TextBox, cursor_x

FINENESS = 6
_ONE = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]"
_MORE = "[\U0001f3fb-\U0001f3ff\ufe0f\u20e3]"
_EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|{_ONE}{_MORE}*(?:\u200d{_ONE}{_MORE}*)*|[0-9#*]\ufe0f\u20e3")
_ALWAYS_PICTURES = re.compile("[\U0001f000-\U0001faff\ufe0f]")


def paint_emoji(painter: QPainter, box: TextBox, part: QRectF) -> None:
    """Paint the emoji of a text that lie in a part of its block."""
    text = box.layout.text()
    if text.isascii():
        return
    for match in _EMOJI.finditer(text):
        if not _ALWAYS_PICTURES.search(match.group()):
            continue
        start = units_of(text[: match.start()])
        line = box.layout.lineForTextPosition(start)
        y = box.y + line.y()
        if not part.top() <= y + line.height() / 2 < part.bottom():
            continue
        first, last = sorted((cursor_x(line, start), cursor_x(line, start + units_of(match.group()))))
        font = QFont(box.layout.font())
        image = _picture(match.group(), font.toString(), last - first, line.height())
        painter.drawImage(QRectF(box.x + first, y, last - first, line.height()), image)


@lru_cache(maxsize=200)
def _picture(emoji: str, font_name: str, width: float, height: float) -> QImage:
    image = QImage((QSizeF(width, height) * FINENESS).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    font = QFont()
    font.fromString(font_name)
    layout = QTextLayout(emoji, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(FINENESS, FINENESS)
    layout.draw(painter, QPointF(0, height - line.height()))
    painter.end()
    return image
