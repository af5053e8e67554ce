"""The store, opened when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from h2o_desktop.core.errors import StorageError

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message
    from h2o_desktop.core.parameters import ParameterValue
    from h2o_desktop.core.search import SearchFilters, SearchHit
    from h2o_desktop.core.sweep import Sweep, SweepPlan
    from h2o_desktop.storage.backups import Backup
    from h2o_desktop.storage.importing import Imported
    from h2o_desktop.storage.merging import Merged
    from h2o_desktop.storage.transcripts import Transcripts


class LazyStore:
    """Opens the transcripts at the first call, in the thread that makes it.

    A store that cannot be opened raises its StorageError at each call, so that it works again as soon as the cause is
    gone. On opening, answers that a killed program left behind become *interrupted*.
    """

    def __init__(self, open_store: Callable[[], Transcripts]) -> None:
        self._open_store = open_store
        self._opened: Transcripts | None = None

    @property
    def opened(self) -> Transcripts:
        """The open store."""
        if self._opened is None:
            store = self._open_store()
            store.recover_interrupted()
            store.remove_unfinished_imports()
            self._opened = store
        return self._opened

    def list_conversations(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The newest conversations first."""
        return self.opened.list_conversations(limit, offset)

    def list_pinned(self) -> list[ConversationSummary]:
        """The pinned conversations, the last one pinned first; they are in `list_conversations` as well."""
        return self.opened.list_pinned()

    def list_archived(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The conversations in the archive, the last one put there first."""
        return self.opened.list_archived(limit, offset)

    def list_trash(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The conversations in the trash, the last one thrown away first."""
        return self.opened.list_trash(limit, offset)

    def list_tags(self) -> list[tuple[str, int]]:
        """Every tag with the number of conversations that have it, in alphabetical order."""
        return self.opened.list_tags()

    def list_models(self) -> list[str]:
        """Every model that was asked, in alphabetical order."""
        return self.opened.list_models()

    def load(self, conversation_id: str) -> Conversation:
        """One conversation with all its messages."""
        return self.opened.load(conversation_id)

    def with_belongings(self, conversation: Conversation) -> Conversation:
        """The same, or a part of it, with the sweeps and the probabilities of tokens that belong to it."""
        return self.opened.with_belongings(conversation)

    def search(
        self, query: str, filters: SearchFilters | None = None, *, limit: int = 50, offset: int = 0
    ) -> list[SearchHit]:
        """What is found in titles and messages."""
        return self.opened.search(query, filters, limit=limit, offset=offset)

    def begin_turn(self, summary: ConversationSummary, messages: Sequence[Message]) -> None:
        """Store the messages of a new turn."""
        self.opened.begin_turn(summary, messages)

    def checkpoint(self, message_id: str, text: str) -> None:
        """Append text to a streaming answer."""
        self.opened.checkpoint(message_id, text)

    def checkpoint_all(self, texts: Sequence[tuple[str, str]]) -> None:
        """Append text to several streaming answers."""
        self.opened.checkpoint_all(texts)

    def finish(self, message: Message, records: bytes = b"") -> None:
        """Store the final form of an answer, with what is known of its tokens."""
        self.opened.finish(message, records)

    def token_records(self, message_id: str) -> bytes:
        """What is known of an answer's tokens; empty when nothing is."""
        return self.opened.token_records(message_id)

    def keep_token_records(self, message_id: str, records: bytes) -> None:
        """Keep what has become known of an answer's tokens."""
        self.opened.keep_token_records(message_id, records)

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title."""
        self.opened.rename(conversation_id, title)

    def delete(self, conversation_id: str) -> None:
        """Put a conversation into the trash."""
        self.opened.delete(conversation_id)

    def restore(self, conversation_id: str) -> None:
        """Take a conversation out of the trash."""
        self.opened.restore(conversation_id)

    def pin(self, conversation_id: str, *, pinned: bool = True) -> None:
        """Keep a conversation on top of the history, or no longer."""
        self.opened.pin(conversation_id, pinned=pinned)

    def archive(self, conversation_id: str, *, archived: bool = True) -> None:
        """Take a conversation out of the history, or put it back."""
        self.opened.archive(conversation_id, archived=archived)

    def set_tags(self, conversation_id: str, tags: Sequence[str]) -> None:
        """Replace the tags of a conversation."""
        self.opened.set_tags(conversation_id, tags)

    def delete_for_good(self, conversation_id: str) -> None:
        """Remove one conversation and all its messages at once."""
        self.opened.delete_for_good(conversation_id)

    def set_parameters(self, conversation_id: str, parameters: Mapping[str, ParameterValue]) -> None:
        """Keep the parameters of the next turn."""
        self.opened.set_parameters(conversation_id, parameters)

    def select_leaf(self, conversation_id: str, leaf_id: str) -> None:
        """Choose the branch that is shown."""
        self.opened.select_leaf(conversation_id, leaf_id)

    def delete_message(self, message_id: str) -> str:
        """Delete a message with all that follows it; returns what `undo_delete_message` takes."""
        return self.opened.delete_message(message_id)

    def undo_delete_message(self, removal: str) -> None:
        """Bring back what was deleted, as it was."""
        self.opened.undo_delete_message(removal)

    def duplicate(self, conversation_id: str, title: str) -> ConversationSummary:
        """Copy a conversation with all its branches under another title."""
        return self.opened.duplicate(conversation_id, title)

    def fork(self, conversation_id: str, message_id: str, title: str) -> ConversationSummary:
        """Make a new conversation of the messages from the first one to this one."""
        return self.opened.fork(conversation_id, message_id, title)

    def purge_trash(self) -> int:
        """Remove for good what was thrown away 30 days ago, conversations and messages; returns how many."""
        return self.opened.purge_trash() + self.opened.purge_removed()

    def backup_if_due(self) -> Path | None:
        """Make the daily copy unless there is one of the last 24 hours; returns it, or None.

        Takes seconds with a large store. Once the store is open any thread may call it, beside the one that works on.
        """
        return self.opened.backup_if_due()

    def list_backups(self) -> list[Backup]:
        """The copies that there are, the newest first."""
        return self.opened.list_backups()

    def restore_from(self, backup: Path) -> Merged:
        """Bring back what a copy holds and the store lacks. Nothing that is there is changed."""
        return self.opened.restore_from(backup)

    def would_import(self, conversation: Conversation) -> Imported:
        """What an import of this conversation would do."""
        return self.opened.would_import(conversation)

    def import_all(
        self, conversations: Iterable[Conversation], progress: Callable[[Imported], None] = lambda _so_far: None
    ) -> Imported:
        """Store all of them, or none when reading them or storing them fails."""
        return self.opened.import_all(conversations, progress)

    def add_sweep(self, plan: SweepPlan) -> None:
        """Store a sweep of which nothing was asked yet."""
        self.opened.add_sweep(plan)

    def keep_cell(self, sweep_id: str, place: int, answer: Message) -> None:
        """Store the answer of a sweep's cell."""
        self.opened.keep_cell(sweep_id, place, answer)

    def checkpoint_cell(self, sweep_id: str, place: int, text: str) -> None:
        """Append text to the answer of a sweep's cell."""
        self.opened.checkpoint_cell(sweep_id, place, text)

    def list_sweeps(self, conversation_id: str) -> list[SweepPlan]:
        """The sweeps of a conversation, the newest first."""
        return self.opened.list_sweeps(conversation_id)

    def load_sweep(self, sweep_id: str) -> Sweep:
        """One sweep with its answers."""
        return self.opened.load_sweep(sweep_id)

    def delete_sweep(self, sweep_id: str) -> None:
        """Remove one sweep for good."""
        self.opened.delete_sweep(sweep_id)

    def check(self) -> list[str]:
        """Read the whole database; what is wrong with it, in SQLite's words. Empty when all is well."""
        return self.opened.check()

    def close(self) -> None:
        """Close the store if it was opened."""
        if self._opened is not None:
            with suppress(StorageError):  # on a full disk: what stands in the log is read at the next opening
                self._opened.close()
            self._opened = None
