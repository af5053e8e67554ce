"""The text of one message as blocks, while it grows and afterwards."""

from __future__ import annotations

from h2o_desktop.core.markdown_blocks import Block, BlockKind, BlockSplitter, normalised
from h2o_desktop.ui.chat_view.markdown_reader import References
from h2o_desktop.ui.chat_view.raw_blocks import raw_blocks

MOST_PENDING_LETTERS = 1000  # a server that sends as fast as it can brings more between two pictures


class MessageText:
    """Splits a message into blocks, and knows what they say about each other.

    The finished blocks of a growing message stay as they are; `first_changed` is the first block that the last call may
    have changed. A `splitter` that is given has read the content already.
    """

    def __init__(self, content: str, *, is_growing: bool, splitter: BlockSplitter | None = None) -> None:
        self.blocks: list[Block] = []
        self.references = References()
        self.is_growing = is_growing
        self.is_raw = False
        self.thinking_blocks = 0
        self.first_changed = 0
        self._splitter = splitter or BlockSplitter()
        self._finished = 0
        self._pending: list[str] = []  # came, and nobody has looked at it
        self._pending_letters = 0
        self._read: list[str] = []  # went into the splitter, and not yet into the blocks
        self._text = [content]
        if splitter is None:
            self._splitter.feed(content)
        self._take()

    @property
    def source(self) -> str:
        """The whole text so far, but for what `absorb` has not taken in."""
        if len(self._text) > 1:
            self._text = ["".join(self._text)]
        return self._text[0]

    @property
    def is_thinking(self) -> bool:
        """Whether the model is still thinking."""
        return self._splitter.is_thinking and self.is_growing

    def append(self, text: str) -> None:
        """More text came; `absorb` takes it in. Much of it is read now, so that the next picture need not wait."""
        self._pending.append(text)
        self._pending_letters += len(text)
        if self._pending_letters > MOST_PENDING_LETTERS:
            self._read_pending()

    @property
    def has_news(self) -> bool:
        """Whether there is text to absorb."""
        return bool(self._pending or self._read)

    def absorb(self) -> None:
        """Take in the text that came."""
        if not self.has_news:
            return
        self._read_pending()
        self._text += self._read
        self._read = []
        self._take()

    def _read_pending(self) -> None:
        if self._pending:
            text = "".join(self._pending)
            self._pending, self._pending_letters = [], 0
            self._splitter.feed(text)
            self._read.append(text)

    def end(self) -> bool:
        """The message is whole: what its last blocks define counts too; tells whether that is news."""
        self.is_growing = False
        return self._learn(self.blocks[self._finished :]) if not self.is_raw else False

    def show_raw(self, *, is_raw: bool) -> None:
        """Be the source, or what it stands for; after `absorb`."""
        self.is_raw = is_raw
        self._finished = 0
        self.blocks = []
        self._take()

    def _take(self) -> None:
        """Fetch blocks from the splitter; those from `first_changed` on may be other ones."""
        self.first_changed = self._finished
        finished = self._splitter.finished
        if self.is_raw:
            self.blocks, self.first_changed = raw_blocks(self.source), 0
        else:
            news = finished[self._finished :]
            self.blocks[self._finished :] = [*news, *self._splitter.tail()]
            self._finished = len(finished)
            self._learn(news if self.is_growing else self.blocks[self.first_changed :])
        self.thinking_blocks = min(self.thinking_blocks, self.first_changed)
        while self.thinking_blocks < len(self.blocks) and self.blocks[self.thinking_blocks].is_thinking:
            self.thinking_blocks += 1

    def _learn(self, blocks: list[Block]) -> bool:
        learned = [self.references.learn(block) for block in blocks]
        if any(learned):
            self.first_changed = 0
        return any(learned)

    # -- wholes and parts ---------------------------------------------------------------------------------------------

    def whole_of(self, index: int) -> int:
        """The first of the blocks that are parts of the same code or table."""
        while index > 0 and not self.blocks[index].begins:
            index -= 1
        return index

    def parts_of(self, whole: int) -> range:
        """The blocks that are parts of the same whole."""
        end = whole + 1
        while end < len(self.blocks) and not self.blocks[end].begins:
            end += 1
        return range(whole, end)

    def code_parts(self, whole: int, first: int = 0) -> list[str]:
        """The parts of a piece of code from part `first` on, each with the line end between it and the next."""
        parts: list[str] = []
        blocks = self.blocks
        index = whole + first
        while index < len(blocks) and (index == whole or not blocks[index].begins):
            has_more = index + 1 < len(blocks) and not blocks[index + 1].begins
            parts.append(blocks[index].source + ("\n" if has_more and not blocks[index + 1].joined else ""))
            index += 1
        return parts

    def code(self, index: int) -> str:
        """The whole code of which block `index` is a part; empty when it is none."""
        if self.blocks[index].kind is not BlockKind.CODE:
            return ""
        return "".join(self.code_parts(self.whole_of(index)))

    def markdown(self, first: int, last: int) -> str:
        """The source of the blocks from `first` to `last`."""
        if first > last or not self.blocks:
            return ""
        last = min(last, len(self.blocks) - 1)
        return normalised(self.source)[self.blocks[first].start : self.blocks[last].end]
