"""Going about in a conversation: by pixels, by messages, to a place, to the end; and the zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from h2o_desktop.ui.chat_view.accessibility import tell_focus
from h2o_desktop.ui.chat_view.selection import Place
from h2o_desktop.ui.chat_view.typography import LARGEST_ZOOM, SMALLEST_ZOOM, ZOOM_STEP

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView

MARGIN_LINES = 2


class Navigation:
    """Moves the view over the text."""

    def __init__(self, view: ChatView) -> None:
        self._view = view

    # -- by pixels ----------------------------------------------------------------------------------------------------

    @property
    def line_px(self) -> int:
        """The height of a line."""
        return self._view.transcript.typography.line_px

    def scroll_by(self, pixels: int) -> None:
        """Move the text by pixels; at the end the view follows again."""
        view = self._view
        view.transcript.scroll_by(pixels)
        view.refresh()
        if pixels > 0 and view.transcript.is_at_end:
            self.go_to_end()

    def page_up(self) -> None:
        """Go up by what is visible."""
        self.scroll_by(2 * self.line_px - self._view.viewport().height())

    def page_down(self) -> None:
        """Go down by what is visible."""
        self.scroll_by(self._view.viewport().height() - 2 * self.line_px)

    def go_to_end(self) -> None:
        """Show the end, and follow it."""
        self._view.transcript.is_following = True
        self._view.refresh()

    def go_to_start(self) -> None:
        """Show the beginning."""
        self._view.transcript.show(0, 0)
        self._view.refresh()

    # -- by messages --------------------------------------------------------------------------------------------------

    def step_message(self, step: int) -> None:
        """Go to the next or the previous message; within one that is higher than the view, by pages first."""
        view, transcript = self._view, self._view.transcript
        count = len(transcript.rows)
        if not count or not transcript.visible:
            return
        spotlight = view.spotlight
        shown = {placed.row for placed in transcript.visible}
        row = spotlight.current_row
        if row not in shown:
            row = transcript.visible[0].row if step > 0 else transcript.visible[-1].row
            target = row
        else:
            if self._hides_more(row, step):
                self.scroll_by(step * (view.viewport().height() - 3 * self.line_px))
                return
            target = max(0, min(count - 1, row + step))
        spotlight.go_to(target)
        tell_focus(view, target)
        if target == count - 1 and step > 0:
            self._show_row(target, from_top=False)
        elif target not in shown or self._is_cut(target):
            self._show_row(target, from_top=step > 0 or transcript.entry(target).height > view.viewport().height())
        view.viewport().update()

    def _hides_more(self, row: int, step: int) -> bool:
        """Whether a message goes on beyond the edge of the view on that side, and would be passed unread."""
        parts = [placed for placed in self._view.transcript.visible if placed.row == row]
        if step > 0:
            last = parts[-1]
            bottom = last.y + last.laid.height
            return last.segment < self._view.transcript.entry(row).footer or bottom > self._view.viewport().height()
        return parts[0].segment > 0 or parts[0].y < -self.line_px

    def _is_cut(self, row: int) -> bool:
        parts = [placed for placed in self._view.transcript.visible if placed.row == row]
        footer = self._view.transcript.entry(row).footer
        bottom = parts[-1].y + parts[-1].laid.height
        return parts[0].segment > 0 or parts[0].y < 0 or parts[-1].segment < footer or bottom > self._view.height()

    def _show_row(self, row: int, *, from_top: bool) -> None:
        transcript = self._view.transcript
        if row == len(transcript.rows) - 1 and not from_top:
            self.go_to_end()
            return
        transcript.show(row, 0)
        if not from_top:
            height = sum(transcript.segment(row, segment).height for segment in range(transcript.entry(row).footer + 1))
            transcript.scroll_by(height - self._view.viewport().height())
        self._view.refresh()

    def step_target(self, step: int) -> None:
        """Go to the next or the previous button or link of the message."""
        spotlight = self._view.spotlight
        if spotlight.current_row < 0:
            self.step_message(1)
        target = spotlight.step(step)
        if target is not None:
            self._view.announce(target.zone.words)
        self._view.viewport().update()

    # -- to a place ---------------------------------------------------------------------------------------------------

    def reveal(self, place: Place, covered_px: int = 0) -> None:
        """Bring a place of the text into view, moving nothing when it is there; `covered_px` at the top are hidden."""
        transcript, height = self._view.transcript, self._view.viewport().height()
        entry = transcript.entry(place.row)
        if place.block < entry.hidden_blocks:
            entry.show_thinking(shown=True)
        segment = min(place.block + 1, entry.footer)
        caret = self.caret_rect(place)
        margin = MARGIN_LINES * self.line_px
        placed = next((one for one in transcript.visible if (one.row, one.segment) == (place.row, segment)), None)
        if placed is None:
            transcript.show(place.row, segment)
            transcript.scroll_by(round(caret.y()) - height // 3)
        elif placed.y + caret.top() < (top := max(margin, covered_px)):
            transcript.scroll_by(round(placed.y + caret.top()) - top)
        elif placed.y + caret.bottom() > height - margin:
            transcript.scroll_by(round(placed.y + caret.bottom()) - height + margin)
        self._view.refresh()

    def caret_rect(self, place: Place) -> QRectF:
        """Where a place is inside its segment."""
        laid = self._view.transcript.segment(place.row, place.block + 1)
        box = laid.box_of(place.unit)
        return box.caret(place.unit) if box is not None else QRectF(0, 0, 1, self.line_px)

    def keep_place(self, row: int) -> None:
        """A message was unfolded or changed its form: show its header where it is, or at the top."""
        transcript = self._view.transcript
        if transcript.anchor.row == row and transcript.anchor.segment > 0:
            transcript.show(row, 0)
        elif transcript.is_following and transcript.visible:
            first = transcript.visible[0]
            transcript.show(first.row, first.segment, -first.y)
        self._view.refresh()

    # -- zoom ---------------------------------------------------------------------------------------------------------

    def set_zoom(self, zoom: float) -> None:
        """Show everything larger or smaller; 1 is the natural size."""
        zoom = max(SMALLEST_ZOOM, min(LARGEST_ZOOM, zoom))
        if zoom != self._view.zoom:
            self._view.zoom = zoom
            self._view.restyle()
            self._view.zoom_changed.emit(zoom)

    def natural_size(self) -> None:
        """As large as the system has its text."""
        self.set_zoom(1.0)

    def zoom_in(self) -> None:
        """Larger by a step."""
        self.set_zoom(self._view.zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """Smaller by a step."""
        self.set_zoom(self._view.zoom / ZOOM_STEP)
