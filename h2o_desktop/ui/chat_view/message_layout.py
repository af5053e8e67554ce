"""The layout of one message: the heights of its parts, and the places of the letters of those that were needed."""

from __future__ import annotations

from h2o_desktop.core.conversation import Message, Role, Status
from h2o_desktop.core.markdown_blocks import Block, BlockKind, BlockSplitter
from h2o_desktop.ui.chat_view.block_layouter import Setting, lay_out
from h2o_desktop.ui.chat_view.code_colouring import Colouring
from h2o_desktop.ui.chat_view.heights import HeightIndex
from h2o_desktop.ui.chat_view.highlighting import CodeColours
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.markdown_reader import read_block, read_plainly
from h2o_desktop.ui.chat_view.message_frame import FrameSetting, lay_out_footer, lay_out_header
from h2o_desktop.ui.chat_view.message_text import MessageText
from h2o_desktop.ui.chat_view.rich_text import Container, Piece
from h2o_desktop.ui.chat_view.thinking import ThinkingTime
from h2o_desktop.ui.chat_view.typography import Typography
from h2o_desktop.ui.chat_view.workshop import Workshop, may_have_formula, with_formulas

CARD_SIDE, CARD_ABOVE = 12, 10
FOOTER = -1


class MessageLayout:
    """A message in segments: its header is segment 0, its blocks follow, and its footer is the last.

    Heights are estimates until a segment was laid out at the present width. `wrapped` and `scrolls` say in which code
    lines wrap, and how far what is too wide is scrolled, by the block in which each begins.
    """

    def __init__(
        self,
        message: Message,
        frame: FrameSetting,
        workshop: Workshop,
        width: int,
        splitter: BlockSplitter | None = None,
    ) -> None:
        self.message = message
        self.frame = frame
        self.width = width
        is_growing = message.status is Status.STREAMING
        self.text = MessageText(message.content, is_growing=is_growing, splitter=splitter)
        self.heights = HeightIndex([0])
        self.footer_px = 0
        self.shows_thinking = False
        self.laid: dict[int, LaidBlock] = {}
        self._workshop = workshop
        self.wrapped: set[int] = set()
        self.scrolls: dict[int, float] = {}
        self.thinking = ThinkingTime()
        self.colouring = Colouring(workshop.highlighter)
        self.sources: dict[int, Block] = {}

    @property
    def typography(self) -> Typography:
        """Fonts, colours and distances."""
        return self._workshop.typography

    @property
    def blocks(self) -> list[Block]:
        """The blocks of its text."""
        return self.text.blocks

    @property
    def is_prompt(self) -> bool:
        """Whether a person wrote it."""
        return self.message.role is not Role.ASSISTANT

    @property
    def hidden_blocks(self) -> int:
        """How many blocks at the beginning are folded away."""
        return 0 if self.shows_thinking or self.text.is_raw else self.text.thinking_blocks

    @property
    def footer(self) -> int:
        """The number of the last segment."""
        return len(self.heights)

    @property
    def height(self) -> int:
        """Its height in pixels, in parts estimated."""
        return self.heights.total + self.footer_px

    @property
    def text_width(self) -> int:
        """How wide the text may be."""
        return self.width - 2 * self.text_left

    @property
    def text_left(self) -> int:
        """Where the text begins."""
        return self.typography.scaled(CARD_SIDE) if self.is_prompt else 0

    def height_of(self, segment: int) -> int:
        """The height of a segment, as far as it is known."""
        return self.heights[segment] if segment < len(self.heights) else self.footer_px

    def ensure(self, segment: int) -> LaidBlock:
        """The layout of a segment; its height is right afterwards."""
        key = FOOTER if segment >= len(self.heights) else segment
        laid = self.laid.get(key)
        if laid is None:
            laid = self._lay_out(segment)
            self.laid[key] = laid
            if key == FOOTER:
                self.footer_px = laid.height
            else:
                self.heights.set(segment, laid.height)
                if key:
                    self.sources[key] = self.blocks[key - 1]
        return laid

    def _lay_out(self, segment: int) -> LaidBlock:
        if segment == 0:
            return lay_out_header(self.message, self.frame, self.typography, self.width)
        if segment >= len(self.heights):
            return lay_out_footer(self.message, self.frame, self.typography, self.width)
        index = segment - 1
        if index < self.hidden_blocks:
            return LaidBlock(self.text_width)
        block = self.blocks[index]
        whole = self.text.whole_of(index)
        setting = Setting(self._workshop, self.text_width, wraps_code=self.text.is_raw or whole in self.wrapped)
        if block.kind is BlockKind.TABLE and not block.begins:
            setting.columns = self.ensure(whole + 1).columns
        pieces = self.pieces(index)
        setting.spans = self.colouring.spans(self.text, index, pieces)
        laid = lay_out(pieces, block, setting)
        laid.scroll(self.scrolls.get(whole, 0.0))
        return laid

    def pieces(self, index: int) -> list[Piece]:
        """What a block consists of."""
        block = self.blocks[index]
        if self.is_prompt and not self.text.is_raw:
            pieces = read_plainly(block)
        else:
            pieces = with_formulas(read_block(block, self.text.references), self._workshop.formulas)
        if block.is_thinking:
            for piece in pieces:
                piece.containers = (Container.QUOTE, *piece.containers)
        if pieces and (index == 0 or index == self.hidden_blocks):
            pieces[0].gap = 0.0
        return pieces

    def text_of(self, index: int) -> str:
        """The text of a block with its places as in its layout, without laying it out."""
        laid = self.laid.get(index + 1)
        if laid is not None and laid.boxes:
            return "\n".join(box.text.text for box in laid.boxes)
        return "\n".join(text.text for piece in self.pieces(index) for text in piece.texts)

    def refresh_frame(self) -> None:
        """Lay out header and footer again."""
        self.thinking.know(self.message.timings.thinking_s)
        has_thoughts = bool(self.text.thinking_blocks) or self.text.is_thinking
        self.frame.thinking = self.thinking.words(is_thinking=self.text.is_thinking) if has_thoughts else ""
        self.frame.shows_thinking = self.shows_thinking
        self.forget(0, FOOTER)
        self.ensure(0)
        self.ensure(self.footer)

    def restyle(self, width: int) -> None:
        """Width, zoom or theme are other ones: everything is laid out again when it is needed."""
        self.width = width
        self.laid.clear()
        for segment in range(1, len(self.heights)):
            self.heights.set(segment, self.estimate(segment))
        self.refresh_frame()

    def forget(self, *segments: int) -> None:
        """Lay these segments out again when they are needed."""
        for segment in segments:
            self.laid.pop(segment, None)

    def forget_all_but(self, keep: set[int]) -> None:
        """Free the layout of blocks that are not in `keep`; their heights stay."""
        self.forget(*[segment for segment in self.laid if segment > 0 and segment not in keep])

    def recolour(self, colours: CodeColours | None = None) -> None:
        """Code has other colours now: all of it, or that piece."""
        for segment in [one for one in self.laid if 0 < one <= len(self.blocks)]:
            whole = self.text.whole_of(segment - 1)
            if self.laid[segment].has_code and (colours is None or self.colouring.has(whole, colours)):
                del self.laid[segment]

    def forget_formulas(self) -> None:
        """Drawings came: lay out again what may have waited for them."""
        waiting = [one for one in self.laid if 0 < one <= len(self.blocks) and may_have_formula(self.blocks[one - 1])]
        self.forget(*waiting)

    def estimate(self, segment: int) -> int:
        """A guess at the height of a block that was not laid out."""
        block, typography = self.blocks[segment - 1], self.typography
        if segment <= self.hidden_blocks:
            return 0
        lines = block.source.count("\n") + 1
        if block.kind is BlockKind.CODE:
            return lines * typography.code_line_px + (36 if block.begins else 0) + (10 if block.ends else 0)
        if block.kind is BlockKind.TABLE:
            return (lines + (1 if block.begins else 0)) * (typography.line_px + 12)
        letters = len(block.source) * typography.letter_px / max(1, self.text_width)
        return round((max(1.0, letters) + 0.55) * typography.line_px)
