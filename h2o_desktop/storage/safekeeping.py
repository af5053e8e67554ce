"""Copies of the store, checks of it, and what comes back from a copy."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import apsw

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.safekeeping import BackupKind
from h2o_desktop.storage import backups, merging
from h2o_desktop.storage.database import BUSY_TIMEOUT_MS, check_schema
from h2o_desktop.storage.failures import DamagedStore, damaged_copy, in_words, not_a_store
from h2o_desktop.storage.salvage import salvaged
from h2o_desktop.storage.schema import MIGRATIONS
from h2o_desktop.storage.store_file import StoreFile

_STEPS_BETWEEN_LOOKS = 100_000  # of SQLite's machine; some milliseconds
_RETRY_S = 0.02


class Safekeeping(StoreFile):
    """Backups and checks. Every method blocks, some for seconds with a large store, and raises StorageError."""

    def backup_if_due(self, now_s: float | None = None) -> Path | None:
        """Make the daily copy unless there is one of the last 24 hours; returns it, or None. Any thread may call it."""
        now_s = self._now_s() if now_s is None else now_s
        return self.back_up(now_s) if backups.is_due(self._path, now_s) else None

    def back_up(self, now_s: float | None = None, kind: BackupKind = BackupKind.DAILY) -> Path:
        """Make a copy now. Any thread may call it, and others may read and write meanwhile."""
        now_s = self._now_s() if now_s is None else now_s
        with self._reading():
            # A connection of its own, so that the copy is one moment of the store.
            source = apsw.Connection(str(self._path), flags=apsw.SQLITE_OPEN_READWRITE, vfs=self._vfs)
            try:
                return backups.back_up(source, self._path, now_s, kind=kind, vfs=self._vfs)
            finally:
                source.close()

    def list_backups(self) -> list[backups.Backup]:
        """The copies that there are, the newest first."""
        return backups.list_backups(self._path)

    def restore_from(self, backup: Path) -> merging.Merged:
        """Bring back what a copy holds and the store lacks: conversations and messages. Nothing here is changed.

        What was removed for good comes back as well; what is in the trash stays there.
        """
        with in_words(backup):
            source = apsw.Connection(str(backup), flags=apsw.SQLITE_OPEN_READONLY)
            try:
                source.pragma("schema_version")  # is it a database at all?
                with self._writing():
                    return merging.add_missing(self._connection, source)
            finally:
                source.close()

    def become(self, backup: Path) -> None:
        """Make the store what it was when a copy was made; all of it, or nothing when that fails.

        Open the store anew afterwards: the copy may be of an older version.
        """
        with in_words(backup):
            source = apsw.Connection(str(backup), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            _check_copy(source, backup)
            with self._writing():
                pass  # it is still the file that was opened, and can be written
            with self._reading():
                _copy_into(self._connection, source)
        finally:
            source.close()

    def count(self) -> tuple[int, int]:
        """How many conversations and messages there are, those in the trash among them."""
        with self._reading():
            return _count(self._connection, "conversations"), _count(self._connection, "messages")

    def add_salvaged(self, damaged: Path) -> merging.Merged:
        """The same out of a damaged database, which is only read; what cannot be read is passed over."""
        with in_words(damaged), salvaged(damaged) as source, self._writing():
            return merging.add_missing(self._connection, source)

    def touch_tables(self, statements: Sequence[str]) -> None:
        """Run queries for the pages that they read; raises DamagedStore."""
        with self._reading():
            for statement in statements:
                self._connection.execute(statement).fetchall()

    def check(self, cancel: CancelToken | None = None) -> list[str]:
        """Read the whole database; what is wrong with it, in SQLite's words. Empty when all is well.

        Raises Cancelled.
        """
        if cancel is not None:
            self._connection.set_progress_handler(lambda: cancel.is_set, _STEPS_BETWEEN_LOOKS)
        try:
            with self._reading():
                found = [str(text) for (text,) in self._connection.execute("PRAGMA integrity_check")]
                lost = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        except StorageError:
            if cancel is not None:
                cancel.raise_if_set()
            raise
        finally:
            self._connection.set_progress_handler(None)
        return [text for text in found if text != "ok"] + [f"a reference leads nowhere: {row}" for row in lost]


def conversations_in(backup: Path) -> int | None:
    """How many conversations a copy holds, without those in the trash; None when it cannot be read."""
    try:
        source = apsw.Connection(str(backup), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            return int(str(source.execute("SELECT count(*) FROM conversations WHERE trashed_s IS NULL").get))
        finally:
            source.close()
    except apsw.Error:
        return None


def _check_copy(source: apsw.Connection, backup: Path) -> None:
    """Raises StorageError for what had better not become the store."""
    try:
        with in_words(backup):
            if not check_schema(source, backup, MIGRATIONS):
                raise not_a_store(backup, "no tables")
            wrong = [str(text) for (text,) in source.execute("PRAGMA quick_check(5)")]
    except DamagedStore as error:
        raise damaged_copy(backup, error.detail) from error
    if wrong != ["ok"]:
        raise damaged_copy(backup, "; ".join(wrong))


def _count(connection: apsw.Connection, table: str) -> int:
    return int(str(connection.execute(f"SELECT count(*) FROM {table}").get))


def _copy_into(target: apsw.Connection, source: apsw.Connection) -> None:
    """Copy all of `source` over `target`, in one transaction; waits while others write."""
    deadline_s = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    with target.backup("main", source, "main") as copy:
        while True:
            try:
                copy.step()
            except (apsw.BusyError, apsw.LockedError):
                if time.monotonic() > deadline_s:
                    raise
                time.sleep(_RETRY_S)
            else:
                return
