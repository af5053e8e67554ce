"""Messages as strips: what is laid out as one, one below the other, before it is cut into pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.markdown_blocks import Block, BlockKind
from h2o_desktop.ui.chat_view.block_layouter import Setting, lay_out
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.markdown_reader import read_block, read_plainly
from h2o_desktop.ui.chat_view.message_text import MessageText
from h2o_desktop.ui.chat_view.rich_text import Container, Piece, PieceKind
from h2o_desktop.ui.chat_view.workshop import with_formulas
from h2o_desktop.ui.paper.code_colours import CodeColouring
from h2o_desktop.ui.paper.frames import footer, header
from h2o_desktop.ui.paper.rows import row_edges
from h2o_desktop.ui.paper.tools import PaperTools

CARD_SIDE = 12


@dataclass(slots=True)
class Strip:
    """Something laid out. `left` is where it stands in the column, and `scale` how much smaller it is drawn.

    `card` numbers the message whose ground lies behind it, or is 0. What `stays_with_next` never ends a page, and what
    `is_kept_whole` is not cut unless it is very high. `heading` is the level of a heading in an answer, or 0. `head` is
    drawn above a part of it with which a page begins: the heading of a table, with its top and bottom. `entry` is the
    number of the contents' entry that leads here, and `leads_to` that of the one which stands here.
    """

    laid: LaidBlock
    left: float = 0.0
    scale: float = 1.0
    card: int = 0
    is_muted: bool = False
    stays_with_next: bool = False
    is_kept_whole: bool = False
    heading: int = 0
    head: tuple[Strip, float, float] | None = None
    entry: int = -1
    leads_to: int = -1

    @property
    def height(self) -> float:
        """Its height as it is drawn."""
        return self.laid.height * self.scale


def message_strips(message: Message, number: int, tools: PaperTools, width: float, entry: int = -1) -> Iterator[Strip]:
    """A message: who and when, its text, and what became of it. `number` counts the messages from 1."""
    yield Strip(header(message, tools.typography, width), stays_with_next=True, entry=entry)
    yield from _TextStrips(message, number, tools, width).strips()
    below = footer(message, tools, width)
    if below.height:
        yield Strip(below, is_kept_whole=True)


class _TextStrips:
    """The text of a message, block by block."""

    def __init__(self, message: Message, number: int, tools: PaperTools, width: float) -> None:
        self._is_prompt = message.role is not Role.ASSISTANT
        self._card = number if self._is_prompt else 0
        self._tools = tools
        self._left = tools.typography.scaled(CARD_SIDE) if self._is_prompt else 0
        self._width = width - 2 * self._left
        self._text = MessageText(message.content, is_growing=False)
        self._colours = CodeColouring(self._text)
        self._columns: dict[int, tuple[float, list[float]]] = {}
        self._heads: dict[int, tuple[Strip, float, float]] = {}

    def strips(self) -> Iterator[Strip]:
        for index, block in enumerate(self._text.blocks):
            pieces = self._pieces(block, is_first=index == 0)
            spans = self._colours.spans(index, pieces)
            setting = Setting(self._tools, self._width, wraps_code=True, spans=spans)
            laid, scale = self._lay_out(index, pieces, setting)
            laid.bar = None
            is_heading = all(piece.kind is PieceKind.HEADING for piece in pieces) and bool(pieces)
            strip = Strip(laid, self._left, scale, self._card, block.is_thinking, stays_with_next=is_heading)
            strip.heading = pieces[0].level if is_heading and not block.is_thinking else 0
            if block.kind is BlockKind.TABLE:
                strip.head = self._head(index, strip)
            yield strip

    def _head(self, index: int, strip: Strip) -> tuple[Strip, float, float] | None:
        """The heading of the table of which a block is a part."""
        whole = self._text.whole_of(index)
        rows = row_edges(strip.laid)
        if whole == index and len(rows) > 1:
            self._heads[whole] = (replace(strip), rows[0][0], rows[0][1])
        return self._heads.get(whole)

    def _pieces(self, block: Block, *, is_first: bool) -> list[Piece]:
        if self._is_prompt:
            pieces = read_plainly(block)
        else:
            pieces = with_formulas(read_block(block, self._text.references), self._tools.formulas)
        if block.is_thinking:
            for piece in pieces:
                piece.containers = (Container.QUOTE, *piece.containers)
        if pieces and is_first:
            pieces[0].gap = 0.0
        return pieces

    def _lay_out(self, index: int, pieces: list[Piece], setting: Setting) -> tuple[LaidBlock, float]:
        """The layout, and how much smaller it must be drawn for a table that is too wide to fit."""
        block = self._text.blocks[index]
        whole = self._text.whole_of(index)
        room = setting.width
        if block.kind is BlockKind.TABLE and not block.begins:
            setting.width, setting.columns = self._columns[whole]
        laid = lay_out(pieces, block, setting)
        if laid.scroll_range > 0 and not laid.has_code:
            setting.width += laid.scroll_range + 1
            laid = lay_out(pieces, block, setting)
        if block.kind is BlockKind.TABLE and block.begins:
            self._columns[whole] = (setting.width, laid.columns)
        return laid, room / setting.width
