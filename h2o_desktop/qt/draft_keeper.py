"""Unsent text of all conversations in memory, written behind the typing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.unsent import NEW_CONVERSATION, Unsent, UnsentStore
from h2o_desktop.qt.background import Lane, Outcome

KEEP_MS = 250
RETRY_MS = 5_000


class DraftKeeper(QObject):
    """Holds what is unsent, and writes what changed at most every 250 ms. Lives in the GUI thread.

    What could not be written is tried again, every 5 s and with the next change. What could not be read is read later;
    until then nothing is written over it.

    Signals:
        loaded: what was kept is known now.
        saving_failed(error): it cannot be written; said once until it works again.
        saving_resumed: it could be written after all.
    """

    loaded = Signal()
    saving_failed = Signal(object)
    saving_resumed = Signal()

    def __init__(self, store: UnsentStore, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._lane = lane
        self._all: dict[str, Unsent] = {}
        self._unwritten: set[str] = set()
        self._fails = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timeout)
        self._is_unread = False

    def load(self) -> None:
        """Read what was kept; what was typed meanwhile stands behind it."""
        self._lane.submit(self._store.load, self._on_loaded)

    def unsent(self, conversation_id: str) -> Unsent:
        """What belongs to a conversation."""
        return self._all.get(conversation_id, Unsent())

    def keep(self, conversation_id: str, unsent: Unsent) -> None:
        """Hold this from now on, and write it soon."""
        if unsent == self.unsent(conversation_id):
            return
        if unsent.is_empty:
            del self._all[conversation_id]
        else:
            self._all[conversation_id] = unsent
        self._unwritten.add(conversation_id)
        if not self._timer.isActive() or self._fails:
            self._timer.start(KEEP_MS)

    def name(self, conversation_id: str) -> None:
        """The new conversation has an id from now on: what is unsent in it goes along, and the rest is stored."""
        unsent = replace(self.unsent(NEW_CONVERSATION), system="")
        self.keep(NEW_CONVERSATION, Unsent())
        self.keep(conversation_id, unsent)

    def flush(self) -> None:
        """Write now what is not yet written."""
        self._timer.stop()
        changed, self._unwritten = self._unwritten, set()
        for conversation_id in sorted(changed):
            job = partial(self._store.keep, conversation_id, self.unsent(conversation_id))
            self._lane.submit(job, partial(self._on_kept, conversation_id))

    def _on_timeout(self) -> None:
        if self._is_unread:
            self.load()
        else:
            self.flush()

    def _on_loaded(self, outcome: Outcome[Mapping[str, Unsent]]) -> None:
        if isinstance(outcome.error, DesktopError):
            if not self._is_unread:
                self.saving_failed.emit(outcome.error)
            self._is_unread = True
            self._timer.start(RETRY_MS)
            return
        if self._is_unread:
            self._is_unread = False
            self._timer.start(KEEP_MS)
            self.saving_resumed.emit()
        for conversation_id, kept in outcome.result().items():
            self._all[conversation_id] = _joined(kept, self.unsent(conversation_id))
        self.loaded.emit()

    def _on_kept(self, conversation_id: str, outcome: Outcome[None]) -> None:
        if outcome.error is None:
            if self._fails:
                self.saving_resumed.emit()
            self._fails = False
        elif isinstance(outcome.error, DesktopError):
            self._unwritten.add(conversation_id)
            self._timer.start(RETRY_MS)
            if not self._fails:
                self.saving_failed.emit(outcome.error)
            self._fails = True
        else:
            raise outcome.error


def _joined(kept: Unsent, typed: Unsent) -> Unsent:
    """Both, since nothing that was typed may be lost."""
    text = "\n\n".join(part for part in (kept.text, typed.text) if part)
    return replace(kept, text=text, queued=(*kept.queued, *typed.queued), system=typed.system or kept.system)
