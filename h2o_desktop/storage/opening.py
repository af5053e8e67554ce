"""Opening the store at a start: a cheap check first, and what happens when the database is damaged.

A damaged database is set aside untouched. What can be read of it, and after that of the newest backup, goes
into a new one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import apsw

from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.storage import merging
from h2o_desktop.storage.backups import list_backups
from h2o_desktop.storage.failures import DamagedStore, in_words
from h2o_desktop.storage.store_file import CHECK_MARK
from h2o_desktop.storage.transcripts import Transcripts

DAMAGED_FOLDER = "damaged"
_BESIDE = ("", "-wal", "-shm")
_LOOKS = (
    "SELECT * FROM conversations ORDER BY number DESC LIMIT 1",
    "SELECT * FROM messages ORDER BY number DESC LIMIT 1",
    "SELECT * FROM messages ORDER BY number LIMIT 1",
    "SELECT * FROM askings ORDER BY number DESC LIMIT 1",
    "SELECT * FROM running LIMIT 1",
    "SELECT * FROM chunks ORDER BY number DESC LIMIT 1",
    "SELECT number FROM sweeps ORDER BY number DESC LIMIT 1",
    "SELECT number FROM sweep_cells ORDER BY number DESC LIMIT 1",
    "SELECT message FROM token_probabilities ORDER BY message DESC LIMIT 1",
    "SELECT * FROM conversations WHERE trashed_s IS NULL AND archived_s IS NULL ORDER BY updated_s DESC LIMIT 1",
    "SELECT rowid FROM messages_text WHERE messages_text MATCH 'a' LIMIT 1",
)


def open_transcripts(
    path: Path, report: Callable[[StorageError], None], *, now_s: Callable[[], float] = time.time
) -> Transcripts:
    """The store at `path`. Damage is repaired as far as it goes and told to `report`; raises StorageError."""
    try:
        store = Transcripts(path, now_s=now_s)
    except DamagedStore as error:
        return _renewed(path, report, error, now_s)
    try:
        look_over(store, path)
    except DamagedStore as error:
        with suppress(StorageError):
            store.close()
        return _renewed(path, report, error, now_s)
    return store


def look_over(store: Transcripts, path: Path) -> None:
    """A check that costs the same however large the store is; the whole is read when damage was met before.

    Raises DamagedStore.
    """
    mark = path.parent / CHECK_MARK
    store.touch_tables(_LOOKS)
    if mark.exists():
        wrong = store.check()
        with in_words(mark):
            mark.unlink(missing_ok=True)
        if wrong:
            with in_words(path):
                raise apsw.CorruptError("; ".join(wrong[:5]))


def _renewed(
    path: Path, report: Callable[[StorageError], None], error: DamagedStore, now_s: Callable[[], float]
) -> Transcripts:
    aside = _set_aside(path, now_s())
    with suppress(OSError):
        (path.parent / CHECK_MARK).unlink(missing_ok=True)
    store = Transcripts(path, now_s=now_s)
    read = merging.Merged()
    with suppress(StorageError):
        read = store.add_salvaged(aside)
    added = _from_backup(store, path)
    report(_told(aside, error, read, added))
    return store


def _set_aside(path: Path, now_s: float) -> Path:
    """Move the database, with its log, into a folder of its own; returns where it lies now."""
    stamp = datetime.fromtimestamp(now_s).strftime("%Y-%m-%d %H%M%S")
    folder = path.parent / DAMAGED_FOLDER / stamp
    with in_words(path):
        number = 1
        while folder.exists():
            number += 1
            folder = folder.with_name(f"{stamp} {number}")
        folder.mkdir(parents=True)
        for ending in reversed(_BESIDE):  # the log first: a log without its database is never applied to a new one
            source = Path(f"{path}{ending}")
            if source.exists():
                source.rename(folder / source.name)
    return folder / path.name


def _from_backup(store: Transcripts, path: Path) -> merging.Merged:
    for backup in list_backups(path):
        with suppress(StorageError):
            return store.restore_from(backup.path)
    return merging.Merged()


def _told_with(read: merging.Merged, added: merging.Merged) -> str:
    """The words for what came back; of sweeps and probabilities only where there are any."""
    if added.sweeps or added.cells or added.tokens:
        return QT_TRANSLATE_NOOP(
            "errors",
            "The store of conversations was damaged. Read from it: {conversations} conversations with {messages} "
            "messages, {sweeps} sweeps with {cells} answers, and token probabilities of {tokens} answers. From the "
            "last backup: {added} more messages, {added_sweeps} sweeps, {added_cells} answers of sweeps, and token "
            "probabilities of {added_tokens} answers.",
        )
    if read.sweeps or read.cells or read.tokens:
        return QT_TRANSLATE_NOOP(
            "errors",
            "The store of conversations was damaged. Read from it: {conversations} conversations with {messages} "
            "messages, {sweeps} sweeps with {cells} answers, and token probabilities of {tokens} answers. {added} more "
            "messages came from the last backup.",
        )
    return QT_TRANSLATE_NOOP(
        "errors",
        "The store of conversations was damaged. {conversations} conversations with {messages} messages could "
        "be read from it, and {added} more messages came from the last backup.",
    )


def _told(aside: Path, error: DamagedStore, read: merging.Merged, added: merging.Merged) -> StorageError:
    return StorageError(
        Words(
            _told_with(read, added),
            {
                "conversations": read.conversations,
                "messages": read.messages,
                "sweeps": read.sweeps,
                "cells": read.cells,
                "tokens": read.tokens,
                "added": added.messages,
                "added_sweeps": added.sweeps,
                "added_cells": added.cells,
                "added_tokens": added.tokens,
            },
        ),
        Words(
            QT_TRANSLATE_NOOP("errors", "A new store was made. The damaged one lies untouched in {path}."),
            {"path": str(aside.parent)},
        ),
        error.detail,
    )
