"""Errors of SQLite and of the file system, put into words for people."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

_FULL = (
    QT_TRANSLATE_NOOP("errors", "The disk is full, so {path} could not be written."),
    QT_TRANSLATE_NOOP("errors", "Free some space. Nothing that is on the screen is lost; saving goes on by itself."),
)
_READ_ONLY = (
    QT_TRANSLATE_NOOP("errors", "{path} cannot be written: the folder or the file is read-only."),
    QT_TRANSLATE_NOOP("errors", "Allow writing there, or choose another folder with --data-dir."),
)
_CANNOT_OPEN = (
    QT_TRANSLATE_NOOP("errors", "{path} cannot be opened."),
    QT_TRANSLATE_NOOP("errors", "Check that the folder exists and that you may read and write it."),
)
_DAMAGED = (
    QT_TRANSLATE_NOOP("errors", "{path} is damaged."),
    QT_TRANSLATE_NOOP("errors", "Close the program and make a copy of the whole folder before you do anything else."),
)
_DAMAGED_COPY = (
    QT_TRANSLATE_NOOP("errors", "The backup {path} is damaged."),
    QT_TRANSLATE_NOOP("errors", "Nothing was changed. Choose another backup."),
)
_NOT_A_STORE = (
    QT_TRANSLATE_NOOP("errors", "{path} is not a store of conversations."),
    QT_TRANSLATE_NOOP("errors", "Move this file elsewhere, or choose another folder with --data-dir."),
)
_BUSY = (
    QT_TRANSLATE_NOOP("errors", "Another program keeps {path} busy."),
    QT_TRANSLATE_NOOP("errors", "Close the other program, or wait and try again."),
)
_VANISHED = (
    QT_TRANSLATE_NOOP("errors", "{path} is no longer there."),
    QT_TRANSLATE_NOOP(
        "errors", "Put the folder back where it was; saving then goes on. Nothing that is on the screen is lost."
    ),
)
_BROKEN = (
    QT_TRANSLATE_NOOP("errors", "{path} could not be read or written."),
    QT_TRANSLATE_NOOP("errors", "Check the disk. Nothing that is on the screen is lost."),
)

_OF_SQLITE: tuple[tuple[type[apsw.Error], tuple[str, str]], ...] = (
    (apsw.FullError, _FULL),
    (apsw.ReadOnlyError, _READ_ONLY),
    (apsw.PermissionsError, _READ_ONLY),
    (apsw.CantOpenError, _CANNOT_OPEN),
    (apsw.CorruptError, _DAMAGED),
    (apsw.NotADBError, _NOT_A_STORE),
    (apsw.BusyError, _BUSY),
    (apsw.LockedError, _BUSY),
)
_OF_SYSTEM: dict[int | None, tuple[str, str]] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.ENOENT: _CANNOT_OPEN,
    errno.ENOTDIR: _CANNOT_OPEN,
    errno.EEXIST: _CANNOT_OPEN,
    errno.EISDIR: _CANNOT_OPEN,
}


class DamagedStore(StorageError):
    """What lies in the file is not what was written there."""


def vanished(path: Path) -> StorageError:
    """The error for a file that was removed or moved while it was open."""
    return _error(_VANISHED, path, "the file of this name is missing, or another one")


def damaged_copy(path: Path, detail: str) -> StorageError:
    """The error for a backup that cannot be brought back."""
    return _error(_DAMAGED_COPY, path, detail)


def not_a_store(path: Path, detail: str) -> StorageError:
    """The error for a file that holds something else."""
    return _error(_NOT_A_STORE, path, detail)


def storage_error(error: apsw.Error | OSError, path: Path) -> StorageError:
    """The error in words; `path` is the file that it is about."""
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, OSError):
        return _error(_OF_SYSTEM.get(error.errno, _BROKEN), path, detail)
    template = next((template for kind, template in _OF_SQLITE if isinstance(error, kind)), _BROKEN)
    extended = getattr(error, "extendedresult", None)
    kind = DamagedStore if isinstance(error, apsw.CorruptError | apsw.NotADBError) else StorageError
    return _error(template, path, f"{detail} ({extended})" if extended else detail, kind)


def _error(template: tuple[str, str], path: Path, detail: str, kind: type[StorageError] = StorageError) -> StorageError:
    return kind(Words(template[0], {"path": str(path)}), Words(template[1]), detail)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the file system in this block into StorageError."""
    try:
        yield
    except UnicodeDecodeError as error:  # a text that nobody could have written
        raise _error(_DAMAGED, path, f"{type(error).__name__}: {error.reason}", DamagedStore) from error
    except (apsw.Error, OSError) as error:
        raise storage_error(error, path) from error
