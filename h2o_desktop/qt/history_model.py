"""The conversations of the history, newest first, under headings by day, as an item model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.qt.history_rows import Entry, HistoryRows

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Heading: TypeAlias = Callable[[float, float], str]
Detail: TypeAlias = Callable[[ConversationSummary, bool], str]

ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SUMMARY_ROLE = ID_ROLE + 1
DETAIL_ROLE = ID_ROLE + 2
BUSY_ROLE = ID_ROLE + 3
HEADING_ROLE = ID_ROLE + 4

_ROOT = QModelIndex()


class HistoryModel(QAbstractListModel):
    """Rows are headings (which cannot be selected) and the conversations below them.

    `clock` gives seconds since 1970 UTC; `heading(updated_s, now_s)` names the group of a conversation and
    `detail(summary, busy)` its second line; `pinned_heading()` names the group above all. Lives in the GUI thread.

    Signals:
        more_wanted(offset): the view nears the end, and the conversations from `offset` on are not loaded.
        counted: the number of loaded conversations, or whether they are all, changed.
    """

    more_wanted = Signal(int)
    counted = Signal()

    def __init__(
        self,
        clock: Callable[[], float],
        heading: Heading,
        detail: Detail,
        *,
        pinned_heading: Callable[[], str] = lambda: "Pinned",
    ) -> None:
        super().__init__()
        self._clock = clock
        self._pinned_heading = pinned_heading
        self._heading = heading
        self._detail = detail
        self._rows = HistoryRows(self._heading_of)
        self._busy: set[str] = set()
        self._complete = True
        self._loaded = False
        self._awaiting = False

    # What a view asks.

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The number of rows, headings included."""
        return 0 if parent.isValid() else len(self._rows.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading is only text."""
        if not index.isValid() or isinstance(self._rows.entries[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable | flag.ItemIsDragEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The value of a role; the roles above are those beside Qt's own."""
        if not index.isValid():
            return None
        entry = self._rows.entries[index.row()]
        if isinstance(entry, str):
            return entry if role in {Qt.ItemDataRole.DisplayRole, HEADING_ROLE} else None
        return self._value(entry, role)

    def _value(self, summary: ConversationSummary, role: int) -> object:
        busy = summary.id in self._busy
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return summary.title
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{summary.title}\n{self._detail(summary, busy)}"
        if role == ID_ROLE:
            return summary.id
        if role == SUMMARY_ROLE:
            return summary
        if role == DETAIL_ROLE:
            return self._detail(summary, busy)
        return busy if role == BUSY_ROLE else None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the store has more and nobody asked for it yet."""
        return not parent.isValid() and not self._complete and not self._awaiting

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page, once."""
        if self.canFetchMore(parent):
            self._awaiting = True
            self.more_wanted.emit(len(self._rows.all))

    # What the program tells.

    def reset(self, rows: Sequence[ConversationSummary], complete: bool) -> None:
        """Show these conversations; `complete` says that the store has no more."""
        self._loaded = True
        self._complete = complete
        self._awaiting = False
        self._rows.keep(rows)
        self._rebuild()
        self.counted.emit()

    def append(self, rows: Sequence[ConversationSummary], complete: bool) -> None:
        """Add the next page; what is here already stays as it is."""
        self._complete = complete
        self._awaiting = False
        fresh = self._rows.fresh(rows)
        below = self._rows.all_older(fresh)
        self._rows.keep([*self._rows.all, *fresh])
        if below:
            end = len(self._rows.entries)
            self._insert(end, list(self._rows.under_headings(fresh, self._rows.heading_before(end))))
        else:
            self._rebuild()
        self.counted.emit()

    def upsert(self, summary: ConversationSummary) -> None:
        """Show a conversation that is new or has changed, at the place of its time."""
        others = [other for other in self._rows.all if other.id != summary.id]
        old = self.summary(summary.id)
        self._rows.keep([*others, summary])
        same_time = old is not None and (old.updated_s, old.pinned) == (summary.updated_s, summary.pinned)
        row = self.row_of(summary.id)
        if not self._rows.headings_hold():
            self._rebuild()
        elif row >= 0 and (same_time or self._rows.stays_in_place(summary)):
            self._rows.entries[row] = summary
            self._changed(row)
        else:
            self._take_out(summary.id)
            self._insert(*self._rows.place_for(summary))
        self.counted.emit()

    def remove(self, conversation_id: str) -> None:
        """Show the conversation no longer; does nothing when it is not here."""
        self._rows.keep([summary for summary in self._rows.all if summary.id != conversation_id])
        self._busy.discard(conversation_id)
        self._take_out(conversation_id)
        self.counted.emit()

    def set_busy(self, conversation_id: str, busy: bool) -> None:
        """Mark or unmark the conversation in which an answer streams."""
        if busy:
            self._busy.add(conversation_id)
        else:
            self._busy.discard(conversation_id)
        self._changed(self.row_of(conversation_id))

    def refresh_days(self) -> None:
        """Put the conversations under new headings when the day has changed."""
        if not self._rows.headings_hold():
            self._rebuild()

    # What the program asks.

    def summary(self, conversation_id: str) -> ConversationSummary | None:
        """The loaded conversation with that id."""
        return self._rows.summary(conversation_id)

    def row_of(self, conversation_id: str) -> int:
        """The row of a conversation, -1 when it is not shown."""
        return self._rows.row_of(conversation_id)

    def index_of(self, conversation_id: str) -> QModelIndex:
        """The index of a conversation, an invalid one when it is not shown."""
        return self.index(self.row_of(conversation_id), 0)

    @property
    def loaded_count(self) -> int:
        """How many conversations are loaded."""
        return len(self._rows.all)

    @property
    def is_loaded(self) -> bool:
        """Whether the store was read; until then an empty list does not mean that there are no conversations."""
        return self._loaded

    @property
    def is_complete(self) -> bool:
        """Whether the store has no more than what is loaded."""
        return self._complete

    def _heading_of(self, summary: ConversationSummary) -> str:
        return self._pinned_heading() if summary.pinned else self._heading(summary.updated_s, self._clock())

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._rows.entries = self._rows.rebuilt()
        self.endResetModel()

    def _changed(self, row: int) -> None:
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def _take_out(self, conversation_id: str) -> None:
        span = self._rows.rows_to_remove(conversation_id)
        if span is not None:
            first, last = span
            self.beginRemoveRows(_ROOT, first, last)
            del self._rows.entries[first : last + 1]
            self.endRemoveRows()

    def _insert(self, row: int, entries: list[Entry]) -> None:
        if entries:
            self.beginInsertRows(_ROOT, row, row + len(entries) - 1)
            self._rows.entries[row:row] = entries
            self.endInsertRows()
