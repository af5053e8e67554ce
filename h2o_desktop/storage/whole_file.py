"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.storage.failures import in_words


def write_whole(path: Path, text: str) -> None:
    """Write UTF-8 text without changing its ends of lines, as `write_whole_bytes` does. Raises StorageError."""
    write_whole_bytes(path, well_formed(text).encode())


def write_whole_bytes(path: Path, data: bytes) -> None:
    """Write a file; the folder is made when it is missing.

    Until the new data is on the disk the old file stays as it is, also when the power fails. A link stays a link; the
    file that it names is replaced. Raises StorageError.
    """
    with in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        target = Path(os.path.realpath(path))
        unfinished = target.with_name(f".{os.urandom(16).hex()}.part")
        try:
            with unfinished.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Bring the new name onto the disk; Windows cannot and need not."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
