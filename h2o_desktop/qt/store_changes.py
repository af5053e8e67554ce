"""What all have in common that change the store and tell the person what became of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.qt.background import Lane, Outcome


class StoreChanges(QObject):
    """Jobs for the store, and notices about them. Lives in the GUI thread.

    Signals:
        notice_raised(notice): what was done, with a way back, or what failed.
    """

    notice_raised = Signal(object)

    def __init__(self, store: TranscriptStore, lane: Lane) -> None:
        super().__init__()
        self._store = store
        self._lane = lane

    def _failed(self, outcome: Outcome[Any]) -> bool:
        """Whether a job failed, which a notice says then. A defect is raised."""
        if isinstance(outcome.error, DesktopError):
            self.notice_raised.emit(Notice.of(outcome.error))
            return True
        if outcome.error is not None:
            raise outcome.error
        return False
