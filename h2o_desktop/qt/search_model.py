"""What was found, as an item model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from h2o_desktop.core.search import SearchHit

Index: TypeAlias = QModelIndex | QPersistentModelIndex

HIT_ROLE = int(Qt.ItemDataRole.UserRole) + 1

_ROOT = QModelIndex()


class SearchModel(QAbstractListModel):
    """One row for each hit, in the order of the store. Lives in the GUI thread.

    Signals:
        more_wanted(offset): the view nears the end, and there may be more hits from `offset` on.
    """

    more_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[SearchHit] = []
        self._complete = True
        self._awaiting = False

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The number of hits that are loaded."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The hit, and in words what it is."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.conversation.title
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return hit.conversation.title if hit.message_id is None else f"{hit.conversation.title}\n{hit.snippet}"
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there may be more hits and nobody asked for them yet."""
        return not parent.isValid() and not self._complete and not self._awaiting

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page, once."""
        if self.canFetchMore(parent):
            self._awaiting = True
            self.more_wanted.emit(len(self._hits))

    def reset(self, hits: Sequence[SearchHit], *, complete: bool) -> None:
        """Show these hits; `complete` says that there are no more."""
        self.beginResetModel()
        self._hits = list(hits)
        self._complete, self._awaiting = complete, False
        self.endResetModel()

    def append(self, hits: Sequence[SearchHit], *, complete: bool) -> None:
        """Add the next page."""
        self._complete, self._awaiting = complete, False
        if hits:
            self.beginInsertRows(_ROOT, len(self._hits), len(self._hits) + len(hits) - 1)
            self._hits += hits
            self.endInsertRows()
