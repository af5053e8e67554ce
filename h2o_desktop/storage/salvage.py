"""What can be read of a damaged database, put into a temporary one that can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from h2o_desktop.storage.carving import CarvedRow, carve
from h2o_desktop.storage.schema import MIGRATIONS

_TYPES = {"askings": [int, str, str, str, str], "chunks": [int, str]}
_TABLES = ("conversations", "askings", "messages", "chunks")


@contextmanager
def salvaged(path: Path) -> Iterator[apsw.Connection]:
    """A temporary database with the tables of the store and the rows that were found. Raises apsw.Error or OSError."""
    connection = apsw.Connection("")  # on disk where it grows large, and gone when it is closed
    try:
        connection.pragma("journal_mode", "OFF")
        columns = _loose_tables(connection)
        for row in carve(path):
            _insert(connection, row, columns)
        yield connection
    finally:
        connection.close()


def _loose_tables(connection: apsw.Connection) -> dict[int, tuple[str, list[str]]]:
    """The tables without their rules, by the number of their columns; what does not fit is mended later."""
    model = apsw.Connection(":memory:")
    try:
        model.execute("".join(migration.statements for migration in MIGRATIONS))
        tables = {name: [str(row[1]) for row in model.execute(f"PRAGMA table_info({name})")] for name in _TABLES}
    finally:
        model.close()
    for name, columns in tables.items():
        connection.execute(f"CREATE TABLE {name} (number INTEGER PRIMARY KEY, {', '.join(columns[1:])})")
    connection.execute("CREATE TABLE tags (conversation, folded, tag)")
    return {len(columns): (name, columns) for name, columns in tables.items()}


def _insert(connection: apsw.Connection, row: CarvedRow, tables: dict[int, tuple[str, list[str]]]) -> None:
    if row.number is None:
        if [type(value) for value in row.values] == [int, str, str]:
            connection.execute("INSERT INTO tags VALUES (?, ?, ?)", row.values)
        return
    # The number of a row stands beside it, not in its first column.
    if row.values[:1] != (None,) or len(row.values) not in tables or row.number < 1:
        return
    name, columns = tables[len(row.values)]
    types = [type(value) for value in row.values[1:]]
    if types != _TYPES.get(name, types):  # of another table with as many columns
        return
    values = (row.number, *row.values[1:])
    marks = ", ".join("?" * len(values))
    longer = f" WHERE length(excluded.{columns[-1]}) > length({columns[-1]})" if name == "messages" else ""
    sets = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    connection.execute(f"INSERT INTO {name} VALUES ({marks}) ON CONFLICT (number) DO UPDATE SET {sets}{longer}", values)
