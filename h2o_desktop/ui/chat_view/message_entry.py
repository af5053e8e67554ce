"""One message of the chat view: its blocks, their heights, and the layout of those that were needed."""

from __future__ import annotations

from h2o_desktop.core.conversation import Message, Role, Status
from h2o_desktop.core.markdown_blocks import Block, BlockKind, BlockSplitter, normalised
from h2o_desktop.ui.chat_view.block_layouter import Setting, lay_out
from h2o_desktop.ui.chat_view.heights import HeightIndex
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.markdown_reader import References, read_block, read_plainly
from h2o_desktop.ui.chat_view.message_frame import FrameSetting, lay_out_footer, lay_out_header
from h2o_desktop.ui.chat_view.raw_blocks import raw_blocks
from h2o_desktop.ui.chat_view.rich_text import Container, Piece
from h2o_desktop.ui.chat_view.thinking import ThinkingTime
from h2o_desktop.ui.chat_view.typography import Typography

CARD_SIDE, CARD_ABOVE = 12, 10


class MessageEntry:
    """A message in segments: its header is segment 0, its blocks follow, and its footer is the last.

    Heights are estimates until a segment was laid out at the present width.
    """

    def __init__(self, message: Message, frame: FrameSetting, typography: Typography, width: int) -> None:
        self.message = message
        self.frame = frame
        self.typography = typography
        self.width = width
        self.blocks: list[Block] = []
        self.references = References()
        self.heights = HeightIndex()
        self.footer_px = 0
        self.is_raw = False
        self.shows_thinking = False
        self.laid: dict[int, LaidBlock] = {}
        self.wrapped: set[int] = set()
        self._scrolls: dict[int, float] = {}
        self.thinking = ThinkingTime()
        self._splitter = BlockSplitter()
        self._finished = 0
        self._was_thinking = False
        self.thinking_blocks = 0
        self._pending: list[str] = []
        self._text: list[str] = []
        self._start(message.content)

    def _start(self, content: str) -> None:
        self._splitter = BlockSplitter()
        self._finished = 0
        self.blocks = []
        self.laid.clear()
        self.references = References()
        self.heights = HeightIndex([0])
        self._text = [content]
        self._pending = []
        self._splitter.feed(content)
        self._take_blocks()
        self.ensure(0)
        self.ensure(self.footer)

    # -- what it consists of ----------------------------------------------------------------------------------------

    @property
    def is_prompt(self) -> bool:
        """Whether a person wrote it."""
        return self.message.role is not Role.ASSISTANT

    @property
    def is_special(self) -> bool:
        """Whether it is shown in a way that must not be forgotten."""
        return self.is_raw or self.shows_thinking or self._is_growing

    @property
    def _is_growing(self) -> bool:
        return self.message.status is Status.STREAMING

    def _rendered_blocks(self) -> list[Block]:
        self._finished = len(self._splitter.finished)
        return [*self._splitter.finished, *self._splitter.tail()]

    @property
    def footer(self) -> int:
        """The number of the last segment."""
        return len(self.heights)

    @property
    def height(self) -> int:
        """Its height in pixels, in parts estimated."""
        return self.heights.total + self.footer_px

    @property
    def source(self) -> str:
        """The whole text so far."""
        if len(self._text) > 1:
            self._text = ["".join(self._text)]
        return self._text[0]

    def markdown(self, first: int, last: int) -> str:
        """The source of the blocks from `first` to `last`."""
        if first > last or not self.blocks:
            return ""
        last = min(last, len(self.blocks) - 1)
        return normalised(self.source)[self.blocks[first].start : self.blocks[last].end]

    def whole_of(self, index: int) -> int:
        """The first of the blocks that are parts of the same code or table."""
        while index > 0 and not self.blocks[index].begins:
            index -= 1
        return index

    def code(self, index: int) -> str:
        """The whole code of which block `index` is a part; empty when it is none."""
        blocks = self.blocks
        if blocks[index].kind is not BlockKind.CODE:
            return ""
        index = self.whole_of(index)
        parts = [blocks[index].source]
        while not blocks[index].ends and index + 1 < len(blocks):
            index += 1
            parts.append(("" if blocks[index].joined else "\n") + blocks[index].source)
        return "".join(parts)

    def top_of(self, segment: int) -> int:
        """Where a segment begins, in pixels from the top of the message."""
        return self.heights.above(segment)

    def height_of(self, segment: int) -> int:
        """The height of a segment, as far as it is known."""
        return self.heights[segment] if segment < len(self.heights) else self.footer_px

    # -- growing ------------------------------------------------------------------------------------------------------

    def append(self, text: str) -> None:
        """More text came; `absorb` takes it in."""
        self._pending.append(text)

    def absorb(self) -> bool:
        """Take in the text that came; tells whether anything did."""
        if not self._pending:
            return False
        text = "".join(self._pending)
        self._pending = []
        self._text.append(text)
        self._splitter.feed(text)
        self.thinking.note(is_thinking=self._splitter.is_thinking)
        if not self.is_raw:
            self._take_blocks()
        else:
            self._put_blocks(raw_blocks(self.source), 0)
        return True

    def change(self, message: Message) -> None:
        """The message is another one now; blocks that stay the same keep their layout."""
        self.absorb()
        if message.content != self.source:
            self.message = message
            self._start(message.content)
            return
        self.message = message
        self.references_from_tail()
        self.refresh_frame()

    def references_from_tail(self) -> None:
        """The text is whole: what the last blocks define counts too."""
        if not self._is_growing:
            self._learn(self.blocks[self._finished :])

    def refresh_frame(self) -> None:
        """Lay out header and footer again."""
        self.frame.thinking = self.thinking.words(is_thinking=self._splitter.is_thinking and self._is_growing)
        if not self.thinking_blocks and not (self._splitter.is_thinking and self._is_growing):
            self.frame.thinking = ""
        self.frame.shows_thinking = self.shows_thinking
        self.laid.pop(0, None)
        self.laid.pop(-1, None)
        self.ensure(0)
        self.ensure(self.footer)

    def _take_blocks(self) -> None:
        finished = self._splitter.finished
        news = finished[self._finished :]
        kept = self._finished
        self._finished = len(finished)
        had_thinking = bool(self.frame.thinking), self._was_thinking
        self._put_blocks([*news, *self._splitter.tail()], kept)
        self._learn(news)
        self._was_thinking = self._splitter.is_thinking
        if had_thinking != (bool(self.thinking_blocks), self._was_thinking):
            self.refresh_frame()
        self.references_from_tail()

    def _put_blocks(self, blocks: list[Block], kept: int) -> None:
        """Replace all blocks from `kept` on."""
        old = self.blocks[kept:]
        self.thinking_blocks = min(self.thinking_blocks, kept)
        for index in range(kept, kept + len(old)):
            at = index - kept
            if at >= len(blocks) or blocks[at] != old[at]:
                self.laid.pop(index + 1, None)
        self.blocks[kept:] = blocks
        while self.thinking_blocks < len(self.blocks) and self.blocks[self.thinking_blocks].is_thinking:
            self.thinking_blocks += 1
        self.heights.truncate(min(len(self.heights), 1 + kept + len(blocks)))
        hidden = 0 if self.shows_thinking else 1
        for at, block in enumerate(blocks):
            segment = kept + at + 1
            height = 0 if hidden and block.is_thinking else self._estimate(block)
            if segment >= len(self.heights):
                self.heights.append(height)
            elif segment not in self.laid:
                self.heights.set(segment, max(height, self.heights[segment]) if height else 0)

    def _learn(self, blocks: list[Block]) -> None:
        learned = False
        for block in blocks:
            learned = self.references.learn(block) or learned
        if learned:
            for segment in [one for one in self.laid if one > 0 and "[" in self.blocks[one - 1].source]:
                del self.laid[segment]

    # -- layout -------------------------------------------------------------------------------------------------------

    @property
    def text_width(self) -> int:
        """How wide the text may be."""
        return self.width - (2 * self.typography.scaled(CARD_SIDE) if self.is_prompt else 0)

    @property
    def text_left(self) -> int:
        """Where the text begins."""
        return self.typography.scaled(CARD_SIDE) if self.is_prompt else 0

    def ensure(self, segment: int) -> LaidBlock:
        """The layout of a segment; its height is right afterwards."""
        key = -1 if segment >= len(self.heights) else segment
        laid = self.laid.get(key)
        if laid is None:
            laid = self._lay_out(segment)
            self.laid[key] = laid
            if key < 0:
                self.footer_px = laid.height
            else:
                self.heights.set(segment, laid.height)
        return laid

    def _lay_out(self, segment: int) -> LaidBlock:
        if segment == 0:
            return lay_out_header(self.message, self.frame, self.typography, self.width)
        if segment >= len(self.heights):
            return lay_out_footer(self.message, self.typography, self.width)
        block = self.blocks[segment - 1]
        if block.is_thinking and not self.shows_thinking:
            return LaidBlock(self.text_width)
        whole = self.whole_of(segment - 1)
        setting = Setting(self.typography, self.text_width, wraps_code=self.is_raw or whole in self.wrapped)
        if block.kind is BlockKind.TABLE and not block.begins:
            setting.columns = self.ensure(whole + 1).columns
        laid = lay_out(self.pieces(segment - 1), block, setting)
        laid.scroll(self._scrolls.get(whole, 0.0))
        return laid

    def pieces(self, index: int) -> list[Piece]:
        """What a block consists of."""
        block = self.blocks[index]
        pieces = read_plainly(block) if self.is_prompt and not self.is_raw else read_block(block, self.references)
        if block.is_thinking:
            for piece in pieces:
                piece.containers = (Container.QUOTE, *piece.containers)
        if pieces and (index == 0 or (block.is_thinking and not self.blocks[index - 1].is_thinking)):
            pieces[0].gap = 0.0
        return pieces

    def text_of(self, index: int) -> str:
        """The text of a block with its places as in its layout, without laying it out."""
        laid = self.laid.get(index + 1)
        if laid is not None and laid.boxes:
            return "\n".join(box.text.text for box in laid.boxes)
        return "\n".join(text.text for piece in self.pieces(index) for text in piece.texts)

    # -- ways of showing it -------------------------------------------------------------------------------------------

    def show_raw(self, *, is_raw: bool) -> None:
        """Show the source, or what it stands for."""
        if is_raw != self.is_raw:
            self.is_raw = is_raw
            self.wrapped.clear()
            self._scrolls.clear()
            self.laid = {key: laid for key, laid in self.laid.items() if key <= 0}
            self._put_blocks(raw_blocks(self.source) if is_raw else self._rendered_blocks(), 0)
            self.refresh_frame()

    def show_thinking(self, *, shown: bool) -> None:
        """Unfold the thinking, or fold it away."""
        self.shows_thinking = shown
        for segment in range(1, self.thinking_blocks + 1):
            self.laid.pop(segment, None)
            self.heights.set(segment, self._estimate(self.blocks[segment - 1]) if shown else 0)
        self.refresh_frame()

    def toggle_wrap(self, index: int) -> None:
        """Let the lines of code wrap, or not."""
        whole = self.whole_of(index)
        self.wrapped ^= {whole}
        self._scrolls.pop(whole, None)
        for segment in self._parts_of(whole):
            self.laid.pop(segment, None)

    def scroll_of(self, segment: int) -> float:
        """How far something too wide is scrolled."""
        return self._scrolls.get(self.whole_of(segment - 1), 0.0)

    def scroll_range(self, segment: int) -> float:
        """How far something too wide can be scrolled, as far as it was laid out."""
        parts = self._parts_of(self.whole_of(segment - 1))
        return max((self.laid[part].scroll_range for part in parts if part in self.laid), default=0.0)

    def scroll(self, segment: int, pixels: float) -> None:
        """Scroll something too wide by so many pixels."""
        whole = self.whole_of(segment - 1)
        self._scrolls[whole] = max(0.0, min(self.scroll_range(segment), self.scroll_of(segment) + pixels))
        for part in self._parts_of(whole):
            if part in self.laid:
                self.laid[part].scroll(self._scrolls[whole])

    def _parts_of(self, whole: int) -> list[int]:
        """The segments of the blocks that are parts of the same whole."""
        parts = [whole + 1]
        while parts[-1] < len(self.blocks) and not self.blocks[parts[-1]].begins:
            parts.append(parts[-1] + 1)
        return parts

    def forget_layout(self, typography: Typography, width: int) -> None:
        """Width, zoom or theme are other ones: everything is laid out again when it is needed."""
        self.typography, self.width = typography, width
        self.laid.clear()
        for index, block in enumerate(self.blocks):
            hidden = block.is_thinking and not self.shows_thinking
            self.heights.set(index + 1, 0 if hidden else self._estimate(block))
        self.ensure(0)
        self.ensure(self.footer)

    def drop_layout(self, keep: set[int]) -> None:
        """Free the layout of blocks that are not in `keep`; their heights stay."""
        for segment in [one for one in self.laid if one > 0 and one not in keep]:
            del self.laid[segment]

    def _estimate(self, block: Block) -> int:
        lines = block.source.count("\n") + 1
        if block.kind is BlockKind.CODE:
            return lines * self.typography.code_line_px + (36 if block.begins else 0) + (10 if block.ends else 0)
        if block.kind is BlockKind.TABLE:
            return (lines + (1 if block.begins else 0)) * (self.typography.line_px + 12)
        letters = len(block.source) * self.typography.letter_px / max(1, self.text_width)
        return round((max(1.0, letters) + 0.55) * self.typography.line_px)
