"""Tables: columns as wide as what stands in them, narrower where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from h2o_desktop.core.markdown_blocks import Block, BlockKind
from h2o_desktop.ui.chat_view.formula_places import add_formulas
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.ornaments import Fill, Frame
from h2o_desktop.ui.chat_view.rich_text import Piece
from h2o_desktop.ui.chat_view.text_box import TextBox
from h2o_desktop.ui.chat_view.typography import Typography, wrapping

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.block_layouter import Setting

SIDE, ABOVE = 12, 6
UNBOUNDED = 100_000.0
NARROWEST_LETTERS = 10


def lay_out_rows(laid: LaidBlock, rows: Sequence[Piece], block: Block, setting: Setting, place: QRectF) -> float:
    """Lay out the rows of a table, or of a part of it; returns the bottom."""
    typography = setting.typography
    is_part = block.kind is BlockKind.TABLE
    begins, ends = (block.begins, block.ends) if is_part else (True, True)
    grid = [_boxes(row, setting) for row in rows]
    side = typography.scaled(SIDE)
    columns = list(setting.columns) or column_widths(grid, place.width(), side, typography)
    laid.columns = columns
    width = sum(columns) + 2 * side * len(columns)
    laid.scroll_range = max(laid.scroll_range, width - place.width())
    colours = typography.colours
    y = place.y()
    frame_at = len(laid.ornaments)
    for number, (row, boxes) in enumerate(zip(rows, grid, strict=True)):
        top = y
        y = _place_row(laid, boxes, columns, QRectF(place.x(), y, place.width(), 0), typography)
        if width > place.width():
            for box in boxes:
                box.clip = QRectF(place.x(), top, place.width(), y - top)
        if row.level:
            laid.ornaments.append(
                Fill(QRectF(place.x() + 1, top + 1, min(width, place.width()) - 2, y - top - 1), colours.code)
            )
        if number or not begins:
            laid.ornaments.append(Fill(QRectF(place.x() + 1, top, min(width, place.width()) - 2, 1), colours.line))
    if width > place.width() and ends:
        laid.bar = QRectF(place.x(), y + 3, place.width(), typography.scaled(4))
    frame = QRectF(place.x(), place.y(), min(width, place.width()), y - place.y())
    laid.ornaments.insert(frame_at, Frame(frame, colours.background, colours.line, 8, begins, ends))
    return y if laid.bar is None else laid.bar.bottom()


def _boxes(row: Piece, setting: Setting) -> list[TextBox]:
    boxes = []
    typography = setting.typography
    for cell in row.cells:
        option = wrapping(cell.text.text)
        if cell.align == "right":
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        elif cell.align == "center":
            option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box = TextBox(cell.text, typography.body, option)
        box.set_formats([(run, typography.format(run.style)) for run in cell.text.runs])
        add_formulas(box, setting.workshop, setting.width)
        boxes.append(box)
    return boxes


def column_widths(grid: Sequence[Sequence[TextBox]], room: float, side: float, typography: Typography) -> list[float]:
    """Natural widths where there is room; else the widest columns give way, down to some letters."""
    count = max((len(boxes) for boxes in grid), default=0)
    natural = [8.0] * count
    for boxes in grid:
        for index, box in enumerate(boxes):
            box.wrap(UNBOUNDED, typography.line_px)
            natural[index] = max(natural[index], box.natural_width + 1)
    room -= 2 * side * count
    if sum(natural) <= room:
        return natural
    return _shared(natural, max(room, count * NARROWEST_LETTERS * typography.letter_px))


def _shared(natural: Sequence[float], room: float) -> list[float]:
    """Columns that are narrower than an equal share keep their width; the others share what is left."""
    widths = [0.0] * len(natural)
    left = len(natural)
    for index in sorted(range(len(natural)), key=natural.__getitem__):
        widths[index] = min(natural[index], room / left)
        room -= widths[index]
        left -= 1
    return widths


def _place_row(
    laid: LaidBlock, boxes: Sequence[TextBox], columns: Sequence[float], place: QRectF, typography: Typography
) -> float:
    side, above = typography.scaled(SIDE), typography.scaled(ABOVE)
    x = place.x() + side
    height = float(typography.line_px)
    row = laid.boxes[-1].row + 1 if laid.boxes else 0
    for box, width in zip(boxes, columns, strict=False):
        box.wrap(width, typography.line_px)
        box.x, box.y = x, place.y() + above
        box.row = row
        laid.add(box)
        height = max(height, box.height)
        x += width + 2 * side
    return place.y() + height + 2 * above
