"""Sweeps go into the store and come out as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from h2o_desktop.core.conversation import Status
from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.sweep import Sweep, ask_cell
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import first_turn
from tests.fakes.sweep_examples import answered, planned, swept


def with_conversation(store: Transcripts) -> Sweep:
    """A conversation with a sweep that was stopped, as it was stored cell by cell."""
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages[:1])
    sweep = swept(planned(turn))
    store.add_sweep(sweep.plan)
    for place, cell in enumerate(sweep.cells):
        if cell is not None:
            store.keep_cell(sweep.plan.id, place, cell)
    return sweep


def test_a_sweep_comes_back_as_it_was(store: Transcripts, path: Path) -> None:
    sweep = with_conversation(store)
    assert store.list_sweeps(sweep.plan.conversation_id) == [sweep.plan]
    assert store.load_sweep(sweep.plan.id) == sweep
    again = Transcripts(path)
    assert again.load_sweep(sweep.plan.id) == sweep
    again.close()


def test_what_came_of_a_running_cell_is_there_though_nobody_closed_the_store(store: Transcripts, path: Path) -> None:
    sweep = with_conversation(store)
    begun, _request = ask_cell(sweep.plan, 4, 5.0)
    store.keep_cell(sweep.plan.id, 4, begun)
    store.checkpoint_cell(sweep.plan.id, 4, "Half of ")
    store.checkpoint_cell(sweep.plan.id, 4, "it \ud83d.")  # half of a pair of surrogates
    other = Transcripts(path)
    cell = other.load_sweep(sweep.plan.id).cells[4]
    other.close()
    assert cell == replace(begun, content="Half of it \N{REPLACEMENT CHARACTER}.")
    whole = answered(sweep.plan, 4, "Half of it, and the rest.")
    store.keep_cell(sweep.plan.id, 4, whole)
    assert store.load_sweep(sweep.plan.id).cells[4] == whole


def test_the_newest_sweep_comes_first(store: Transcripts) -> None:
    sweep = with_conversation(store)
    newer = replace(sweep.plan, id="newer", created_s=sweep.plan.created_s + 1)
    store.add_sweep(newer)
    assert store.list_sweeps(sweep.plan.conversation_id) == [newer, sweep.plan]
    store.delete_sweep("newer")
    assert store.list_sweeps(sweep.plan.conversation_id) == [sweep.plan]


def test_sweeps_go_with_their_conversation(store: Transcripts, path: Path) -> None:
    sweep = with_conversation(store)
    store.checkpoint_cell(sweep.plan.id, 5, "more")
    store.delete(sweep.plan.conversation_id)
    assert store.load_sweep(sweep.plan.id).cells[0] == sweep.cells[0]  # the trash keeps everything
    store.delete_for_good(sweep.plan.conversation_id)
    with pytest.raises(StorageError, match="no longer in the store"):
        store.load_sweep(sweep.plan.id)
    assert store.list_sweeps(sweep.plan.conversation_id) == []
    assert store.check() == []
    connection = apsw.Connection(str(path))
    tables = ("sweeps", "sweep_cells", "sweep_chunks")
    assert [connection.execute(f"SELECT count(*) FROM {table}").get for table in tables] == [0, 0, 0]
    connection.close()


def test_what_is_not_there_is_said(store: Transcripts) -> None:
    with pytest.raises(StorageError, match="conversation is no longer"):
        store.add_sweep(planned())
    with pytest.raises(StorageError, match="sweep is no longer"):
        store.keep_cell("gone", 0, answered(planned(), 0, "late"))
    with pytest.raises(StorageError, match="sweep is no longer"):
        store.checkpoint_cell("gone", 0, "late")
    with pytest.raises(StorageError, match="sweep is no longer"):
        store.delete_sweep("gone")


def test_a_sweep_of_a_newer_version_is_said_to_be_one(store: Transcripts, path: Path) -> None:
    sweep = with_conversation(store)
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE sweeps SET document = json_set(document, '$.version', 9)")
    connection.close()
    with pytest.raises(StorageError, match="cannot be read"):
        store.load_sweep(sweep.plan.id)


def test_an_answer_that_was_on_its_way_counts_as_interrupted_later(store: Transcripts) -> None:
    sweep = with_conversation(store)
    begun, _request = ask_cell(sweep.plan, 5, 5.0)
    store.keep_cell(sweep.plan.id, 5, begun)
    store.checkpoint_cell(sweep.plan.id, 5, "So far")
    cell = store.load_sweep(sweep.plan.id).at_rest().cells[5]
    assert cell is not None
    assert (cell.status, cell.content) == (Status.INTERRUPTED, "So far")


def test_a_copy_of_the_chat_has_its_sweeps(store: Transcripts) -> None:
    sweep = with_conversation(store)
    begun, _request = ask_cell(sweep.plan, 5, 5.0)
    store.keep_cell(sweep.plan.id, 5, begun)
    store.checkpoint_cell(sweep.plan.id, 5, "So far")
    first = sweep.cells[0]
    assert first is not None
    store.begin_turn(store.load(sweep.plan.conversation_id).summary, (first,))  # gone on from in the chat
    copy = store.duplicate(sweep.plan.conversation_id, "Copy")
    (plan,) = store.list_sweeps(copy.id)
    copied = store.load_sweep(plan.id)
    messages = store.load(copy.id).messages
    assert (plan.conversation_id, plan.prompt.id) == (copy.id, messages[0].id)
    assert plan.id != sweep.plan.id
    assert (plan.rows, plan.columns, plan.requested) == (sweep.plan.rows, sweep.plan.columns, sweep.plan.requested)
    cell = copied.cells[0]
    assert cell is not None
    assert (cell.id, cell.parent_id) == (messages[1].id, messages[0].id)
    broken = copied.cells[5]
    assert broken is not None
    assert (broken.content, broken.status) == ("So far", Status.INTERRUPTED)
    assert [other.content if other else "" for other in copied.cells[:5]] == [
        other.content if other else "" for other in sweep.cells[:5]
    ]
    assert store.load_sweep(sweep.plan.id).cells[0] == first


def test_a_part_of_the_chat_has_the_sweeps_that_belong_there(store: Transcripts) -> None:
    sweep = with_conversation(store)
    answer = sweep.cells[0]
    assert answer is not None
    store.begin_turn(store.load(sweep.plan.conversation_id).summary, (answer,))
    later = replace(sweep.plan, id="later", prompt=replace(sweep.plan.prompt, id="later prompt", parent_id=answer.id))
    store.add_sweep(later)
    fork = store.fork(sweep.plan.conversation_id, sweep.plan.prompt.id, "Only the prompt")
    assert [plan.rows for plan in store.list_sweeps(fork.id)] == [sweep.plan.rows]
    whole = store.fork(sweep.plan.conversation_id, answer.id, "With the answer")
    assert len(store.list_sweeps(whole.id)) == 2


def test_sweeps_come_back_from_a_copy_of_the_store(store: Transcripts) -> None:
    sweep = with_conversation(store)
    begun, _request = ask_cell(sweep.plan, 5, 5.0)
    store.keep_cell(sweep.plan.id, 5, begun)
    store.checkpoint_cell(sweep.plan.id, 5, "So far")
    kept = store.load_sweep(sweep.plan.id)
    backup = store.back_up()
    store.delete_for_good(sweep.plan.conversation_id)
    store.restore_from(backup)
    assert store.load_sweep(sweep.plan.id) == kept
    store.delete_sweep(sweep.plan.id)
    store.restore_from(backup)
    store.restore_from(backup)
    assert store.list_sweeps(sweep.plan.conversation_id) == [sweep.plan]
    assert store.check() == []
