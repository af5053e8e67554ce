"""Conversations and their messages on disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message, Status
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.search import SearchFilters, SearchHit, parse_query
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.storage import queries, search
from h2o_desktop.storage.database import open_database, transaction
from h2o_desktop.storage.failures import in_words
from h2o_desktop.storage.rows import (
    MESSAGES_OF_CONVERSATION,
    SUMMARY_COLUMNS,
    document,
    id_key,
    id_text,
    insert_message,
    message_of,
    row_number,
    summary_of,
    update_message,
)
from h2o_desktop.storage.schema import MIGRATIONS
from h2o_desktop.storage.writer_lock import WriterLock


class Transcripts:
    """The store of conversations. `h2o_desktop.core.store.TranscriptStore` says what the window needs of it.

    Every method blocks and raises StorageError. One thread at a time may call them, and it may be another one each
    time. `now_s` gives seconds since 1970 for what the caller gives no time for. `vfs` names another file layer.
    """

    def __init__(self, path: Path, *, now_s: Callable[[], float] = time.time, vfs: str | None = None) -> None:
        self._path = path
        self._now_s = now_s
        self._connection = open_database(path, MIGRATIONS, now_s=now_s, vfs=vfs)
        self._lock = WriterLock(path.parent / "writers")

    def list_conversations(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The newest conversations first, without those in the trash and without reading a message."""
        which = "WHERE trashed_s IS NULL ORDER BY updated_s DESC, number DESC"
        with in_words(self._path):
            return queries.summaries(self._connection, which, limit, offset)

    def list_trash(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The conversations in the trash, the last one thrown away first."""
        which = "WHERE trashed_s IS NOT NULL ORDER BY trashed_s DESC, number DESC"
        with in_words(self._path):
            return queries.summaries(self._connection, which, limit, offset)

    def load(self, conversation_id: str) -> Conversation:
        """One conversation with all its messages, also with what has been saved of answers on their way."""
        with in_words(self._path), self._connection:  # one moment, though other processes may write
            row = self._connection.execute(
                f"SELECT number, leaf, {SUMMARY_COLUMNS} FROM conversations WHERE id = ?", (id_key(conversation_id),)
            ).fetchone()
            if row is None:
                raise queries.gone()
            number, leaf, *columns = row
            rows = self._connection.execute(MESSAGES_OF_CONVERSATION, (number,)).fetchall()
            chunks = queries.chunks_of_running(self._connection, row_number(number))
        leaf_id = next((id_text(row[1]) for row in rows if row[0] == leaf), None)
        return Conversation(summary_of(tuple(columns)), tuple(message_of(row, chunks) for row in rows), leaf_id)

    def search(
        self, query: str, filters: SearchFilters | None = None, *, limit: int = 50, offset: int = 0
    ) -> list[SearchHit]:
        """A page of what is found: titles, then messages, each the newest first. `query` is as `parse_query` reads it.

        Raises InputError for a query that asks for nothing.
        """
        parsed = parse_query(query, filters)
        with in_words(self._path):
            return search.find(self._connection, parsed, limit, offset)

    def begin_turn(self, summary: ConversationSummary, messages: Sequence[Message]) -> None:
        """Store the messages of a new turn in one transaction; the last one becomes the shown leaf.

        A conversation that is not known yet is made. Of a known one the title stays, and the count of its messages is
        the store's own.
        """
        with self._writing():
            conversation = queries.begin_conversation(self._connection, summary, len(messages))
            leaf: int | None = None
            for message in messages:
                parent = queries.parent_of(self._connection, conversation, message)
                leaf = insert_message(self._connection, message, conversation, parent)
                if message.status is Status.STREAMING:
                    self._connection.execute("INSERT INTO running VALUES (?, ?)", (leaf, self._lock.token))
            if leaf is not None:
                self._connection.execute("UPDATE conversations SET leaf = ? WHERE number = ?", (leaf, conversation))

    def checkpoint(self, message_id: str, text: str) -> None:
        """Append text that arrived to a streaming answer; costs the same however long the answer is."""
        with self._writing():
            number = queries.message_number(self._connection, message_id)
            # An answer that has ended is no longer running; its final form holds all of its text.
            self._connection.execute(
                "INSERT INTO chunks (message, text) SELECT message, ? FROM running WHERE message = ?",
                (well_formed(text), number),
            )

    def finish(self, message: Message) -> None:
        """Store the final form of an answer in one transaction and drop its checkpoints."""
        with self._writing():
            found = update_message(self._connection, message)
            if found is None:
                raise queries.gone()
            number, conversation = found
            queries.end_running(self._connection, number)
            self._connection.execute(
                "UPDATE conversations SET updated_s = max(updated_s, ?) WHERE number = ?",
                (message.created_s + (message.timings.total_s or 0.0), conversation),
            )

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title."""
        with self._writing():
            queries.set_column(self._connection, conversation_id, "title", well_formed(title))

    def delete(self, conversation_id: str) -> None:
        """Put a conversation into the trash."""
        with self._writing():
            queries.set_column(self._connection, conversation_id, "trashed_s", self._now_s())

    def restore(self, conversation_id: str) -> None:
        """Take a conversation out of the trash."""
        with self._writing():
            queries.set_column(self._connection, conversation_id, "trashed_s", None)

    def set_parameters(self, conversation_id: str, parameters: Mapping[str, ParameterValue]) -> None:
        """Keep the parameters of the next turn."""
        with self._writing():
            queries.set_column(self._connection, conversation_id, "parameters", document(parameters))

    def select_leaf(self, conversation_id: str, leaf_id: str) -> None:
        """Choose the branch that is shown."""
        with self._writing():
            self._connection.execute(
                "UPDATE conversations SET leaf = messages.number FROM messages "
                "WHERE conversations.id = ? AND messages.id = ? AND messages.conversation = conversations.number",
                (id_key(conversation_id), id_key(leaf_id)),
            )
            queries.check_changed(self._connection)

    def purge_trash(self, older_than_s: float, now_s: float) -> int:
        """Remove for good what was thrown away more than `older_than_s` seconds ago; returns how many."""
        with self._writing():
            self._connection.execute("DELETE FROM conversations WHERE trashed_s < ?", (now_s - older_than_s,))
            return self._connection.changes()

    def recover_interrupted(self) -> list[str]:
        """Answers whose writer died become *interrupted* with all that was saved; returns their ids.

        Those of another program that runs at this moment are left alone.
        """
        recovered: list[str] = []

        def recover(writer: str) -> None:
            with transaction(self._connection):
                recovered.extend(queries.interrupt(self._connection, writer))

        with in_words(self._path):
            for (writer,) in self._connection.execute("SELECT DISTINCT writer FROM running").fetchall():
                self._lock.run_if_dead(str(writer), partial(recover, str(writer)))
        return recovered

    def close(self) -> None:
        """Close the file. Answers that are still on their way count as interrupted from now on."""
        with in_words(self._path):
            self._connection.close()
            self._lock.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with in_words(self._path), transaction(self._connection):
            yield
