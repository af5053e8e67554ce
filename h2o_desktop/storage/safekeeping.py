"""Copies of the store, checks of it, and what comes back from a copy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import apsw

from h2o_desktop.storage import backups, merging
from h2o_desktop.storage.failures import in_words
from h2o_desktop.storage.salvage import salvaged
from h2o_desktop.storage.store_file import StoreFile


class Safekeeping(StoreFile):
    """Backups and checks. Every method blocks, some for seconds with a large store, and raises StorageError."""

    def backup_if_due(self, now_s: float | None = None) -> Path | None:
        """Make the daily copy unless there is one of the last 24 hours; returns it, or None. Any thread may call it."""
        now_s = self._now_s() if now_s is None else now_s
        return self.back_up(now_s) if backups.is_due(self._path, now_s) else None

    def back_up(self, now_s: float | None = None) -> Path:
        """Make a copy now. Any thread may call it, and others may read and write meanwhile."""
        now_s = self._now_s() if now_s is None else now_s
        with self._reading():
            # A connection of its own, so that the copy is one moment of the store.
            source = apsw.Connection(str(self._path), flags=apsw.SQLITE_OPEN_READWRITE, vfs=self._vfs)
            try:
                return backups.back_up(source, self._path, now_s, daily=True, vfs=self._vfs)
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

    def add_salvaged(self, damaged: Path) -> merging.Merged:
        """The same out of a damaged database, which is only read; what cannot be read is passed over."""
        with in_words(damaged), salvaged(damaged) as source, self._writing():
            return merging.add_missing(self._connection, source)

    def touch_tables(self, statements: Sequence[str]) -> None:
        """Run queries for the pages that they read; raises DamagedStore."""
        with self._reading():
            for statement in statements:
                self._connection.execute(statement).fetchall()

    def check(self) -> list[str]:
        """Read the whole database; what is wrong with it, in SQLite's words. Empty when all is well."""
        with self._reading():
            found = [str(text) for (text,) in self._connection.execute("PRAGMA integrity_check")]
            lost = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        return [text for text in found if text != "ok"] + [f"a reference leads nowhere: {row}" for row in lost]
