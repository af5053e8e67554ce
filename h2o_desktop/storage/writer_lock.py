"""Which process writes an answer, told by a file lock that the system takes back when the process dies."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Callable
from pathlib import Path

from h2o_desktop.storage.file_lock import try_lock


def _try_lock(descriptor: int) -> bool:
    """Take the lock without waiting. False when another holder has it, and where files cannot be locked."""
    try:
        return try_lock(descriptor)
    except OSError:
        return False


class WriterLock:
    """The token of this writer and the lock that shows that it lives.

    The file is made when the token is first asked for, so that reading alone writes nothing. One thread at a time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._token = ""
        self._descriptor: int | None = None

    @property
    def token(self) -> str:
        """The token of this writer; the lock is held from now on. Raises OSError."""
        if self._descriptor is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            token = uuid.uuid4().hex
            descriptor = os.open(self._path(token), os.O_RDWR | os.O_CREAT, 0o600)
            _try_lock(descriptor)
            self._token, self._descriptor = token, descriptor
        return self._token

    def run_if_dead(self, token: str, action: Callable[[], None]) -> None:
        """Call `action` unless the writer with that token lives; while it runs nobody else does the same.

        A writer without a file is dead, since it makes its file before it writes anything.
        """
        if token == self._token:
            return
        path = self._path(token)
        try:
            descriptor = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            action()
            return
        try:
            if _try_lock(descriptor):
                action()
                _remove(path)
        finally:
            os.close(descriptor)

    def close(self) -> None:
        """Give the lock back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            _remove(self._path(self._token))
            self._descriptor = None
            self._token = ""

    def _path(self, token: str) -> Path:
        return self._folder / f"{token}.lock"


def _remove(path: Path) -> None:
    # Windows does not remove an open file; an empty one left behind does no harm.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
