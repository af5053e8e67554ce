"""What the window needs for backups and checks of the store; `h2o_desktop.wiring.store_keeping` fulfils it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from h2o_desktop.core.cancel import CancelToken


class BackupKind(StrEnum):
    """Why a copy of the store was made; the values are the beginnings of its file's name."""

    DAILY = "daily"
    BEFORE_CHANGE = "before change"
    BEFORE_RESTORE = "before restore"


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A copy of the store. `made_s` is in seconds since 1970; `conversations` is None for one that cannot be read."""

    path: Path
    made_s: float
    kind: BackupKind
    size_bytes: int
    conversations: int | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back from `backup`: the whole, or what was missing. `aside` is a copy of the state before that."""

    backup: BackupInfo
    whole: bool
    conversations: int
    messages: int
    aside: Path


@dataclass(frozen=True, slots=True)
class Checked:
    """What a reading of the whole store came to; `wrong` is in SQLite's words, empty when all is well."""

    conversations: int
    messages: int
    size_bytes: int
    wrong: tuple[str, ...]


class KeepingServices(Protocol):
    """Every method blocks, some for minutes with a large store, and raises StorageError."""

    def backups(self) -> list[BackupInfo]:
        """The copies that there are, the newest first."""

    def back_up(self) -> Path:
        """Make a copy now."""

    def restore(self, backup: BackupInfo, *, whole: bool) -> Restored:
        """Bring back what the store lacks, or with `whole` make it what it was; a copy of it is made before."""

    def check(self, cancel: CancelToken) -> Checked:
        """Read all of the store. Raises Cancelled."""
