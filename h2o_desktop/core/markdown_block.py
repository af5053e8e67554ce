"""A block of Markdown: the unit of parsing, of layout and of scrolling."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """How a block is to be read: as Markdown, or as something whose source is its content."""

    TEXT = "text"
    INLINE = "inline"  # the rest of a paragraph that was too long for one block
    CODE = "code"
    TABLE = "table"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Block:
    """A block, or a part of one that is too large for one.

    `source` is the Markdown, or the bare content of code; `start` and `end` are its place in the text with line ends
    normalised. `info` is what stands beside the opening fence. `begins` and `ends` tell whether a part is the first and
    the last of its whole, and `joined` that it continues the line on which the part above ends. `head` holds the header
    rows that a part of a table belongs to. `number` is the place of an item in an ordered list. `is_closed` is false
    for code and formulas whose end has not come.
    """

    kind: BlockKind
    source: str
    start: int
    end: int
    info: str = ""
    begins: bool = True
    ends: bool = True
    joined: bool = False
    head: str = ""
    number: int | None = None
    in_item: bool = False
    after_blank: bool = True
    is_thinking: bool = False
    is_closed: bool = True
