"""A file layer for SQLite that knows what a power cut would leave: what was synced, and some of what was not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import apsw

NAME = "power-cut-files"
_SECTOR = 512


@dataclass
class _Image:
    """A file: what is surely on the disk, and the writes since the last sync. A write of None cuts the file."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)


class PowerCutFiles(apsw.VFS):
    """Passes everything on to the system's file layer and notes it; `cut` may be asked for at any operation.

    `on_operation` is called before each write and sync, with how many there were.
    """

    def __init__(self) -> None:
        super().__init__(NAME, "")
        self.images: dict[str, _Image] = {}
        self.operations = 0
        self.cut_at: int | None = None
        self.left: dict[str, bytes] | None = None
        self.chance = random.Random(0)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        self.images.pop(filename, None)

    def count(self) -> None:
        """One write or sync; at the chosen one the power fails, though the program does not know."""
        self.operations += 1
        if self.cut_at == self.operations:
            self.left = {name: self._after_cut(image) for name, image in self.images.items()}

    def _after_cut(self, image: _Image) -> bytes:
        """What the disk holds: of the writes that were not synced some sectors, in any order."""
        content = bytearray(image.durable)
        for offset, data in image.pending:
            if data is None:
                if self.chance.random() < 0.5:
                    del content[offset:]
                continue
            for start in range(0, len(data), _SECTOR):
                if self.chance.random() < 0.5:
                    _put(content, offset + start, data[start : start + _SECTOR])
        return bytes(content)

    def write_left(self, source: Path, target: Path) -> None:
        """Write the files of the database `source` as the cut left them under the name of `target`."""
        assert self.left is not None
        target.parent.mkdir(parents=True)
        for name, content in self.left.items():
            if name.startswith(str(source)):
                Path(f"{target}{name.removeprefix(str(source))}").write_bytes(content)


class _File(apsw.VFSFile):
    def __init__(self, files: PowerCutFiles, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._files = files
        text = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        self._image = files.images.setdefault(text, _Image())

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._files.count()
        super().xWrite(data, offset)
        self._image.pending.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._files.count()
        super().xTruncate(newsize)
        self._image.pending.append((newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._files.count()
        super().xSync(flags)
        for offset, data in self._image.pending:
            if data is None:
                del self._image.durable[offset:]
            else:
                _put(self._image.durable, offset, data)
        self._image.pending.clear()


def _put(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


@contextmanager
def power_cut_files() -> Iterator[PowerCutFiles]:
    """The layer, registered under `NAME` during this block."""
    files = PowerCutFiles()
    try:
        yield files
    finally:
        files.unregister()
