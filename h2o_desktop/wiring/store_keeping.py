"""Backups and checks of the store beside the window, each with a store of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.safekeeping import BackupInfo, BackupKind, Checked, Restored

if TYPE_CHECKING:
    from h2o_desktop.wiring.lazy_store import LazyStore


class StoreKeeping:
    """Fulfils `KeepingServices`. `make_store` gives a store that nobody else uses; `path` is its file."""

    def __init__(self, path: Path, make_store: Callable[[], LazyStore]) -> None:
        self._path = path
        self._make_store = make_store

    def backups(self) -> list[BackupInfo]:
        """The copies that there are, the newest first."""
        from h2o_desktop.storage.backups import list_backups
        from h2o_desktop.storage.failures import in_words
        from h2o_desktop.storage.safekeeping import conversations_in

        with in_words(self._path):
            return [
                BackupInfo(
                    backup.path,
                    backup.made_s,
                    backup.kind,
                    backup.path.stat().st_size,
                    conversations_in(backup.path),
                )
                for backup in list_backups(self._path)
            ]

    def back_up(self) -> Path:
        """Make a copy now."""
        with self._store() as store:
            return store.opened.back_up()

    def restore(self, backup: BackupInfo, *, whole: bool) -> Restored:
        """Bring back what the store lacks, or with `whole` make it what it was; a copy of it is made before."""
        with self._store() as store:
            aside = store.opened.back_up(kind=BackupKind.BEFORE_RESTORE)
            if not whole:
                added = store.restore_from(backup.path)
                return Restored(backup, whole, added.conversations, added.messages, aside)
            store.opened.become(backup.path)
            store.close()  # the copy may be of an older version: opening it brings it up to date
            conversations, messages = store.opened.count()
            return Restored(backup, whole, conversations, messages, aside)

    def check(self, cancel: CancelToken) -> Checked:
        """Read all of the store. What is wrong is repaired at the next start, as far as it goes."""
        with self._store() as store:
            wrong = store.opened.check(cancel)
            if wrong:
                store.opened.mark_damaged()
            conversations, messages = store.opened.count()
            return Checked(conversations, messages, self._path.stat().st_size, tuple(wrong))

    @contextmanager
    def _store(self) -> Iterator[LazyStore]:
        store = self._make_store()
        try:
            yield store
        finally:
            store.close()
