"""Messages are deleted and brought back; conversations are copied, whole or up to a message.

A deleted message waits in `removed`, with all that follows it, until it is purged; so it can come back as it was.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace

from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message, Status
from h2o_desktop.storage import queries, tokens
from h2o_desktop.storage.rows import SQLiteValue, id_key, insert_message
from h2o_desktop.storage.store_file import StoreFile
from h2o_desktop.storage.sweep_copies import copy_sweeps

KEPT_REMOVED_S = 30 * 86_400.0
_COLUMNS = (
    "number, id, parent, role, status, created_s, asking, seed, seed_sent_as, finish_reason, prompt_tokens, "
    "completion_tokens, first_text_s, total_s, failure, extras, content"
)
_BELOW = """
    WITH RECURSIVE below (number) AS (
        SELECT ?1 UNION SELECT messages.number FROM messages JOIN below ON messages.parent = below.number
    )
"""


class Edits(StoreFile):
    """Changes of what is in a conversation. Every method blocks and raises StorageError."""

    def load(self, conversation_id: str) -> Conversation:
        """One conversation with all its messages."""
        raise NotImplementedError

    def delete_message(self, message_id: str) -> str:
        """Delete a message with all that follows it on any branch; returns what `undo_delete_message` takes.

        An answer that is on its way cannot be deleted. The shown branch becomes the newest one beside the message,
        or ends before it.
        """
        with self._writing():
            number = queries.message_number(self._connection, message_id)
            row = self._connection.execute(
                "SELECT conversation, parent, leaf FROM messages JOIN conversations "
                "ON conversations.number = conversation WHERE messages.number = ?",
                (number,),
            ).fetchone()
            assert row is not None
            conversation, parent, leaf = row
            self._refuse_running(number)
            removal = str(uuid.uuid4())
            self._connection.execute(
                f"{_BELOW} INSERT INTO removed (removal, removed_s, conversation, leaf, message, packed) "
                f"SELECT ?2, ?3, ?4, ?5, json_array({_COLUMNS_AS_JSON}), packed FROM messages "
                "LEFT JOIN token_probabilities ON token_probabilities.message = messages.number "
                "LEFT JOIN (SELECT number AS parent_number, id AS parent_id FROM messages) ON parent_number = parent "
                "WHERE number IN (SELECT number FROM below) ORDER BY number",
                (number, id_key(removal), self._now_s(), conversation, leaf),
            )
            self._connection.execute("DELETE FROM messages WHERE number = ?", (number,))
            self._settle(conversation, parent)
        return removal

    def undo_delete_message(self, removal: str) -> None:
        """Bring back what was deleted, as it was, and show the branch that was shown. Raises when it is gone."""
        with self._writing():
            rows = self._connection.execute(
                "SELECT conversation, leaf, message, packed FROM removed WHERE removal = ? ORDER BY number",
                (id_key(removal),),
            ).fetchall()
            if not rows:
                raise queries.gone()
            conversation, leaf, _message, _packed = rows[0]
            numbers: dict[SQLiteValue, SQLiteValue] = {}
            for _conversation, _leaf, message, packed in rows:
                number = self._bring_back(conversation, json.loads(str(message)), numbers)
                tokens.keep(self._connection, number, packed)
            self._settle(conversation, None)
            self._connection.execute(
                "UPDATE conversations SET leaf = messages.number FROM messages "
                "WHERE conversations.number = ?1 AND messages.conversation = ?1 AND messages.number = ?2",
                (conversation, numbers.get(leaf, leaf)),
            )
            self._connection.execute("DELETE FROM removed WHERE removal = ?", (id_key(removal),))

    def _bring_back(
        self, conversation: SQLiteValue, written: list[object], numbers: dict[SQLiteValue, SQLiteValue]
    ) -> SQLiteValue:
        """Insert a message anew, with its old row number unless that was given away meanwhile; returns the number."""
        parent_id, number, *values = [_from_json(value) for value in written]
        taken = self._connection.execute("SELECT 1 FROM messages WHERE number = ?", (number,)).fetchone()
        named = dict(zip(_COLUMNS.split(", ")[1:], values, strict=True))
        if parent_id is not None:
            parent = self._connection.execute("SELECT number FROM messages WHERE id = ?", (parent_id,)).get
            if parent is None:  # it was deleted by itself
                raise queries.gone()
            named["parent"] = parent
        named |= {"number": None if taken else number, "conversation": conversation}
        names, marks = ", ".join(named), ", ".join(f":{name}" for name in named)
        numbers[number] = self._connection.execute(
            f"INSERT INTO messages ({names}) VALUES ({marks}) RETURNING number", named
        ).get
        return numbers[number]

    def purge_removed(self, older_than_s: float = KEPT_REMOVED_S, now_s: float | None = None) -> int:
        """Remove for good the messages that were deleted more than `older_than_s` seconds ago; returns how many."""
        before_s = (self._now_s() if now_s is None else now_s) - older_than_s
        with self._writing():
            self._connection.execute("DELETE FROM removed WHERE removed_s < ?", (before_s,))
            return self._connection.changes()

    def duplicate(self, conversation_id: str, title: str) -> ConversationSummary:
        """Copy a conversation with all its branches under another title; returns the copy's row of the history."""
        conversation = self.load(conversation_id)
        return self._copied(conversation, conversation.messages, conversation.leaf_id, title)

    def fork(self, conversation_id: str, message_id: str, title: str) -> ConversationSummary:
        """Make a new conversation of the messages from the first one to this one; returns its row of the history."""
        conversation = self.load(conversation_id)
        path = replace(conversation, leaf_id=message_id).path()
        if not path:
            raise queries.gone()
        return self._copied(conversation, path, message_id, title)

    def _copied(
        self, conversation: Conversation, messages: tuple[Message, ...], leaf_id: str | None, title: str
    ) -> ConversationSummary:
        """Store copies of the messages, with new ids, as a conversation of now."""
        now_s = self._now_s()
        summary = replace(
            conversation.summary,
            id=str(uuid.uuid4()),
            title=title,
            created_s=now_s,
            updated_s=now_s,
            message_count=len(messages),
            pinned=False,
            archived=False,
        )
        ids = {message.id: str(uuid.uuid4()) for message in messages}
        with self._writing():
            number = queries.begin_conversation(self._connection, summary, len(messages))
            queries.set_tags(self._connection, summary.id, summary.tags)
            numbers: dict[str, int] = {}
            for message in messages:
                status = Status.INTERRUPTED if message.status is Status.STREAMING else message.status
                parent = numbers.get(message.parent_id or "")
                copy = replace(message, id=ids[message.id], status=status)
                numbers[message.id] = insert_message(self._connection, copy, number, parent)
                tokens.copy(self._connection, message.id, numbers[message.id])
            leaf = numbers.get(leaf_id or "")
            self._connection.execute("UPDATE conversations SET leaf = ? WHERE number = ?", (leaf, number))
            copy_sweeps(self._connection, conversation.summary.id, (summary.id, number), ids)
        return summary

    def _refuse_running(self, number: int) -> None:
        running = self._connection.execute(
            f"{_BELOW} SELECT 1 FROM running WHERE message IN (SELECT number FROM below)", (number,)
        ).fetchone()
        if running:
            raise queries.still_running()

    def _settle(self, conversation: SQLiteValue, parent: SQLiteValue) -> None:
        """Count anew, and where the shown leaf is gone show the newest branch below `parent`, or end there."""
        run = self._connection.execute
        run(
            "UPDATE conversations SET message_count = (SELECT count(*) FROM messages WHERE conversation = ?1) "
            "WHERE number = ?1",
            (conversation,),
        )
        shown = run(
            "SELECT 1 FROM messages JOIN conversations ON messages.number = leaf WHERE conversations.number = ?",
            (conversation,),
        ).fetchone()
        if shown is None:
            rows = run("SELECT number, parent FROM messages WHERE conversation = ? ORDER BY number", (conversation,))
            newest_child: Mapping[SQLiteValue, SQLiteValue] = {above: number for number, above in rows}
            leaf = parent
            while leaf in newest_child:
                leaf = newest_child[leaf]
            run("UPDATE conversations SET leaf = ? WHERE number = ?", (leaf, conversation))


_COLUMNS_AS_JSON = ", ".join(
    f"iif(typeof({name}) = 'blob', json_array(hex({name})), {name})" if name.endswith("id") else name
    for name in ("parent_id", *_COLUMNS.split(", "))
)


def _from_json(value: object) -> SQLiteValue:
    """A value as it was stored: bytes stand as a list with their hexadecimal digits."""
    if isinstance(value, list):
        return bytes.fromhex(str(value[0]))
    assert value is None or isinstance(value, int | float | str)
    return value
