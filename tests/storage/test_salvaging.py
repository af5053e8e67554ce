"""Sweeps and probabilities of tokens are recovered from a damaged store, as far as they can be read."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from h2o_desktop.core.conversation import Conversation, Message, Status
from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.sweep import Sweep, ask_cell
from h2o_desktop.storage.merging import RECOVERED_TITLE
from h2o_desktop.storage.opening import open_transcripts
from h2o_desktop.storage.store_file import CHECK_MARK
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.belongings_examples import with_sweep_and_tokens
from tests.fakes.sweep_examples import answered

PAGE = 4096
CONVERSATIONS = 30


def filled(path: Path, count: int = CONVERSATIONS) -> list[Conversation]:
    """A store whose conversations have a sweep and probabilities each."""
    store = Transcripts(path)
    store._connection.pragma("synchronous", "OFF")
    conversations = []
    for number in range(count):
        one = with_sweep_and_tokens()
        (sweep,) = one.belongings.sweeps
        plan = replace(sweep.plan, id=f"sweep {number}")
        cells = tuple(cell and replace(cell, id=f"{number} {cell.id}") for cell in sweep.cells)
        conversations.append(replace(one, belongings=replace(one.belongings, sweeps=(Sweep(plan, cells),))))
    store.import_all(conversations)
    store.close()
    return conversations


def pages_of(path: Path, *tables: str) -> list[int]:
    store = Transcripts(path)
    names = ", ".join("?" * len(tables))
    rows = store._connection.execute(f"SELECT pageno FROM dbstat WHERE name IN ({names})", tables).fetchall()
    store.close()
    return [int(str(number)) - 1 for (number,) in rows]


def damage(path: Path, pages: list[int], seed: int = 1) -> None:
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * PAGE : (page + 1) * PAGE] = random.Random(seed + page).randbytes(PAGE)
    path.write_bytes(content)
    (path.parent / CHECK_MARK).touch()


def reopened(path: Path) -> tuple[Transcripts, StorageError]:
    reports: list[StorageError] = []
    store = open_transcripts(path, reports.append)
    (report,) = reports
    assert store.check() == []
    return store, report


def salvaged(path: Path) -> Transcripts:
    """A new store with what can be read of the file, which is not damaged itself."""
    store = Transcripts(path.parent / "other" / path.name)
    store.add_salvaged(path)
    assert store.check() == []
    return store


def whole(store: Transcripts, conversation_id: str) -> Conversation:
    return store.with_belongings(store.load(conversation_id))


def cells_of(conversation: Conversation) -> set[str]:
    return {cell.id for sweep in conversation.belongings.sweeps for cell in sweep.cells if cell is not None}


def test_where_only_the_beginning_is_lost_all_of_them_come_back(path: Path) -> None:
    conversations = filled(path)
    damage(path, [0])
    store, report = reopened(path)
    for conversation in conversations:
        assert whole(store, conversation.summary.id) == conversation
    assert {name: report.summary.fields[name] for name in ("sweeps", "cells", "tokens", "added_sweeps")} == {
        "sweeps": CONVERSATIONS,
        "cells": 4 * CONVERSATIONS,
        "tokens": CONVERSATIONS,
        "added_sweeps": 0,
    }
    assert f"{CONVERSATIONS} sweeps with {4 * CONVERSATIONS} answers" in str(report.summary)
    assert str(report.summary).endswith(" 0 more messages came from the last backup.")
    store.close()


@pytest.mark.parametrize("seed", range(6))
def test_no_more_is_lost_than_stood_on_damaged_pages(path: Path, seed: int) -> None:
    conversations = filled(path)
    count = path.stat().st_size // PAGE
    hurt = random.Random(seed).sample(range(1, count), 4)
    damage(path, hurt, seed)
    store, _report = reopened(path)
    there = [whole(store, summary.id) for summary in store.list_conversations(1000)]
    cells = set().union(*map(cells_of, there))
    answers = {message.id for one in there for message in one.messages}
    expected = set().union(*map(cells_of, conversations))
    assert len(expected - cells - answers) <= 5 * len(hurt)  # a page has room for four of them
    assert sum(len(one.belongings.tokens) for one in there) >= CONVERSATIONS - 25 * len(hurt)
    store.close()


def test_a_backup_fills_the_gaps_in_sweeps(path: Path) -> None:
    conversations = filled(path)
    store = Transcripts(path)
    store.back_up(1.0)
    store.close()
    damage(path, [*pages_of(path, "sweep_cells", "token_probabilities")[1::2], *pages_of(path, "sweeps")[1::3]])
    store, report = reopened(path)
    for conversation in conversations:
        assert whole(store, conversation.summary.id).belongings == conversation.belongings
    assert int(str(report.summary.fields["added_cells"])) > 0
    assert "answers of sweeps" in str(report.summary)
    store.close()


def test_answers_whose_sweep_is_lost_stand_beside_the_answers_to_their_prompt(path: Path) -> None:
    (conversation,) = filled(path, 1)
    store = Transcripts(path)
    plan = conversation.belongings.sweeps[0].plan
    begun, _request = ask_cell(plan, 4, 5.0)
    store.keep_cell(plan.id, 4, replace(begun, content="So far"))
    store._connection.execute("UPDATE sweeps SET document = substr(document, 1, 100)")
    store.close()
    other = salvaged(path)
    there = whole(other, conversation.summary.id)
    assert there.belongings.sweeps == ()
    texts = {message.content: message for message in there.messages}
    for cell in conversation.belongings.sweeps[0].cells[:4]:
        assert cell is not None
        assert texts[cell.content] == cell
    assert texts["So far"].status is Status.INTERRUPTED
    assert there.leaf_id == conversation.leaf_id
    assert there.summary.message_count == len(there.messages) == 7
    other.add_salvaged(path)  # once more changes nothing
    assert whole(other, conversation.summary.id) == there
    other.close()


def cell_of(store: Transcripts, sweep: Sweep, place: int) -> Message:
    cell = store.load_sweep(sweep.plan.id).cells[place]
    assert cell is not None
    return cell


def test_of_an_answer_that_is_cut_the_beginning_comes_back(path: Path) -> None:
    (conversation,) = filled(path, 1)
    (sweep,) = conversation.belongings.sweeps
    store = Transcripts(path)
    text = 'The "river"\nof Ёлки \U0001f332 runs. ' * 400
    for place in (4, 5):
        store.keep_cell(sweep.plan.id, place, answered(sweep.plan, place, text))
    store._connection.execute(
        "UPDATE sweep_cells SET document = substr(document, 1, instr(document, '\\n') + 1) WHERE place = 5"
    )
    store._connection.execute(
        "UPDATE sweep_cells SET document = substr(document, 1, instr(document, '\"content\"') + 3) WHERE place = 2"
    )
    overflow = store._connection.execute(
        "SELECT pageno FROM dbstat WHERE name = 'sweep_cells' AND pagetype = 'overflow' ORDER BY path"
    ).fetchall()
    store.close()
    content = bytearray(path.read_bytes())
    last = (int(str(overflow[-2][0])) - 1) * PAGE
    content[last : last + 4] = b"\0\0\0\0"  # what follows cannot be found any more
    path.write_bytes(content)
    other = salvaged(path)
    long, short, none = (cell_of(other, sweep, place) for place in (4, 5, 2))
    assert text.startswith(long.content)
    assert 1000 < len(long.content) < len(text)
    assert text.startswith(short.content)
    assert (short.status, none.content) == (Status.INTERRUPTED, "")
    assert long.requested == answered(sweep.plan, 4, text).requested
    other.close()


def test_text_of_a_cell_that_was_on_its_way_comes_back(path: Path) -> None:
    (conversation,) = filled(path, 1)
    (sweep,) = conversation.belongings.sweeps
    store = Transcripts(path)
    for place in (4, 5):
        begun, _request = ask_cell(sweep.plan, place, 5.0)
        store.keep_cell(sweep.plan.id, place, begun)
        store.checkpoint_cell(sweep.plan.id, place, "So ")
        store.checkpoint_cell(sweep.plan.id, place, "far")
    store._connection.execute("DELETE FROM sweep_cells WHERE place = 5")
    store.close()
    other = salvaged(path)
    assert [cell_of(other, sweep, place).content for place in (4, 5)] == ["So far", "So far"]
    assert cell_of(other, sweep, 5).status is Status.INTERRUPTED
    other.close()


def test_a_conversation_whose_row_is_lost_keeps_the_id_that_its_sweep_tells(path: Path) -> None:
    conversations = filled(path, 3)
    damage(path, pages_of(path, "conversations"))
    store, _report = reopened(path)
    for conversation in conversations:
        there = whole(store, conversation.summary.id)
        assert there.summary.title == RECOVERED_TITLE
        assert (there.messages, there.belongings) == (conversation.messages, conversation.belongings)
    store.close()


def test_a_conversation_whose_row_is_lost_is_named_as_in_the_backup(path: Path) -> None:
    conversations = filled(path, 3)
    store = Transcripts(path)
    store.rename(conversations[0].summary.id, "Trees")
    store.pin(conversations[0].summary.id)
    store.back_up(1.0)
    before = [whole(store, conversation.summary.id) for conversation in conversations]
    store.close()
    damage(path, pages_of(path, "conversations"))
    store, _report = reopened(path)
    assert [whole(store, conversation.summary.id) for conversation in conversations] == before
    assert len(store.list_conversations()) == 3
    store.close()


def test_a_sweep_of_which_nothing_else_is_left_has_a_conversation_again(path: Path) -> None:
    (conversation,) = filled(path, 1)
    store = Transcripts(path)
    store._connection.pragma("foreign_keys", "OFF")
    for table in ("conversations", "messages"):
        store._connection.execute(f"DELETE FROM {table}")
    store.close()
    other = salvaged(path)
    there = whole(other, conversation.summary.id)
    assert (there.messages, there.belongings.sweeps) == ((), conversation.belongings.sweeps)
    assert there.summary.created_s == conversation.belongings.sweeps[0].plan.created_s
    other.close()


@pytest.mark.parametrize(
    ("change", "sweeps", "messages"),
    [
        ("UPDATE sweeps SET document = json_set(document, '$.rows.key', 'wizardry')", 0, 6),
        ("UPDATE sweeps SET document = json_set(document, '$.id', 5)", 0, 6),
        ("UPDATE sweeps SET document = json_set(document, '$.columns.values', json('[]'))", 0, 6),
        ("UPDATE sweeps SET document = '[]'", 0, 6),
        ("UPDATE sweeps SET conversation = 77", 1, 2),
        ("UPDATE sweep_cells SET document = json_set(document, '$.content', 5)", 1, 2),
        ("UPDATE sweep_cells SET place = 99 + number", 1, 2),
        ("UPDATE token_probabilities SET packed = x'0177'", 1, 2),
    ],
)
def test_nonsense_is_passed_over(path: Path, change: str, sweeps: int, messages: int) -> None:
    (conversation,) = filled(path, 1)
    store = Transcripts(path)
    store._connection.pragma("foreign_keys", "OFF")
    store._connection.execute(change)
    store.close()
    other = salvaged(path)
    there = whole(other, conversation.summary.id)
    assert there.messages[:2] == conversation.messages
    assert (len(there.belongings.sweeps), len(there.messages)) == (sweeps, messages)
    assert len(there.belongings.tokens) == (0 if "packed" in change else 1)
    other.close()
