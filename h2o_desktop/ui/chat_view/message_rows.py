"""The messages of a conversation as the chat view holds them: heights of all, and blocks of those that are needed."""

from __future__ import annotations

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.ui.chat_view.heights import HeightIndex
from h2o_desktop.ui.chat_view.highlighting import CodeColours
from h2o_desktop.ui.chat_view.laid_block import LaidBlock
from h2o_desktop.ui.chat_view.message_entry import MessageEntry
from h2o_desktop.ui.chat_view.message_frame import FrameSetting
from h2o_desktop.ui.chat_view.typography import Typography
from h2o_desktop.ui.chat_view.workshop import Workshop

FRAME_PX = 80
BOTTOM_PX = 20
SAMPLE_LETTERS = 400  # reading all of a large conversation would take longer than showing its end


class MessageRows:
    """The heights of all messages, measured or guessed, and the entries of those that were looked at.

    `width` is that of the text column.
    """

    def __init__(self, model: ConversationModel, workshop: Workshop) -> None:
        self.model = model
        self.workshop = workshop
        self.width = 1
        self.rows = HeightIndex()
        self.entries: dict[int, MessageEntry] = {}
        self.is_all_raw = False
        self._can_raise_limit = False
        self._grown: set[int] = set()

    def add(self, row: int) -> None:
        """A message was appended."""
        self.rows.append(*self.estimate(self.model.message(row)))

    def append_text(self, row: int, text: str) -> None:
        """A message grew."""
        entry = self.entries.get(row)
        if entry is not None:
            entry.text.append(text)
        else:
            entry = self.entry(row)  # which reads the model, and so has the text
        self._grown.add(row)

    def change(self, row: int) -> None:
        """A message is another one now."""
        entry = self.entries.get(row)
        if entry is not None:
            entry.frame.branch = self.model.branch(row)
            entry.change(self.model.message(row))
            self.rows.set(row, entry.height)
        else:
            self.rows.set(row, *self.estimate(self.model.message(row)))

    def recolour_all(self) -> None:
        """Colours are other ones; heights stay."""
        for entry in self.entries.values():
            entry.laid.clear()

    def offer_to_raise_limits(self) -> None:
        """Offer to raise the limit of new tokens with every answer that reached it."""
        self._can_raise_limit = True
        for row, entry in self.entries.items():
            entry.frame.can_raise = True
            entry.refresh_frame()
            self.rows.set(row, entry.height)

    def estimate_again(self) -> None:
        """Guess anew at the heights of what was not laid out since `restyle`; until then those of before stand."""
        self.rows = HeightIndex(self.estimate(*self.model.messages()))
        for row, entry in self.entries.items():
            self.rows.set(row, entry.height)

    @property
    def typography(self) -> Typography:
        """Fonts, colours and distances."""
        return self.workshop.typography

    @property
    def total_px(self) -> int:
        """The height of everything, in parts estimated."""
        return self.rows.total + BOTTOM_PX

    def entry(self, row: int) -> MessageEntry:
        """The blocks of a message."""
        entry = self.entries.get(row)
        if entry is None:
            frame = FrameSetting(branch=self.model.branch(row), can_raise=self._can_raise_limit)
            split = self.model.split_text(row)
            splitter = split.splitter if split is not None else None
            entry = MessageEntry(self.model.message(row), frame, self.workshop, self.width, splitter)
            if self.is_all_raw:
                entry.show_raw(is_raw=True)
            self.entries[row] = entry
            self.rows.set(row, entry.height)
        return entry

    def segment(self, row: int, segment: int) -> LaidBlock:
        """The layout of a segment; the heights are right afterwards."""
        entry = self.entry(row)
        if entry.absorb():
            self.rows.set(row, entry.height)
        laid = entry.ensure(min(segment, entry.footer))
        self.rows.set(row, entry.height)
        return laid

    def estimate(self, *messages: Message) -> list[int]:
        """Guesses at the heights of messages that were never laid out; made for ten thousand at once."""
        typography = self.typography
        line_px = typography.line_px
        letter_px = line_px * typography.letter_px / max(self.width, 1)
        frame_px = typography.scaled(FRAME_PX) + line_px
        guesses = []
        for message in messages:
            content = message.content
            letters = len(content)
            sample = min(letters, SAMPLE_LETTERS) or 1
            lines = content.count("\n", 0, sample) * letters / sample
            guesses.append(int(frame_px + letters * letter_px + lines * 0.6 * line_px))
        return guesses

    def is_streaming(self, row: int) -> bool:
        """Whether a message was growing when it was last looked at."""
        entry = self.entries.get(row)
        return entry is not None and entry.message.status is Status.STREAMING

    def show_raw(self, row: int, *, is_raw: bool) -> None:
        """Show a message's source, or what it stands for."""
        entry = self.entry(row)
        entry.absorb()
        entry.show_raw(is_raw=is_raw)
        self.rows.set(row, entry.height)

    def show_all_raw(self, *, is_raw: bool) -> None:
        """Show the source of all messages, or what it stands for."""
        self.is_all_raw = is_raw
        for row in self.entries:
            self.show_raw(row, is_raw=is_raw)

    def recolour(self, colours: CodeColours | None) -> None:
        """Code has other colours now: all of it, or that piece."""
        for entry in self.entries.values():
            entry.recolour(colours)

    def forget_formulas(self) -> None:
        """Drawings came: lay out again what may have waited for them."""
        for entry in self.entries.values():
            entry.forget_formulas()

    def drop(self, row: int) -> None:
        """Forget the blocks of a message that was only looked through."""
        if not self.entries[row].is_special:
            del self.entries[row]

    def after(self, row: int, segment: int) -> tuple[int, int] | None:
        """The segment below one; None at the end."""
        entry = self.entry(row)
        if segment < entry.footer:
            following = segment + 1
            if segment == 0:
                following += entry.hidden_blocks
            return row, following
        return (row + 1, 0) if row + 1 < len(self.rows) else None

    def before(self, row: int, segment: int) -> tuple[int, int] | None:
        """The segment above one; None at the beginning."""
        if segment > 0:
            entry = self.entry(row)
            return row, (segment - 1 if segment - 1 > entry.hidden_blocks else 0)
        return (row - 1, self.entry(row - 1).footer) if row > 0 else None

    def absorb_grown(self) -> None:
        """Take in the text that came since the last time."""
        while self._grown:
            row = self._grown.pop()
            if row in self.entries and self.entries[row].absorb():
                self.rows.set(row, self.entries[row].height)
