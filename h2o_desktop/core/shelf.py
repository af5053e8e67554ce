"""Where conversations are kept, and what can be done with them as wholes."""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
    """The lists of conversations."""

    HISTORY = "history"
    ARCHIVE = "archive"
    TRASH = "trash"


class ShelfAction(StrEnum):
    """What a person may ask for one conversation or several."""

    PIN = "pin"
    UNPIN = "unpin"
    TAGS = "tags"
    DUPLICATE = "duplicate"
    EXPORT = "export"
    COPY = "copy"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    DELETE = "delete"
    RESTORE = "restore"
    DELETE_FOR_GOOD = "delete-for-good"
