"""Copies of the store are made when they are due, kept for a while, and give back what was lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import apsw
import pytest

from h2o_desktop.core.conversation import Status
from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.safekeeping import BackupKind
from h2o_desktop.storage import schema
from h2o_desktop.storage.backups import list_backups
from h2o_desktop.storage.database import open_database
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import finished, first_turn, next_turn
from tests.fakes.failing_files import NAME, failing_files

DAY_S = 86_400.0
NOON_S = datetime(2026, 12, 1, 12).timestamp()


def test_a_copy_a_day(store: Transcripts) -> None:
    first = store.backup_if_due(NOON_S)
    assert first is not None
    assert store.backup_if_due(NOON_S + DAY_S - 60) is None
    assert store.backup_if_due(NOON_S + DAY_S) is not None
    assert [backup.made_s for backup in store.list_backups()] == [NOON_S + DAY_S, NOON_S]


def test_a_clock_that_was_wrong_does_not_stop_the_copies(store: Transcripts) -> None:
    assert store.backup_if_due(NOON_S + 400 * DAY_S) is not None
    assert store.backup_if_due(NOON_S) is not None


def test_days_and_weeks_are_kept_and_the_rest_goes(store: Transcripts) -> None:
    for day in range(60):
        store.back_up(NOON_S + day * DAY_S)
    days = [datetime.fromtimestamp(backup.made_s).date() for backup in store.list_backups()]
    newest = datetime.fromtimestamp(NOON_S).date() + timedelta(days=59)
    assert days[:7] == [newest - timedelta(days=back) for back in range(7)]
    assert 7 < len(days) <= 11
    assert newest - days[-1] >= timedelta(days=17)


def test_a_copy_is_one_whole_file(store: Transcripts, path: Path) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    copy = store.back_up(NOON_S)
    store.begin_turn(*_another())
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    opened = Transcripts(copy)
    assert [summary.id for summary in opened.list_conversations()] == [turn.summary.id]
    assert opened.check() == []
    opened.close()


def _another() -> tuple[object, ...]:
    turn = first_turn("another")
    return turn.summary, turn.messages


def test_what_a_killed_process_left_is_removed(store: Transcripts, path: Path) -> None:
    (path.parent / "backups").mkdir()
    (path.parent / "backups" / ".abc.part").write_bytes(b"half")
    (path.parent / "backups" / "daily 2026-99-99 000000.sqlite3").write_bytes(b"")
    store.back_up(NOON_S)
    assert len(list_backups(path)) == 1
    assert not (path.parent / "backups" / ".abc.part").exists()


def test_a_copy_that_cannot_be_written_leaves_nothing(path: Path) -> None:
    with failing_files() as files:
        store = Transcripts(path, vfs=NAME)
        turn = first_turn()
        store.begin_turn(turn.summary, turn.messages)
        files.reset(2, apsw.FullError)
        with pytest.raises(StorageError, match="The disk is full"):
            store.back_up(NOON_S)
        files.reset()
        assert list((path.parent / "backups").iterdir()) == []
        assert store.load(turn.summary.id).messages == turn.messages
        store.close()


def test_a_change_of_the_schema_makes_a_copy_first(path: Path) -> None:
    open_database(path, schema.MIGRATIONS[:1]).close()
    assert list_backups(path) == []
    store = Transcripts(path, now_s=lambda: NOON_S)
    (backup,) = store.list_backups()
    assert (backup.made_s, backup.kind) == (NOON_S, BackupKind.BEFORE_CHANGE)
    store.close()
    old = apsw.Connection(str(backup.path))
    assert old.execute("SELECT name FROM migrations").fetchall() == [(schema.MIGRATIONS[0].name,)]
    old.close()
    Transcripts(path).close()
    assert len(list_backups(path)) == 1


def test_a_copy_gives_back_what_is_lacking_and_changes_nothing(store: Transcripts) -> None:
    kept, lost = first_turn("kept"), first_turn("lost")
    for turn in (kept, lost):
        store.begin_turn(turn.summary, turn.messages)
        store.finish(finished(turn.messages[-1], "an answer"))
    running = next_turn(lost, "and then?")
    store.begin_turn(running.summary, running.messages)
    store.checkpoint(running.messages[-1].id, "half an answ")
    store.set_tags(lost.summary.id, ["Work"])
    before = store.load(lost.summary.id)
    copy = store.back_up(NOON_S)
    store.rename(kept.summary.id, "renamed")
    store.delete_for_good(lost.summary.id)
    merged = store.restore_from(copy)
    assert (merged.conversations, merged.messages) == (1, 4)
    half = replace(before.messages[-1], status=Status.INTERRUPTED)
    assert store.load(lost.summary.id) == replace(before, messages=(*before.messages[:-1], half))
    assert store.load(kept.summary.id).summary.title == "renamed"
    assert store.restore_from(copy).messages == 0
    assert len(store.search("lost")) == 2


def test_messages_that_went_come_back_into_their_conversation(store: Transcripts) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    store.finish(finished(turn.messages[-1], "an answer"))
    before = store.load(turn.summary.id)
    copy = store.back_up(NOON_S)
    store._connection.execute("DELETE FROM messages WHERE content = 'an answer'")
    assert store.restore_from(copy).messages == 1
    assert store.load(turn.summary.id).messages == before.messages


def test_a_copy_that_is_none_is_told_in_words(store: Transcripts, tmp_path: Path) -> None:
    (tmp_path / "other.sqlite3").write_bytes(b"Dear diary. " * 1000)
    for name in ("other.sqlite3", "missing.sqlite3"):
        with pytest.raises(StorageError, match=name):
            store.restore_from(tmp_path / name)
