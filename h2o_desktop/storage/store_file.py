"""The open file of a store, on which everything that is done with it builds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw

from h2o_desktop.storage.database import open_database, transaction
from h2o_desktop.storage.failures import DamagedStore, in_words, vanished
from h2o_desktop.storage.schema import MIGRATIONS
from h2o_desktop.storage.writer_lock import WriterLock

CHECK_MARK = "check-at-next-start"  # a file beside the database; left when damage was met


class StoreFile:
    """Holds the connection. Errors of everything that runs in `_reading` and `_writing` come as StorageError."""

    def __init__(self, path: Path, *, now_s: Callable[[], float] = time.time, vfs: str | None = None) -> None:
        self._path = path
        self._now_s = now_s
        self._vfs = vfs
        self._connection: apsw.Connection = open_database(path, MIGRATIONS, now_s=now_s, vfs=vfs)
        self._identity = _identity(path)
        self._lock = WriterLock(path.parent / "writers")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            with in_words(self._path):
                yield
        except DamagedStore:
            self.mark_damaged()
            raise

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._reading():
            # On Linux and macOS an open file can be written long after it was removed or moved, and all of it is lost.
            if _identity(self._path) != self._identity:
                raise vanished(self._path)
            with transaction(self._connection):
                yield

    def mark_damaged(self) -> None:
        """Have the whole store read at the next start, and made anew from what can be read."""
        with suppress(OSError):
            (self._path.parent / CHECK_MARK).touch()

    def close(self) -> None:
        """Close the file. Answers that are still on their way count as interrupted from now on."""
        with in_words(self._path):
            try:
                self._connection.close()
            finally:
                self._lock.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of its name; None when it is not there."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino
