"""Keeps the copy of all chats as Markdown like the store: a second after each change, and again when it failed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, DesktopError
from h2o_desktop.core.mirror import MirrorServices, MirrorWork
from h2o_desktop.qt.background import Lane, Outcome

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import ConversationSummary
    from h2o_desktop.core.turn import Clock

PAUSE_MS = 1_000
FIRST_PAUSE_MS = 5_000
RETRY_MS = 10_000
LOOK_AT_ALL_MS = 600_000  # for what other programs wrote into the store
CLOSE_WAIT_S = 2.0


class MirrorController(QObject):
    """Create and call in the GUI thread; the files are written in a thread of its own. `stop` ends it.

    `done_s` is when the copy was last known to be complete, in seconds since 1970, None before that; `count` how many
    conversations it holds. `error` is why it waits; it is tried again by itself.

    Signals:
        changed: one of these has changed, or whether it is busy.
        failed(error): it cannot be written from now on.
        resumed: it can be written again.
    """

    changed = Signal()
    failed = Signal(object)
    resumed = Signal()

    def __init__(self, services: MirrorServices, now_s: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self.error: DesktopError | None = None
        self.done_s: float | None = None
        self.count = 0
        self._services = services
        self._now_s = now_s
        self._lane = Lane("store-mirror")
        self._cancel: CancelToken | None = None
        self._all = False
        self._touched: dict[str, bool] = {}  # whether each is still there
        self._pause = self._timer(self._begin)
        self._look_at_all = self._timer(self.touch_all)

    def _timer(self, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(then)
        return timer

    @property
    def is_busy(self) -> bool:
        """Whether files are being written, or are about to be."""
        return self._cancel is not None or (self._pause.isActive() and self.error is None)

    def use_folder(self, folder: Path | None, pause_ms: int = PAUSE_MS) -> None:
        """Keep the copy in this folder from now on, or none at all; files that are there stay."""
        if self._cancel is not None:
            self._cancel.set()
        self.folder, self.error, self.done_s, self.count = folder, None, None, 0
        self._touched.clear()
        self._all = folder is not None
        self._pause.stop()
        self._look_at_all.stop()
        if folder is not None:
            self._pause.start(pause_ms)
        self.changed.emit()

    def touch(self, conversation_id: str) -> None:
        """A conversation is new, or has changed."""
        self._note(conversation_id, there=True)

    def touch_summary(self, summary: ConversationSummary) -> None:
        """The same, for a conversation that is at hand."""
        self.touch(summary.id)

    def forget(self, conversation_id: str) -> None:
        """A conversation was thrown away."""
        self._note(conversation_id, there=False)

    def touch_all(self) -> None:
        """Many conversations have changed."""
        self._all = self.folder is not None
        self._begin_soon()

    def stop(self) -> None:
        """Write what is left, if that is quick, and end the thread."""
        self._look_at_all.stop()
        if self._pause.isActive() and self.error is None:
            self._begin()
        self._pause.stop()
        self._lane.drain(CLOSE_WAIT_S)
        if self._cancel is not None:
            self._cancel.set()
        self.folder = None
        self._lane.close(CLOSE_WAIT_S)

    def _note(self, conversation_id: str, *, there: bool) -> None:
        if self.folder is not None and conversation_id:
            self._touched.pop(conversation_id, None)
            self._touched[conversation_id] = there
            self._begin_soon()

    def _begin_soon(self) -> None:
        if self.folder is not None and self._cancel is None and not self._pause.isActive():
            self._pause.start(PAUSE_MS)
            self.changed.emit()

    def _begin(self) -> None:
        if self.folder is None or self._cancel is not None:
            return
        self._pause.stop()
        touched, self._touched = self._touched, {}
        work = MirrorWork(
            self._all,
            tuple(identifier for identifier, there in touched.items() if there),
            tuple(identifier for identifier, there in touched.items() if not there),
        )
        self._all = False
        cancel = self._cancel = CancelToken()
        done = partial(self._on_done, self.folder, work)
        self._lane.submit(partial(self._services.follow, self.folder, work, cancel), done)
        self.changed.emit()

    def _on_done(self, folder: Path, work: MirrorWork, outcome: Outcome[int]) -> None:
        self._cancel = None
        if folder != self.folder:  # another one was chosen meanwhile
            self._begin_soon()
        elif outcome.error is None:
            self._on_written(outcome.result())
        elif isinstance(outcome.error, DesktopError) and not isinstance(outcome.error, Cancelled):
            self._on_failed(outcome.error, work)
        elif not isinstance(outcome.error, Cancelled):
            raise outcome.error
        self.changed.emit()

    def _on_written(self, count: int) -> None:
        failed, self.error = self.error is not None, None
        self.done_s, self.count = self._now_s(), count
        self._look_at_all.start(LOOK_AT_ALL_MS)
        if failed:
            self.resumed.emit()
        if self._all or self._touched:
            self._begin_soon()

    def _on_failed(self, error: DesktopError, work: MirrorWork) -> None:
        """Remember what could not be written, and try again in a while."""
        is_new, self.error = self.error is None, error
        before = {**dict.fromkeys(work.changed, True), **dict.fromkeys(work.gone, False)}
        self._touched = {**before, **self._touched}
        self._all = True
        self._pause.start(RETRY_MS)
        if is_new:
            self.failed.emit(error)
