"""The probabilities of an answer's tokens, apart from the messages: nothing reads them that does not need them."""

from __future__ import annotations

import apsw

from h2o_desktop.storage.rows import SQLiteValue


def keep(connection: apsw.Connection, message: SQLiteValue, packed: SQLiteValue) -> None:
    """Keep the packed tokens of a message, in the place of those that there were; without any, nothing is done."""
    if isinstance(packed, bytes) and packed:
        connection.execute("INSERT OR REPLACE INTO token_probabilities VALUES (?, ?)", (message, packed))


def kept(connection: apsw.Connection, message: int) -> bytes:
    """The packed tokens of a message; empty when there are none."""
    packed = connection.execute("SELECT packed FROM token_probabilities WHERE message = ?", (message,)).get
    return packed if isinstance(packed, bytes) else b""
