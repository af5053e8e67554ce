"""A block of Markdown that is being read line by line; see `markdown_scanner`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from h2o_desktop.core import markdown_lines as lines_of
from h2o_desktop.core.markdown_block import Block, BlockKind
from h2o_desktop.core.markdown_lines import CODE_INDENT, Fence, indent_of


class In(StrEnum):
    """What the lines of the open block are."""

    PARAGRAPH = "paragraph"
    REST = "rest"
    CODE = "code"
    FORMULA = "formula"
    ITEM = "item"
    FOOTNOTE = "footnote"
    QUOTE = "quote"
    TABLE = "table"
    INDENTED = "indented"


KINDS = {
    In.REST: BlockKind.INLINE,
    In.CODE: BlockKind.CODE,
    In.TABLE: BlockKind.TABLE,
    In.FORMULA: BlockKind.FORMULA,
}


@dataclass(slots=True)
class OpenBlock:
    """The block that is being read."""

    state: In
    start: int
    lines: list[str] = field(default_factory=list)
    end: int = 0
    letters: int = 0
    after_blank: bool = True
    begins: bool = True
    joined: bool = False
    fence: Fence | None = None
    number: int | None = None
    content_column: int = 0
    head: str = ""
    formula_end: str = ""
    is_lazy: bool = False

    @property
    def ends_blank(self) -> bool:
        """Whether the last line is a blank one."""
        return bool(self.lines) and not self.lines[-1].strip(" \t")

    def append(self, line: str, start: int, *, length: int = -1) -> None:
        """Another line, which begins at `start` and is `length` letters long in the text."""
        self.lines.append(line)
        self.letters += len(line) + 1
        self.end = start + (len(line) if length < 0 else length)

    def made(self, *, ends: bool, is_closed: bool, is_thinking: bool) -> Block:
        """The block that these lines are."""
        lines = self.lines
        in_item = self.state in (In.ITEM, In.FOOTNOTE) and not self.begins
        if in_item:
            lines = [line[min(indent_of(line), self.content_column) :] for line in lines]
        return Block(
            KINDS.get(self.state, BlockKind.TEXT),
            "\n".join(lines),
            self.start,
            self.end,
            info=self.fence.info if self.fence else "",
            begins=self.begins,
            ends=ends,
            joined=self.joined,
            head=self.head,
            number=self.number,
            in_item=in_item,
            after_blank=self.after_blank,
            is_thinking=is_thinking,
            is_closed=is_closed,
        )


def is_table(header: str, delimiter: str) -> bool:
    """Whether two lines begin a table."""
    return indent_of(header) < CODE_INDENT and lines_of.is_delimiter_row(delimiter, header)


def state_of(line: str, indent: int) -> In:
    """What a line that is not blank begins."""
    if indent >= CODE_INDENT:
        return In.INDENTED
    if lines_of.fence_of(line, indent) is not None:
        return In.CODE
    if lines_of.is_quote(line, indent):
        return In.QUOTE
    if lines_of.item_of(line, indent) is not None and not lines_of.is_rule(line, indent):
        return In.ITEM
    if lines_of.is_footnote(line, indent):
        return In.FOOTNOTE
    return In.FORMULA if lines_of.formula_end(line, indent) else In.PARAGRAPH
