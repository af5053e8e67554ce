"""The shown branch of a conversation, as the chat view sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.conversation import Message

if TYPE_CHECKING:
    from h2o_desktop.qt.long_texts import SplitText


class ConversationModel(QObject):
    """Messages from the root to the leaf that is shown, in rows.

    Text that streams in is kept in chunks and joined when somebody asks for it, so that appending costs the same
    however long the answer is. Lives in the GUI thread.

    Signals:
        was_reset: every row is another one.
        message_added(row): a message was appended.
        text_appended(row, text): a message grew by `text` at its end.
        message_changed(row): a message's text is final or replaced, or its status or figures changed.
        rows_removed(row): that row and all below it are gone.
    """

    was_reset = Signal()
    message_added = Signal(int)
    text_appended = Signal(int, str)
    message_changed = Signal(int)
    rows_removed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages: list[Message] = []
        self._chunks: dict[str, list[str]] = {}
        self._rows: dict[str, int] = {}
        self._branches: dict[str, tuple[int, int]] = {}
        self._split_text: SplitText | None = None

    def __len__(self) -> int:
        return len(self._messages)

    def message(self, row: int) -> Message:
        """The message of a row, with all the text that has come so far."""
        message = self._messages[row]
        chunks = self._chunks.get(message.id)
        if chunks:
            message = replace(message, content="".join((message.content, *chunks)))
            self._messages[row] = message
            chunks.clear()
        return message

    def messages(self) -> list[Message]:
        """The messages of all rows, with all the text that has come so far."""
        for message_id, chunks in self._chunks.items():
            if chunks:
                self.message(self._rows[message_id])
        return list(self._messages)

    def row_of(self, message_id: str) -> int:
        """The row of a message, -1 when it is not shown."""
        return self._rows.get(message_id, -1)

    def branch(self, row: int) -> tuple[int, int]:
        """Which of how many siblings a row shows, counted from 1."""
        return self._branches.get(self._messages[row].id, (1, 1))

    def split_text(self, row: int) -> SplitText | None:
        """The text of a message when it was split before it was shown; given once."""
        split = self._split_text
        message = self.message(row)
        if split is None or split.message_id != message.id or split.content != message.content:
            return None
        self._split_text = None
        return split

    def reset(
        self,
        messages: Sequence[Message],
        branches: Mapping[str, tuple[int, int]] | None = None,
        split_text: SplitText | None = None,
    ) -> None:
        """Show another branch. `branches` gives (which, of how many) for the messages that have siblings."""
        self._split_text = split_text
        self._messages = list(messages)
        self._chunks.clear()
        self._rows = {message.id: row for row, message in enumerate(self._messages)}
        self._branches = dict(branches or {})
        self.was_reset.emit()

    def add(self, message: Message, branch: tuple[int, int] = (1, 1)) -> None:
        """Append a message."""
        row = len(self._messages)
        self._messages.append(message)
        self._rows[message.id] = row
        self._branches[message.id] = branch
        self.message_added.emit(row)

    def append_text(self, message_id: str, text: str) -> None:
        """Let a message grow; does nothing when it is not shown."""
        row = self.row_of(message_id)
        if row >= 0 and text:
            self._chunks.setdefault(message_id, []).append(text)
            self.text_appended.emit(row, text)

    def replace_message(self, message: Message) -> None:
        """Put the message in the place of the one with its id; does nothing when it is not shown."""
        row = self.row_of(message.id)
        if row >= 0:
            self._chunks.pop(message.id, None)
            self._messages[row] = message
            self.message_changed.emit(row)

    def remove_from(self, row: int) -> None:
        """Remove a row and all below it."""
        for message in self._messages[row:]:
            self._rows.pop(message.id, None)
            self._chunks.pop(message.id, None)
            self._branches.pop(message.id, None)
        del self._messages[row:]
        self.rows_removed.emit(row)
