"""Bringing the sweeps of one database into another one, as `h2o_desktop.storage.merging` does with conversations.

Out of a damaged file sweeps come without some of their cells, cells without their sweep, and documents that are cut.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import apsw

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.parameters import SPECS
from h2o_desktop.core.sweep import SweepPlan, ask_cell
from h2o_desktop.core.sweep_document import cell_document, cell_of, plan_document, plan_of
from h2o_desktop.storage.rows import SQLiteValue, document, id_key, id_text, row_number

T = TypeVar("T")

_CONTENT = '"content":"'
_LENIENT = json.JSONDecoder(strict=False)
_LONGEST_ESCAPE = 6  # letters, as of `\u001f`


@dataclass(frozen=True, slots=True)
class MergedSweeps:
    """How many sweeps and cells were added, and the answers whose sweep is lost, by the number it had."""

    sweeps: int
    cells: int
    homeless: tuple[Message, ...]


def conversations_told(source: apsw.Connection) -> dict[int, tuple[str, float]]:
    """The ids of conversations as sweeps tell them, and when, by row numbers: of lost rows nothing else tells these."""
    if not _has_sweeps(source):
        return {}
    told: dict[int, tuple[str, float]] = {}
    for number, text in source.execute("SELECT conversation, document FROM sweeps"):
        plan = _plan(text)
        if plan is not None and isinstance(number, int):
            told[number] = plan.conversation_id, plan.created_s
    return told


def add_missing_sweeps(
    target: apsw.Connection, source: apsw.Connection, conversations: Mapping[int, int]
) -> MergedSweeps:
    """Add the sweeps and cells that `source` has and `target` lacks.

    `conversations` maps row numbers to those of the target. A source from before there were sweeps has none.
    """
    if not _has_sweeps(source):
        return MergedSweeps(0, 0, ())
    sweeps = cells = 0
    read: set[int] = set()
    for number, conversation, text in source.execute(
        "SELECT number, conversation, document FROM sweeps ORDER BY number"
    ).fetchall():
        plan = _plan(text)
        if plan is None:
            continue
        read.add(row_number(number))
        owner = conversations.get(conversation) if isinstance(conversation, int) else None
        if owner is not None:
            known, is_new = _sweep_in(target, plan, owner)
            sweeps += is_new
            cells += _add_cells(target, known, _Cells(source, row_number(number), plan))
    return MergedSweeps(sweeps, cells, tuple(_homeless(source, read)))


def _has_sweeps(source: apsw.Connection) -> bool:
    return bool(source.execute("PRAGMA table_info(sweeps)").fetchall())


def _sweep_in(target: apsw.Connection, plan: SweepPlan, owner: int) -> tuple[int, bool]:
    """The row number of the sweep in the target, and whether it is new there."""
    known = target.execute("SELECT number FROM sweeps WHERE id = ?", (id_key(plan.id),)).get
    if known is not None:
        return row_number(known), False
    owner_id = target.execute("SELECT id FROM conversations WHERE number = ?", (owner,)).get
    plan = replace(plan, conversation_id=id_text(owner_id))
    added = target.execute(
        "INSERT INTO sweeps (id, conversation, created_s, document) VALUES (?, ?, ?, ?) RETURNING number",
        (id_key(plan.id), owner, plan.created_s, document(plan_document(plan))),
    ).get
    return row_number(added), True


def _add_cells(target: apsw.Connection, sweep: int, cells: _Cells) -> int:
    there = {place for (place,) in target.execute("SELECT place FROM sweep_cells WHERE sweep = ?", (sweep,))}
    count = 0
    for place in cells.places() - there:
        target.execute(
            "INSERT INTO sweep_cells (sweep, place, document) VALUES (?, ?, ?)",
            (sweep, place, document(cell_document(cells.answer(place)))),
        )
        count += 1
    return count


class _Cells:
    """What a database holds of a sweep's cells."""

    def __init__(self, source: apsw.Connection, number: int, plan: SweepPlan) -> None:
        self._plan = plan
        self._documents = dict(_rows(source, "SELECT place, document FROM sweep_cells WHERE sweep = ?", number))
        self._chunks: dict[int, str] = {}
        for place, text in _rows(
            source, "SELECT place, text FROM sweep_chunks WHERE sweep = ? ORDER BY number", number
        ):
            self._chunks[place] = self._chunks.get(place, "") + text

    def places(self) -> set[int]:
        """Where there is anything."""
        return {place for place in (*self._documents, *self._chunks) if 0 <= place < self._plan.size}

    def answer(self, place: int) -> Message:
        """The answer in a cell, or what is left of it."""
        more = self._chunks.get(place, "")
        text = self._documents.get(place, "")
        answer = _cell(text)
        if answer is None:  # a cell that was stored under a plan is what the plan asks for
            asked, _request = ask_cell(self._plan, place, self._plan.created_s)
            answer = replace(asked, content=_content_of_cut(text), status=Status.INTERRUPTED)
        return replace(answer, content=answer.content + more)


def _rows(source: apsw.Connection, query: str, number: int) -> Iterator[tuple[int, str]]:
    for place, text in source.execute(query, (number,)):
        if isinstance(place, int) and isinstance(text, str):
            yield place, text


def _homeless(source: apsw.Connection, read: set[int]) -> Iterator[Message]:
    """The answers whose sweep cannot be read."""
    found = {number for (number,) in source.execute("SELECT DISTINCT sweep FROM sweep_cells")}
    for number in sorted(number for number in found if isinstance(number, int) and number not in read):
        for _place, text in _rows(source, "SELECT place, document FROM sweep_cells WHERE sweep = ?", number):
            answer = _cell(text)
            if answer is not None and answer.content:
                yield replace(answer, status=_at_rest(answer.status))


def _at_rest(status: Status) -> Status:
    return Status.INTERRUPTED if status is Status.STREAMING else status


def _plan(text: SQLiteValue) -> SweepPlan | None:
    """The plan that a document holds; None when it is damaged."""
    plan = _read(text, plan_of)
    if plan is None or not {plan.rows.key, plan.columns.key} <= SPECS.keys():
        return None
    is_named = all(isinstance(name, str) for name in (plan.id, plan.conversation_id, plan.prompt.id))
    return plan if is_named and plan.size > 0 else None


def _cell(text: SQLiteValue) -> Message | None:
    answer = _read(text, cell_of)
    return answer if answer is not None and isinstance(answer.id, str) and isinstance(answer.content, str) else None


def _read(text: SQLiteValue, reader: Callable[[dict[str, object]], T]) -> T | None:
    try:
        return reader(json.loads(str(text)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _content_of_cut(text: str) -> str:
    """The text of an answer whose document is cut, as far as it can be read."""
    _head, mark, rest = text.partition(_CONTENT)
    for lost in range(min(_LONGEST_ESCAPE, len(rest)) if mark else 0):
        try:
            content, _end = _LENIENT.raw_decode(f'"{rest[: len(rest) - lost]}"')
        except ValueError:  # it is cut inside an escape
            continue
        return str(content)
    return ""
