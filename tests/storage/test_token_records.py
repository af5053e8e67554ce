"""The probabilities of an answer's tokens in the store: kept apart, deleted and brought back with their message."""

from __future__ import annotations

from pathlib import Path

from h2o_desktop.core.tokens import Token, packed
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import finished, first_turn

RECORDS = packed([Token(b"A", -0.5, 1), Token(b" plant.", None, None)])


def rows(store: Transcripts) -> int:
    count = store._connection.execute("SELECT count(*) FROM token_probabilities").get
    assert isinstance(count, int)
    return count


def stored(store: Transcripts, records: bytes = RECORDS) -> tuple[str, str]:
    """A turn whose answer came with probabilities; returns the ids of the conversation and of the answer."""
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    store.finish(finished(turn.messages[-1], "A plant."), records)
    return turn.summary.id, turn.messages[-1].id


def test_they_are_kept_with_the_answer(store: Transcripts) -> None:
    conversation, answer = stored(store)
    assert store.token_records(answer) == RECORDS
    assert store.load(conversation).messages[-1].content == "A plant."


def test_an_answer_without_them_takes_no_room(store: Transcripts) -> None:
    _conversation, answer = stored(store, b"")
    assert store.token_records(answer) == b""
    assert rows(store) == 0


def test_what_becomes_known_later_takes_the_place_of_what_was(store: Transcripts) -> None:
    _conversation, answer = stored(store)
    more = packed([Token(b"A plant.", -0.25, 7)])
    store.keep_token_records(answer, more)
    assert store.token_records(answer) == more
    assert rows(store) == 1


def test_they_go_and_come_back_with_their_message(store: Transcripts) -> None:
    _conversation, answer = stored(store)
    removal = store.delete_message(answer)
    assert rows(store) == 0
    store.undo_delete_message(removal)
    assert store.token_records(answer) == RECORDS


def test_nothing_of_them_stays_when_a_conversation_is_deleted_for_good(store: Transcripts) -> None:
    conversation, answer = stored(store)
    removal = store.delete_message(answer)
    store.undo_delete_message(removal)
    store.delete_for_good(conversation)
    assert rows(store) == 0
    removed = store._connection.execute("SELECT count(*) FROM removed WHERE packed IS NOT NULL").get
    assert removed == 0


def test_copies_of_a_conversation_have_them_too(store: Transcripts) -> None:
    conversation, answer = stored(store)
    copy = store.duplicate(conversation, "Copy")
    (copied,) = store.load(copy.id).messages[-1:]
    assert store.token_records(copied.id) == RECORDS
    fork = store.fork(conversation, answer, "Fork")
    assert store.token_records(store.load(fork.id).messages[-1].id) == RECORDS


def test_a_backup_brings_them_back(store: Transcripts, path: Path) -> None:
    conversation, answer = stored(store)
    store.backup_if_due()
    (backup,) = store.list_backups()
    store.delete_for_good(conversation)
    store.restore_from(backup.path)
    assert store.token_records(answer) == RECORDS
    store.restore_from(backup.path)  # once more changes nothing
    assert rows(store) == 1
