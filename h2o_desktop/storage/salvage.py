"""What can be read of a damaged database, put into a temporary one that can be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import apsw

from h2o_desktop.core.tokens import from_stored_form
from h2o_desktop.storage.carving import CarvedRow, carve
from h2o_desktop.storage.rows import Row
from h2o_desktop.storage.schema import MIGRATIONS

_TEXT, _NUMBER, _KEY = (str,), (int, float), (str, bytes)
# What the columns behind the number of a row hold, where that alone tells a table from another one with as many.
_SHAPES: Mapping[str, Sequence[tuple[type, ...]]] = {
    "askings": ((int,), _TEXT, _TEXT, _TEXT, _TEXT),
    "chunks": ((int,), _TEXT),
    "sweeps": (_KEY, (int,), _NUMBER, _TEXT),
    "sweep_cells": ((int,), (int,), _TEXT),
    "sweep_chunks": ((int,), (int,), _TEXT),
    "token_probabilities": ((bytes,),),
}
_TABLES = ("conversations", "messages", *_SHAPES)
_CELL = '{"id":"'  # so begins what is stored of a cell


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


def _loose_tables(connection: apsw.Connection) -> dict[str, list[str]]:
    """The tables without their rules, with the names of their columns; what does not fit is mended later."""
    model = apsw.Connection(":memory:")
    try:
        model.execute("".join(migration.statements for migration in MIGRATIONS))
        tables = {name: [str(row[1]) for row in model.execute(f"PRAGMA table_info({name})")] for name in _TABLES}
    finally:
        model.close()
    for name, (number, *columns) in tables.items():
        connection.execute(f"CREATE TABLE {name} ({number} INTEGER PRIMARY KEY, {', '.join(columns)})")
    connection.execute("CREATE TABLE tags (conversation, folded, tag)")
    connection.execute("CREATE INDEX cells_of_sweep ON sweep_cells (sweep)")
    connection.execute("CREATE INDEX chunks_of_sweep ON sweep_chunks (sweep)")
    return tables


def _insert(connection: apsw.Connection, row: CarvedRow, tables: Mapping[str, list[str]]) -> None:
    if row.number is None:
        if [type(value) for value in row.values] == [int, str, str]:
            connection.execute("INSERT INTO tags VALUES (?, ?, ?)", row.values)
        return
    # The number of a row stands beside it, not in its first column.
    if row.values[:1] != (None,) or row.number < 1:
        return
    name = next((name for name in tables if _fits(name, tables[name], row.values)), None)
    if name is None:
        return
    columns = tables[name]
    values = (row.number, *row.values[1:])
    marks = ", ".join("?" * len(values))
    longer = f" WHERE length(excluded.{columns[-1]}) > length({columns[-1]})" if name == "messages" else ""
    sets = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    connection.execute(
        f"INSERT INTO {name} VALUES ({marks}) ON CONFLICT ({columns[0]}) DO UPDATE SET {sets}{longer}", values
    )


def _fits(name: str, columns: Sequence[str], values: Row) -> bool:
    """Whether a row can be one of this table."""
    if len(values) != len(columns):
        return False
    if name not in _SHAPES:
        return True
    if not all(type(value) in kinds for value, kinds in zip(values[1:], _SHAPES[name], strict=True)):
        return False
    match name:
        case "sweep_cells":
            return str(values[-1]).startswith(_CELL)
        case "token_probabilities":  # the index of the search has rows of the same shape
            return isinstance(values[-1], bytes) and bool(from_stored_form(values[-1]))
        case _:
            return True
