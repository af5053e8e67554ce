"""Conversations are pinned, tagged, archived, thrown away and brought back."""

from __future__ import annotations

import pytest

from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.search import SearchFilters
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import NOW_S, first_turn


def stored(store: Transcripts, prompt: str, now_s: float = NOW_S) -> str:
    turn = first_turn(prompt, now_s)
    store.begin_turn(turn.summary, turn.messages)
    return turn.summary.id


def test_the_trash_gives_back(store: Transcripts) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    store.delete(turn.summary.id)
    assert store.list_conversations() == []
    assert store.list_trash() == [turn.summary]
    store.restore(turn.summary.id)
    assert store.list_conversations() == [turn.summary]


def test_the_trash_is_emptied_by_age(store: Transcripts) -> None:
    kept, removed = first_turn("kept"), first_turn("removed")
    for turn in (kept, removed):
        store.begin_turn(turn.summary, turn.messages)
    store.delete(removed.summary.id)
    assert store.purge_trash(older_than_s=100, now_s=1_790_000_950.0) == 0
    assert store.purge_trash(older_than_s=10, now_s=1_790_000_950.0) == 1
    with pytest.raises(StorageError, match="no longer in the store"):
        store.load(removed.summary.id)
    assert len(store.load(kept.summary.id).messages) == 2
    assert store._connection.execute("SELECT count(*) FROM messages").get == 2
    assert store._connection.execute("SELECT count(*) FROM running").get == 1


def test_pinned_conversations_say_so(store: Transcripts) -> None:
    one, other = stored(store, "one"), stored(store, "other", NOW_S + 1)
    store.pin(one)
    assert [summary.id for summary in store.list_pinned()] == [one]
    assert [(summary.id, summary.pinned) for summary in store.list_conversations()] == [(other, False), (one, True)]
    store.pin(one, pinned=False)
    assert store.list_pinned() == []


def test_archived_conversations_leave_the_history_but_are_found(store: Transcripts) -> None:
    one, other = stored(store, "one tree"), stored(store, "other tree")
    store.archive(one)
    assert [summary.id for summary in store.list_conversations()] == [other]
    (archived,) = store.list_archived()
    assert (archived.id, archived.archived) == (one, True)
    assert store.load(one).summary.archived
    assert {hit.conversation.id for hit in store.search("tree")} == {one, other}
    store.archive(one, archived=False)
    assert store.list_archived() == []
    assert len(store.list_conversations()) == 2


def test_tags_are_kept_once_and_in_order(store: Transcripts) -> None:
    one, other = stored(store, "one tree"), stored(store, "other tree")
    store.set_tags(one, ["Work ", " two  words", "WORK", "", "Ёлка"])
    store.set_tags(other, ["work"])
    assert store.load(one).summary.tags == ("two words", "WORK", "Ёлка")
    assert store.list_tags() == [("two words", 1), ("WORK", 2), ("Ёлка", 1)]
    assert {hit.conversation.id for hit in store.search("tree", SearchFilters(tag="Work"))} == {one, other}
    assert {hit.conversation.id for hit in store.search('tree tag:"two words"')} == {one}
    store.set_tags(one, [])
    assert store.load(one).summary.tags == ()
    store.delete(other)
    assert store.list_tags() == []


def test_the_models_that_were_asked_are_known(store: Transcripts) -> None:
    assert store.list_models() == []
    stored(store, "one")
    stored(store, "other")
    assert store.list_models() == ["smollm2-135m"]


def test_a_conversation_is_removed_for_good(store: Transcripts) -> None:
    one = stored(store, "one")
    store.set_tags(one, ["x"])
    store.delete_for_good(one)
    for table in ("conversations", "messages", "tags", "running"):
        assert store._connection.execute(f"SELECT count(*) FROM {table}").get == 0
    for act in (lambda: store.delete_for_good(one), lambda: store.pin(one), lambda: store.set_tags(one, [])):
        with pytest.raises(StorageError, match="no longer in the store"):
            act()


def test_more_than_one_step_of_the_trash_is_emptied(store: Transcripts) -> None:
    for number in range(45):
        store.delete(stored(store, f"{number}"))
    assert store.purge_trash(0, now_s=4e9) == 45
    assert store.list_trash() == []
