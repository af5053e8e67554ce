"""Splits growing Markdown into finished blocks and a live tail.

A block is the unit of parsing, of layout and of scrolling: a paragraph, a heading, one item of a list, some dozen lines
of code, some dozen rows of a table. A finished block never changes again, so that what is on the screen stays as it is
while text arrives below it. Blocks are separated only where CommonMark surely separates them; where that is in doubt
they stay together, and the parser that reads a block's source sees both. Nothing is unbounded: a paragraph, a line, a
list item, code and tables beyond some size become several blocks.

For any way of cutting a text into pieces, feeding the pieces gives the same blocks as feeding the whole.
"""

from __future__ import annotations

import unicodedata

from h2o_desktop.core.markdown_block import Block, BlockKind
from h2o_desktop.core.markdown_scanner import PART_LETTERS, BlockScanner

__all__ = ["Block", "BlockKind", "BlockSplitter", "normalised", "split_blocks"]

THINK_OPEN, THINK_CLOSE = "<think>", "</think>"
_JOINERS = "\u200d\ufe0e\ufe0f"
_JOINED_LETTERS = 32


class BlockSplitter:
    """Takes a text in pieces; costs the same per letter however long the text is."""

    def __init__(self) -> None:
        self._scanner = BlockScanner()
        self._offset = 0  # where the line that is not complete yet begins
        self._line = ""
        self._in_long_line = False
        self._may_think = True
        self._held_return = ""
        self._is_thinking = False

    @property
    def finished(self) -> list[Block]:
        """The blocks that will never change again. The list is the splitter's own and only grows."""
        return self._scanner.blocks

    @property
    def is_thinking(self) -> bool:
        """Whether the text is still inside a thinking section, as far as `tail` has read it."""
        return self._is_thinking

    def feed(self, text: str) -> None:
        """Append text."""
        text = self._held_return + text
        self._held_return = "\r" if text.endswith("\r") else ""
        if self._held_return:
            text = text[:-1]
        lines = normalised(text).split("\n")
        lines[0] = self._line + lines[0]
        self._line = lines.pop()
        for line in lines:
            self._take_line(self._scanner, line)
            self._offset += 1
        self._line = self._take_parts(self._scanner, self._line)

    def tail(self) -> list[Block]:
        """The blocks below the finished ones, if the text ended here."""
        if self._may_think and THINK_OPEN.startswith(self._line.strip()):
            return []
        fork = BlockSplitter()
        fork._scanner = self._scanner.forked()
        fork._offset, fork._in_long_line, fork._may_think = self._offset, self._in_long_line, self._may_think
        if self._line or self._held_return:
            fork._take_line(fork._scanner, self._line)
        self._is_thinking = fork._scanner.is_thinking
        fork._scanner.end_text()
        return fork.finished

    def _take_line(self, scanner: BlockScanner, line: str) -> None:
        rest = self._take_parts(scanner, line)
        if self._in_long_line:
            scanner.take_rest(rest, self._offset, is_last=True)
        else:
            self._take_short(scanner, rest)
        self._in_long_line = False
        self._offset += len(rest)

    def _take_parts(self, scanner: BlockScanner, line: str) -> str:
        """Hand over the parts of a line that is too long for one block; returns what is left of it."""
        while len(line) > PART_LETTERS:
            cut = _cut_of(line)
            part, line = line[:cut], line[cut:]
            if self._in_long_line:
                scanner.take_rest(part, self._offset, is_last=False)
            else:
                self._may_think = False
                scanner.take_part(part, self._offset)
            self._in_long_line = True
            self._offset += cut
        return line

    def _take_short(self, scanner: BlockScanner, line: str) -> None:
        offset = self._offset
        if self._may_think and line.strip():
            self._may_think = False
            head, mark, rest = line.partition(THINK_OPEN)
            if mark and not head.strip():
                scanner.is_thinking = True
                offset += len(line) - len(rest)
                line = rest
        if scanner.is_thinking and THINK_CLOSE in line:
            head, mark, rest = line.partition(THINK_CLOSE)
            scanner.take(head, offset)
            scanner.end_block()
            scanner.is_thinking = False
            offset += len(head) + len(mark)
            line = rest
        scanner.take(line, offset)


def split_blocks(text: str) -> list[Block]:
    """All blocks of a whole text."""
    splitter = BlockSplitter()
    splitter.feed(text)
    return splitter.finished + splitter.tail()


def normalised(text: str) -> str:
    """`text` with every line end as a line feed; the places of blocks count in this."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _cut_of(line: str) -> int:
    """Where to cut a line that is too long: behind a space, else not inside a letter with its marks."""
    cut = line.rfind(" ", PART_LETTERS // 2, PART_LETTERS) + 1
    if cut:
        return cut
    cut = PART_LETTERS
    while cut > PART_LETTERS - _JOINED_LETTERS and _is_joined(line, cut):
        cut -= 1
    return cut


def _is_joined(line: str, index: int) -> bool:
    letter = line[index]
    return (
        letter in _JOINERS
        or line[index - 1] == "\u200d"
        or unicodedata.category(letter)[0] == "M"
        or ("\U0001f3fb" <= letter <= "\U0001f3ff")
    )
