"""Under which id something that comes in is stored, when another conversation has its id already."""

from __future__ import annotations

import uuid
from typing import Literal

import apsw

from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.storage.rows import id_key, row_number

_HOLDERS = {
    table: f"SELECT coalesce(target, {table}.conversation) FROM {table} "
    f"LEFT JOIN importing ON importing.conversation = {table}.conversation WHERE id = ?"
    for table in ("messages", "sweeps")
}


class Places:
    """The ids of one table for what comes in with the conversation `owner`, whose row number is `target`, None if new.

    An id that something of another conversation has is replaced by one made of it and of the owner's id, which is the
    same each time; so what came in once is known again.
    """

    def __init__(
        self, connection: apsw.Connection, table: Literal["messages", "sweeps"], owner: str, target: int | None
    ) -> None:
        self._connection = connection
        self._holder = _HOLDERS[table]
        self._owner = owner
        self._target = target

    def of(self, identifier: str) -> tuple[str, bool]:
        """The id under which something is stored, or is to be stored, and whether it is there already."""
        while (holder := self.holder(identifier)) is not None:
            if holder == self._target:
                return identifier, True
            identifier = self.beside(identifier)
        return identifier, False

    def is_taken(self, identifier: str) -> bool:
        """Whether something of another conversation has this id."""
        return self.holder(identifier) not in (None, self._target)

    def free(self, identifier: str) -> str:
        """The id under which something new is to be stored."""
        while self.holder(identifier) is not None:
            identifier = self.beside(identifier)
        return identifier

    def holder(self, identifier: str) -> int | None:
        """The conversation that has this id, also where it is yet to come; None when there is none."""
        number = self._connection.execute(self._holder, (id_key(identifier),)).get
        return None if number is None else row_number(number)

    def beside(self, identifier: str) -> str:
        """The id that takes the place of a taken one."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, well_formed(f"{self._owner}/{identifier}")))
