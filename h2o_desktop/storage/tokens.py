"""The probabilities of an answer's tokens, apart from the messages: nothing reads them that does not need them."""

from __future__ import annotations

from collections.abc import Mapping

import apsw

from h2o_desktop.storage.rows import SQLiteValue, id_key


def keep(connection: apsw.Connection, message: SQLiteValue, packed: SQLiteValue) -> None:
    """Keep the packed tokens of a message, in the place of those that there were; without any, nothing is done."""
    if isinstance(packed, bytes) and packed:
        connection.execute("INSERT OR REPLACE INTO token_probabilities VALUES (?, ?)", (message, packed))


def kept(connection: apsw.Connection, message: int) -> bytes:
    """The packed tokens of a message; empty when there are none."""
    packed = connection.execute("SELECT packed FROM token_probabilities WHERE message = ?", (message,)).get
    return packed if isinstance(packed, bytes) else b""


def copy(connection: apsw.Connection, message_id: str, number: int) -> None:
    """Give the message with that number what is kept for another one."""
    connection.execute(
        "INSERT INTO token_probabilities SELECT ?, packed FROM token_probabilities "
        "JOIN messages ON messages.number = message WHERE id = ?",
        (number, id_key(message_id)),
    )


def add_missing(target: apsw.Connection, source: apsw.Connection, numbers: Mapping[int, int]) -> int:
    """Take over from another database what the messages here lack; returns of how many messages.

    `numbers` gives those of the messages there.
    """
    if not source.execute("PRAGMA table_info(token_probabilities)").fetchall():
        return 0
    before = target.total_changes()
    for message, packed in source.execute("SELECT message, packed FROM token_probabilities"):
        number = numbers.get(message) if isinstance(message, int) else None
        if number is not None and isinstance(packed, bytes):
            target.execute("INSERT OR IGNORE INTO token_probabilities VALUES (?, ?)", (number, packed))
    return target.total_changes() - before
