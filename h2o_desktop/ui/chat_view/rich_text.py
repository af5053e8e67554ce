"""Text with styles, and the pieces of which a block consists. Values; no Qt.

Places in text count UTF-16 units, as Qt counts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

FORMULA_LETTER = "\ufffc"


class Style:
    """How a run of text looks: whole numbers to be combined with `|` (an IntFlag would cost more than the parsing)."""

    PLAIN: Final = 0
    BOLD: Final = 1
    ITALIC: Final = 2
    CODE: Final = 4
    STRIKE: Final = 8
    LINK: Final = 16
    RAISED: Final = 32
    FORMULA: Final = 64
    IMAGE: Final = 128


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. `target` is a link's or an image's address, or a formula's LaTeX."""

    start: int
    length: int
    style: int
    target: str = ""


@dataclass(slots=True)
class RichText:
    """Text with runs of style; what no run covers is plain."""

    text: str = ""
    runs: list[Run] = field(default_factory=list)
    units: int = 0

    def add(self, text: str, style: int = Style.PLAIN, target: str = "") -> None:
        """Append text."""
        length = units_of(text)
        if style and length:
            self.runs.append(Run(self.units, length, style, target))
        self.text += text
        self.units += length


class PieceKind(StrEnum):
    """What a piece is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    RULE = "rule"
    ROW = "row"
    FORMULA = "formula"


class Container(StrEnum):
    """What a piece stands in."""

    QUOTE = "quote"
    LIST = "list"


@dataclass(slots=True)
class Cell:
    """A cell of a table; `align` is `left`, `center`, `right` or empty."""

    text: RichText
    align: str = ""


@dataclass(slots=True)
class Piece:
    """A paragraph, a heading, a row of a table: something that is laid out as one.

    `marker` is what stands before the first piece of a list item: a bullet, a number, or a box for a task. `gap` is the
    space above in parts of the body's line height.
    """

    kind: PieceKind
    text: RichText = field(default_factory=RichText)
    containers: tuple[Container, ...] = ()
    marker: str = ""
    level: int = 0
    gap: float = 0.0
    cells: list[Cell] = field(default_factory=list)
    info: str = ""
    spans: Sequence[tuple[int, int, str]] = ()

    @property
    def texts(self) -> list[RichText]:
        """The texts that it shows, in the order of reading."""
        if self.kind is PieceKind.ROW:
            return [cell.text for cell in self.cells]
        return [] if self.kind is PieceKind.RULE else [self.text]


def units_of(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut_units(text: str, start: int, end: int) -> str:
    """The part of a text between two places in UTF-16 units."""
    if text.isascii():
        return text[start:end]
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "replace")
