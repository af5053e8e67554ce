"""Which message, and which of its places, the mouse or the keyboard is at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from h2o_desktop.ui.chat_view.zones import HotZone, ZoneLook

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView

OPEN_LINK = "open-link"


@dataclass(frozen=True, slots=True)
class Target:
    """A zone of a message; a link counts as one."""

    row: int
    segment: int
    zone: HotZone


class Spotlight:
    """What is looked at. `current_row` is -1 while the keyboard is at no message."""

    def __init__(self, view: ChatView) -> None:
        self._view = view
        self.hovered_row = -1
        self.hovered: Target | None = None
        self.current_row = -1
        self.current: Target | None = None

    def clear(self) -> None:
        """Nothing is looked at."""
        self.hovered_row = self.current_row = -1
        self.hovered = self.current = None

    def hover(self, row: int, target: Target | None) -> bool:
        """The mouse is at a message, perhaps at one of its zones; tells whether that is news."""
        if (row, target) == (self.hovered_row, self.hovered):
            return False
        self.hovered_row, self.hovered = row, target
        return True

    def go_to(self, row: int) -> None:
        """The keyboard is at a message."""
        self.current_row, self.current = row, None

    def step(self, step: int) -> Target | None:
        """Go to the next or the previous zone of the current message; beyond the ends to the message itself."""
        targets = self.targets(self.current_row)
        if not targets:
            return None
        at = targets.index(self.current) if self.current in targets else (-1 if step > 0 else len(targets))
        at += step
        self.current = targets[at] if 0 <= at < len(targets) else None
        return self.current

    def targets(self, row: int) -> list[Target]:
        """All zones and links of a message in the order of reading; of its text only those that are laid out."""
        if row < 0 or row >= len(self._view.transcript.rows):
            return []
        entry = self._view.transcript.entry(row)
        shown = [one.segment for one in self._view.transcript.visible if one.row == row]
        found: list[Target] = []
        for segment in sorted({0, *shown, entry.footer}):
            laid = self._view.transcript.segment(row, segment)
            found.extend(Target(row, segment, zone) for zone in laid.zones)
            for box, run in laid.links():
                caret = box.caret(box.start + run.start)
                rect = QRectF(caret.x() - 2, caret.y(), 24, caret.height())
                words = box.cut(box.start + run.start, box.start + run.start + run.length).strip()
                zone = HotZone(rect, OPEN_LINK, words, run.target, look=ZoneLook.UNDRAWN)
                found.append(Target(row, segment, zone))
        return found

    def shows_quiet(self, row: int, *, has_focus: bool) -> bool:
        """Whether the buttons of a message are drawn."""
        return row == self.hovered_row or (has_focus and row == self.current_row)
