"""The sweeps of conversations: plans, the answers of their cells, and the text of those that are on their way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from h2o_desktop.core.conversation import Message
from h2o_desktop.core.errors import NotInStore, StorageError
from h2o_desktop.core.sweep import Sweep, SweepPlan
from h2o_desktop.core.sweep_document import cell_document, cell_of, plan_document, plan_of
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.storage import queries
from h2o_desktop.storage.rows import SQLiteValue, document, id_key, row_number
from h2o_desktop.storage.store_file import StoreFile

T = TypeVar("T")


class UnreadableSweep(StorageError):
    """What is stored of a sweep is not what this version of the program stores."""


class Sweeps(StoreFile):
    """Every method blocks and raises StorageError."""

    def add_sweep(self, plan: SweepPlan) -> None:
        """Store a sweep of which nothing was asked yet. Raises when its conversation is gone."""
        with self._writing():
            conversation = queries.conversation_number(self._connection, plan.conversation_id)
            self._connection.execute(
                "INSERT INTO sweeps (id, conversation, created_s, document) VALUES (?, ?, ?, ?)",
                (id_key(plan.id), conversation, plan.created_s, document(plan_document(plan))),
            )

    def keep_cell(self, sweep_id: str, place: int, answer: Message) -> None:
        """Store a cell's answer in the place of the one before; what was saved while it was on its way is in it."""
        with self._writing():
            number = self._number(sweep_id)
            self._connection.execute(
                "INSERT INTO sweep_cells (sweep, place, document) VALUES (?, ?, ?) "
                "ON CONFLICT (sweep, place) DO UPDATE SET document = excluded.document",
                (number, place, document(cell_document(answer))),
            )
            self._connection.execute("DELETE FROM sweep_chunks WHERE sweep = ? AND place = ?", (number, place))

    def checkpoint_cell(self, sweep_id: str, place: int, text: str) -> None:
        """Append text that arrived to a cell's answer; costs the same however long the answer is."""
        with self._writing():
            self._connection.execute(
                "INSERT INTO sweep_chunks (sweep, place, text) VALUES (?, ?, ?)",
                (self._number(sweep_id), place, well_formed(text)),
            )

    def list_sweeps(self, conversation_id: str) -> list[SweepPlan]:
        """The sweeps of a conversation, the newest first, without their answers."""
        with self._reading():
            rows = self._connection.execute(
                "SELECT document FROM sweeps JOIN conversations ON conversations.number = conversation "
                "WHERE conversations.id = ? ORDER BY sweeps.created_s DESC, sweeps.number DESC",
                (id_key(conversation_id),),
            ).fetchall()
        return [_read(text, plan_of) for (text,) in rows]

    def load_sweep(self, sweep_id: str) -> Sweep:
        """One sweep with its answers, also with what has been saved of those on their way."""
        with self._reading(), self._connection:  # one moment, though other processes may write
            number = self._number(sweep_id)
            text = self._connection.execute("SELECT document FROM sweeps WHERE number = ?", (number,)).get
            cells = self._connection.execute(
                "SELECT place, document FROM sweep_cells WHERE sweep = ?", (number,)
            ).fetchall()
            chunks = self._connection.execute(
                "SELECT place, text FROM sweep_chunks WHERE sweep = ? ORDER BY number", (number,)
            ).fetchall()
        sweep = Sweep.of(_read(text, plan_of))
        answers = {row_number(place): _read(cell, cell_of) for place, cell in cells}
        for place, answer in answers.items():
            if 0 <= place < sweep.plan.size:
                more = "".join(str(chunk) for of, chunk in chunks if of == place)
                sweep = sweep.with_cell(place, _grown(answer, more))
        return sweep

    def delete_sweep(self, sweep_id: str) -> None:
        """Remove one sweep for good."""
        with self._writing():
            self._connection.execute("DELETE FROM sweeps WHERE number = ?", (self._number(sweep_id),))

    def _number(self, sweep_id: str) -> int:
        number = self._connection.execute("SELECT number FROM sweeps WHERE id = ?", (id_key(sweep_id),)).get
        if number is None:
            raise _gone()
        return row_number(number)


def _grown(answer: Message, text: str) -> Message:
    return replace(answer, content=answer.content + text) if text else answer


def _read(text: SQLiteValue, reader: Callable[[dict[str, object]], T]) -> T:
    try:
        return reader(json.loads(str(text)))
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableSweep(
            Words(QT_TRANSLATE_NOOP("errors", "A sweep of this chat cannot be read.")),
            Words(
                QT_TRANSLATE_NOOP("errors", "It may come from a newer version of this program. The chat is untouched.")
            ),
            f"{type(error).__name__}: {error}",
        ) from error


def _gone() -> NotInStore:
    return NotInStore(
        Words(QT_TRANSLATE_NOOP("errors", "This sweep is no longer in the store.")),
        Words(QT_TRANSLATE_NOOP("errors", "It may have been removed in another window. Copy what you want to keep.")),
    )
