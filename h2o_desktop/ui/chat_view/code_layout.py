"""Code: a frame, the language and what can be done with it above, and lines in a fixed pitch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QTextOption

from h2o_desktop.core.markdown_blocks import Block, BlockKind
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.ornaments import Fill, Frame, Label
from h2o_desktop.ui.chat_view.rich_text import Piece
from h2o_desktop.ui.chat_view.text_box import TextBox, format_range
from h2o_desktop.ui.chat_view.typography import LONG_RUN, Typography
from h2o_desktop.ui.chat_view.zones import HotZone

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.block_layouter import Setting

COPY_CODE, SAVE_CODE, WRAP_CODE = "copy-code", "save-code", "wrap-code"
SIDE, ABOVE, BELOW, HEADER = 12, 8, 10, 28
TAB_LETTERS = 4


def lay_out_code(laid: LaidBlock, piece: Piece, block: Block, setting: Setting, place: QRectF) -> float:
    """Lay out code, or a part of it; returns its bottom."""
    typography = setting.typography
    is_part = block.kind is BlockKind.CODE
    begins, ends = (block.begins, block.ends) if is_part else (True, True)
    y = place.y()
    frame_top = y
    if begins:
        y += typography.scaled(HEADER) + typography.scaled(ABOVE)
    side = typography.scaled(SIDE)
    box = _code_box(piece, setting)
    box.wrap(place.width() - 2 * side, typography.code_line_px)
    box.x, box.y = place.x() + side, y
    box.clip = QRectF(box.x, y, place.width() - 2 * side, box.height)
    laid.scroll_range = max(laid.scroll_range, box.width - box.clip.width())
    y += box.height + (typography.scaled(BELOW) if ends else 0)
    if ends:
        laid.bar = QRectF(box.x, y - typography.scaled(7), box.clip.width(), typography.scaled(4))
    colours = typography.colours
    frame = QRectF(place.x(), frame_top, place.width(), y - frame_top)
    laid.ornaments.append(Frame(frame, colours.code, colours.line, 8, begins, ends))
    if begins:
        _add_header(laid, piece, typography, QRectF(place.x(), frame_top, place.width(), typography.scaled(HEADER)))
    laid.add(box)
    return y


def _code_box(piece: Piece, setting: Setting) -> TextBox:
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    option.setTabStopDistance(TAB_LETTERS * setting.typography.code_letter_px)
    long_line = len(piece.text.text) > LONG_RUN and max(map(len, piece.text.text.split("\n"))) > LONG_RUN
    mode = QTextOption.WrapMode
    wraps = mode.WrapAnywhere if long_line else mode.WrapAtWordBoundaryOrAnywhere
    option.setWrapMode(wraps if setting.wraps_code or long_line else mode.NoWrap)
    box = TextBox(piece.text, setting.typography.code, option)
    formats = setting.typography.syntax
    box.layout.setFormats([format_range(start, length, formats[name]) for start, length, name in piece.spans])
    return box


def _add_header(laid: LaidBlock, piece: Piece, typography: Typography, bar: QRectF) -> None:
    colours, side = typography.colours, typography.scaled(SIDE)
    inner = bar.adjusted(side, 0, -side, 0)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    language = piece.info.split()[0] if piece.info.split() else QCoreApplication.translate("ChatView", "code")
    laid.ornaments.append(Label(inner, language, typography.secondary, colours.muted, left))
    laid.ornaments.append(Fill(QRectF(bar.x() + 1, bar.bottom(), bar.width() - 2, 1), colours.line))
    metrics = QFontMetricsF(typography.secondary)
    right = inner.right()
    for action, words in (
        (WRAP_CODE, QCoreApplication.translate("ChatView", "Wrap")),
        (SAVE_CODE, QCoreApplication.translate("ChatView", "Save")),
        (COPY_CODE, QCoreApplication.translate("ChatView", "Copy")),
    ):
        width = metrics.horizontalAdvance(words)
        zone = QRectF(right - width - 6, bar.y() + 2, width + 12, bar.height() - 4)
        laid.zones.append(HotZone(zone, action, words, str(len(laid.boxes))))
        right -= width + typography.scaled(16)
