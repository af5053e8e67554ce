"""Conversations of other places come in: all of them or none.

They are stored in small transactions, so that nobody waits long for the store, and stay hidden (`trashed_s` is 0)
until one last transaction shows them all. What a killed import left hidden is removed at the next start.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message, Status
from h2o_desktop.storage import belongings, queries, tokens
from h2o_desktop.storage.belongings import ComingBelongings, Lacking
from h2o_desktop.storage.database import transaction
from h2o_desktop.storage.places import Places
from h2o_desktop.storage.rows import SQLiteValue, id_key, insert_message, row_number
from h2o_desktop.storage.store_file import StoreFile

_BATCH = 20
_BATCH_SIZE = 1 << 23
_HIDDEN_S = 0.0


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: conversations that are new, those that grew, those that were there already, and messages added."""

    new: int = 0
    grown: int = 0
    known: int = 0
    messages: int = 0

    def plus(self, other: Imported) -> Imported:
        """Both together."""
        return Imported(
            self.new + other.new, self.grown + other.grown, self.known + other.known, self.messages + other.messages
        )


class Imports(StoreFile):
    """The store's side of imports. Every method blocks and raises StorageError."""

    def would_import(self, conversation: Conversation) -> Imported:
        """What an import of this conversation would do."""
        with self._reading():
            target = self._number_of(conversation)
            missing = _missing(conversation, self._places(conversation, target))
            lacking = ComingBelongings(self._connection, conversation, target).lacking()
        return _counted(target, missing, lacking)

    def import_all(
        self, conversations: Iterable[Conversation], progress: Callable[[Imported], None] = lambda _so_far: None
    ) -> Imported:
        """Store all of them, or none when reading them or storing them fails.

        A conversation that is there already gets the messages, sweeps and probabilities of tokens that it lacks;
        nothing of its own is changed.
        """
        imported = Imported()
        waiting = iter(conversations)
        try:
            while batch := _batch(waiting):
                with self._writing():
                    for conversation in batch:
                        imported = imported.plus(self._stage(conversation))
                progress(imported)
            with self._writing():
                self._show(self._lock.token)
        except BaseException:
            with self._writing():
                self._drop(self._lock.token)
                belongings.drop_waiting(self._connection)
            raise
        return imported

    def remove_unfinished_imports(self) -> int:
        """Remove what killed imports left; returns how many. Those of another program that runs now are left alone."""
        removed = 0
        with self._reading():
            for (writer,) in self._connection.execute("SELECT DISTINCT writer FROM importing").fetchall():
                before = self._connection.total_changes()
                self._lock.run_if_dead(str(writer), partial(self._drop_whole, str(writer)))
                removed += self._connection.total_changes() > before
        return removed

    def _stage(self, conversation: Conversation) -> Imported:
        """Store what is missing of a conversation, hidden."""
        target = self._number_of(conversation)
        places = self._places(conversation, target)
        missing = _missing(conversation, places)
        coming = ComingBelongings(self._connection, conversation, target)
        lacking = coming.lacking()
        if missing or lacking.sweeps or not target:
            number = self._hide(conversation.summary, len(missing), target)
            ids = self._add(conversation, missing, number, places)
            coming.stage(lacking, number, ids)
        else:
            coming.stage(lacking, None, {})
        return _counted(target, missing, lacking)

    def _hide(self, summary: ConversationSummary, added: int, target: int | None) -> int:
        """Make the conversation that holds what comes and that nobody sees; returns its row number."""
        if target:
            summary = replace(summary, id=str(uuid.uuid4()))  # of the row that holds the messages until they move
        number = queries.begin_conversation(self._connection, summary, added)
        self._connection.execute(
            "UPDATE conversations SET trashed_s = ?, pinned_s = ?, archived_s = ? WHERE number = ?",
            (
                _HIDDEN_S,
                self._now_s() if summary.pinned else None,
                self._now_s() if summary.archived else None,
                number,
            ),
        )
        queries.set_tags(self._connection, summary.id, summary.tags)
        token = self._lock.token
        self._connection.execute("INSERT INTO importing VALUES (?, ?, ?)", (number, token, target))
        return number

    def _add(self, conversation: Conversation, missing: list[Message], number: int, places: Places) -> dict[str, str]:
        """Insert the messages, and choose the shown leaf when it is among them; returns their ids here."""
        numbers: dict[str, int] = {}
        ids: dict[str, str] = {}
        for message in missing:
            parent = numbers.get(message.parent_id or "")
            if parent is None and message.parent_id is not None:
                parent = self._number_in(places, message.parent_id)
            status = Status.INTERRUPTED if message.status is Status.STREAMING else message.status
            ids[message.id] = places.free(message.id)
            stored = replace(message, id=ids[message.id], status=status)
            numbers[message.id] = insert_message(self._connection, stored, number, parent)
            tokens.keep(self._connection, numbers[message.id], conversation.belongings.tokens.get(message.id))
        leaf = numbers.get(conversation.leaf_id or "")
        self._connection.execute("UPDATE conversations SET leaf = ? WHERE number = ?", (leaf, number))
        return ids

    def _places(self, conversation: Conversation, target: int | None) -> Places:
        return Places(self._connection, "messages", conversation.summary.id, target)

    def _number_in(self, places: Places, identifier: str) -> int | None:
        """The row number of a message that is in the conversation already; None when it is not."""
        identifier, is_there = places.of(identifier)
        key = id_key(identifier)
        found = self._connection.execute("SELECT number FROM messages WHERE id = ?", (key,)).get if is_there else None
        return None if found is None else row_number(found)

    def _number_of(self, conversation: Conversation) -> int | None:
        key = id_key(conversation.summary.id)
        number = self._connection.execute("SELECT number FROM conversations WHERE id = ?", (key,)).get
        return None if number is None else row_number(number)

    def _show(self, writer: str) -> None:
        run = self._connection.execute
        for staged, target in run("SELECT conversation, target FROM importing WHERE writer = ?", (writer,)).fetchall():
            if target is None:
                run("UPDATE conversations SET trashed_s = NULL WHERE number = ?", (staged,))
            else:
                self._move(staged, target)
        belongings.show_waiting(self._connection)
        run("DELETE FROM importing WHERE writer = ?", (writer,))

    def _move(self, staged: SQLiteValue, target: SQLiteValue) -> None:
        run = self._connection.execute
        for table in ("messages", "sweeps"):
            run(f"UPDATE {table} SET conversation = ? WHERE conversation = ?", (target, staged))
        run(
            "UPDATE conversations SET "
            "updated_s = max(updated_s, (SELECT staged.updated_s FROM conversations AS staged WHERE number = ?1)), "
            "message_count = (SELECT count(*) FROM messages WHERE conversation = ?2) WHERE number = ?2",
            (staged, target),
        )
        run("DELETE FROM conversations WHERE number = ?", (staged,))

    def _drop_whole(self, writer: str) -> None:
        with transaction(self._connection):
            self._drop(writer)

    def _drop(self, writer: str) -> None:
        self._connection.execute(
            "DELETE FROM conversations WHERE number IN (SELECT conversation FROM importing WHERE writer = ?)", (writer,)
        )


def _missing(conversation: Conversation, places: Places) -> list[Message]:
    return [message for message in conversation.messages if not places.of(message.id)[1]]


def _batch(conversations: Iterator[Conversation]) -> list[Conversation]:
    """The next ones: so few that they can be held in memory, and that others need not wait long for the store."""
    batch: list[Conversation] = []
    size = 0
    while len(batch) < _BATCH and size < _BATCH_SIZE and (conversation := next(conversations, None)) is not None:
        batch.append(conversation)
        size += _size(conversation)
    return batch


def _size(conversation: Conversation) -> int:
    """The letters and bytes of what takes the most memory."""
    coming = conversation.belongings
    cells = (cell for sweep in coming.sweeps for cell in sweep.cells if cell is not None)
    return (
        sum(len(message.content) for message in (*conversation.messages, *cells))
        + sum(len(message.content) for sweep in coming.sweeps for message in sweep.plan.messages)
        + sum(map(len, coming.tokens.values()))
    )


def _counted(target: int | None, missing: list[Message], lacking: Lacking) -> Imported:
    is_known = bool(target) and not missing and not lacking
    return Imported(int(not target), int(bool(target) and not is_known), int(is_known), len(missing))
