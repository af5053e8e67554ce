"""The mouse in the chat view: selecting, dragging out, links, zones, scrolling what is too wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QDrag, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from h2o_desktop.ui.chat_view.menu import DRAG
from h2o_desktop.ui.chat_view.ornaments import Label
from h2o_desktop.ui.chat_view.rich_text import Run, Style
from h2o_desktop.ui.chat_view.selection import Place
from h2o_desktop.ui.chat_view.spotlight import Target
from h2o_desktop.ui.chat_view.transcript import Placed

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView

translate = QCoreApplication.translate
EDGE_SCROLL_MS = 30
WHEEL_STEP = 120


class Pointer(QObject):
    """Follows the mouse."""

    def __init__(self, view: ChatView) -> None:
        super().__init__(view)
        self._view = view
        self._pressed_at: QPointF | None = None
        self._pressed: Target | None = None
        self._may_drag = False
        self._named_row = -1
        self._is_selecting = False
        self._last = QPointF()
        self._edge = QTimer(self)
        self._edge.setInterval(EDGE_SCROLL_MS)
        self._edge.timeout.connect(self._on_edge)

    # -- buttons ------------------------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed_at = event.position()
        self._pressed = self.target_at(event.position())
        self._may_drag = self._is_selected(event.position())
        self._named_row = -1 if self._pressed or self._may_drag else self.named_row_at(event.position())
        if self._named_row >= 0:
            self._view.spotlight.go_to(self._named_row)
            self._view.viewport().update()
        if self._pressed is not None or self._may_drag or self._named_row >= 0:
            return
        place = self.place_at(event.position())
        if place is None:
            return
        selection = self._view.selection
        extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and selection.origin is not None
        selection.select(selection.origin if extends and selection.origin else place, place)
        self._view.spotlight.go_to(place.row)
        self._is_selecting = True
        self._view.viewport().update()

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved."""
        self._last = event.position()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(event.position())
        elif (self._may_drag or self._named_row >= 0) and self._pressed_at is not None:
            distance = (event.position() - self._pressed_at).manhattanLength()
            if distance >= QApplication.startDragDistance():
                self._begin_drag()
        elif self._is_selecting:
            self._extend(event.position())
            outside = not 0 <= event.position().y() < self._view.viewport().height()
            if outside != self._edge.isActive():
                self._edge.start() if outside else self._edge.stop()

    def release(self, event: QMouseEvent) -> None:
        """A button went up."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._edge.stop()
        was_selecting, self._is_selecting = self._is_selecting, False
        pressed, self._pressed = self._pressed, None
        if pressed is not None:
            if self.target_at(event.position()) == pressed:
                self._view.message_actions.run(pressed)
            return
        if self._may_drag or self._named_row >= 0:
            self._may_drag, self._named_row = False, -1
            self._view.selection.clear()
            self._view.viewport().update()
        run = self.run_at(event.position())
        if run is not None and (self._view.selection.is_empty or not was_selecting):
            self._view.message_actions.open_run(run)

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word under the mouse."""
        place = self.place_at(event.position())
        if place is None or event.button() is not Qt.MouseButton.LeftButton or self.target_at(event.position()):
            self.press(event)
            return
        self._may_drag = False
        self._view.selection.select_word(place)
        self._view.viewport().update()

    def leave(self) -> None:
        """The mouse left the view."""
        if self._view.spotlight.hover(-1, None):
            self._view.viewport().update()

    def wheel(self, event: QWheelEvent) -> bool:
        """Scroll what is too wide to the side; false when there is nothing like that under the mouse."""
        sideways = event.pixelDelta().x() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not sideways:
            sideways = event.angleDelta().y()
        placed = self.placed_at(event.position())
        if not sideways or placed is None:
            return False
        entry = self._view.transcript.entry(placed.row)
        if not 0 < placed.segment < entry.footer or entry.scroll_range(placed.segment) <= 0:
            return False
        entry.scroll(placed.segment, -sideways if event.pixelDelta().x() else -sideways * 60 / WHEEL_STEP)
        self._view.viewport().update()
        return True

    def _hover(self, point: QPointF) -> None:
        placed = self.placed_at(point)
        target = self.target_at(point)
        run = self.run_at(point) if target is None else None
        view = self._view
        shape = Qt.CursorShape.PointingHandCursor if target or run else Qt.CursorShape.IBeamCursor
        if placed is None or not self._is_over_text(placed, point):
            shape = Qt.CursorShape.PointingHandCursor if target or run else Qt.CursorShape.ArrowCursor
        words = target.zone.words if target is not None and target.zone.icon else ""
        if target is None and self.named_row_at(point) >= 0:
            shape, words = Qt.CursorShape.OpenHandCursor, translate("ChatView", "Drag this message out as a file")
        view.viewport().setCursor(shape)
        view.viewport().setToolTip(run.target if run is not None and not run.style & Style.FORMULA else words)
        if view.spotlight.hover(placed.row if placed else -1, target):
            view.viewport().update()

    def _is_over_text(self, placed: Placed, point: QPointF) -> bool:
        entry = self._view.transcript.entry(placed.row)
        return 0 < placed.segment < entry.footer and self._view.column.contains(point.toPoint())

    def _extend(self, point: QPointF) -> None:
        place = self.place_at(point)
        selection = self._view.selection
        if place is not None and selection.origin is not None:
            selection.select(selection.origin, place)
            self._view.viewport().update()

    def _on_edge(self) -> None:
        """The mouse is held above or below the view: scroll, the farther the faster."""
        y, height = self._last.y(), self._view.viewport().height()
        self._view.navigation.scroll_by(round(y if y < 0 else y - height) // 2)
        self._extend(self._last)

    def _begin_drag(self) -> None:
        """Drag what was pressed: a message by its name, or what is selected."""
        row, self._named_row = self._named_row, -1
        may_drag, self._may_drag = self._may_drag, False
        if row >= 0:
            self._view.message_actions.run_on_message(row, DRAG)
        elif may_drag:
            self._drag_out()

    def _drag_out(self) -> None:
        data = QMimeData()
        data.setText(self._view.selection.text())
        data.setData("text/markdown", self._view.selection.markdown().encode())
        drag = QDrag(self._view)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)

    def _is_selected(self, point: QPointF) -> bool:
        selection = self._view.selection
        place = self.place_at(point)
        return not selection.is_empty and place is not None and selection.first <= place < selection.last

    # -- what lies where ----------------------------------------------------------------------------------------------

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

    def target_at(self, point: QPointF) -> Target | None:
        """The zone under a point."""
        placed = self.placed_at(point)
        if placed is None:
            return None
        local = self.local(placed, point)
        zone = placed.laid.zone_at(local.x(), local.y())
        return Target(placed.row, placed.segment, zone) if zone is not None else None

    def named_row_at(self, point: QPointF) -> int:
        """The message whose name or time is under a point; -1 when none is."""
        placed = self.placed_at(point)
        if placed is None or placed.segment != 0 or not self._view.is_whole_chat:
            return -1
        local = self.local(placed, point)
        labels = (one for one in placed.laid.ornaments if isinstance(one, Label))
        return placed.row if any(one.words_rect.contains(local) for one in labels) else -1

    def run_at(self, point: QPointF) -> Run | None:
        """The link or the image under a point."""
        placed = self.placed_at(point)
        if placed is None:
            return None
        local = self.local(placed, point)
        run = placed.laid.run_at(local.x(), local.y())
        return run if run is not None and run.style & (Style.LINK | Style.IMAGE) else None
