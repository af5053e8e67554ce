"""Which window has a data folder, and where it can be told that somebody started the program again."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from h2o_desktop.storage.file_lock import try_lock

_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a window listens: a port of this computer, and the key that shows who may read the data folder."""

    port: int
    key: str
    process: int


class WindowLock:
    """A lock file that the first window of a folder holds until it ends, however it ends.

    No method raises: where nothing can be locked or written, every window is on its own.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether this window has the folder, and the file to say so."""
        return self._descriptor is not None

    def take(self) -> bool:
        """Have the folder from now on; false when another window has it. Costs less than a millisecond."""
        if self._descriptor is not None:
            return True
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        taken = False
        try:
            taken = try_lock(descriptor)
            if taken:
                os.ftruncate(descriptor, 0)  # what the last window said there no longer holds
                self._descriptor = descriptor
        except OSError:
            return True
        finally:
            if self._descriptor is None:
                os.close(descriptor)
        return taken

    def say(self, where: Whereabouts) -> None:
        """Tell others where this window listens."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, 0)
                os.lseek(self._descriptor, 0, os.SEEK_SET)
                os.write(self._descriptor, json.dumps(asdict(where)).encode("ascii"))

    def other(self) -> Whereabouts | None:
        """Where the window that has the folder listens; None while it has not said."""
        try:
            with self._path.open("rb") as file:
                found = json.loads(file.read(_LONGEST))
            return Whereabouts(int(found["port"]), str(found["key"]), int(found["process"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def close(self) -> None:
        """Give the folder to whoever wants it."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None
