"""Conversations and their messages on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message, Status
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.search import SearchFilters, SearchHit, parse_query
from h2o_desktop.core.tokens import from_stored_form, stored_form
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.storage import queries, search, tokens
from h2o_desktop.storage.database import transaction
from h2o_desktop.storage.edits import Edits
from h2o_desktop.storage.exporting import Exports
from h2o_desktop.storage.importing import Imports
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
from h2o_desktop.storage.safekeeping import Safekeeping
from h2o_desktop.storage.shelf import Shelf


class Transcripts(Shelf, Edits, Imports, Safekeeping, Exports):
    """The store of conversations. `h2o_desktop.core.store.TranscriptStore` says what the window needs of it.

    Every method blocks and raises StorageError. One thread at a time may call them, and it may be another one each
    time. `now_s` gives seconds since 1970 for what the caller gives no time for. `vfs` names another file layer.
    """

    def load(self, conversation_id: str) -> Conversation:
        """One conversation with all its messages, also with what has been saved of answers on their way."""
        with self._reading(), self._connection:  # one moment, though other processes may write
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
        with self._reading():
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
        self.checkpoint_all([(message_id, text)])

    def checkpoint_all(self, texts: Sequence[tuple[str, str]]) -> None:
        """The same for several answers, each by its message's id, in one transaction."""
        with self._writing():
            for message_id, text in texts:
                number = queries.message_number(self._connection, message_id)
                # An answer that has ended is no longer running; its final form holds all of its text.
                self._connection.execute(
                    "INSERT INTO chunks (message, text) SELECT message, ? FROM running WHERE message = ?",
                    (well_formed(text), number),
                )

    def finish(self, message: Message, records: bytes = b"") -> None:
        """Store the final form of an answer in one transaction and drop its checkpoints.

        `records` is what is known of its tokens (`h2o_desktop.core.tokens`).
        """
        with self._writing():
            found = update_message(self._connection, message)
            if found is None:
                raise queries.gone()
            number, conversation = found
            queries.end_running(self._connection, number)
            if records:
                tokens.keep(self._connection, number, stored_form(records))
            self._connection.execute(
                "UPDATE conversations SET updated_s = max(updated_s, ?) WHERE number = ?",
                (message.created_s + (message.timings.total_s or 0.0), conversation),
            )

    def token_records(self, message_id: str) -> bytes:
        """What is known of an answer's tokens (`h2o_desktop.core.tokens`); empty when nothing is."""
        with self._reading():
            return from_stored_form(tokens.kept(self._connection, queries.message_number(self._connection, message_id)))

    def keep_token_records(self, message_id: str, records: bytes) -> None:
        """Keep what has become known of an answer's tokens."""
        with self._writing():
            number = queries.message_number(self._connection, message_id)
            tokens.keep(self._connection, number, stored_form(records))

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

    def recover_interrupted(self) -> list[str]:
        """Answers whose writer died become *interrupted* with all that was saved; returns their ids.

        Those of another program that runs at this moment are left alone.
        """
        recovered: list[str] = []

        def recover(writer: str) -> None:
            with transaction(self._connection):
                recovered.extend(queries.interrupt(self._connection, writer))

        with self._reading():
            for (writer,) in self._connection.execute("SELECT DISTINCT writer FROM running").fetchall():
                self._lock.run_if_dead(str(writer), partial(recover, str(writer)))
        return recovered
