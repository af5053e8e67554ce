"""One message of the chat view: how it grows, and the ways in which it can be shown."""

from __future__ import annotations

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.markdown_blocks import BlockSplitter
from h2o_desktop.ui.chat_view.message_frame import FrameSetting
from h2o_desktop.ui.chat_view.message_layout import MessageLayout
from h2o_desktop.ui.chat_view.message_text import MessageText
from h2o_desktop.ui.chat_view.workshop import Workshop


class MessageEntry(MessageLayout):
    """A message that follows what happens to it."""

    def __init__(
        self,
        message: Message,
        frame: FrameSetting,
        workshop: Workshop,
        width: int,
        splitter: BlockSplitter | None = None,
    ) -> None:
        super().__init__(message, frame, workshop, width, splitter)
        self._follow_blocks()
        self.refresh_frame()

    @property
    def is_special(self) -> bool:
        """Whether it is shown in a way that must not be forgotten."""
        return self.text.is_raw or self.shows_thinking or self.text.is_growing

    def absorb(self) -> bool:
        """Take in the text that came; tells whether anything did."""
        if not self.text.has_news:
            return False
        was_thinking = self.text.is_thinking, bool(self.text.thinking_blocks)
        self.text.absorb()
        self.thinking.note(is_thinking=self.text.is_thinking)
        self._follow_blocks()
        if was_thinking != (self.text.is_thinking, bool(self.text.thinking_blocks)):
            self.refresh_frame()
        return True

    def change(self, message: Message) -> None:
        """The message is another one now; blocks that stay the same keep their layout."""
        self.absorb()
        self.message = message
        if message.content != self.text.source:
            is_raw = self.text.is_raw
            self.text = MessageText(message.content, is_growing=message.status is Status.STREAMING)
            self.colouring.clear()
            self.laid.clear()
            if is_raw:
                self.text.show_raw(is_raw=True)
            self._follow_blocks()
        elif message.status is not Status.STREAMING and self.text.end():
            self._forget_references()
        self.refresh_frame()

    def _follow_blocks(self) -> None:
        """The blocks from the first changed one on are other ones: their layout and heights are too."""
        kept = self.text.first_changed
        if kept == 0 and (self.text.references.links or self.text.references.footnotes):
            self._forget_references()
        first = min(kept, len(self.blocks))
        self.laid = {key: laid for key, laid in self.laid.items() if key <= first or self._is_same(key)}
        self.sources = {key: self.blocks[key - 1] for key in self.laid if key > 0}
        self.heights.truncate(min(len(self.heights), 1 + len(self.blocks)))
        for segment in range(first + 1, len(self.blocks) + 1):
            if segment >= len(self.heights):
                self.heights.append(self.estimate(segment))
            elif segment not in self.laid:
                guess = self.estimate(segment)
                self.heights.set(segment, max(guess, self.heights[segment]) if guess else 0)

    def _is_same(self, segment: int) -> bool:
        return segment <= len(self.blocks) and self.sources.get(segment) == self.blocks[segment - 1]

    def _forget_references(self) -> None:
        for segment in [
            one
            for one in self.laid
            if 0 < one <= len(self.blocks) and "[" in self.blocks[one - 1].head + self.blocks[one - 1].source
        ]:
            del self.laid[segment]

    def show_raw(self, *, is_raw: bool) -> None:
        """Show the source, or what it stands for."""
        if is_raw != self.text.is_raw:
            self.text.show_raw(is_raw=is_raw)
            self.wrapped.clear()
            self.scrolls.clear()
            self.colouring.clear()
            self.laid.clear()
            self._follow_blocks()
            self.refresh_frame()

    def show_thinking(self, *, shown: bool) -> None:
        """Unfold the thinking, or fold it away."""
        self.shows_thinking = shown
        for segment in range(1, self.text.thinking_blocks + 2):
            self.forget(segment)
            if segment < len(self.heights):
                self.heights.set(segment, self.estimate(segment))
        self.refresh_frame()

    def toggle_wrap(self, index: int) -> None:
        """Let the lines of code wrap, or not."""
        whole = self.text.whole_of(index)
        self.wrapped ^= {whole}
        self.scrolls.pop(whole, None)
        self.forget(*[part + 1 for part in self.text.parts_of(whole)])

    def scroll_of(self, segment: int) -> float:
        """How far something too wide is scrolled."""
        return self.scrolls.get(self.text.whole_of(segment - 1), 0.0)

    def scroll_range(self, segment: int) -> float:
        """How far something too wide can be scrolled, as far as it was laid out."""
        parts = self.text.parts_of(self.text.whole_of(segment - 1))
        return max((self.laid[part + 1].scroll_range for part in parts if part + 1 in self.laid), default=0.0)

    def scroll(self, segment: int, pixels: float) -> None:
        """Scroll something too wide by so many pixels."""
        whole = self.text.whole_of(segment - 1)
        self.scrolls[whole] = max(0.0, min(self.scroll_range(segment), self.scroll_of(segment) + pixels))
        for part in self.text.parts_of(whole):
            if part + 1 in self.laid:
                self.laid[part + 1].scroll(self.scrolls[whole])
