"""Text of answers that are on their way goes into the store, that of several answers together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.qt.background import Lane, Outcome

if TYPE_CHECKING:
    from h2o_desktop.core.store import TranscriptStore

GATHER_MS = 10

Done = Callable[[Outcome[None]], None]
Text = tuple[str, str]  # a message's id, and what arrived of it


class Checkpoints(Protocol):
    """Where text goes that arrived; `done` hears in the GUI thread what came of it."""

    def submit(self, message_id: str, text: str, done: Done) -> None:
        """Append text to an answer that is on its way."""


class SharedCheckpoints(QObject):
    """Gathers texts for a moment and stores them in one transaction: that costs as much as for one of them.

    Lives in the GUI thread. A text that cannot be stored does not keep the others from it.
    """

    def __init__(self, store: TranscriptStore, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._lane = lane
        self._waiting: list[tuple[Text, Done]] = []
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(GATHER_MS)
        self._gathering.timeout.connect(self._store_waiting)

    def submit(self, message_id: str, text: str, done: Done) -> None:
        """Append text to an answer that is on its way."""
        self._waiting.append(((message_id, text), done))
        if not self._gathering.isActive():
            self._gathering.start()

    def _store_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        texts = [text for text, _done in waiting]
        self._lane.submit(partial(_store, self._store, texts), partial(_tell, [done for _text, done in waiting]))


def _store(store: TranscriptStore, texts: Sequence[Text]) -> list[DesktopError | None]:
    """Store all of them, or each by itself when that fails; what went wrong with each."""
    try:
        store.checkpoint_all(texts)
    except DesktopError as error:
        return [error] if len(texts) == 1 else [fault for text in texts for fault in _store(store, [text])]
    return [None] * len(texts)


def _tell(hearers: Sequence[Done], outcome: Outcome[list[DesktopError | None]]) -> None:
    for done, fault in zip(hearers, outcome.result(), strict=True):
        done(Outcome(error=fault))
