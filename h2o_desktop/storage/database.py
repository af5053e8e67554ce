"""Opening the SQLite file: how it is set up, and how its schema grows.

Write-ahead log with full synchronisation: what was committed survives a killed process and a power cut. Nothing
here opens the database file itself: closing such a handle would drop the locks that SQLite holds on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import apsw

from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.safekeeping import BackupKind
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.storage.backups import back_up
from h2o_desktop.storage.failures import in_words, not_a_store

APPLICATION_ID = 0x48324F44  # "H2OD", in the file's header
BUSY_TIMEOUT_MS = 5_000
_RETRY_S = 0.02
_NAMES_OF_MIGRATIONS = "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_s REAL NOT NULL) STRICT"


@dataclass(frozen=True, slots=True)
class Migration:
    """One named step of the schema. Its name is written into the file and never changes."""

    name: str
    statements: str


def open_database(
    path: Path, migrations: Sequence[Migration], *, now_s: Callable[[], float] = time.time, vfs: str | None = None
) -> apsw.Connection:
    """Open or create the database and bring its schema up to date, in one transaction after a copy was made.

    Raises StorageError, in words, also for a schema that a newer version of the program made.
    """
    with in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        connection = apsw.Connection(str(path), flags=flags, vfs=vfs)
        try:
            _set_up(connection, path)
            _migrate(connection, path, migrations, now_s, vfs)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """All of this block or nothing of it. Takes the write lock at once, so it cannot fail halfway for being busy."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite rolls some failures back by itself
            connection.execute("ROLLBACK")
        raise


def _set_up(connection: apsw.Connection, path: Path) -> None:
    connection.set_busy_timeout(BUSY_TIMEOUT_MS)
    application_id = connection.pragma("application_id")
    if application_id not in (0, APPLICATION_ID):
        raise not_a_store(path, f"application_id is {application_id}")
    _use_write_ahead_log(connection)
    connection.pragma("synchronous", "FULL")
    connection.pragma("fullfsync", 1)  # macOS: fsync alone leaves the data in the drive's cache
    connection.pragma("foreign_keys", 1)
    connection.pragma("trusted_schema", 0)
    connection.pragma("journal_size_limit", 16 * 1024 * 1024)


def _use_write_ahead_log(connection: apsw.Connection) -> None:
    """Switch to the write-ahead log; SQLite does not wait by itself when another process does so at this moment."""
    deadline_s = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.pragma("journal_mode", "WAL")
        except apsw.BusyError:
            if time.monotonic() > deadline_s:
                raise
            time.sleep(_RETRY_S)
        else:
            return


def _migrate(
    connection: apsw.Connection,
    path: Path,
    migrations: Sequence[Migration],
    now_s: Callable[[], float],
    vfs: str | None,
) -> None:
    applied = check_schema(connection, path, migrations)
    pending = [migration for migration in migrations if migration.name not in applied]
    if pending and applied:
        back_up(connection, path, now_s(), kind=BackupKind.BEFORE_CHANGE, vfs=vfs)
    if pending:
        _apply(connection, pending, now_s())


def check_schema(connection: apsw.Connection, path: Path, migrations: Sequence[Migration]) -> set[str]:
    """The migrations that a database has. Raises StorageError for one that is no store, or a newer version's."""
    applied = _applied(connection, path)
    known = {migration.name for migration in migrations}
    if not applied <= known:
        raise _newer(path, applied - known)
    return applied


def _applied(connection: apsw.Connection, path: Path) -> set[str]:
    tables = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if tables and "migrations" not in tables:
        raise not_a_store(path, f"tables: {', '.join(sorted(tables)[:10])}")
    if not tables:
        return set()
    return {str(name) for (name,) in connection.execute("SELECT name FROM migrations")}


def _apply(connection: apsw.Connection, migrations: Sequence[Migration], now_s: float) -> None:
    """All of the migrations or none of them."""
    with transaction(connection):
        connection.execute(_NAMES_OF_MIGRATIONS)
        connection.pragma("application_id", APPLICATION_ID)
        for migration in migrations:
            # Another process may have applied it since the names were read.
            if connection.execute("SELECT 1 FROM migrations WHERE name = ?", (migration.name,)).fetchone():
                continue
            connection.execute(migration.statements)
            connection.execute("INSERT INTO migrations VALUES (?, ?)", (migration.name, now_s))


def _newer(path: Path, unknown: set[str]) -> StorageError:
    return StorageError(
        Words(
            QT_TRANSLATE_NOOP("errors", "{path} was written by a newer version of this program."),
            {"path": str(path)},
        ),
        Words(QT_TRANSLATE_NOOP("errors", "Update this program. The conversations are untouched.")),
        f"unknown migrations: {', '.join(sorted(unknown))}",
    )
