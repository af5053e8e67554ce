"""Messages are deleted and come back as they were; conversations are copied."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.errors import StorageError
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.any_conversation import conversations
from tests.fakes.conversation_examples import finished, first_turn, next_turn


def two_turns(store: Transcripts) -> Conversation:
    """A question with two answers, and one more turn after the second."""
    first = first_turn()
    store.begin_turn(first.summary, first.messages)
    store.finish(finished(first.messages[-1], "A plant."))
    again = next_turn(first, None)
    store.begin_turn(again.summary, again.messages)
    store.finish(finished(again.messages[-1], "A tall plant."))
    later = next_turn(replace(first, messages=(first.messages[0], again.messages[0])), "And a bush?")
    store.begin_turn(later.summary, later.messages)
    store.finish(finished(later.messages[-1], "A low plant."))
    return store.load(first.summary.id)


def contents(conversation: Conversation) -> list[str]:
    return [message.content for message in conversation.path()]


def test_a_message_goes_with_what_follows_it_and_comes_back(store: Transcripts) -> None:
    before = two_turns(store)
    removal = store.delete_message(before.messages[2].id)
    after = store.load(before.summary.id)
    assert contents(after) == ["What is a tree?", "A plant."]
    assert after.summary.message_count == len(after.messages) == 2
    assert store.search("bush") == []
    store.undo_delete_message(removal)
    assert store.load(before.summary.id) == before
    assert len(store.search("bush")) == 1
    with pytest.raises(StorageError, match="no longer in the store"):
        store.undo_delete_message(removal)


def test_the_last_messages_go_and_the_branch_ends_before_them(store: Transcripts) -> None:
    before = two_turns(store)
    removal = store.delete_message(before.messages[3].id)
    assert contents(store.load(before.summary.id)) == ["What is a tree?", "A tall plant."]
    store.undo_delete_message(removal)
    other = store.delete_message(before.messages[1].id)
    assert contents(store.load(before.summary.id)) == contents(before)
    everything = store.delete_message(before.messages[0].id)
    assert store.load(before.summary.id).messages == ()
    store.undo_delete_message(everything)
    store.undo_delete_message(other)
    assert store.load(before.summary.id) == before


def test_an_undo_below_what_is_gone_is_told_in_words(store: Transcripts) -> None:
    before = two_turns(store)
    inner = store.delete_message(before.messages[3].id)
    store.delete_message(before.messages[2].id)
    with pytest.raises(StorageError):
        store.undo_delete_message(inner)
    assert len(store.load(before.summary.id).messages) == 2


def test_an_answer_on_its_way_stays(store: Transcripts) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    for message in turn.messages:
        with pytest.raises(StorageError, match="still being written"):
            store.delete_message(message.id)
    assert store.load(turn.summary.id).messages == turn.messages


def test_deleted_messages_are_purged_by_age(store: Transcripts) -> None:
    before = two_turns(store)
    removal = store.delete_message(before.messages[3].id)
    assert store.purge_removed(now_s=1_790_000_900.0) == 0
    assert store.purge_removed(now_s=1_790_000_900.0 + 31 * 86_400) == 2
    with pytest.raises(StorageError):
        store.undo_delete_message(removal)


def test_a_copy_has_all_branches_and_a_life_of_its_own(store: Transcripts) -> None:
    before = two_turns(store)
    store.set_tags(before.summary.id, ["Work"])
    copy = store.duplicate(before.summary.id, "Copy")
    loaded = store.load(copy.id)
    assert loaded.summary == copy
    assert (copy.title, copy.tags, copy.message_count) == ("Copy", ("Work",), 5)
    assert contents(loaded) == contents(before)
    assert [message.content for message in loaded.messages] == [message.content for message in before.messages]
    assert {message.id for message in loaded.messages}.isdisjoint(message.id for message in before.messages)
    store.delete_message(loaded.messages[0].id)
    assert store.load(before.summary.id).messages == before.messages


def test_a_fork_ends_at_its_message(store: Transcripts) -> None:
    before = two_turns(store)
    fork = store.fork(before.summary.id, before.messages[2].id, "Fork")
    assert contents(store.load(fork.id)) == ["What is a tree?", "A tall plant."]
    assert len(store.load(fork.id).messages) == 2
    with pytest.raises(StorageError, match="no longer in the store"):
        store.fork(before.summary.id, "nobody", "x")


@settings(deadline=None, max_examples=25)
@given(conversations().filter(lambda conversation: bool(conversation.messages)), st.data())
def test_any_deletion_can_be_undone(conversation: Conversation, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Transcripts(Path(folder) / "store.sqlite3")
        store.import_all([conversation])
        before = store.load(conversation.summary.id)
        ids = [message.id for message in before.messages]
        chosen = data.draw(st.lists(st.sampled_from(ids), max_size=4, unique=True))
        removals = [store.delete_message(message_id) for message_id in chosen if _is_there(store, before, message_id)]
        for removal in reversed(removals):
            store.undo_delete_message(removal)
        assert store.load(conversation.summary.id) == before
        assert store.check() == []
        store.close()


def _is_there(store: Transcripts, conversation: Conversation, message_id: str) -> bool:
    return message_id in {message.id for message in store.load(conversation.summary.id).messages}


def test_an_undo_after_more_was_written(store: Transcripts) -> None:
    before = two_turns(store)
    removal = store.delete_message(before.messages[2].id)
    other = first_turn("Another conversation")
    store.begin_turn(other.summary, other.messages)
    more = next_turn(first_turn(), "And a flower?")
    prompt = replace(more.messages[0], parent_id=before.messages[1].id)
    store.begin_turn(replace(before.summary, updated_s=1.0), [prompt, more.messages[1]])
    store.undo_delete_message(removal)
    after = store.load(before.summary.id)
    assert contents(after) == contents(before)
    assert {message.id for message in after.messages} == {m.id for m in (*before.messages, *more.messages)}
    assert {message.id: message for message in after.messages}[before.messages[4].id] == before.messages[4]
    assert store.load(other.summary.id).messages == other.messages
