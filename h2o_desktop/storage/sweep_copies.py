"""Sweeps go along when their conversation is copied."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

import apsw

from h2o_desktop.core.conversation import Status
from h2o_desktop.storage.rows import document, id_key, row_number

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
