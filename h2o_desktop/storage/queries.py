"""Single steps on the tables, to be called inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from h2o_desktop.core.conversation import ConversationSummary, Message, Status
from h2o_desktop.core.errors import NotInStore, StorageError
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.storage.rows import (
    SUMMARY_COLUMNS,
    SQLiteValue,
    document,
    id_key,
    id_text,
    row_number,
    summary_of,
)

LONGEST_TAG = 60
_BEGIN_CONVERSATION = """
    INSERT INTO conversations (id, title, created_s, updated_s, message_count, model, connection, parameters)
    VALUES (:id, :title, :created_s, :updated_s, :added, :model, :connection, :parameters)
    ON CONFLICT (id) DO UPDATE SET updated_s = max(updated_s, excluded.updated_s),
        message_count = message_count + :added, model = excluded.model, connection = excluded.connection,
        parameters = excluded.parameters, trashed_s = NULL
    RETURNING number
"""


def summaries(connection: apsw.Connection, which: str, limit: int, offset: int) -> list[ConversationSummary]:
    """A page of the conversations that the clauses `which` choose and order."""
    query = f"SELECT {SUMMARY_COLUMNS} FROM conversations {which} LIMIT ? OFFSET ?"
    return [summary_of(row) for row in connection.execute(query, (limit, offset))]


def begin_conversation(connection: apsw.Connection, summary: ConversationSummary, added: int) -> int:
    """Make the conversation, or note a turn of `added` messages in a known one; returns its row number."""
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
    return row_number(connection.execute(_BEGIN_CONVERSATION, values).get)


def set_column(connection: apsw.Connection, conversation_id: str, column: str, value: SQLiteValue) -> None:
    """Change one column of a conversation. Raises StorageError when it is gone."""
    connection.execute(f"UPDATE conversations SET {column} = ? WHERE id = ?", (value, id_key(conversation_id)))
    check_changed(connection)


def set_tags(connection: apsw.Connection, conversation_id: str, tags: Iterable[str]) -> None:
    """Replace the tags of a conversation. Raises StorageError when it is gone."""
    number = conversation_number(connection, conversation_id)
    cleaned = (" ".join(well_formed(tag).split())[:LONGEST_TAG] for tag in tags)
    folded = {tag.casefold(): tag for tag in cleaned if tag}
    connection.execute("DELETE FROM tags WHERE conversation = ?", (number,))
    connection.executemany("INSERT INTO tags VALUES (?, ?, ?)", [(number, *pair) for pair in folded.items()])


def check_changed(connection: apsw.Connection) -> None:
    """Raise StorageError when the last statement found nothing to change."""
    if not connection.changes():
        raise gone()


def parent_of(connection: apsw.Connection, conversation: int, message: Message) -> int | None:
    """The row number of a new message's parent. Raises StorageError when its conversation has none of that id."""
    if message.parent_id is None:
        return None
    number = connection.execute(
        "SELECT number FROM messages WHERE id = ? AND conversation = ?", (id_key(message.parent_id), conversation)
    ).get
    return _found(number)


def conversation_number(connection: apsw.Connection, conversation_id: str) -> int:
    """The row number of a conversation. Raises StorageError when it is gone."""
    return _found(connection.execute("SELECT number FROM conversations WHERE id = ?", (id_key(conversation_id),)).get)


def message_number(connection: apsw.Connection, message_id: str) -> int:
    """The row number of a message. Raises StorageError when it is gone."""
    return _found(connection.execute("SELECT number FROM messages WHERE id = ?", (id_key(message_id),)).get)


def chunks_of_running(connection: apsw.Connection, conversation: int) -> dict[int, str]:
    """What has been saved of the conversation's answers that are on their way, by row number."""
    running = connection.execute(
        "SELECT message FROM running JOIN messages ON messages.number = message WHERE conversation = ?", (conversation,)
    ).fetchall()
    return {row_number(message): _chunks(connection, row_number(message)) for (message,) in running}


def end_running(connection: apsw.Connection, message: int) -> None:
    """Note that an answer is no longer on its way, and drop its checkpoints."""
    connection.execute("DELETE FROM chunks WHERE message = ?", (message,))
    connection.execute("DELETE FROM running WHERE message = ?", (message,))


def interrupt(connection: apsw.Connection, writer: str) -> list[str]:
    """Make the answers of a dead writer *interrupted* with all that was saved; returns their ids."""
    rows = connection.execute(
        "SELECT number, id FROM running JOIN messages ON number = message WHERE writer = ?", (writer,)
    ).fetchall()
    for number, _key in rows:
        connection.execute(
            "UPDATE messages SET content = content || ?, status = ? WHERE number = ?",
            (_chunks(connection, row_number(number)), Status.INTERRUPTED.value, number),
        )
        end_running(connection, row_number(number))
    return [id_text(key) for _number, key in rows]


def gone() -> StorageError:
    """The error for a conversation or a message that is not there."""
    return NotInStore(
        Words(QT_TRANSLATE_NOOP("errors", "This conversation is no longer in the store.")),
        Words(QT_TRANSLATE_NOOP("errors", "It may have been removed in another window. Copy what you want to keep.")),
    )


def still_running() -> StorageError:
    """The error for an answer that cannot be changed now."""
    return StorageError(
        Words(QT_TRANSLATE_NOOP("errors", "An answer that is still being written cannot be deleted.")),
        Words(QT_TRANSLATE_NOOP("errors", "Stop it first, or wait until it has ended.")),
    )


def _found(number: object) -> int:
    if number is None:
        raise gone()
    return row_number(number)


def _chunks(connection: apsw.Connection, message: int) -> str:
    rows = connection.execute("SELECT text FROM chunks WHERE message = ? ORDER BY number", (message,))
    return "".join(str(text) for (text,) in rows)
