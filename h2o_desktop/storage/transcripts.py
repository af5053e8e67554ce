"""Conversations and their messages on disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message, Status
from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.storage.database import open_database, transaction
from h2o_desktop.storage.failures import in_words
from h2o_desktop.storage.rows import (
    MESSAGES_OF_CONVERSATION,
    SUMMARY_COLUMNS,
    SQLiteValue,
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

_BEGIN_CONVERSATION = """
    INSERT INTO conversations (id, title, created_s, updated_s, message_count, model, connection, parameters)
    VALUES (:id, :title, :created_s, :updated_s, :added, :model, :connection, :parameters)
    ON CONFLICT (id) DO UPDATE SET updated_s = max(updated_s, excluded.updated_s),
        message_count = message_count + :added, model = excluded.model, connection = excluded.connection,
        parameters = excluded.parameters, trashed_s = NULL
    RETURNING number
"""


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
        return self._summaries("WHERE trashed_s IS NULL ORDER BY updated_s DESC, number DESC", limit, offset)

    def list_trash(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The conversations in the trash, the last one thrown away first."""
        return self._summaries("WHERE trashed_s IS NOT NULL ORDER BY trashed_s DESC, number DESC", limit, offset)

    def load(self, conversation_id: str) -> Conversation:
        """One conversation with all its messages, also with what has been saved of answers on their way."""
        with in_words(self._path), self._connection:  # one moment, though other processes may write
            row = self._connection.execute(
                f"SELECT number, leaf, {SUMMARY_COLUMNS} FROM conversations WHERE id = ?", (id_key(conversation_id),)
            ).fetchone()
            if row is None:
                raise _gone()
            number, leaf, *columns = row
            rows = self._connection.execute(MESSAGES_OF_CONVERSATION, (number,)).fetchall()
            running = self._connection.execute(
                "SELECT message FROM running JOIN messages ON messages.number = message WHERE conversation = ?",
                (number,),
            ).fetchall()
            chunks = {row_number(message): self._chunks(row_number(message)) for (message,) in running}
        leaf_id = next((id_text(row[1]) for row in rows if row[0] == leaf), None)
        return Conversation(summary_of(tuple(columns)), tuple(message_of(row, chunks) for row in rows), leaf_id)

    def begin_turn(self, summary: ConversationSummary, messages: Sequence[Message]) -> None:
        """Store the messages of a new turn in one transaction; the last one becomes the shown leaf.

        A conversation that is not known yet is made. Of a known one the title stays, and the count of its messages is
        the store's own.
        """
        with self._writing():
            conversation = self._begin_conversation(summary, len(messages))
            leaf: int | None = None
            for message in messages:
                parent = self._parent(conversation, message)
                leaf = insert_message(self._connection, message, conversation, parent)
                if message.status is Status.STREAMING:
                    self._connection.execute("INSERT INTO running VALUES (?, ?)", (leaf, self._lock.token))
            if leaf is not None:
                self._connection.execute("UPDATE conversations SET leaf = ? WHERE number = ?", (leaf, conversation))

    def checkpoint(self, message_id: str, text: str) -> None:
        """Append text that arrived to a streaming answer; costs the same however long the answer is."""
        with self._writing():
            number = self._message(message_id)
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
                raise _gone()
            number, conversation = found
            self._end_running(number)
            self._connection.execute(
                "UPDATE conversations SET updated_s = max(updated_s, ?) WHERE number = ?",
                (message.created_s + (message.timings.total_s or 0.0), conversation),
            )

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title."""
        self._set(conversation_id, "title", well_formed(title))

    def delete(self, conversation_id: str) -> None:
        """Put a conversation into the trash."""
        self._set(conversation_id, "trashed_s", self._now_s())

    def restore(self, conversation_id: str) -> None:
        """Take a conversation out of the trash."""
        self._set(conversation_id, "trashed_s", None)

    def set_parameters(self, conversation_id: str, parameters: Mapping[str, ParameterValue]) -> None:
        """Keep the parameters of the next turn."""
        self._set(conversation_id, "parameters", document(parameters))

    def select_leaf(self, conversation_id: str, leaf_id: str) -> None:
        """Choose the branch that is shown."""
        with self._writing():
            self._connection.execute(
                "UPDATE conversations SET leaf = messages.number FROM messages "
                "WHERE conversations.id = ? AND messages.id = ? AND messages.conversation = conversations.number",
                (id_key(conversation_id), id_key(leaf_id)),
            )
            self._check_changed()

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
        with in_words(self._path):
            writers = self._connection.execute("SELECT DISTINCT writer FROM running").fetchall()
            for (writer,) in writers:
                self._lock.run_if_dead(str(writer), partial(self._recover, str(writer), recovered))
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

    def _summaries(self, which: str, limit: int, offset: int) -> list[ConversationSummary]:
        with in_words(self._path):
            rows = self._connection.execute(
                f"SELECT {SUMMARY_COLUMNS} FROM conversations {which} LIMIT ? OFFSET ?", (limit, offset)
            ).fetchall()
        return [summary_of(row) for row in rows]

    def _begin_conversation(self, summary: ConversationSummary, added: int) -> int:
        values: dict[str, SQLiteValue] = {
            "id": id_key(summary.id),
            "title": well_formed(summary.title),
            "created_s": summary.created_s,
            "updated_s": summary.updated_s,
            "added": added,
            "model": well_formed(summary.model),
            "connection": well_formed(summary.connection),
            "parameters": document(summary.parameters),
        }
        return row_number(self._connection.execute(_BEGIN_CONVERSATION, values).get)

    def _parent(self, conversation: int, message: Message) -> int | None:
        if message.parent_id is None:
            return None
        key = id_key(message.parent_id)
        return self._found("SELECT number FROM messages WHERE id = ? AND conversation = ?", (key, conversation))

    def _message(self, message_id: str) -> int:
        return self._found("SELECT number FROM messages WHERE id = ?", (id_key(message_id),))

    def _found(self, query: str, values: tuple[SQLiteValue, ...]) -> int:
        number = self._connection.execute(query, values).get
        if number is None:
            raise _gone()
        return row_number(number)

    def _set(self, conversation_id: str, column: str, value: SQLiteValue) -> None:
        with self._writing():
            self._connection.execute(
                f"UPDATE conversations SET {column} = ? WHERE id = ?", (value, id_key(conversation_id))
            )
            self._check_changed()

    def _check_changed(self) -> None:
        if not self._connection.changes():
            raise _gone()

    def _chunks(self, message: int) -> str:
        rows = self._connection.execute("SELECT text FROM chunks WHERE message = ? ORDER BY number", (message,))
        return "".join(str(text) for (text,) in rows)

    def _end_running(self, message: int) -> None:
        self._connection.execute("DELETE FROM chunks WHERE message = ?", (message,))
        self._connection.execute("DELETE FROM running WHERE message = ?", (message,))

    def _recover(self, writer: str, recovered: list[str]) -> None:
        with transaction(self._connection):
            rows = self._connection.execute(
                "SELECT number, id FROM running JOIN messages ON number = message WHERE writer = ?", (writer,)
            ).fetchall()
            for number, _key in rows:
                self._connection.execute(
                    "UPDATE messages SET content = content || ?, status = ? WHERE number = ?",
                    (self._chunks(row_number(number)), Status.INTERRUPTED.value, number),
                )
                self._end_running(row_number(number))
        recovered.extend(id_text(key) for _number, key in rows)


def _gone() -> StorageError:
    return StorageError(
        Words(QT_TRANSLATE_NOOP("errors", "This conversation is no longer in the store.")),
        Words(QT_TRANSLATE_NOOP("errors", "It may have been removed in another window. Copy what you want to keep.")),
    )
