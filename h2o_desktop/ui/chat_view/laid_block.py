"""A block with a place for every letter: what is painted, clicked and selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from h2o_desktop.ui.chat_view.ornaments import Ornament, draw_faded
from h2o_desktop.ui.chat_view.rich_text import Run
from h2o_desktop.ui.chat_view.text_box import Mark, TextBox
from h2o_desktop.ui.chat_view.zones import HotZone


@dataclass(slots=True)
class LaidBlock:
    """Boxes of text and what is around them, in coordinates of the block.

    The text of the block is that of its boxes, with one letter between two of them. `scroll_range` is by how much its
    content is wider than the block and `bar` where that is shown; `columns` are the widths of a table's columns.
    """

    width: float
    height: int = 0
    boxes: list[TextBox] = field(default_factory=list)
    ornaments: list[Ornament] = field(default_factory=list)
    zones: list[HotZone] = field(default_factory=list)
    length: int = 0
    scroll_range: float = 0.0
    columns: list[float] = field(default_factory=list)
    bar: QRectF | None = None
    has_code: bool = False

    def add(self, box: TextBox) -> None:
        """Put a box below or beside the ones that are there."""
        if self.boxes:
            self.length += 1
        box.start = self.length
        self.length += box.text.units
        self.boxes.append(box)

    def draw(
        self,
        painter: QPainter,
        origin: QPointF,
        visible: QRectF,
        marks: Sequence[Mark],
        *,
        pen: QColor,
        is_faded: bool = False,
    ) -> None:
        """Paint what lies in `visible`, which is in the painter's coordinates; what is around the text may be faded."""
        for ornament in self.ornaments:
            if is_faded:
                draw_faded(ornament, painter, origin, pen)
            else:
                ornament.draw(painter, origin)
        painter.setPen(pen)
        for box in self.boxes:
            top = origin.y() + box.y
            if top < visible.bottom() and top + box.height > visible.top():
                box.draw(painter, origin, marks)

    def scroll(self, pixels: float) -> None:
        """Move what is wider than the block to the left by so many pixels in all."""
        for box in self.boxes:
            if box.clip is not None:
                box.scroll_x = pixels

    def box_at(self, x: float, y: float) -> TextBox | None:
        """The box at a point, or the nearest one."""
        best: TextBox | None = None
        best_distance = (float("inf"), float("inf"))
        for box in self.boxes:
            rect = box.rect
            distance = (
                max(rect.top() - y, 0.0, y - rect.bottom()),
                max(rect.left() - x, 0.0, x - rect.right()),
            )
            if distance < best_distance:
                best, best_distance = box, distance
        return best

    def position_at(self, x: float, y: float) -> int:
        """The place in the text that is nearest to a point."""
        box = self.box_at(x, y)
        return box.position_at(x, y) if box else 0

    def run_at(self, x: float, y: float) -> Run | None:
        """The run of text under a point."""
        box = self.box_at(x, y)
        return box.run_at(x, y) if box else None

    def zone_at(self, x: float, y: float) -> HotZone | None:
        """The zone under a point."""
        return next((zone for zone in self.zones if zone.rect.contains(x, y)), None)

    def box_of(self, place: int) -> TextBox | None:
        """The box that a place of the text is in."""
        found = None
        for box in self.boxes:
            if found is not None and box.start > place:
                break
            found = box
        return found

    def text(self, start: int = 0, end: int | None = None) -> str:
        """The text between two places, as it is copied: cells apart by tabs, pieces by line ends."""
        end = self.length if end is None else end
        parts: list[str] = []
        row = -1
        for box in self.boxes:
            if box.start > end or box.end < start or (box.start == end and end > start and box.text.units):
                continue
            if parts:
                parts.append("\t" if 0 <= box.row == row else "\n")
            row = box.row
            parts.append(box.cut(start, end))
        return "".join(parts)

    @property
    def has_links(self) -> bool:
        """Whether anything in its text can be chosen."""
        return any(run.target for box in self.boxes for run in box.text.runs)

    def links(self) -> list[tuple[TextBox, Run]]:
        """The links and images of the block, in the order of reading."""
        return [(box, run) for box in self.boxes for run in box.text.runs if run.target]
