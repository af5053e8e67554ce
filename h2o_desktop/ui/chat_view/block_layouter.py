"""Gives the pieces of a block their places."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt

from h2o_desktop.core.markdown_blocks import Block
from h2o_desktop.ui.chat_view.code_layout import lay_out_code
from h2o_desktop.ui.chat_view.formula_places import add_formulas
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.lexing import Span
from h2o_desktop.ui.chat_view.markdown_reader import DEEPEST_INDENT, DONE_TASK, OPEN_TASK
from h2o_desktop.ui.chat_view.ornaments import Bitmap, Fill, Label, TaskBox
from h2o_desktop.ui.chat_view.rich_text import Container, Piece, PieceKind, Style
from h2o_desktop.ui.chat_view.table_layout import lay_out_rows
from h2o_desktop.ui.chat_view.text_box import TextBox
from h2o_desktop.ui.chat_view.typography import Typography, wrapping
from h2o_desktop.ui.chat_view.workshop import Tools

HIGHEST_IMAGE = 480


@dataclass(slots=True)
class Setting:
    """What a block's layout depends on beside its pieces."""

    workshop: Tools
    width: float
    wraps_code: bool = False
    columns: Sequence[float] = ()
    spans: Sequence[Sequence[Span]] = ()

    @property
    def typography(self) -> Typography:
        """Fonts, colours and distances."""
        return self.workshop.typography


def lay_out(pieces: Sequence[Piece], block: Block, setting: Setting) -> LaidBlock:
    """Lay out a block."""
    laid = LaidBlock(setting.width)
    for piece, spans in zip(pieces, setting.spans, strict=False):
        piece.spans = spans
    y = bottom = 0.0
    index = 0
    before: Piece | None = None
    while index < len(pieces):
        piece = pieces[index]
        y += round(piece.gap * setting.typography.line_px)
        left, right = _edges(piece, setting)
        top = y
        if piece.kind is PieceKind.ROW:
            rows = _rows_from(pieces, index)
            y = lay_out_rows(laid, rows, block, setting, QRectF(left, y, right - left, 0))
            index += len(rows)
        else:
            y = _lay_out_piece(laid, piece, block, setting, QRectF(left, y, right - left, 0))
            index += 1
        shared = 1 if block.is_thinking and before is None else _shared_containers(before, piece)
        tops = [bottom if number < shared else top for number in range(DEEPEST_INDENT + 1)]
        _add_quote_bars(laid, piece, setting, tops, y)
        before, bottom = piece, y
    laid.height = math.ceil(y)
    return laid


def _rows_from(pieces: Sequence[Piece], index: int) -> list[Piece]:
    end = index
    while end < len(pieces) and pieces[end].kind is PieceKind.ROW:
        end += 1
        if end < len(pieces) and pieces[end].level:
            break
    return list(pieces[index:end])


def _edges(piece: Piece, setting: Setting) -> tuple[float, float]:
    indent = _indent(piece.containers, setting.typography)
    if is_right_to_left(piece.text.text):
        return 0.0, setting.width - indent
    return float(indent), setting.width


def _indent(containers: Sequence[Container], typography: Typography) -> int:
    return sum(typography.quote_px if one is Container.QUOTE else typography.marker_px for one in containers)


def _lay_out_piece(laid: LaidBlock, piece: Piece, block: Block, setting: Setting, place: QRectF) -> float:
    match piece.kind:
        case PieceKind.CODE:
            laid.has_code = True
            return lay_out_code(laid, piece, block, setting, place)
        case PieceKind.RULE:
            laid.ornaments.append(
                Fill(QRectF(place.x(), place.y() + 6, place.width(), 1), setting.typography.colours.line)
            )
            return place.y() + 13
    return _lay_out_paragraph(laid, piece, setting, place)


def _lay_out_paragraph(laid: LaidBlock, piece: Piece, setting: Setting, place: QRectF) -> float:
    typography = setting.typography
    font = typography.heading(piece.level)
    box = paragraph_box(piece, typography)
    line_px = typography.line_px
    if piece.level:
        line_px = round(font.pointSizeF() / typography.body.pointSizeF() * typography.line_px * 0.9)
    add_formulas(box, setting.workshop, place.width(), is_displayed=piece.kind is PieceKind.FORMULA)
    box.wrap(place.width(), line_px)
    box.x, box.y = place.x(), place.y()
    if piece.marker:
        box.prefix = f"{piece.marker} "
        _add_marker(laid, piece, setting, QRectF(place.x(), place.y() - 1, place.width(), line_px))
    laid.add(box)
    return _add_images(laid, piece, setting, QRectF(place.x(), place.y() + box.height, place.width(), 0))


def _add_images(laid: LaidBlock, piece: Piece, setting: Setting, place: QRectF) -> float:
    """The images of a paragraph that were loaded, below its text and no larger than there is room for."""
    y = place.y()
    for run in piece.text.runs:
        image = setting.workshop.images.get(run.target) if run.style & Style.IMAGE else None
        if image is not None:
            zoom = setting.typography.zoom
            room = QSizeF(place.width(), setting.typography.scaled(HIGHEST_IMAGE))
            size = QSizeF(image.size()) * zoom
            if size.width() > room.width() or size.height() > room.height():
                size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
            laid.ornaments.append(Bitmap(QRectF(QPointF(place.x(), y + 4), size), image))
            y += size.height() + 8
    return y


def paragraph_box(piece: Piece, typography: Typography) -> TextBox:
    """The text of a piece with its styles, not yet wrapped."""
    option = wrapping(piece.text.text)
    if piece.kind is PieceKind.FORMULA:
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    elif is_right_to_left(piece.text.text):
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    box = TextBox(piece.text, typography.heading(piece.level), option)
    box.set_formats([(run, typography.format(run.style, piece.level)) for run in piece.text.runs])
    return box


def _add_marker(laid: LaidBlock, piece: Piece, setting: Setting, line: QRectF) -> None:
    typography = setting.typography
    colours, width = typography.colours, typography.marker_px
    rtl = is_right_to_left(piece.text.text)
    if piece.marker in (OPEN_TASK, DONE_TASK):
        side = typography.scaled(14)
        x = line.right() + width - side - 4 if rtl else line.left() - width + 4
        rect = QRectF(x, round(line.center().y() - side / 2), side, side)
        laid.ornaments.append(
            TaskBox(rect, piece.marker == DONE_TASK, colours.outline, colours.accent, colours.on_accent)
        )
        return
    side_flag = Qt.AlignmentFlag.AlignLeft if rtl else Qt.AlignmentFlag.AlignRight
    gap = typography.scaled(8)
    rect = QRectF(line.right() + gap, line.y(), 3 * width, line.height())
    if not rtl:
        rect = QRectF(line.left() - gap - 3 * width, line.y(), 3 * width, line.height())
    flags = side_flag | Qt.AlignmentFlag.AlignVCenter
    laid.ornaments.append(Label(rect, piece.marker, typography.body, colours.muted, flags))


def _shared_containers(before: Piece | None, piece: Piece) -> int:
    """How many quotes and lists around a piece go on from the one above."""
    shared = 0
    if before is not None:
        for one, other in zip(before.containers, piece.containers, strict=False):
            if one is not other:
                break
            shared += 1
    return shared


def _add_quote_bars(laid: LaidBlock, piece: Piece, setting: Setting, tops: Sequence[float], bottom: float) -> None:
    typography = setting.typography
    rtl = is_right_to_left(piece.text.text)
    x = 0.0
    for container, top in zip(piece.containers, tops, strict=False):
        if container is Container.QUOTE:
            bar_x = setting.width - x - 3 if rtl else x
            laid.ornaments.append(Fill(QRectF(bar_x, top, 3, bottom - top), typography.colours.accent_line))
        x += typography.quote_px if container is Container.QUOTE else typography.marker_px


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    if text.isascii():
        return False
    for letter in text[:200]:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
