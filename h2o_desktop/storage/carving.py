"""Reading the rows out of a damaged database, page by page and without SQLite.

Every page that holds rows says so by itself, so rows are found also where the pages that lead to them are lost. The
layout of the file and of its log is described at sqlite.org/fileformat.html. The file is only read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from h2o_desktop.storage.rows import Row, SQLiteValue

_USUAL_PAGE_SIZE = 4096
_TABLE_LEAF, _INDEX_LEAF = 0x0D, 0x0A
_LOG_HEADER, _FRAME_HEADER = 32, 24
_INTEGER_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_LONGEST_ROW = 2**30


@dataclass(frozen=True, slots=True)
class CarvedRow:
    """A row of a table, or of an index, which has no number."""

    number: int | None
    values: Row


def carve(path: Path) -> Iterator[CarvedRow]:
    """The rows that can be found in a database file and the log beside it. Raises OSError."""
    with path.open("rb") as file:
        pages = _Pages(file, path.with_name(f"{path.name}-wal"))
        free = pages.free()
        for number in range(1, pages.count + 1):
            if number not in free:
                yield from _rows_of_page(pages, number)


class _Pages:
    """The pages of a database, the newer ones of its log before those of the file."""

    def __init__(self, file: BinaryIO, log: Path) -> None:
        self._file = file
        header = file.read(100)
        size = int.from_bytes(header[16:18], "big")
        size = 65_536 if size == 1 else size
        self.size = size if size >= 512 and size & (size - 1) == 0 else _USUAL_PAGE_SIZE
        self.usable = self.size - (header[20] if len(header) > 20 and header[20] < 64 else 0)
        self._logged = _logged_pages(log.read_bytes() if log.exists() else b"", self.size)
        self.count = max((file.seek(0, 2) + self.size - 1) // self.size, *self._logged, 0)

    def read(self, number: int) -> bytes:
        """A page; shorter than it should be, or empty, where the file ends."""
        if number in self._logged:
            return self._logged[number]
        self._file.seek((number - 1) * self.size)
        return self._file.read(self.size)

    def free(self) -> set[int]:
        """The pages that hold nothing any more, as far as the list of them can be read."""
        trunk = int.from_bytes(self.read(1)[32:36], "big")
        free: set[int] = set()
        while 0 < trunk <= self.count and trunk not in free:
            free.add(trunk)
            page = self.read(trunk)
            leaves = min(int.from_bytes(page[4:8], "big"), self.usable // 4 - 2)
            free.update(int.from_bytes(page[8 + 4 * n : 12 + 4 * n], "big") for n in range(leaves))
            trunk = int.from_bytes(page[0:4], "big")
        return free

    def chain(self, number: int, length: int) -> bytes:
        """`length` bytes from the overflow pages that begin at `number`; fewer where the chain is broken."""
        pieces: list[bytes] = []
        seen: set[int] = set()
        while length > 0 and 0 < number <= self.count and number not in seen:
            seen.add(number)
            page = self.read(number)
            pieces.append(page[4 : min(self.usable, length + 4)])
            length -= len(pieces[-1])
            number = int.from_bytes(page[0:4], "big")
        return b"".join(pieces)


def _logged_pages(log: bytes, size: int) -> dict[int, bytes]:
    """The pages of the log, up to the last transaction that was committed."""
    committed: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    if len(log) < _LOG_HEADER or int.from_bytes(log[8:12], "big") != size:
        return committed
    salts = log[16:24]
    for start in range(_LOG_HEADER, len(log) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        number, pages_after, frame_salts = struct.unpack(">II8s", log[start : start + 16])
        if frame_salts != salts:
            break
        pending[number] = log[start + _FRAME_HEADER : start + _FRAME_HEADER + size]
        if pages_after:
            committed |= pending
            pending = {}
    return committed


def _rows_of_page(pages: _Pages, number: int) -> Iterator[CarvedRow]:
    page = pages.read(number)
    start = 100 if number == 1 else 0
    if len(page) < start + 8 or page[start] not in (_TABLE_LEAF, _INDEX_LEAF):
        return
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    for cell in range(min(count, pages.usable // 4)):
        pointer = start + 8 + 2 * cell
        row = _row(pages, page, int.from_bytes(page[pointer : pointer + 2], "big"), table=page[start] == _TABLE_LEAF)
        if row is not None:
            yield row


def _row(pages: _Pages, page: bytes, position: int, *, table: bool) -> CarvedRow | None:
    """The row that begins at `position`; None when what stands there is none."""
    number: int | None = None
    try:
        length, position = _varint(page, position)
        if table:
            number, position = _varint(page, position)
        if not 0 < length < _LONGEST_ROW:
            return None
        most = pages.usable - 35 if table else (pages.usable - 12) * 64 // 255 - 23
        local = length
        if length > most:
            least = (pages.usable - 12) * 32 // 255 - 23
            local = least + (length - least) % (pages.usable - 4)
            local = local if local <= most else least
        record = page[position : position + local]
        if local < length:
            first = int.from_bytes(page[position + local : position + local + 4], "big")
            record += pages.chain(first, length - local)
        return CarvedRow(number, _values(record))
    except (IndexError, ValueError, struct.error):
        return None


def _values(record: bytes) -> Row:
    """The columns of a record. A text whose end is lost is as long as it can be read."""
    head, position = _varint(record, 0)
    types: list[int] = []
    while position < head:
        kind, position = _varint(record, position)
        types.append(kind)
    values: list[SQLiteValue] = []
    for kind in types:
        value, position = _value(record, position, kind)
        values.append(value)
    return tuple(values)


def _value(record: bytes, position: int, kind: int) -> tuple[SQLiteValue, int]:
    if kind in _INTEGER_SIZES:
        end = position + _INTEGER_SIZES[kind]
        return int.from_bytes(record[position:end], "big", signed=True), end
    if kind == 7:
        return struct.unpack(">d", record[position : position + 8])[0], position + 8
    if kind in (8, 9):
        return kind - 8, position
    if kind >= 12:
        end = position + (kind - 12) // 2
        blob = record[position:end]
        return (blob.decode("utf-8", "replace") if kind % 2 else blob), end
    return None, position


def _varint(data: bytes, position: int) -> tuple[int, int]:
    """A number of 1 to 9 bytes and where it ends. Raises IndexError at the end of the data."""
    value = 0
    for offset in range(8):
        byte = data[position + offset]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, position + offset + 1
    value = value << 8 | data[position + 8]
    return value - (1 << 64) if value >= 1 << 63 else value, position + 9
