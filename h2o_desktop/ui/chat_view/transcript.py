"""Which parts of a conversation are visible, and where: the geometry of the chat view.

Everything is addressed by message and block. The reader's place is an anchor, the segment at the top of the view and
the pixels of it that are above the edge; heights that were estimated are corrected without moving what is read.
"""

from __future__ import annotations

from dataclasses import dataclass

from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.ui.chat_view.heights import HeightIndex
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.message_rows import BOTTOM_PX, MessageRows
from h2o_desktop.ui.chat_view.workshop import Workshop

MOST_ENTRIES = 48
MOST_LAID = 240


@dataclass(slots=True)
class Anchor:
    """The segment at the top of the view, and how many of its pixels are above the edge."""

    row: int = 0
    segment: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A visible segment and where its top is in the view."""

    row: int
    segment: int
    y: int
    laid: LaidBlock


class Transcript(MessageRows):
    """The messages, and what of them the view shows."""

    def __init__(self, model: ConversationModel, workshop: Workshop) -> None:
        super().__init__(model, workshop)
        self.anchor = Anchor()
        self.is_following = True
        self.visible: list[Placed] = []

    def reset(self) -> None:
        """All messages are other ones."""
        self.entries.clear()
        self._grown.clear()
        self.visible = []
        self.rows = HeightIndex(self.estimate(*self.model.messages()))
        self.anchor = Anchor()
        self.is_following = True

    def remove_from(self, row: int) -> None:
        """A message and all below it are gone."""
        for gone in [one for one in self.entries if one >= row]:
            del self.entries[gone]
        self.rows.truncate(row)
        self.visible = [one for one in self.visible if one.row < row]
        if self.anchor.row >= row:
            self.anchor = Anchor()
            self.is_following = True

    def restyle(self, width: int) -> None:
        """Width or zoom are other ones; `estimate_again` shall follow when there is time."""
        share = self._share_of_anchor()
        self.width = width
        shown = {one.row for one in self.visible}
        self.visible = []
        for row in list(self.entries):
            if row in shown or row == self.anchor.row or self.entries[row].is_special:
                self.entries[row].restyle(width)
                self.rows.set(row, self.entries[row].height)
            else:
                del self.entries[row]
        if share is not None:
            self.anchor.offset = round(share * self.segment(self.anchor.row, self.anchor.segment).height)

    def _share_of_anchor(self) -> float | None:
        entry = self.entries.get(self.anchor.row)
        if entry is None or self.anchor.segment > entry.footer:
            return None
        return self.anchor.offset / max(1, entry.height_of(self.anchor.segment))

    def top_px(self) -> int:
        """The pixel of the whole that is at the top of the view."""
        if not len(self.rows):
            return 0
        top = self.rows.above(self.anchor.row) + self.anchor.offset
        entry = self.entries.get(self.anchor.row)
        return top + (entry.heights.above(self.anchor.segment) if entry is not None else 0)

    def scroll_to(self, pixel: int) -> None:
        """Put a pixel of the whole at the top of the view."""
        if not len(self.rows):
            return
        self.is_following = False
        pixel = max(0, pixel)
        row = self.rows.find(pixel)
        within = pixel - self.rows.above(row)
        height = max(1, self.rows[row])
        entry = self.entry(row)
        within = within * entry.height // height if entry.height != height else within
        segment = entry.footer if within >= entry.heights.total else entry.heights.find(within)
        self.anchor = Anchor(row, segment, within - entry.heights.above(segment))

    def scroll_by(self, pixels: int) -> None:
        """Move by real pixels: what is passed is laid out."""
        if not len(self.rows):
            return
        self.is_following = False
        anchor = self.anchor
        anchor.offset += pixels
        while anchor.offset < 0:
            before = self.before(anchor.row, anchor.segment)
            if before is None:
                anchor.offset = 0
                return
            anchor.row, anchor.segment = before
            anchor.offset += self.segment(*before).height
        while True:
            height = self.segment(anchor.row, anchor.segment).height
            after = self.after(anchor.row, anchor.segment)
            if anchor.offset < height or after is None:
                return
            anchor.offset -= height
            anchor.row, anchor.segment = after

    def show(self, row: int, segment: int, offset: int = 0) -> None:
        """Put a segment at the top of the view."""
        self.is_following = False
        self.anchor = Anchor(row, segment, offset)

    def arrange(self, height: int) -> list[Placed]:
        """The visible segments of a view that is so many pixels high, laid out."""
        self.absorb_grown()
        if not len(self.rows):
            self.visible = []
            return []
        placed, bottom = ([], 0) if self.is_following else self._from_anchor(height)
        self.visible = self._from_end(height) if self.is_following or bottom + BOTTOM_PX < height else placed
        self._free()
        return self.visible

    def _from_anchor(self, height: int) -> tuple[list[Placed], int]:
        place: tuple[int, int] | None = (self.anchor.row, self.anchor.segment)
        y = -self.anchor.offset
        placed: list[Placed] = []
        while place is not None and y < height:
            laid = self.segment(*place)
            if y + laid.height > 0:
                placed.append(Placed(*place, y, laid))
            y += laid.height
            place = self.after(*place)
        return placed, y

    def _from_end(self, height: int) -> list[Placed]:
        """Put the end at the bottom of the view, or the beginning at its top when everything fits."""
        row = len(self.rows) - 1
        place: tuple[int, int] | None = (row, self.entry(row).footer)
        y = height - BOTTOM_PX
        found: list[tuple[tuple[int, int], LaidBlock]] = []
        while place is not None and (y > 0 or not found):
            laid = self.segment(*place)
            found.append((place, laid))
            y -= laid.height
            place = self.before(*place)
        self.anchor = Anchor(*found[-1][0], max(0, -y))
        y = min(y, 0)
        placed: list[Placed] = []
        for there, laid in reversed(found):
            if y + laid.height > 0:
                placed.append(Placed(*there, y, laid))
            y += laid.height
        return placed

    @property
    def is_at_end(self) -> bool:
        """Whether the last segment is wholly visible, as of the last arrangement."""
        if not self.visible:
            return True
        last = self.visible[-1]
        return last.row == len(self.rows) - 1 and last.segment == self.entry(last.row).footer

    def _free(self) -> None:
        """Forget what is far away."""
        shown = {one.row for one in self.visible}
        if len(self.entries) > MOST_ENTRIES:
            middle = self.anchor.row
            far = sorted(self.entries, key=lambda row: abs(row - middle))[MOST_ENTRIES // 2 :]
            for row in far:
                if row not in shown and not self.entries[row].is_special:
                    del self.entries[row]
        for row in shown:
            entry = self.entries[row]
            if len(entry.laid) > MOST_LAID:
                entry.forget_all_but({one.segment for one in self.visible if one.row == row})


def first_change(before: list[Placed], after: list[Placed]) -> int:
    """From which height on the view looks different; segments that were not laid out again look the same."""
    for old, new in zip(before, after, strict=False):
        if old.laid is not new.laid or old.y != new.y or old.row != new.row:
            return max(0, min(old.y, new.y))
    return 0 if not before or not after else max(0, min(before[-1].y, after[-1].y))
