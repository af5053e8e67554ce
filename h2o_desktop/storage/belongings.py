"""Sweeps and probabilities of tokens come in with their conversation, and leave with it.

What comes for conversations that are new, and whole sweeps, wait with the messages in a hidden conversation. What
comes for messages and sweeps that are here already waits in temporary tables, which die with the process; so an import
that does not come to its end leaves nothing of either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import apsw

from h2o_desktop.core.conversation import Conversation, Message
from h2o_desktop.core.sweep import Sweep
from h2o_desktop.core.sweep_document import cell_document, plan_document
from h2o_desktop.storage.places import Places
from h2o_desktop.storage.rows import document, id_key, row_number

_WAITING = """
    CREATE TEMP TABLE IF NOT EXISTS waiting_tokens (id ANY PRIMARY KEY, packed BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS waiting_cells (
        id ANY, place INTEGER, document TEXT NOT NULL, PRIMARY KEY (id, place)
    ) STRICT, WITHOUT ROWID;
"""
_KNOWN_TOKENS = """
    SELECT 1 FROM token_probabilities JOIN messages ON messages.number = message WHERE id = ?1
    UNION ALL SELECT 1 FROM temp.waiting_tokens WHERE id = ?1
"""
_KNOWN_CELLS = """
    SELECT place FROM sweep_cells JOIN sweeps ON sweeps.number = sweep WHERE id = ?1
    UNION ALL SELECT place FROM temp.waiting_cells WHERE id = ?1
"""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the store lacks of a conversation's belongings, by the ids that they have here.

    `tokens` and `cells` belong to messages and sweeps that are here already.
    """

    sweeps: tuple[tuple[str, Sweep], ...] = ()
    cells: tuple[tuple[str, int, Message], ...] = ()
    tokens: tuple[tuple[str, bytes], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sweeps or self.cells or self.tokens)


NOTHING = Lacking()
NO_IDS: Mapping[str, str] = {}


class ComingBelongings:
    """The belongings of one conversation that comes in, `target` being its row number if it is here already.

    To be called inside a transaction. `ids` tells what its messages are called here.
    """

    def __init__(self, connection: apsw.Connection, conversation: Conversation, target: int | None) -> None:
        self._run = connection.execute
        self._conversation = conversation
        owner = conversation.summary.id
        self._messages = Places(connection, "messages", owner, target)
        self._sweeps = Places(connection, "sweeps", owner, target)

    def lacking(self) -> Lacking:
        """What is not here yet. Probabilities of messages that are not here either come with these."""
        belongings = self._conversation.belongings
        if not belongings.sweeps and not belongings.tokens:  # as with most, and then this must cost nothing
            return NOTHING
        self._run(_WAITING)
        tokens: list[tuple[str, bytes]] = []
        for message_id, stored in belongings.tokens.items():
            identifier, is_here = self._messages.of(message_id)
            if is_here and self._run(_KNOWN_TOKENS, (id_key(identifier),)).get is None:
                tokens.append((identifier, stored))
        sweeps: list[tuple[str, Sweep]] = []
        cells: list[tuple[str, int, Message]] = []
        for sweep in belongings.sweeps:
            identifier, is_here = self._sweeps.of(sweep.plan.id)
            if is_here:
                known = {place for (place,) in self._run(_KNOWN_CELLS, (id_key(identifier),))}
                cells += [
                    (identifier, place, cell)
                    for place, cell in enumerate(self._named(identifier, sweep).cells)
                    if cell is not None and place not in known
                ]
            else:
                sweeps.append((identifier, sweep))
        return Lacking(tuple(sweeps), tuple(cells), tuple(tokens))

    def stage(self, lacking: Lacking, staged: int | None, ids: Mapping[str, str]) -> None:
        """Store what is lacking, so that nobody sees it yet; `staged` is the hidden conversation that takes sweeps."""
        for identifier, sweep in lacking.sweeps:
            named = self._named(identifier, sweep, ids)
            number = self._run(
                "INSERT INTO sweeps (id, conversation, created_s, document) VALUES (?, ?, ?, ?) RETURNING number",
                (id_key(identifier), staged, named.plan.created_s, document(plan_document(named.plan))),
            ).get
            for place, cell in enumerate(named.cells):
                if cell is not None:
                    self._run(
                        "INSERT INTO sweep_cells (sweep, place, document) VALUES (?, ?, ?)",
                        (row_number(number), place, document(cell_document(cell))),
                    )
        for identifier, place, cell in lacking.cells:
            self._run(
                "INSERT INTO temp.waiting_cells VALUES (?, ?, ?)",
                (id_key(identifier), place, document(cell_document(cell))),
            )
        for identifier, stored in lacking.tokens:
            self._run("INSERT INTO temp.waiting_tokens VALUES (?, ?)", (id_key(identifier), stored))

    def _named(self, identifier: str, sweep: Sweep, ids: Mapping[str, str] = NO_IDS) -> Sweep:
        """The sweep at rest, with the ids that it and its messages have here; `ids` are those given to new messages."""
        plan = sweep.plan
        own = {message.id for message in self._conversation.messages}

        def own_name(message_id: str) -> str | None:
            if message_id in ids or message_id not in own:
                return ids.get(message_id)
            return self._messages.of(message_id)[0]

        is_beside = identifier != plan.id or own_name(plan.prompt.id) not in (None, plan.prompt.id)

        def name(message_id: str) -> str:
            known = own_name(message_id)
            if known is not None:
                return known
            taken = is_beside or self._messages.is_taken(message_id)
            return self._messages.beside(message_id) if taken else message_id

        plan = replace(plan, id=identifier, conversation_id=self._conversation.summary.id)
        return _renamed(Sweep(plan, sweep.at_rest().cells), name)


def _renamed(sweep: Sweep, name: Callable[[str], str]) -> Sweep:
    """The sweep with other ids of messages; the answers follow the prompt, whatever a file says."""
    plan = sweep.plan
    parent_id = None if plan.prompt.parent_id is None else name(plan.prompt.parent_id)
    prompt = replace(plan.prompt, id=name(plan.prompt.id), parent_id=parent_id)
    messages = tuple(replace(message, id=name(message.id)) if message.id else message for message in plan.messages)
    return Sweep(
        replace(plan, prompt=prompt, messages=messages),
        tuple(None if cell is None else replace(cell, id=name(cell.id), parent_id=prompt.id) for cell in sweep.cells),
    )


def show_waiting(connection: apsw.Connection) -> None:
    """Put what waits where it belongs, unless that has been removed or filled meanwhile."""
    connection.execute(_WAITING)
    connection.execute(
        "INSERT OR IGNORE INTO token_probabilities SELECT number, packed FROM temp.waiting_tokens "
        "JOIN messages ON messages.id = waiting_tokens.id"
    )
    connection.execute(
        "INSERT OR IGNORE INTO sweep_cells (sweep, place, document) "
        "SELECT number, place, waiting.document "
        "FROM temp.waiting_cells AS waiting JOIN sweeps ON sweeps.id = waiting.id"
    )
    drop_waiting(connection)


def drop_waiting(connection: apsw.Connection) -> None:
    """Forget what waits."""
    connection.execute(f"{_WAITING} DELETE FROM temp.waiting_tokens; DELETE FROM temp.waiting_cells;")
