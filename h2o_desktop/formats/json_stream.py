"""Reading a large JSON file value by value, so that memory holds one conversation and not all of them.

A file is one value, a list whose entries are given one by one, or several values after each other, as in JSON Lines.
The standard library's decoder does the work on a growing window: it is fast, checks all of the syntax, and is always
there; libraries for streams give single tokens, from which every value would have to be put together again.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

_READ_BYTES = 1 << 18
LONGEST_VALUE = 1 << 28  # letters of one conversation
_NEAR_THE_END = 16  # letters: an error closer to the end of the window may only be for want of the rest
_BLANKS = " \t\r\n"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def values_of(stream: BinaryIO) -> Iterator[tuple[str, object]]:
    """The values with their places, such as `[3]`; the place of a value that stands alone is empty.

    Raises InputError that names line and column of what is no JSON, and OSError.
    """
    return _Reader(stream).values()


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


class _Reader:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        first = stream.read(_READ_BYTES)
        encoding = next((name for bom, name in _BOMS if first.startswith(bom)), "utf-8")
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._window = ""
        self._position = 0
        self._ended = False
        self._lines_before = 0  # ends of line in what has left the window
        self._column_before = 0  # letters of the window's first line that have left it
        self._scanner = json.JSONDecoder(strict=False, parse_constant=_no_constant)
        self._bytes_read = 0
        self._take(first)

    def values(self) -> Iterator[tuple[str, object]]:
        number = 0
        if self._peek() == "[":
            self._position += 1
            yield from self._entries()
            number = 1
        while self._peek():
            line = self._line(self._position)
            value = self._value()
            more = bool(self._peek())
            yield ("" if number == 0 and not more else f"line {line}"), value
            number += 1

    def _entries(self) -> Iterator[tuple[str, object]]:
        index = 0
        if self._peek() == "]":
            self._position += 1
            return
        while True:
            yield f"[{index}]", self._value()
            index += 1
            following = self._peek()
            if following not in (",", "]"):
                raise self._wrong("“,” or “]” expected", self._position)
            self._position += 1
            if following == "]":
                return

    def _value(self) -> object:
        self._drop_what_was_read()
        self._peek()
        while True:
            try:
                value, end = self._scanner.raw_decode(self._window, self._position)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated string") or error.pos >= len(self._window) - _NEAR_THE_END
                if self._ended or not cut:
                    raise self._wrong(error.msg, error.pos) from None
            except (ValueError, RecursionError) as error:
                raise self._wrong(str(error), self._position) from None
            else:
                if self._ended or (end < len(self._window) and not self._goes_on(value, end)):
                    self._position = end
                    return value
            if len(self._window) - self._position > LONGEST_VALUE:
                raise self._wrong("longer than a conversation can be", self._position)
            self._read(max(_READ_BYTES, len(self._window)))

    def _goes_on(self, value: object, end: int) -> bool:
        """Whether a number may be the beginning of one whose rest is not in the window yet, as in `1.` or `1e-`."""
        return isinstance(value, int | float) and end >= len(self._window) - 3 and self._window[end] in ".eE"

    def _peek(self) -> str:
        """The next letter that is no blank; empty at the end."""
        while True:
            while self._position < len(self._window):
                if self._window[self._position] not in _BLANKS:
                    return self._window[self._position]
                self._position += 1
            if self._ended:
                return ""
            self._drop_what_was_read()
            self._read(_READ_BYTES)

    def _read(self, size: int) -> None:
        self._take(self._stream.read(size))

    def _take(self, data: bytes) -> None:
        try:
            self._window += self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            place = Words(
                QT_TRANSLATE_NOOP("errors", "The file is no text: byte {number} belongs to no letter."),
                {"number": self._bytes_read + error.start + 1},
            )
            raise InputError(place, _HINT, str(error)) from None
        self._bytes_read += len(data)
        self._ended = not data

    def _drop_what_was_read(self) -> None:
        self._lines_before += self._window.count("\n", 0, self._position)
        line_start = self._window.rfind("\n", 0, self._position) + 1
        self._column_before = self._position - line_start + (0 if line_start else self._column_before)
        self._window = self._window[self._position :]
        self._position = 0

    def _line(self, position: int) -> int:
        return self._lines_before + self._window.count("\n", 0, position) + 1

    def _wrong(self, detail: str, position: int) -> InputError:
        line_start = self._window.rfind("\n", 0, position) + 1
        column = position - line_start + 1 + (0 if line_start else self._column_before)
        return InputError(
            Words(
                QT_TRANSLATE_NOOP("errors", "The file is not sound JSON in line {line}, column {column}."),
                {"line": self._line(position), "column": column},
            ),
            _HINT,
            detail,
        )


_HINT = Words(QT_TRANSLATE_NOOP("errors", "Nothing was imported. The file may have been cut: export it again."))
