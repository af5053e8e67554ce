"""Imports and exports of many conversations: one at a time, with progress, and stopped when the person says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.errors import Cancelled, DesktopError
from h2o_desktop.core.transfer import ImportPreview, Progress, TransferServices
from h2o_desktop.qt.background import Lane, Outcome

T = TypeVar("T")
TOLD_EVERY_S = 0.1
CLOSE_WAIT_S = 2.0
HOUSEKEEPING_AFTER_MS = 30_000


class TransferController(QObject):
    """Runs in a thread of its own. Create and call in the GUI thread; `stop` ends it with the program.

    Signals:
        progressed(count): so many conversations, or pages of one, are done; from the other thread, at most ten times
            a second.
        previewed(paths, previews): what the files hold.
        imported(counts): everything came in.
        exported(count, folder): so many conversations were written.
        written(path): a conversation was written.
        failed(error): it failed; nothing was imported.
        ended(): it is over, whatever became of it.
    """

    progressed = Signal(int)
    previewed = Signal(object, object)
    imported = Signal(object)
    exported = Signal(int, object)
    written = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, services: TransferServices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = Lane("store-transfer")
        self._cancel: CancelToken | None = None
        self._housekeeping = QTimer(self)
        self._housekeeping.setSingleShot(True)
        self._housekeeping.setInterval(HOUSEKEEPING_AFTER_MS)
        self._housekeeping.timeout.connect(self.keep_house)

    def keep_house_later(self) -> None:
        """Make the daily copy and empty the trash, when the start is long over."""
        self._housekeeping.start()

    def keep_house(self) -> None:
        """Do it now, behind what is under way; what fails is told as a failure."""
        self._lane.submit(self._services.keep_house, self._on_house_kept)

    def _on_house_kept(self, outcome: Outcome[None]) -> None:
        if isinstance(outcome.error, DesktopError):
            self.failed.emit(outcome.error)
        else:
            outcome.result()

    @property
    def is_busy(self) -> bool:
        """Whether one is under way; another one is not begun."""
        return self._cancel is not None

    def preview(self, paths: Sequence[Path]) -> None:
        """Read files; nothing is changed."""
        files = tuple(paths)
        self._begin(partial(self._services.preview_import, files), partial(self._on_previewed, files))

    def import_files(self, paths: Sequence[Path]) -> None:
        """Import all of the files, or nothing."""
        self._begin(partial(self._services.import_files, tuple(paths)), self.imported.emit)

    def export(self, ids: Sequence[str] | None, folder: Path, form: str) -> None:
        """Write these conversations, or all for None, into files of a folder."""
        job = partial(self._services.export_many, None if ids is None else tuple(ids), folder, form)
        self._begin(job, partial(self._on_exported, folder))

    def export_one(self, conversation: Conversation, path: Path) -> None:
        """Write a conversation into a file, in the form that its ending names."""
        self._begin(partial(self._services.export_one, conversation, path), partial(self._on_written, path))

    def run(self, job: Callable[[Progress, CancelToken], T], done: Callable[[T], object]) -> None:
        """Run another long job beside the window; `done` gets its result in the GUI thread."""
        self._begin(job, done)

    def cancel(self) -> None:
        """Stop what is under way."""
        if self._cancel is not None:
            self._cancel.set()

    def stop(self) -> None:
        """Stop, and end the thread."""
        self._housekeeping.stop()
        self.cancel()
        self._lane.close(CLOSE_WAIT_S)

    def _begin(self, job: Callable[[Progress, CancelToken], object], done: Callable[[Any], object]) -> None:
        if self._cancel is None:
            cancel = self._cancel = CancelToken()
            self._lane.submit(partial(job, self._told_sometimes(), cancel), partial(self._on_done, done))

    def _told_sometimes(self) -> Progress:
        told_s = 0.0

        def tell(count: int) -> None:
            nonlocal told_s
            if time.monotonic() - told_s >= TOLD_EVERY_S:
                told_s = time.monotonic()
                self.progressed.emit(count)

        return tell

    def _on_done(self, done: Callable[[Any], object], outcome: Outcome[Any]) -> None:
        self._cancel = None
        self.ended.emit()
        if outcome.error is None:
            done(outcome.value)
        elif isinstance(outcome.error, Cancelled):
            return
        elif isinstance(outcome.error, DesktopError):
            self.failed.emit(outcome.error)
        else:
            raise outcome.error

    def _on_previewed(self, paths: tuple[Path, ...], previews: Sequence[ImportPreview]) -> None:
        self.previewed.emit(paths, previews)

    def _on_written(self, path: Path, _nothing: None) -> None:
        self.written.emit(path)

    def _on_exported(self, folder: Path, count: int) -> None:
        self.exported.emit(count, folder)
