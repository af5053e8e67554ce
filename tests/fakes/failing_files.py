"""A file layer for SQLite that counts what is written and fails where it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import apsw

NAME = "failing-files"


class FailingFiles(apsw.VFS):
    """Passes everything on to the system's file layer; from the `fail_at`-th write or sync on, `error` is raised.

    `fail_at` counts from 1 and is None while nothing fails; `once` lets everything after the failure work again.
    """

    def __init__(self) -> None:
        super().__init__(NAME, "")
        self.operations = 0
        self.bytes_written = 0
        self.fail_at: int | None = None
        self.once = False
        self.error: type[apsw.Error] = apsw.IOError

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(self, name, flags)

    def reset(self, fail_at: int | None = None, error: type[apsw.Error] = apsw.IOError, *, once: bool = False) -> None:
        """Count anew, and fail at the given operation."""
        self.operations = self.bytes_written = 0
        self.fail_at, self.error, self.once = fail_at, error, once

    def count(self, size: int) -> None:
        """One write of `size` bytes, or a sync of 0."""
        self.operations += 1
        failing = self.fail_at is not None and self.operations >= self.fail_at
        if failing and not (self.once and self.operations > (self.fail_at or 0)):
            raise self.error("the test lets this fail")
        self.bytes_written += size


class _File(apsw.VFSFile):
    def __init__(self, files: FailingFiles, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._files = files

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._files.count(len(data))
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._files.count(0)
        super().xSync(flags)


@contextmanager
def failing_files() -> Iterator[FailingFiles]:
    """The layer, registered under `NAME` during this block."""
    files = FailingFiles()
    try:
        yield files
    finally:
        files.unregister()
