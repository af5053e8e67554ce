"""The state machine that reads Markdown line by line and finds where blocks end. See `markdown_blocks`."""

from __future__ import annotations

from copy import copy

from h2o_desktop.core import markdown_lines as lines_of
from h2o_desktop.core.markdown_block import Block
from h2o_desktop.core.markdown_lines import CODE_INDENT, indent_of, interrupts
from h2o_desktop.core.markdown_open_block import In, OpenBlock, is_table, state_of

PART_LETTERS = 4000
CONTAINER_LETTERS = 32_000
CODE_LINES = 48
TABLE_ROWS = 24


class BlockScanner:
    """Takes whole lines and puts finished blocks into `blocks`."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.is_thinking = False
        self._open: OpenBlock | None = None
        self._blank_above = True
        self._list: tuple[str, int] = ("", 0)  # kind and number of the item that a next one would follow

    def forked(self) -> BlockScanner:
        """A copy that goes its own way, with no finished blocks yet."""
        fork = copy(self)
        fork.blocks = []
        fork._split_off()  # noqa: SLF001 - its own kind
        return fork

    def _split_off(self) -> None:
        if self._open is not None:
            self._open = copy(self._open)
            self._open.lines = list(self._open.lines)

    def take(self, line: str, start: int) -> None:
        """Read a line, which begins at `start` and has no line end."""
        block = self._open
        if block is None:
            self._begin(line, start)
        elif block.state is In.CODE:
            self._take_code(block, line, start)
        elif not line.strip(" \t"):
            self._take_blank(block, line)
        elif not self._continues(block, line, start):
            self.end_block()
            self._begin(line, start)

    def take_part(self, part: str, start: int) -> None:
        """Read the beginning of a line that is too long; what follows on the same line is joined to it."""
        self.take(part, start)
        block = self._open
        if block is not None and block.state is In.CODE:
            self._cut(block, start + len(part), joined=True)
            return
        self.end_block(ends=False)
        self._open = OpenBlock(In.REST, start + len(part), after_blank=False, begins=False, joined=True)

    def take_rest(self, part: str, start: int, *, is_last: bool) -> None:
        """Read more of a line whose beginning `take_part` got."""
        block = self._open
        if block is None:  # pragma: no cover - take_part always leaves a block open
            return
        block.append(part, start)
        if not is_last:
            self._cut(block, start + len(part), joined=True)

    def end_block(self, *, ends: bool = True, is_closed: bool = True) -> None:
        """The open block is finished."""
        block, self._open = self._open, None
        if block is None:
            return
        self._blank_above = False
        while block.state is not In.CODE and block.ends_blank:
            block.lines.pop()
            self._blank_above = True
        if block.lines or block.state is In.CODE or (block.state is In.TABLE and block.begins):
            self._emit(block, ends=ends, is_closed=is_closed and block.state is not In.FORMULA)

    def end_text(self) -> None:
        """The text ends here, for now."""
        self.end_block(is_closed=self._open is None or self._open.state is not In.CODE)

    # -- lines that belong to the open block ------------------------------------------------------------------------

    def _take_code(self, block: OpenBlock, line: str, start: int) -> None:
        assert block.fence is not None
        if block.fence.mark[0] in line and block.fence.is_closed_by(line):
            block.end = start + len(line)
            self.end_block()
            return
        if len(block.lines) >= CODE_LINES:
            self._cut(block, start)
        block.append(block.fence.content_of(line), start, length=len(line))

    def _take_blank(self, block: OpenBlock, line: str) -> None:
        if block.state in (In.ITEM, In.FOOTNOTE, In.INDENTED):
            block.lines.append(line)
            return
        if block.state is In.FORMULA:
            block.state = In.PARAGRAPH
        self.end_block()
        self._blank_above = True

    def _continues(self, block: OpenBlock, line: str, start: int) -> bool:
        indent = indent_of(line)
        match block.state:
            case In.PARAGRAPH | In.REST:
                return self._continues_paragraph(block, line, indent, start)
            case In.ITEM | In.FOOTNOTE:
                return self._continues_item(block, line, indent, start)
            case In.QUOTE:
                return self._continues_lazily(block, line, start, belongs=lines_of.is_quote(line, indent))
            case In.TABLE:
                return self._continues_table(block, line, indent, start)
            case In.INDENTED:
                return indent >= CODE_INDENT and self._grow(block, line, start)
        return self._continues_formula(block, line, start)

    def _continues_paragraph(self, block: OpenBlock, line: str, indent: int, start: int) -> bool:
        if block.state is In.PARAGRAPH and lines_of.is_underline(line, indent):
            block.append(line, start)
            self.end_block()
            return True
        if indent < CODE_INDENT and block.lines and is_table(block.lines[-1], line):
            self._begin_table(block, line, start)
            return True
        if interrupts(line, indent):
            return False
        block.append(line, start)
        if block.letters > PART_LETTERS:
            self.end_block(ends=False)
            self._open = OpenBlock(In.REST, start + len(line) + 1, after_blank=False, begins=False, joined=True)
        return True

    def _continues_item(self, block: OpenBlock, line: str, indent: int, start: int) -> bool:
        belongs = indent >= block.content_column
        mark = None if belongs else lines_of.item_of(line, indent)
        if mark is not None and block.is_lazy and not (mark.interrupts_paragraph or block.ends_blank):
            kind, number = self._list  # perhaps the next item, perhaps text of a paragraph: they stay together
            self._list = (kind, number + 1) if mark.kind == kind else self._list
            return self._grow(block, line, start)
        if not belongs and (block.ends_blank or mark is not None):
            return False
        return self._continues_lazily(block, line, start, belongs=belongs)

    def _continues_lazily(self, block: OpenBlock, line: str, start: int, *, belongs: bool) -> bool:
        """Lines without the container's mark belong to it where they go on with its paragraph.

        Where there is no paragraph to go on with, such a line begins one of its own, and a line below it may make that
        a heading: then all of it stays together.
        """
        indent = indent_of(line)
        makes_heading = block.is_lazy and lines_of.is_underline(line, indent)
        if not belongs and not makes_heading and interrupts(line, indent):
            return False
        block.is_lazy = not belongs
        return self._grow(block, line, start)

    def _continues_table(self, block: OpenBlock, line: str, indent: int, start: int) -> bool:
        if indent >= CODE_INDENT or interrupts(line, indent) or lines_of.item_of(line, indent) is not None:
            return False
        if len(block.lines) >= TABLE_ROWS:
            self._cut(block, start)
        block.append(line, start)
        return True

    def _continues_formula(self, block: OpenBlock, line: str, start: int) -> bool:
        block.append(line, start)
        if line.rstrip(" \t").endswith(block.formula_end):
            self._end_formula(block)
        elif block.letters > PART_LETTERS:
            block.state = In.PARAGRAPH
        return True

    def _grow(self, block: OpenBlock, line: str, start: int) -> bool:
        """Append a line to a container; a container that is too large goes on as another block."""
        if block.letters > CONTAINER_LETTERS:
            self._cut(block, start)
        block.append(line, start)
        return True

    # -- beginning, growing and ending -------------------------------------------------------------------------------

    def _begin(self, line: str, start: int) -> None:
        if not line.strip(" \t"):
            self._blank_above = True
            return
        if line[0].isalpha():  # most lines by far
            self._list = ("", 0)
            self._open = OpenBlock(In.PARAGRAPH, start, [line], start + len(line), len(line), self._blank_above)
            self._blank_above = False
            return
        indent = indent_of(line)
        block = OpenBlock(state_of(line, indent), start, after_blank=self._blank_above)
        self._open = block
        self._blank_above = False
        if block.state is In.CODE:
            block.fence = lines_of.fence_of(line, indent)
            block.end = start + len(line)
        elif block.state is In.ITEM:
            self._number_item(block, line, indent)
        elif block.state is In.FOOTNOTE:
            block.content_column = CODE_INDENT
        elif block.state is In.FORMULA:
            block.formula_end = lines_of.formula_end(line, indent)
        if block.state is not In.ITEM:
            self._list = ("", 0)
        if block.state is In.CODE:
            return
        block.append(line, start)
        if lines_of.is_heading(line, indent) or lines_of.is_rule(line, indent):
            self.end_block()
        elif block.state is In.FORMULA and lines_of.is_whole_formula(line, block.formula_end):
            self._end_formula(block)

    def _number_item(self, block: OpenBlock, line: str, indent: int) -> None:
        mark = lines_of.item_of(line, indent)
        assert mark is not None
        kind, number = self._list
        number = number + 1 if mark.kind == kind else mark.number
        self._list = (mark.kind, number)
        block.content_column = mark.content_column
        block.number = number if mark.is_ordered else None

    def _begin_table(self, block: OpenBlock, delimiter: str, start: int) -> None:
        header = block.lines.pop()
        header_start = block.end - len(header)
        after_blank = block.after_blank and not block.lines
        block.end = header_start - 1
        self.end_block()
        self._open = OpenBlock(In.TABLE, header_start, after_blank=after_blank, head=f"{header}\n{delimiter}")
        self._open.end = start + len(delimiter)

    def _cut(self, block: OpenBlock, start: int, *, joined: bool = False) -> None:
        """What has been read of the open block becomes a block, and the rest of it another one."""
        self._emit(block, ends=False)
        block.lines = []
        block.letters = 0
        block.start = start
        block.begins = False
        block.after_blank = False
        block.joined = joined

    def _end_formula(self, block: OpenBlock) -> None:
        self._open = None
        self._emit(block)

    def _emit(self, block: OpenBlock, *, ends: bool = True, is_closed: bool = True) -> None:
        self.blocks.append(block.made(ends=ends, is_closed=is_closed, is_thinking=self.is_thinking))
