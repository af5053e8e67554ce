"""Copies of the database: one a day, and one before each change of its schema and before each restoration.

Copies are made by SQLite itself, at one moment in the middle of whatever is written, and appear whole or not at all.
"""

from __future__ import annotations

import contextlib
import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import apsw

from h2o_desktop.core.safekeeping import BackupKind
from h2o_desktop.storage.failures import in_words
from h2o_desktop.storage.whole_file import sync_folder

FOLDER = "backups"
DAYS_KEPT = 7
WEEKS_KEPT = 4
OTHERS_KEPT = 3
DUE_AFTER_S = 86_400.0
_STAMP = "%Y-%m-%d %H%M%S"
_NAME = re.compile(rf"({'|'.join(BackupKind)}) (\d{{4}}-\d\d-\d\d \d{{6}})\.sqlite3")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy in the folder of backups. `made_s` is in seconds since 1970."""

    path: Path
    made_s: float
    kind: BackupKind


def list_backups(database: Path) -> list[Backup]:
    """The copies of a database, the newest first. Raises StorageError."""
    folder = database.parent / FOLDER
    with in_words(folder):
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    found = [backup for name in names if (backup := _backup(folder / name)) is not None]
    return sorted(found, key=lambda backup: backup.made_s, reverse=True)


def is_due(database: Path, now_s: float) -> bool:
    """Whether the last daily copy is a day old, or dated in the future by a clock that went wrong."""
    made = [backup.made_s for backup in list_backups(database) if backup.kind is BackupKind.DAILY]
    return all(abs(now_s - made_s) >= DUE_AFTER_S for made_s in made)


def back_up(
    connection: apsw.Connection, database: Path, now_s: float, *, kind: BackupKind, vfs: str | None = None
) -> Path:
    """Copy the database that `connection` has open; returns the copy. Old copies are removed. Raises StorageError."""
    folder = database.parent / FOLDER
    with in_words(folder):
        target = _free_path(folder, kind, now_s)
        folder.mkdir(parents=True, exist_ok=True)
        _remove_unfinished(folder)
        copy_database(connection, target, vfs=vfs)
    _rotate(database)
    return target


def _free_path(folder: Path, kind: BackupKind, now_s: float) -> Path:
    """The name for a copy that is made now; two of one second differ by a second."""
    while (path := folder / f"{kind} {datetime.fromtimestamp(now_s).strftime(_STAMP)}.sqlite3").exists():
        now_s += 1
    return path


def copy_database(connection: apsw.Connection, target: Path, *, vfs: str | None = None) -> None:
    """Copy what `connection` has open into a file of its own that appears whole. Raises apsw.Error or OSError."""
    unfinished = target.with_name(f".{uuid.uuid4().hex}.part")
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    try:
        copy = apsw.Connection(str(unfinished), flags=flags, vfs=vfs)
        try:
            with copy.backup("main", connection, "main") as backup:
                backup.step()
            copy.pragma("journal_mode", "DELETE")  # one file, which can be copied and opened anywhere
        finally:
            copy.close()
        unfinished.replace(target)
    except BaseException:
        for left in (unfinished, Path(f"{unfinished}-journal"), Path(f"{unfinished}-wal"), Path(f"{unfinished}-shm")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _backup(path: Path) -> Backup | None:
    named = _NAME.fullmatch(path.name)
    if named is None:
        return None
    try:
        made_s = datetime.strptime(named[2], _STAMP).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return Backup(path, made_s, BackupKind(named[1]))


def _remove_unfinished(folder: Path) -> None:
    for path in folder.glob(".*.part*"):  # of a process that was killed
        with contextlib.suppress(OSError):
            path.unlink()


def _rotate(database: Path) -> None:
    """Keep the newest copy of each of the last days, one of each of the last weeks, and the last of the other kinds."""
    backups = list_backups(database)
    kept: set[Path] = set()
    for kind in set(BackupKind) - {BackupKind.DAILY}:
        kept |= {backup.path for backup in [backup for backup in backups if backup.kind is kind][:OTHERS_KEPT]}
    days: dict[object, Path] = {}
    weeks: dict[object, Path] = {}
    for backup in backups:
        if backup.kind is BackupKind.DAILY:
            day = datetime.fromtimestamp(backup.made_s)
            days.setdefault(day.date(), backup.path)
            weeks.setdefault((day - timedelta(days=day.weekday())).date(), backup.path)
    kept |= set(list(days.values())[:DAYS_KEPT]) | set(list(weeks.values())[:WEEKS_KEPT])
    for backup in backups:
        if backup.path not in kept:
            with contextlib.suppress(OSError):
                backup.path.unlink()
