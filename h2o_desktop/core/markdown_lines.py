"""What a single line of Markdown can begin or continue, as far as finding the borders of blocks needs it.

The rules are those of CommonMark 0.31 and of GitHub's tables; a tab reaches to the next multiple of four columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CODE_INDENT = 4

_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_RULE = re.compile(r"(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_ITEM = re.compile(r"([-+*]|(\d{1,9})([.)]))(?=[ \t]|$)")
_DELIMITER_CELL = re.compile(r":?-+:?")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
_ESCAPED_PIPE = re.compile(r"\\\|")


@dataclass(frozen=True, slots=True)
class Fence:
    """The opening line of fenced code."""

    mark: str
    info: str
    indent: int

    def is_closed_by(self, line: str) -> bool:
        """Whether `line` is the closing fence."""
        body = line.strip(" \t")
        return (
            indent_of(line) < CODE_INDENT
            and len(body) >= len(self.mark)
            and not body.strip(self.mark[0])
            and body[0] == self.mark[0]
        )

    def content_of(self, line: str) -> str:
        """A line of the code, without the indentation that the opening fence has too."""
        if not self.indent:
            return line
        spaces = 0
        while spaces < self.indent and spaces < len(line) and line[spaces] == " ":
            spaces += 1
        return line[spaces:]


@dataclass(frozen=True, slots=True)
class ItemMark:
    """The marker of a list item: where its content begins, in columns, and which list it can belong to."""

    kind: str
    number: int
    content_column: int
    is_empty: bool

    @property
    def is_ordered(self) -> bool:
        """Whether the items are numbered."""
        return self.kind in ".)"

    @property
    def interrupts_paragraph(self) -> bool:
        """Whether an item that begins so may follow a paragraph without a blank line."""
        return not self.is_empty and (not self.is_ordered or self.number == 1)


def indent_of(line: str) -> int:
    """The columns of white space at the beginning of a line."""
    if line[:1] not in (" ", "\t"):
        return 0
    column = 0
    for letter in line:
        if letter == " ":
            column += 1
        elif letter == "\t":
            column += CODE_INDENT - column % CODE_INDENT
        else:
            break
    return column


def fence_of(line: str, indent: int) -> Fence | None:
    """The fence that a line opens."""
    match = _FENCE.match(line.lstrip(" \t"))
    if match is None or indent >= CODE_INDENT:
        return None
    mark, info = match.groups()
    if mark[0] == "`" and "`" in info:
        return None
    return Fence(mark, info.strip(), indent)


def item_of(line: str, indent: int) -> ItemMark | None:
    """The list item that a line begins."""
    body = line.lstrip(" \t")
    match = _ITEM.match(body)
    if match is None or indent >= CODE_INDENT:
        return None
    marker, digits, delimiter = match.groups()
    rest = body[len(marker) :]
    end_column = indent + len(marker)
    content_column = indent_of(" " * end_column + rest)
    is_empty = not rest.strip(" \t")
    if is_empty or content_column - end_column > CODE_INDENT:
        content_column = end_column + 1
    return ItemMark(delimiter or marker, int(digits) if digits else 0, content_column, is_empty)


def is_heading(line: str, indent: int) -> bool:
    """Whether a line is a heading that begins with number signs."""
    return indent < CODE_INDENT and _HEADING.match(line.lstrip(" \t")) is not None


def is_rule(line: str, indent: int) -> bool:
    """Whether a line is a thematic break."""
    return indent < CODE_INDENT and _RULE.match(line.lstrip(" \t")) is not None


def is_quote(line: str, indent: int) -> bool:
    """Whether a line begins with a quotation mark of Markdown."""
    return indent < CODE_INDENT and line.lstrip(" \t").startswith(">")


def is_underline(line: str, indent: int) -> bool:
    """Whether a line makes the paragraph above it a heading."""
    return indent < CODE_INDENT and _UNDERLINE.match(line.lstrip(" \t")) is not None


def is_footnote(line: str, indent: int) -> bool:
    """Whether a line begins the text of a footnote."""
    return indent < CODE_INDENT and _FOOTNOTE.match(line.lstrip(" \t")) is not None


def formula_end(line: str, indent: int) -> str:
    """The mark that ends the displayed formula that a line begins; empty when it begins none."""
    body = line.strip(" \t")
    for begin, end in (("$$", "$$"), ("\\[", "\\]")):
        rest = body.removeprefix(begin)
        if indent < CODE_INDENT and rest != body and (end not in rest or rest.index(end) == len(rest) - len(end)):
            return end
    return ""


def is_whole_formula(line: str, end: str) -> bool:
    """Whether a line that begins a displayed formula ends it too."""
    body = line.strip(" \t")
    return len(body) >= 2 * len(end) and body.endswith(end)


def column_count(line: str) -> int:
    """How many cells a row of a table has."""
    body = _ESCAPED_PIPE.sub("", line).strip(" \t")
    return body.removeprefix("|").removesuffix("|").count("|") + 1


def is_delimiter_row(line: str, header: str) -> bool:
    """Whether `line` below `header` makes both a table."""
    if "-" not in line or ("|" not in line and ":" not in line) or "|" not in header:
        return False
    cells = line.strip(" \t").removeprefix("|").removesuffix("|").split("|")
    return all(_DELIMITER_CELL.fullmatch(cell.strip(" \t")) for cell in cells) and column_count(header) == len(cells)


def interrupts(line: str, indent: int) -> bool:
    """Whether a line that is not blank begins a block of its own even below a paragraph."""
    if indent >= CODE_INDENT:
        return False
    if line.lstrip(" \t")[:1].isalpha():
        return False
    mark = item_of(line, indent)
    return (
        (mark is not None and mark.interrupts_paragraph)
        or is_quote(line, indent)
        or is_heading(line, indent)
        or is_rule(line, indent)
        or fence_of(line, indent) is not None
        or is_footnote(line, indent)
        or bool(formula_end(line, indent))
    )
