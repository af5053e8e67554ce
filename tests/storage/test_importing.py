"""Imports bring in everything or nothing, and know what is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from h2o_desktop.core.conversation import Conversation, Status
from h2o_desktop.core.errors import InputError, StorageError
from h2o_desktop.core.words import Words
from h2o_desktop.storage.importing import Imported
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import NOW_S, finished, first_turn, next_turn
from tests.fakes.failing_files import NAME, failing_files


def one(prompt: str = "What is a tree?") -> Conversation:
    turn = first_turn(prompt)
    messages = (turn.messages[0], finished(turn.messages[1], "A plant."))
    return Conversation(turn.summary, messages, messages[-1].id)


def longer(before: Conversation) -> Conversation:
    turn = next_turn(first_turn(), "And then?")
    prompt = replace(turn.messages[0], parent_id=before.messages[-1].id)
    answer = finished(turn.messages[1], "More.")
    summary = replace(before.summary, updated_s=NOW_S + 500, message_count=4)
    return Conversation(summary, (*before.messages, prompt, answer), answer.id)


def test_a_conversation_comes_in_as_it_is(store: Transcripts) -> None:
    conversation = one()
    summary = replace(conversation.summary, pinned=True, archived=True, tags=("a", "B"))
    conversation = replace(conversation, summary=summary)
    assert store.would_import(conversation) == Imported(new=1, messages=2)
    assert store.import_all([conversation]) == Imported(new=1, messages=2)
    assert store.load(summary.id) == conversation
    assert store.would_import(conversation) == store.import_all([conversation]) == Imported(known=1)
    assert len(store.search("plant")) == 1
    assert store._connection.execute("SELECT count(*) FROM importing").get == 0


def test_a_conversation_that_grew_gets_what_it_lacks(store: Transcripts) -> None:
    before = one()
    store.import_all([before])
    store.rename(before.summary.id, "My title")
    after = longer(before)
    assert store.would_import(after) == Imported(grown=1, messages=2)
    assert store.import_all([after]) == Imported(grown=1, messages=2)
    loaded = store.load(before.summary.id)
    assert loaded.messages == after.messages
    assert (loaded.summary.title, loaded.summary.message_count) == ("My title", 4)
    assert loaded.summary.updated_s == NOW_S + 500
    assert loaded.leaf_id == before.leaf_id
    assert len(store.list_conversations()) == 1
    assert store.import_all([before, after]) == Imported(known=2)


def test_the_same_twice_in_one_import(store: Transcripts) -> None:
    before = one()
    assert store.import_all([before, before, longer(before)]) == Imported(new=1, known=1, grown=1, messages=4)
    assert (
        store.load(before.summary.id).messages
        == longer(before).messages[:2] + store.load(before.summary.id).messages[2:]
    )
    assert len(store.list_conversations()) == 1


def test_ids_of_messages_that_are_taken_are_replaced(store: Transcripts) -> None:
    first = one()
    other = replace(first, summary=replace(first.summary, id="another"))
    assert store.import_all([first, other]) == Imported(new=2, messages=4)
    loaded = store.load("another")
    assert [message.content for message in loaded.path()] == ["What is a tree?", "A plant."]
    assert {message.id for message in loaded.messages}.isdisjoint(message.id for message in first.messages)


def test_what_came_in_beside_taken_ids_is_known_again_and_grows_in_itself(store: Transcripts) -> None:
    first = one()
    other = replace(first, summary=replace(first.summary, id="other", title="Other"))
    store.import_all([first, other])
    assert store.would_import(other) == store.import_all([other]) == Imported(known=1)
    after = longer(other)
    assert store.would_import(after) == Imported(grown=1, messages=2)
    assert store.import_all([after]) == Imported(grown=1, messages=2)
    loaded = store.load("other")
    assert [message.content for message in loaded.messages] == [message.content for message in after.messages]
    assert loaded.messages[2].parent_id == loaded.messages[1].id
    assert {message.id for message in loaded.messages[:2]}.isdisjoint(message.id for message in first.messages)
    assert store.load(first.summary.id) == first


def test_an_answer_that_was_on_its_way_is_interrupted(store: Transcripts) -> None:
    turn = first_turn()
    store.import_all([Conversation(turn.summary, turn.messages, turn.messages[-1].id)])
    assert store.load(turn.summary.id).messages[-1].status is Status.INTERRUPTED


def test_a_fault_in_the_middle_imports_nothing(store: Transcripts) -> None:
    kept = one("kept")
    store.import_all([kept])

    def conversations() -> Iterator[Conversation]:
        yield longer(kept)
        for number in range(50):
            yield one(f"prompt {number}")
        raise InputError(Words("a fault"))

    seen: list[Imported] = []
    with pytest.raises(InputError, match="a fault"):
        store.import_all(conversations(), seen.append)
    assert [so_far.new for so_far in seen] == [19, 39]
    assert [summary.id for summary in store.list_conversations()] == [kept.summary.id]
    assert store.load(kept.summary.id) == kept
    assert store.list_trash() == []
    assert store._connection.execute("SELECT count(*) FROM messages").get == 2


def test_nothing_is_seen_before_the_end(store: Transcripts, path: Path) -> None:
    other = Transcripts(path)
    seen: list[int] = []

    def look(_so_far: Imported) -> None:
        seen.append(len(other.list_conversations()) + len(other.list_trash()) + len(other.search("plant")))

    store.import_all((one(f"prompt {number}") for number in range(45)), look)
    assert seen == [0, 0, 0]
    assert len(other.list_conversations(100)) == 45
    other.close()


def test_what_a_killed_import_left_goes_at_the_next_start(path: Path) -> None:
    store = Transcripts(path)
    with pytest.raises(ZeroDivisionError):
        store.import_all(_stop_after(store))
    assert store._connection.execute("SELECT count(*) FROM conversations").get == 20
    copy = store.back_up(NOW_S)
    store.close()
    again = Transcripts(path)
    assert again.list_conversations() == again.list_trash() == again.search("plant") == []
    assert again.restore_from(copy).conversations == 0
    assert again.purge_trash(0, 1e12) == 0
    assert again.remove_unfinished_imports() == 1
    assert again._connection.execute("SELECT count(*) FROM conversations").get == 0
    assert again._connection.execute("SELECT count(*) FROM messages").get == 0
    again.close()


def _stop_after(store: Transcripts) -> Iterator[Conversation]:
    """Yields one batch, and then hinders the store from cleaning up, as a kill would."""
    for number in range(20):
        yield one(f"prompt {number}")
    store._drop = _fail  # type: ignore[method-assign]
    raise InputError(Words("stopped"))


def _fail(_writer: str) -> None:
    raise ZeroDivisionError


def test_a_full_disk_imports_nothing(path: Path) -> None:
    with failing_files() as files:
        for fail_at in (1, 5, 9, 14, 22):
            place = path.parent / str(fail_at) / path.name
            files.reset()
            store = Transcripts(place, vfs=NAME)
            files.reset(fail_at, apsw.FullError, once=True)
            with pytest.raises(StorageError, match="The disk is full"):
                store.import_all(one(f"prompt {number}") for number in range(60))
            files.reset()
            assert store._connection.execute("SELECT count(*) FROM conversations").get == 0
            store.close()
