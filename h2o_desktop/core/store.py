"""What the rest of the program needs of the store; `h2o_desktop.storage.transcripts` fulfils it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message
    from h2o_desktop.core.parameters import ParameterValue
    from h2o_desktop.core.search import SearchFilters, SearchHit
    from h2o_desktop.core.sweep import Sweep, SweepPlan


class TranscriptStore(Protocol):
    """Conversations on disk. Every method may block and may raise StorageError; one thread at a time calls them."""

    def list_conversations(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The newest conversations first, without a message body."""

    def list_pinned(self) -> list[ConversationSummary]:
        """The pinned conversations, the last one pinned first; they are in `list_conversations` as well."""

    def list_archived(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The conversations in the archive, the last one put there first."""

    def list_trash(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The conversations in the trash, the last one thrown away first."""

    def list_tags(self) -> list[tuple[str, int]]:
        """Every tag with the number of conversations that have it, in alphabetical order."""

    def list_models(self) -> list[str]:
        """Every model that was asked, in alphabetical order."""

    def load(self, conversation_id: str) -> Conversation:
        """One conversation with all its messages."""

    def with_belongings(self, conversation: Conversation) -> Conversation:
        """The same, or a part of it, with the sweeps and the probabilities of tokens that belong to it."""

    def search(
        self, query: str, filters: SearchFilters | None = None, *, limit: int = 50, offset: int = 0
    ) -> list[SearchHit]:
        """What is found: titles, then messages, each the newest first. Raises InputError for a query without a word."""

    def begin_turn(self, summary: ConversationSummary, messages: Sequence[Message]) -> None:
        """Store the messages of a new turn in one transaction; the last one becomes the shown leaf."""

    def checkpoint(self, message_id: str, text: str) -> None:
        """Append text that arrived to a streaming answer."""

    def checkpoint_all(self, texts: Sequence[tuple[str, str]]) -> None:
        """The same for several answers, each by its message's id, in one transaction."""

    def finish(self, message: Message, records: bytes = b"") -> None:
        """Store the final form of an answer, with what is known of its tokens (`h2o_desktop.core.tokens`)."""

    def token_records(self, message_id: str) -> bytes:
        """What is known of an answer's tokens; empty when nothing is."""

    def keep_token_records(self, message_id: str, records: bytes) -> None:
        """Keep what has become known of an answer's tokens."""

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title."""

    def delete(self, conversation_id: str) -> None:
        """Put a conversation into the trash."""

    def restore(self, conversation_id: str) -> None:
        """Take a conversation out of the trash."""

    def pin(self, conversation_id: str, *, pinned: bool = True) -> None:
        """Keep a conversation on top of the history, or no longer."""

    def archive(self, conversation_id: str, *, archived: bool = True) -> None:
        """Take a conversation out of the history, or put it back."""

    def set_tags(self, conversation_id: str, tags: Sequence[str]) -> None:
        """Replace the tags of a conversation."""

    def delete_for_good(self, conversation_id: str) -> None:
        """Remove one conversation and all its messages at once."""

    def set_parameters(self, conversation_id: str, parameters: Mapping[str, ParameterValue]) -> None:
        """Keep the parameters of the next turn."""

    def select_leaf(self, conversation_id: str, leaf_id: str) -> None:
        """Choose the branch that is shown."""

    def delete_message(self, message_id: str) -> str:
        """Delete a message with all that follows it; returns what `undo_delete_message` takes."""

    def undo_delete_message(self, removal: str) -> None:
        """Bring back what was deleted, as it was."""

    def duplicate(self, conversation_id: str, title: str) -> ConversationSummary:
        """Copy a conversation with all its branches under another title."""

    def fork(self, conversation_id: str, message_id: str, title: str) -> ConversationSummary:
        """Make a new conversation of the messages from the first one to this one."""


class SweepStore(Protocol):
    """The sweeps of conversations on disk; they go with their conversation. As for `TranscriptStore`, all may block."""

    def add_sweep(self, plan: SweepPlan) -> None:
        """Store a sweep of which nothing was asked yet."""

    def keep_cell(self, sweep_id: str, place: int, answer: Message) -> None:
        """Store a cell's answer, which takes the place of what was stored for that cell before."""

    def checkpoint_cell(self, sweep_id: str, place: int, text: str) -> None:
        """Append text that arrived to the answer of a cell."""

    def list_sweeps(self, conversation_id: str) -> list[SweepPlan]:
        """The sweeps of a conversation, the newest first, without their answers."""

    def load_sweep(self, sweep_id: str) -> Sweep:
        """One sweep with all that was saved of its answers."""

    def delete_sweep(self, sweep_id: str) -> None:
        """Remove one sweep for good."""
