"""Sweeps and probabilities of tokens leave with their conversation and come in with it, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from h2o_desktop.core.conversation import Conversation, Status
from h2o_desktop.core.excerpts import branch_to, shown_branch, single_message
from h2o_desktop.core.sweep import ask_cell
from h2o_desktop.core.tokens import stored_form
from h2o_desktop.formats.json_format import from_json, to_json
from h2o_desktop.storage.importing import Imported
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.any_belongings import whole_conversations
from tests.fakes.belongings_examples import RECORDS, with_more_of_all, with_sweep_and_tokens
from tests.fakes.conversation_examples import finished, first_turn, next_turn
from tests.fakes.sweep_examples import planned

TABLES = ("conversations", "messages", "sweeps", "sweep_cells", "token_probabilities", "importing")


def loaded(store: Transcripts, conversation_id: str) -> Conversation:
    return store.with_belongings(store.load(conversation_id))


def sizes(store: Transcripts) -> list[object]:
    return [store._connection.execute(f"SELECT count(*) FROM {table}").get for table in TABLES]


@pytest.mark.slow
def test_any_conversation_leaves_and_comes_in_with_all_that_belongs_to_it(store: Transcripts) -> None:
    store._connection.pragma("synchronous", "OFF")

    @settings(deadline=None, max_examples=40)
    @given(whole_conversations())
    def comes_back(conversation: Conversation) -> None:
        store.import_all([conversation])
        there = loaded(store, conversation.summary.id)
        assert there == conversation
        written = from_json(json.loads(json.dumps(to_json(there))))
        assert written == conversation
        assert store.would_import(written) == store.import_all([written]) == Imported(known=1)
        store.delete_for_good(conversation.summary.id)
        assert sizes(store) == [0] * len(TABLES)

    comes_back()
    assert store.check() == []


def test_they_are_known_again_and_what_is_new_is_added(store: Transcripts) -> None:
    before = with_sweep_and_tokens()
    assert store.import_all([before]) == Imported(new=1, messages=2)
    after = with_more_of_all(before)
    assert store.would_import(after) == Imported(grown=1)
    assert store.import_all([after]) == Imported(grown=1)
    assert loaded(store, before.summary.id) == after
    assert store.would_import(after) == store.import_all([after]) == Imported(known=1)
    assert store.import_all([before]) == Imported(known=1)
    assert len(store.list_conversations()) == 1
    assert store.check() == []


def test_what_is_here_is_not_changed(store: Transcripts) -> None:
    here = with_sweep_and_tokens()
    store.import_all([here])
    (sweep,) = here.belongings.sweeps
    first = sweep.cells[0]
    assert first is not None
    other = replace(
        here,
        belongings=replace(
            here.belongings,
            sweeps=(sweep.with_cell(0, replace(first, content="Something else.")),),
            tokens={here.messages[1].id: stored_form(RECORDS * 2)},
        ),
    )
    assert store.import_all([other]) == Imported(known=1)
    assert loaded(store, here.summary.id) == here


def test_an_older_export_is_completed_by_a_newer_one(store: Transcripts) -> None:
    whole = with_sweep_and_tokens()
    bare = Conversation(whole.summary, whole.messages[:1], whole.messages[0].id)
    assert store.import_all([bare, whole]) == Imported(new=1, grown=1, messages=2)
    assert loaded(store, whole.summary.id).belongings == whole.belongings


def test_beside_another_conversation_with_their_ids_they_get_new_ones(store: Transcripts) -> None:
    first = with_sweep_and_tokens()
    other = replace(first, summary=replace(first.summary, id="another"))
    store.import_all([first, other])
    assert store.would_import(other) == store.import_all([other]) == Imported(known=1)
    assert store.import_all([with_more_of_all(other)]) == Imported(grown=1)
    assert loaded(store, first.summary.id) == first
    copy = loaded(store, "another")
    kept, added = copy.belongings.sweeps
    assert (kept.plan.conversation_id, kept.plan.prompt.id) == ("another", copy.messages[0].id)
    assert kept.plan.id != first.belongings.sweeps[0].plan.id
    assert [message.id for message in kept.plan.messages] == ["", copy.messages[0].id]
    for sweep in (kept, added):
        cells = [cell for cell in sweep.cells if cell is not None]
        assert {cell.parent_id for cell in cells} == {copy.messages[0].id}
        assert {cell.id for cell in cells}.isdisjoint(cell.id for cell in first.belongings.sweeps[0].cells if cell)
    assert kept.texts == {**first.belongings.sweeps[0].texts, 4: "Another river."}
    assert set(copy.belongings.tokens) == {message.id for message in copy.messages}
    # What came in can be gone on from: no id is one of the first conversation.
    answer = kept.cells[0]
    assert answer is not None
    store.begin_turn(copy.summary, (answer,))
    original = first.belongings.sweeps[0].cells[0]
    assert original is not None
    store.begin_turn(first.summary, (original,))
    assert store.check() == []


def test_an_answer_that_stands_in_the_chat_as_well_stays_the_same_answer(store: Transcripts) -> None:
    first = with_sweep_and_tokens()
    answer = first.belongings.sweeps[0].cells[1]
    assert answer is not None
    gone_on = replace(first, messages=(*first.messages, answer))
    store.import_all([first, replace(gone_on, summary=replace(first.summary, id="other"))])
    other = loaded(store, "other")
    cell = other.belongings.sweeps[0].cells[1]
    assert cell is not None
    assert (cell.id, cell.content) == (other.messages[2].id, answer.content)


def test_a_fault_in_the_middle_leaves_nothing_of_them(store: Transcripts) -> None:
    here = with_sweep_and_tokens()
    store.import_all([here])
    before = sizes(store)
    new = with_sweep_and_tokens()
    new = replace(new, belongings=replace(new.belongings, sweeps=()))

    def conversations() -> Iterator[Conversation]:
        yield with_more_of_all(here)
        yield new
        for _ in range(30):
            turn = first_turn()
            yield Conversation(turn.summary, turn.messages[:1])
        raise RuntimeError("the file ends here")

    with pytest.raises(RuntimeError):
        store.import_all(conversations())
    assert sizes(store) == before
    assert loaded(store, here.summary.id) == here
    assert store.import_all([with_more_of_all(here)]) == Imported(grown=1)  # nothing is taken for known


def test_a_cell_on_its_way_is_interrupted_when_it_comes_in(store: Transcripts, path: Path) -> None:
    here = with_sweep_and_tokens()
    store.import_all([here])
    plan = here.belongings.sweeps[0].plan
    begun, _request = ask_cell(plan, 5, 5.0)
    store.keep_cell(plan.id, 5, begun)
    store.checkpoint_cell(plan.id, 5, "So far")
    other = Transcripts(path.parent / "other" / path.name)
    other.import_all([loaded(store, here.summary.id)])
    cell = other.load_sweep(plan.id).cells[5]
    other.close()
    assert cell is not None
    assert (cell.content, cell.status) == ("So far", Status.INTERRUPTED)


def test_a_part_has_what_belongs_to_it(store: Transcripts) -> None:
    turn = first_turn()
    later = next_turn(turn, "And a wood?")
    answers = (finished(turn.messages[1], "A plant."), finished(later.messages[1], "Many trees."))
    for draft, answer in zip((turn, later), answers, strict=True):
        store.begin_turn(draft.summary, draft.messages)
        store.finish(answer, RECORDS)
    early = planned(turn)
    late = replace(early, id="late", prompt=later.messages[0], created_s=early.created_s + 1)
    lost = replace(late, id="lost", prompt=replace(late.prompt, id="gone", parent_id="gone as well"))
    for plan in (early, late, lost):
        store.add_sweep(plan)
    conversation = store.load(turn.summary.id)
    part = branch_to(conversation, turn.messages[1].id)
    alone = single_message(conversation, answers[1].id)
    assert alone is not None

    def sweeps_and_tokens(one: Conversation) -> tuple[list[str], list[str]]:
        belongings = store.with_belongings(one).belongings
        return [sweep.plan.id for sweep in belongings.sweeps], list(belongings.tokens)

    both = [answer.id for answer in answers]
    assert sweeps_and_tokens(conversation) == ([early.id, "late", "lost"], both)
    assert sweeps_and_tokens(shown_branch(conversation)) == ([early.id, "late", "lost"], both)
    assert sweeps_and_tokens(part) == ([early.id, "late"], both[:1])
    assert sweeps_and_tokens(alone) == ([], both[1:])
    copy = store.duplicate(turn.summary.id, "Copy")
    assert len(store.list_sweeps(copy.id)) == 3
    assert len(store.with_belongings(store.load(copy.id)).belongings.tokens) == 2


def test_what_is_damaged_does_not_keep_the_rest_from_leaving(store: Transcripts) -> None:
    here = with_more_of_all(with_sweep_and_tokens())
    store.import_all([here])
    store._connection.execute("UPDATE sweeps SET document = json_set(document, '$.version', 9) WHERE number = 1")
    store._connection.execute("UPDATE token_probabilities SET packed = x'0177' WHERE message = 2")
    belongings = loaded(store, here.summary.id).belongings
    assert [sweep.plan.id for sweep in belongings.sweeps] == ["another sweep"]
    assert list(belongings.tokens) == [here.messages[0].id]


def test_conversations_that_are_large_come_in_few_at_a_time(store: Transcripts) -> None:
    """So memory holds some megabytes of them, not twenty whole ones."""
    counts: list[Imported] = []
    words = "word " * 1_000_000

    def conversations() -> Iterator[Conversation]:
        for _ in range(6):
            turn = first_turn("large")
            yield Conversation(turn.summary, (replace(turn.messages[0], content=words),))

    store._connection.pragma("synchronous", "OFF")
    store.import_all(conversations(), counts.append)
    assert [count.new for count in counts] == [2, 4, 6]


def test_a_taken_id_may_be_half_a_pair_of_surrogates(store: Transcripts) -> None:
    first = with_sweep_and_tokens()
    odd = json.loads(json.dumps(to_json(first)).replace(first.messages[0].id, "\\ud800"))
    store.import_all([from_json(odd)])
    other = json.loads(json.dumps(odd).replace(first.summary.id, "another conversation"))
    other["sweeps"][0]["id"] = "another sweep"
    assert store.import_all([from_json(other)]) == Imported(new=1, messages=2)
    (sweep,) = loaded(store, "another conversation").belongings.sweeps
    assert sweep.plan.prompt.id != "\ufffd"
    assert sweep.plan.prompt.id == store.load("another conversation").messages[0].id
    assert store.check() == []
