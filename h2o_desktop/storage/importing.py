"""Conversations of other places come in: all of them or none.

They are stored in small transactions, so that nobody waits long for the store, and stay hidden (`trashed_s` is 0)
until one last transaction shows them all. What a killed import left hidden is removed at the next start.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from h2o_desktop.core.conversation import Conversation, Message, Status
from h2o_desktop.storage import queries
from h2o_desktop.storage.database import transaction
from h2o_desktop.storage.rows import SQLiteValue, id_key, insert_message, row_number
from h2o_desktop.storage.store_file import StoreFile

_BATCH = 20
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
            number = self._number_of(conversation)
            owner = conversation.summary.id
            known = sum(self._place_of(message.id, owner, number) is None for message in conversation.messages)
        missing = len(conversation.messages) - known
        if number is None:
            return Imported(new=1, messages=missing)
        return Imported(grown=1, messages=missing) if missing else Imported(known=1)

    def import_all(
        self, conversations: Iterable[Conversation], progress: Callable[[Imported], None] = lambda _so_far: None
    ) -> Imported:
        """Store all of them, or none when reading them or storing them fails.

        A conversation that is there already gets the messages that it lacks; none of its own is changed.
        """
        imported = Imported()
        waiting = iter(conversations)
        try:
            while batch := list(islice(waiting, _BATCH)):
                with self._writing():
                    for conversation in batch:
                        imported = imported.plus(self._stage(conversation))
                progress(imported)
            with self._writing():
                self._show(self._lock.token)
        except BaseException:
            with self._writing():
                self._drop(self._lock.token)
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
        owner = conversation.summary.id
        missing = [message for message in conversation.messages if self._place_of(message.id, owner, target)]
        if target and not missing:
            return Imported(known=1)
        summary = conversation.summary
        if target:
            summary = replace(summary, id=str(uuid.uuid4()))  # of the row that holds the messages until they move
        number = queries.begin_conversation(self._connection, summary, len(missing))
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
        leaf = self._add(conversation, missing, number)
        self._connection.execute("UPDATE conversations SET leaf = ? WHERE number = ?", (leaf, number))
        return Imported(new=not target, grown=bool(target), messages=len(missing))

    def _add(self, conversation: Conversation, missing: list[Message], number: int) -> int | None:
        """Insert the messages; returns the row number of the shown leaf when it is among them."""
        numbers: dict[str, int] = {}
        owner, target = conversation.summary.id, self._number_of(conversation)
        for message in missing:
            parent = numbers.get(message.parent_id or "")
            if parent is None and message.parent_id is not None:
                parent = self._number_in(message.parent_id, owner, target)
            status = Status.INTERRUPTED if message.status is Status.STREAMING else message.status
            identifier = self._free_id(message.id, owner)
            stored = replace(message, id=identifier, status=status)
            numbers[message.id] = insert_message(self._connection, stored, number, parent)
        return numbers.get(conversation.leaf_id or "")

    def _place_of(self, identifier: str, owner: str, target: int | None) -> str | None:
        """The id under which a message is to be stored; None when it is in the conversation `target` already.

        An id that a message of another conversation has is replaced by one made of it and of its own conversation's
        id, which is the same each time.
        """
        while (holder := self._holder_of(identifier)) is not None:
            if holder == target:
                return None
            identifier = _id_beside(identifier, owner)
        return identifier

    def _free_id(self, identifier: str, owner: str) -> str:
        while self._holder_of(identifier) is not None:
            identifier = _id_beside(identifier, owner)
        return identifier

    def _number_in(self, identifier: str, owner: str, target: int | None) -> int | None:
        """The row number of a message that is in the conversation `target`; None when it is not."""
        while (holder := self._holder_of(identifier)) is not None:
            if holder == target:
                key = id_key(identifier)
                return row_number(self._connection.execute("SELECT number FROM messages WHERE id = ?", (key,)).get)
            identifier = _id_beside(identifier, owner)
        return None

    def _number_of(self, conversation: Conversation) -> int | None:
        key = id_key(conversation.summary.id)
        number = self._connection.execute("SELECT number FROM conversations WHERE id = ?", (key,)).get
        return None if number is None else row_number(number)

    def _holder_of(self, identifier: str) -> int | None:
        """The conversation of a message, also where it is yet to come; None when there is no such message."""
        number = self._connection.execute(
            "SELECT coalesce(target, messages.conversation) FROM messages "
            "LEFT JOIN importing ON importing.conversation = messages.conversation WHERE id = ?",
            (id_key(identifier),),
        ).get
        return None if number is None else row_number(number)

    def _show(self, writer: str) -> None:
        run = self._connection.execute
        for staged, target in run("SELECT conversation, target FROM importing WHERE writer = ?", (writer,)).fetchall():
            if target is None:
                run("UPDATE conversations SET trashed_s = NULL WHERE number = ?", (staged,))
            else:
                self._move(staged, target)
        run("DELETE FROM importing WHERE writer = ?", (writer,))

    def _move(self, staged: SQLiteValue, target: SQLiteValue) -> None:
        run = self._connection.execute
        run("UPDATE messages SET conversation = ? WHERE conversation = ?", (target, staged))
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


def _id_beside(identifier: str, owner: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{owner}/{identifier}"))
