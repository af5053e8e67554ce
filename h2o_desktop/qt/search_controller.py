"""Searching as a person types: a short pause, one search at a time, and only the newest answer counts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.search import SearchHit
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.search_model import SearchModel

PAUSE_MS = 120
PAGE = 50


class SearchController(QObject):
    """Fills the model with what the store finds. Lives in the GUI thread; the searches run in the store's lane.

    Signals:
        answered(error): what was found is in the model; or the query could not be read, or the store failed, and the
            model is empty. None for no error.
    """

    answered = Signal(object)

    def __init__(self, model: SearchModel, store: TranscriptStore, lane: Lane) -> None:
        super().__init__()
        self.model = model
        self._store = store
        self._lane = lane
        self._query = ""
        self._number = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        model.more_wanted.connect(self._on_more_wanted)

    @property
    def is_pausing(self) -> bool:
        """Whether the search has yet to begin."""
        return self._pause.isActive()

    def look_for(self, query: str) -> None:
        """Search after a short pause; an empty query empties the model."""
        self._number += 1  # whatever is still on its way no longer counts
        self._query = query
        if query.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.model.reset([], complete=True)

    def _on_pause(self) -> None:
        self._submit(0)

    def _on_more_wanted(self, offset: int) -> None:
        self._submit(offset)

    def _submit(self, offset: int) -> None:
        number = self._number
        self._lane.submit(partial(self._find, number, self._query, offset), partial(self._on_found, number, offset))

    def _find(self, number: int, query: str, offset: int) -> list[SearchHit]:
        """In the lane; a query that was overtaken while it waited costs nothing any more."""
        return self._store.search(query, limit=PAGE, offset=offset) if number == self._number else []

    def _on_found(self, number: int, offset: int, outcome: Outcome[list[SearchHit]]) -> None:
        if number != self._number:
            return
        if isinstance(outcome.error, DesktopError):
            self.model.reset([], complete=True)
            self.answered.emit(outcome.error)
            return
        hits = outcome.result()
        if offset:
            self.model.append(hits, complete=len(hits) < PAGE)
        else:
            self.model.reset(hits, complete=len(hits) < PAGE)
            self.answered.emit(None)
