"""Conversations in the order of the history, with a heading above each group. Plain lists, no signals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from h2o_desktop.core.conversation import ConversationSummary

Entry: TypeAlias = str | ConversationSummary


class HistoryRows:
    """All loaded conversations, pinned ones first, then the newest, and `entries`: the rows that are shown of them.

    An entry is a heading (a str) or a conversation. `heading_of` names the group of a conversation. The methods
    that look for a place change nothing; who changes `entries` tells the views before and after.
    """

    def __init__(self, heading_of: Callable[[ConversationSummary], str]) -> None:
        self._heading_of = heading_of
        self.all: list[ConversationSummary] = []
        self.entries: list[Entry] = []

    def summary(self, conversation_id: str) -> ConversationSummary | None:
        """The loaded conversation with that id."""
        return next((summary for summary in self.all if summary.id == conversation_id), None)

    def row_of(self, conversation_id: str) -> int:
        """The row of a conversation, -1 when it is not shown."""
        for row, entry in enumerate(self.entries):
            if not isinstance(entry, str) and entry.id == conversation_id:
                return row
        return -1

    def keep(self, summaries: Sequence[ConversationSummary]) -> None:
        """Take these as all conversations, in the order of their time."""
        self.all = sorted(summaries, key=_newest_first)

    def fresh(self, page: Sequence[ConversationSummary]) -> list[ConversationSummary]:
        """What of a page is not loaded yet, in order."""
        known = {summary.id for summary in self.all}
        new = {summary.id: summary for summary in reversed(page) if summary.id not in known}
        return sorted(new.values(), key=_newest_first)

    def all_older(self, summaries: Sequence[ConversationSummary]) -> bool:
        """Whether these come below everything that is loaded."""
        return not self.all or not summaries or _newest_first(summaries[0]) > _newest_first(self.all[-1])

    def rebuilt(self) -> list[Entry]:
        """The entries for all that is loaded, made anew."""
        return list(self.under_headings(self.all, ""))

    def under_headings(self, summaries: Sequence[ConversationSummary], heading: str) -> Iterator[Entry]:
        """The entries for `summaries` that follow rows under `heading`."""
        for summary in summaries:
            own = self._heading_of(summary)
            if own != heading:
                heading = own
                yield heading
            yield summary

    def headings_hold(self) -> bool:
        """Whether the newest heading still is the right one; it turns wrong when the day changes."""
        first = next((row for row, entry in enumerate(self.entries) if _is_of_a_day(entry)), None)
        if first is None:
            return True
        newest = self.entries[first]
        assert not isinstance(newest, str)
        return self._heading_of(newest) == self.heading_before(first)

    def heading_before(self, row: int) -> str:
        """The heading under which a new row at `row` would stand."""
        return next((entry for entry in reversed(self.entries[:row]) if isinstance(entry, str)), "")

    def stays_in_place(self, summary: ConversationSummary) -> bool:
        """Whether the changed conversation was and stays the newest of all, as after each answer."""
        row = self.row_of(summary.id)
        return row == 1 and self.all[0].id == summary.id and self._heading_of(summary) == self.entries[0]

    def rows_to_remove(self, conversation_id: str) -> tuple[int, int] | None:
        """First and last row to remove for a conversation: with its heading when it is alone under it."""
        row = self.row_of(conversation_id)
        if row < 0:
            return None
        alone = isinstance(self.entries[row - 1], str) and (
            row + 1 == len(self.entries) or isinstance(self.entries[row + 1], str)
        )
        return (row - 1 if alone else row), row

    def place_for(self, summary: ConversationSummary) -> tuple[int, list[Entry]]:
        """Where to insert a conversation that is not shown, and the entries for it."""
        row = next(
            (row for row, entry in enumerate(self.entries) if not isinstance(entry, str) and _older(entry, summary)),
            len(self.entries),
        )
        below_heading = 0 < row < len(self.entries) and isinstance(self.entries[row - 1], str)
        if below_heading and self.entries[row - 1] != self._heading_of(summary):
            row -= 1
        return row, list(self.under_headings([summary], self.heading_before(row)))


def _newest_first(summary: ConversationSummary) -> tuple[bool, float, str]:
    return not summary.pinned, -summary.updated_s, summary.id


def _is_of_a_day(entry: Entry) -> bool:
    return not isinstance(entry, str) and not entry.pinned


def _older(entry: ConversationSummary, than: ConversationSummary) -> bool:
    return _newest_first(entry) > _newest_first(than)
