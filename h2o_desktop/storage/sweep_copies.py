"""Sweeps go along when their conversation is copied, and come back with it from a backup."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

import apsw

from h2o_desktop.core.conversation import Status
from h2o_desktop.storage.rows import SQLiteValue, document, id_key, row_number

_INSERT = "INSERT INTO sweeps (id, conversation, created_s, document) VALUES (?, ?, ?, ?) RETURNING number"


def copy_sweeps(connection: apsw.Connection, of: str, into: tuple[str, int], ids: Mapping[str, str]) -> None:
    """Copy the sweeps of a conversation into another one; to be called inside a transaction.

    `into` is the id and the row number of the copy, `ids` tells what its messages are called there. A sweep whose
    prompt follows a message that is not copied is left out; one whose prompt has lost its place already is not.
    """
    rows = connection.execute(
        "SELECT sweeps.number, sweeps.created_s, document FROM sweeps "
        "JOIN conversations ON conversations.number = conversation WHERE conversations.id = ? ORDER BY sweeps.number",
        (id_key(of),),
    ).fetchall()
    for number, created_s, text in rows:
        plan = json.loads(str(text))
        prompt = plan["prompt"]
        parent_id = prompt["parent_id"]
        if prompt["id"] not in ids and parent_id not in ids and _is_there(connection, parent_id):
            continue
        plan["id"], plan["conversation_id"] = str(uuid.uuid4()), into[0]
        prompt["id"] = ids.get(prompt["id"]) or str(uuid.uuid4())
        prompt["parent_id"] = ids.get(parent_id, parent_id)
        for message in plan["messages"]:
            message["id"] = ids.get(message["id"], message["id"])
        new = connection.execute(_INSERT, (id_key(plan["id"]), into[1], created_s, document(plan))).get
        _copy_cells(connection, row_number(number), row_number(new), ids, prompt["id"])


def _is_there(connection: apsw.Connection, message_id: str | None) -> bool:
    key = id_key(message_id or "")
    return connection.execute("SELECT 1 FROM messages WHERE id = ?", (key,)).get is not None


def _copy_cells(connection: apsw.Connection, old: int, new: int, ids: Mapping[str, str], prompt_id: str) -> None:
    """Answers that are on their way are copied as far as they have come, and count as interrupted there."""
    cells = connection.execute("SELECT place, document FROM sweep_cells WHERE sweep = ?", (old,)).fetchall()
    for place, text in cells:
        cell = json.loads(str(text))
        chunks = connection.execute(
            "SELECT text FROM sweep_chunks WHERE sweep = ? AND place = ? ORDER BY number", (old, place)
        )
        cell["content"] += "".join(str(chunk) for (chunk,) in chunks)
        cell["id"] = ids.get(cell["id"]) or str(uuid.uuid4())
        cell["parent_id"] = prompt_id
        if cell["status"] == Status.STREAMING:
            cell["status"] = Status.INTERRUPTED.value
        connection.execute(
            "INSERT INTO sweep_cells (sweep, place, document) VALUES (?, ?, ?)", (new, place, document(cell))
        )


def add_missing_sweeps(target: apsw.Connection, source: apsw.Connection, conversations: Mapping[int, int]) -> None:
    """Add the sweeps that `source` has and `target` lacks; `conversations` maps row numbers to those of the target.

    A source from before there were sweeps has none.
    """
    if not source.execute("PRAGMA table_info(sweeps)").fetchall():
        return
    for number, key, conversation, created_s, text in source.execute(
        "SELECT number, id, conversation, created_s, document FROM sweeps ORDER BY number"
    ).fetchall():
        owner = conversations.get(row_number(conversation))
        there = target.execute("SELECT 1 FROM sweeps WHERE id = ?", (key,)).fetchone()
        if owner is None or there is not None:
            continue
        new = row_number(target.execute(_INSERT, (key, owner, created_s, text)).get)
        for table, column in (("sweep_cells", "document"), ("sweep_chunks", "text")):
            rows: list[tuple[SQLiteValue, ...]] = source.execute(
                f"SELECT place, {column} FROM {table} WHERE sweep = ? ORDER BY number", (number,)
            ).fetchall()
            target.executemany(
                f"INSERT INTO {table} (sweep, place, {column}) VALUES (?, ?, ?)", [(new, *row) for row in rows]
            )
