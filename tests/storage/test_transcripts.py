"""Conversations go into the store and come out as they were."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.conversation import Conversation, Status
from h2o_desktop.core.errors import StorageError
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.any_conversation import conversations, texts
from tests.fakes.conversation_examples import NOW_S, finished, first_turn, next_turn


def test_a_turn_is_stored_before_it_is_asked(store: Transcripts) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    loaded = store.load(turn.summary.id)
    assert loaded == Conversation(turn.summary, turn.messages, turn.messages[-1].id)
    assert loaded.messages[-1].status is Status.STREAMING


def test_an_answer_grows_with_its_checkpoints_and_ends_as_the_caller_says(store: Transcripts) -> None:
    turn = first_turn()
    answer = turn.messages[-1]
    store.begin_turn(turn.summary, turn.messages)
    for chunk in ("A tree ", "is a ", "plant."):
        store.checkpoint(answer.id, chunk)
    assert store.load(turn.summary.id).messages[-1].content == "A tree is a plant."
    final = finished(answer, "A tree is a plant. It is tall.")
    store.finish(final)
    loaded = store.load(turn.summary.id)
    assert loaded.messages[-1] == final
    assert loaded.summary.updated_s == answer.created_s + 2.5


def test_answers_grow_together_or_not_at_all(store: Transcripts) -> None:
    turns = [first_turn(), first_turn()]
    for turn in turns:
        store.begin_turn(turn.summary, turn.messages)
    ids = [turn.messages[-1].id for turn in turns]
    store.checkpoint_all([(ids[0], "One"), (ids[1], "Two"), (ids[0], " more")])
    with pytest.raises(StorageError):
        store.checkpoint_all([(ids[0], " lost"), ("nobody", "text")])
    assert [store.load(turn.summary.id).messages[-1].content for turn in turns] == ["One more", "Two"]


def test_a_late_checkpoint_changes_nothing(store: Transcripts) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    final = finished(turn.messages[-1], "whole")
    store.finish(final)
    store.checkpoint(final.id, "late")
    assert store.load(turn.summary.id).messages[-1] == final


def test_branches_stand_beside_each_other_and_the_newest_is_shown(store: Transcripts) -> None:
    first = first_turn()
    store.begin_turn(first.summary, first.messages)
    store.finish(finished(first.messages[-1], "one"))
    again = next_turn(first, None)
    store.begin_turn(again.summary, again.messages)
    loaded = store.load(first.summary.id)
    assert [message.id for message in loaded.path()] == [first.messages[0].id, again.messages[0].id]
    assert loaded.summary.message_count == 3
    assert loaded.summary.parameters == {"temperature": 1.0}
    store.select_leaf(first.summary.id, first.messages[-1].id)
    assert store.load(first.summary.id).path()[-1].content == "one"


def test_the_title_is_not_changed_by_a_turn(store: Transcripts) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    store.rename(turn.summary.id, "Trees")
    later = next_turn(turn, "And a bush?")
    store.begin_turn(later.summary, later.messages)
    assert store.load(turn.summary.id).summary.title == "Trees"


def test_the_list_has_the_newest_first_and_is_paged(store: Transcripts) -> None:
    turns = [first_turn(f"prompt {number}", NOW_S + number) for number in range(7)]
    for turn in turns:
        store.begin_turn(turn.summary, turn.messages)
    newest = [turn.summary for turn in reversed(turns)]
    assert store.list_conversations() == newest
    assert store.list_conversations(limit=3, offset=2) == newest[2:5]
    touched = next_turn(turns[0], "more", NOW_S + 100)
    store.begin_turn(touched.summary, touched.messages)
    assert store.list_conversations(limit=1)[0].id == turns[0].summary.id


def test_the_list_reads_no_message_and_uses_its_index(store: Transcripts) -> None:
    statements: list[str] = []
    store._connection.set_exec_trace(lambda _cursor, sql, _bindings: not statements.append(sql))
    store.list_conversations()
    store._connection.set_exec_trace(None)
    assert len(statements) == 1
    assert "messages" not in statements[0]
    plan = str(store._connection.execute(f"EXPLAIN QUERY PLAN {statements[0]}", (50, 0)).fetchall())
    assert "conversations_newest" in plan
    assert "TEMP B-TREE" not in plan


def test_a_turn_takes_its_conversation_out_of_the_trash(store: Transcripts) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    store.delete(turn.summary.id)
    later = next_turn(turn, "more")
    store.begin_turn(later.summary, later.messages)
    assert [summary.id for summary in store.list_conversations()] == [turn.summary.id]


def test_what_is_not_there_is_said_in_words(store: Transcripts) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    stranger = replace(turn.messages[0], id="stranger", parent_id="nobody")
    for act in (
        lambda: store.load("nobody"),
        lambda: store.rename("nobody", "x"),
        lambda: store.delete("nobody"),
        lambda: store.set_parameters("nobody", {}),
        lambda: store.select_leaf(turn.summary.id, "nobody"),
        lambda: store.checkpoint("nobody", "text"),
        lambda: store.finish(stranger),
        lambda: store.begin_turn(turn.summary, [stranger]),
    ):
        with pytest.raises(StorageError, match="no longer in the store"):
            act()
    assert store.load(turn.summary.id).messages == turn.messages


def test_a_parent_of_another_conversation_is_refused(store: Transcripts) -> None:
    one, other = first_turn("one"), first_turn("other")
    store.begin_turn(one.summary, one.messages)
    with pytest.raises(StorageError):
        store.begin_turn(other.summary, [replace(other.messages[0], parent_id=one.messages[0].id)])
    assert [summary.id for summary in store.list_conversations()] == [one.summary.id]


def test_parameters_are_kept_for_the_next_turn(store: Transcripts) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    store.set_parameters(turn.summary.id, {"temperature": 2.0, "seed": 4294967295, "do_sample": False, "top_k": None})
    parameters = store.load(turn.summary.id).summary.parameters
    assert parameters == {"temperature": 2.0, "seed": 4294967295, "do_sample": False, "top_k": None}
    assert parameters["do_sample"] is False


def test_halves_of_characters_are_stored_as_well_as_they_can_be(store: Transcripts) -> None:
    turn = first_turn("alone \ud83d, together \ud83d\ude00, none \x00 but kept")
    store.begin_turn(turn.summary, turn.messages)
    loaded = store.load(turn.summary.id)
    assert loaded.messages[0].content == "alone �, together 😀, none \x00 but kept"


def test_another_thread_may_use_the_store(store: Transcripts) -> None:
    turn = first_turn()
    thread = threading.Thread(target=store.begin_turn, args=(turn.summary, turn.messages))
    thread.start()
    thread.join(30)
    assert store.list_conversations() == [turn.summary]


def test_answers_asked_alike_share_what_they_share(store: Transcripts) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    store.finish(finished(turn.messages[-1], "one"))
    for number in range(20):
        more = first_turn(f"prompt {number}")
        store.begin_turn(more.summary, more.messages)
        store.finish(finished(more.messages[-1], "another"))
    assert store._connection.execute("SELECT count(*) FROM askings").get == 2  # without and with what was sent


@settings(deadline=None, max_examples=40)
@given(conversations())
def test_any_conversation_comes_out_as_it_went_in(conversation: Conversation) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Transcripts(Path(folder) / "store.sqlite3")
        for message in conversation.messages:
            store.begin_turn(replace(conversation.summary, message_count=0), [message])
        if conversation.leaf_id is None:
            store.begin_turn(conversation.summary, [])
        else:
            store.select_leaf(conversation.summary.id, conversation.leaf_id)
        store.close()
        reopened = Transcripts(Path(folder) / "store.sqlite3")
        assert reopened.load(conversation.summary.id) == conversation
        assert reopened.list_conversations() == [conversation.summary]
        reopened.close()


@settings(deadline=None, max_examples=25)
@given(st.lists(texts, max_size=12))
def test_any_checkpoints_are_the_text_in_order(chunks: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Transcripts(Path(folder) / "store.sqlite3")
        turn = first_turn()
        store.begin_turn(turn.summary, turn.messages)
        for chunk in chunks:
            store.checkpoint(turn.messages[-1].id, chunk)
        store.close()
        reopened = Transcripts(Path(folder) / "store.sqlite3")
        assert reopened.recover_interrupted() == [turn.messages[-1].id]
        answer = reopened.load(turn.summary.id).messages[-1]
        assert (answer.content, answer.status) == ("".join(chunks), Status.INTERRUPTED)
        reopened.close()


def test_the_time_of_thinking_is_kept_beside_the_message(store: Transcripts) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    answer = finished(turn.messages[-1], "<think>Hm.</think>A plant.")
    thought = replace(answer, timings=replace(answer.timings, thinking_s=1.5))
    store.finish(thought)
    assert store.load(turn.summary.id).messages[-1].timings == thought.timings
    copy = store.duplicate(turn.summary.id, "copy")
    assert store.load(copy.id).messages[-1].timings == thought.timings
    store.finish(answer)  # nothing new of it leaves what is known
    assert store.load(turn.summary.id).messages[-1].timings == thought.timings
