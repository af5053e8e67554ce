"""Reading the head of our Markdown files: the part of YAML that `front_matter` writes, also after careful editing."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.formats.fields import wrong

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_KEY = re.compile(r'("(?:[^"\\]|\\.)*"|[^":#][^:]*):(?: (.*))?')
_DEEPEST = 60
_LONGEST_NUMBER = 400


@dataclass(slots=True)
class _Lines:
    """The lines of the head with their indents, and the next one to read."""

    lines: list[tuple[int, int, str]]  # number in the file, indent, text
    position: int = 0

    def peek(self) -> tuple[int, int, str]:
        return self.lines[self.position] if self.position < len(self.lines) else (0, -1, "")


def head_and_body(text: str) -> tuple[dict[str, object], str]:
    """The values of the head, and what follows it. Raises InputError that names the line of what does not fit."""
    text = text.removeprefix("\ufeff")
    first_line = text.split("\n", 1)[0]
    if first_line.endswith("\r"):
        text = text.replace("\r\n", "\n")
    head, closing, body = text.partition("\n---\n")
    if not head.startswith("---\n") or not closing:
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "The Markdown file was not written by this program.")),
            Words(QT_TRANSLATE_NOOP("errors", "Nothing was imported. The first line of such a file is “---”.")),
        )
    lines = [
        (number, len(line) - len(line.lstrip(" ")), line.strip(" "))
        for number, line in enumerate(head.split("\n"), 1)
        if number > 1 and line.strip(" ")
    ]
    reader = _Lines(lines)
    values = _mapping(reader, 0, 0)
    if reader.position < len(lines):
        raise _wrong_line(reader.peek()[0])
    return values, body


def _mapping(lines: _Lines, indent: int, depth: int) -> dict[str, object]:
    values: dict[str, object] = {}
    if depth > _DEEPEST:
        raise _wrong_line(lines.peek()[0])
    while lines.peek()[1] == indent and not _is_entry(lines.peek()[2]):
        number, _indent, line = lines.peek()
        found = _KEY.fullmatch(line)
        if found is None:
            raise _wrong_line(number)
        lines.position += 1
        values[str(_scalar(found[1].strip(), number, key=True))] = _value(lines, found[2], indent, depth)
    return values


def _value(lines: _Lines, written: str | None, indent: int, depth: int) -> object:
    number = lines.lines[lines.position - 1][0]
    if written is not None and written.strip():
        return _scalar(written.strip(), number)
    _number, deeper, line = lines.peek()
    if deeper > indent:
        return _entries(lines, deeper, depth + 1) if _is_entry(line) else _mapping(lines, deeper, depth + 1)
    raise _wrong_line(number)


def _entries(lines: _Lines, indent: int, depth: int) -> list[object]:
    entries: list[object] = []
    while lines.peek()[1] == indent and _is_entry(lines.peek()[2]):
        number, _indent, line = lines.peek()
        rest = line[1:].lstrip(" ")
        if _KEY.fullmatch(rest) and not _is_value(rest):
            # The rest of the line is the first of a mapping that stands two deeper.
            lines.lines[lines.position] = (number, indent + len(line) - len(rest), rest)
            entries.append(_mapping(lines, indent + len(line) - len(rest), depth + 1))
        else:
            lines.position += 1
            entries.append(_scalar(rest, number))
    return entries


def _is_entry(line: str) -> bool:
    return line == "-" or line.startswith("- ")


def _is_value(line: str) -> bool:
    """Whether a line is a value and no key with one, though there may be colons in it."""
    if line.startswith("'"):
        return line.endswith("'")
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _scalar(written: str, number: int, *, key: bool = False) -> object:
    if written.startswith('"'):
        try:
            value = json.loads(written, strict=False)
        except (ValueError, RecursionError):
            raise _wrong_line(number) from None
        if isinstance(value, str):
            return value
        raise _wrong_line(number)
    if key:
        return written
    if written.startswith("'") and written.endswith("'") and len(written) > 1:
        return written[1:-1].replace("''", "'")
    if written.startswith(("[", "{")):  # a list in a list stands on one line, as in JSON
        try:
            return json.loads(written, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise _wrong_line(number) from None
    if written in ("true", "false", "null", "~"):
        return {"true": True, "false": False}.get(written)
    if _NUMBER.fullmatch(written) and len(written) < _LONGEST_NUMBER:
        return float(written) if any(letter in written for letter in ".eE") else int(written)
    return written


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _wrong_line(number: int) -> InputError:
    return wrong(f"line {number}", "a line such as “key: value”")
