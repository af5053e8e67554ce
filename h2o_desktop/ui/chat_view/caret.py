"""Selecting with the keyboard: the end of the selection walks through the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTextBoundaryFinder

from h2o_desktop.ui.chat_view.selection import Place

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView
    from h2o_desktop.ui.chat_view.laid_block import LaidBlock


class Caret:
    """Moves the selection's focus. Without a selection it begins at the message that the keyboard is at."""

    def __init__(self, view: ChatView) -> None:
        self._view = view
        self._x: float | None = None

    @property
    def _focus(self) -> Place:
        selection = self._view.selection
        if selection.focus is None:
            row = self._view.spotlight.current_row
            visible = self._view.transcript.visible
            place = Place(row if row >= 0 else (visible[0].row if visible else 0), 0, 0)
            selection.select(place, place)
            return place
        return selection.focus

    def _go(self, place: Place, *, keeps_x: bool = False) -> None:
        origin = self._view.selection.origin or place
        self._view.selection.select(origin, place)
        if not keeps_x:
            self._x = None
        self._view.navigation.reveal(place)

    def _laid(self, place: Place) -> LaidBlock:
        return self._view.transcript.segment(place.row, place.block + 1)

    def step(self, step: int) -> None:
        """One letter, as a person counts letters, to the left or the right."""
        focus = self._focus
        laid = self._laid(focus)
        box = laid.box_of(focus.unit)
        if box is None:
            self.step_block(step)
            return
        layout, local = box.layout, focus.unit - box.start
        unit = layout.nextCursorPosition(local) if step > 0 else layout.previousCursorPosition(local)
        if unit != local:
            self._go(Place(focus.row, focus.block, box.start + unit))
        elif 0 <= box.start + local + step <= laid.length:
            self._go(Place(focus.row, focus.block, box.start + local + step))
        else:
            self.step_block(step)

    def step_word(self, step: int) -> None:
        """One word to the left or the right."""
        focus = self._focus
        text = self._view.transcript.entry(focus.row).text_of(focus.block)
        finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
        finder.setPosition(focus.unit)
        unit = finder.toNextBoundary() if step > 0 else finder.toPreviousBoundary()
        if unit < 0:
            self.step_block(step)
        else:
            self._go(Place(focus.row, focus.block, unit))

    def step_line(self, step: int) -> None:
        """One line up or down, in the column where the walk began."""
        focus = self._focus
        laid = self._laid(focus)
        box = laid.box_of(focus.unit)
        if box is None:
            self.step_block(step)
            return
        caret = box.caret(focus.unit)
        self._x = caret.x() if self._x is None else self._x
        y = caret.bottom() + 2 if step > 0 else caret.top() - 2
        inside = any(other.y <= y <= other.y + other.height for other in laid.boxes)
        near = [other for other in laid.boxes if (other.y > y if step > 0 else other.y + other.height < y)]
        if inside or near:
            if not inside:
                y = (
                    min(other.y for other in near) + 2
                    if step > 0
                    else max(other.y + other.height for other in near) - 2
                )
            self._go(Place(focus.row, focus.block, laid.position_at(self._x, y)), keeps_x=True)
            return
        following = self._neighbour(focus, step)
        if following is None:
            self._go(Place(focus.row, focus.block, laid.length if step > 0 else 0))
            return
        other_laid = self._laid(following)
        y = 0.0 if step > 0 else float(other_laid.height)
        self._go(Place(following.row, following.block, other_laid.position_at(self._x, y)), keeps_x=True)

    def step_block(self, step: int) -> None:
        """To the next or the previous block."""
        focus = self._focus
        following = self._neighbour(focus, step)
        if following is None:
            self._go(Place(focus.row, focus.block, self._laid(focus).length if step > 0 else 0))
        else:
            unit = 0 if step > 0 else self._laid(following).length
            self._go(Place(following.row, following.block, unit))

    def step_page(self, step: int) -> None:
        """About as far as the view is high."""
        lines = max(1, self._view.viewport().height() // self._view.transcript.typography.line_px - 2)
        for _ in range(lines):
            self.step_line(step)

    def to_edge(self, step: int, *, of_all: bool) -> None:
        """To the edge of the line, or of the whole conversation."""
        focus = self._focus
        if of_all:
            self._go(self._view.selection.end_of(len(self._view.transcript.rows) - 1) if step > 0 else Place(0, 0, 0))
            return
        box = self._laid(focus).box_of(focus.unit)
        if box is not None:
            first, last = box.line_span(focus.unit)
            self._go(Place(focus.row, focus.block, last if step > 0 else first))

    def _neighbour(self, place: Place, step: int) -> Place | None:
        """The next block that shows anything, in another message if need be."""
        transcript = self._view.transcript
        row, block = place.row, place.block + step
        while 0 <= row < len(transcript.rows):
            entry = transcript.entry(row)
            first = entry.hidden_blocks
            if first <= block < len(entry.blocks):
                return Place(row, block, 0)
            row += step
            if 0 <= row < len(transcript.rows):
                block = 0 if step > 0 else len(transcript.entry(row).blocks) - 1
                block = max(block, transcript.entry(row).hidden_blocks) if step > 0 else block
        return None
