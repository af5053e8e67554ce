"""Backups, their restoration, and checks of the whole store: one thing at a time, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, DesktopError
from h2o_desktop.core.safekeeping import BackupInfo, KeepingServices
from h2o_desktop.qt.background import Lane, Outcome

CLOSE_WAIT_S = 2.0


class KeepingController(QObject):
    """Create and call in the GUI thread; `stop` ends it with the program.

    Signals:
        listed(backups): the copies that there are.
        restored(restored): something came back.
        checked(checked): the store was read.
        failed(error): it failed; the store is as it was.
        busy_changed: something begins or has ended.
    """

    listed = Signal(object)
    restored = Signal(object)
    checked = Signal(object)
    failed = Signal(object)
    busy_changed = Signal()

    def __init__(self, services: KeepingServices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = Lane("store-keeping")
        self._cancel: CancelToken | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is under way; nothing else is begun."""
        return self._cancel is not None

    def list_backups(self) -> None:
        """Read which copies there are."""
        self._begin(lambda _cancel: self._services.backups(), self.listed.emit)

    def back_up(self) -> None:
        """Make a copy now, and list them all."""
        self._begin(lambda _cancel: self._backed_up(), self.listed.emit)

    def restore(self, backup: BackupInfo, *, whole: bool) -> None:
        """Bring back what is missing, or the whole."""
        self._begin(lambda _cancel: self._services.restore(backup, whole=whole), self.restored.emit)

    def undo(self, aside: Path) -> None:
        """Make the store what it was before something was restored."""
        self._begin(lambda _cancel: self._undone(aside), self.restored.emit)

    def check(self) -> None:
        """Read the whole store."""
        self._begin(self._services.check, self.checked.emit)

    def cancel(self) -> None:
        """Stop reading the store."""
        if self._cancel is not None:
            self._cancel.set()

    def stop(self) -> None:
        """Stop, and end the thread."""
        self.cancel()
        self._lane.close(CLOSE_WAIT_S)

    def _backed_up(self) -> list[BackupInfo]:
        self._services.back_up()
        return self._services.backups()

    def _undone(self, aside: Path) -> object:
        backup = next(backup for backup in self._services.backups() if backup.path == aside)
        return self._services.restore(backup, whole=True)

    def _begin(self, job: Callable[[CancelToken], object], done: Callable[[Any], object]) -> None:
        if self._cancel is None:
            cancel = self._cancel = CancelToken()
            self._lane.submit(partial(job, cancel), partial(self._on_done, done))
            self.busy_changed.emit()

    def _on_done(self, done: Callable[[Any], object], outcome: Outcome[Any]) -> None:
        self._cancel = None
        self.busy_changed.emit()
        if outcome.error is None:
            done(outcome.value)
        elif isinstance(outcome.error, DesktopError):
            if not isinstance(outcome.error, Cancelled):
                self.failed.emit(outcome.error)
        else:
            raise outcome.error
