"""A message as its source: blocks that show Markdown as it was written."""

from __future__ import annotations

from h2o_desktop.core.markdown_blocks import Block, BlockKind, normalised
from h2o_desktop.core.markdown_scanner import CODE_LINES, PART_LETTERS


def raw_blocks(text: str) -> list[Block]:
    """The text as one piece of code, in parts that are not too large."""
    text = normalised(text)
    blocks: list[Block] = []
    start = 0
    while start < len(text) or not blocks:
        end = start
        lines = 0
        while end < len(text) and lines < CODE_LINES and end - start < PART_LETTERS:
            following = text.find("\n", end)
            end = min(len(text) if following < 0 else following + 1, start + PART_LETTERS)
            lines += 1
        joined = start > 0 and text[start - 1] != "\n"
        source = text[start:end].removesuffix("\n") if end < len(text) else text[start:end]
        begins, ends = not start, end >= len(text)
        block = Block(BlockKind.CODE, source, start, start + len(source), "markdown", begins, ends, joined)
        blocks.append(block)
        start = max(end, start + 1)
    return blocks
