"""The mouse in the chat view: selecting, links, zones and the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from h2o_desktop.ui.chat_view.laid_block import HotZone
from h2o_desktop.ui.chat_view.rich_text import Run
from h2o_desktop.ui.chat_view.selection import Place
from h2o_desktop.ui.chat_view.transcript import Placed

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView


class Pointer:
    """Follows the mouse."""

    def __init__(self, view: ChatView) -> None:
        self._view = view
        self._is_selecting = False

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        if event.button() is not Qt.MouseButton.LeftButton or self.zone_at(event.position()) is not None:
            return
        place = self.place_at(event.position())
        if place is None:
            return
        selection = self._view.selection
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and selection.origin is not None:
            selection.select(selection.origin, place)
        else:
            selection.select(place, place)
        self._is_selecting = True
        self._view.viewport().update()

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved."""
        if self._is_selecting and event.buttons() & Qt.MouseButton.LeftButton:
            place = self.place_at(event.position())
            selection = self._view.selection
            if place is not None and selection.origin is not None:
                selection.select(selection.origin, place)
                self._view.viewport().update()
            return
        over = self.zone_at(event.position()) is not None or self.run_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self._view.viewport().setCursor(shape)

    def release(self, event: QMouseEvent) -> None:
        """A button went up."""
        was_selecting, self._is_selecting = self._is_selecting, False
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if was_selecting and not self._view.selection.is_empty:
            return
        found = self.zone_at(event.position())
        if found is not None:
            placed, zone = found
            self._view.message_actions.run(placed.row, placed.segment, zone)
            return
        run = self.run_at(event.position())
        if run is not None:
            self._view.message_actions.open(run.target)

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word under the mouse."""

    def placed_at(self, point: QPointF) -> Placed | None:
        """The visible segment at a height; above and below all, the first and the last one."""
        visible = self._view.transcript.visible
        for placed in visible:
            if point.y() < placed.y + placed.laid.height:
                return placed
        return visible[-1] if visible else None

    def local(self, placed: Placed, point: QPointF) -> QPointF:
        """A point of the viewport in the coordinates of a segment."""
        entry = self._view.transcript.entry(placed.row)
        left = self._view.column.x()
        if 0 < placed.segment < entry.footer:
            left += entry.text_left
        return QPointF(point.x() - left, point.y() - placed.y)

    def place_at(self, point: QPointF) -> Place | None:
        """The place in the text that is nearest to a point."""
        placed = self.placed_at(point)
        if placed is None:
            return None
        entry = self._view.transcript.entry(placed.row)
        if placed.segment == 0:
            return Place(placed.row, 0, 0)
        if placed.segment >= entry.footer:
            return self._view.selection.end_of(placed.row)
        local = self.local(placed, point)
        return Place(placed.row, placed.segment - 1, placed.laid.position_at(local.x(), local.y()))

    def zone_at(self, point: QPointF) -> tuple[Placed, HotZone] | None:
        """The zone under a point."""
        placed = self.placed_at(point)
        if placed is None:
            return None
        local = self.local(placed, point)
        zone = placed.laid.zone_at(local.x(), local.y())
        return (placed, zone) if zone is not None else None

    def run_at(self, point: QPointF) -> Run | None:
        """The link under a point."""
        placed = self.placed_at(point)
        if placed is None:
            return None
        local = self.local(placed, point)
        run = placed.laid.run_at(local.x(), local.y())
        return run if run is not None and run.target else None
