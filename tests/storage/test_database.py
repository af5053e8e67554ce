"""Opening, setting up and refusing database files."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from h2o_desktop.core.errors import StorageError
from h2o_desktop.storage.database import Migration, open_database, transaction
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import finished, first_turn

ONE = Migration("0001 one", "CREATE TABLE one (a); CREATE TABLE two (b);")
LATER = Migration("0002 later", "ALTER TABLE one ADD COLUMN c;")
BROKEN = Migration("0002 broken", "CREATE TABLE three (d); CREATE TABLE one (a);")


def test_a_new_file_is_safe_against_crashes_and_power_cuts(path: Path) -> None:
    connection = open_database(path, [ONE])
    assert connection.pragma("journal_mode") == "wal"
    assert connection.pragma("synchronous") == 2  # FULL
    assert connection.pragma("foreign_keys") == 1
    connection.close()


def test_migrations_are_applied_once_and_recorded(path: Path) -> None:
    open_database(path, [ONE], now_s=lambda: 5.0).close()
    connection = open_database(path, [ONE, LATER], now_s=lambda: 6.0)
    assert connection.execute("SELECT * FROM migrations ORDER BY name").fetchall() == [
        ("0001 one", 5.0),
        ("0002 later", 6.0),
    ]
    connection.execute("SELECT c FROM one")
    connection.close()


def test_a_migration_that_fails_leaves_nothing_behind(path: Path) -> None:
    open_database(path, [ONE]).close()
    with pytest.raises(StorageError):
        open_database(path, [ONE, BROKEN])
    connection = open_database(path, [ONE])
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables == {"one", "two", "migrations"}
    connection.close()


def test_a_newer_schema_is_refused_and_left_alone(path: Path) -> None:
    open_database(path, [ONE, LATER]).close()
    with pytest.raises(StorageError, match="newer version") as caught:
        open_database(path, [ONE])
    assert "Update this program" in str(caught.value.hint)
    assert "0002 later" in caught.value.detail
    open_database(path, [ONE, LATER]).close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"Dear diary, this is no database. " * 200)
    before = path.read_bytes()
    with pytest.raises(StorageError, match="not a store of conversations"):
        Transcripts(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("statements", ["PRAGMA application_id = 77; CREATE TABLE a (b);", "CREATE TABLE a (b);"])
def test_the_database_of_another_program_is_refused(path: Path, statements: str) -> None:
    path.parent.mkdir()
    other = apsw.Connection(str(path))
    other.execute(statements)
    other.close()
    with pytest.raises(StorageError, match="not a store of conversations"):
        Transcripts(path)


def test_a_damaged_file_is_told_as_damaged(path: Path) -> None:
    store = Transcripts(path)
    turn = first_turn("x" * 20_000)
    store.begin_turn(turn.summary, turn.messages)
    store.finish(finished(turn.messages[-1], "y" * 20_000))
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StorageError, match="is damaged") as caught:
        Transcripts(path).list_conversations()
    assert "copy of the whole folder" in str(caught.value.hint)


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be opened"):
        Transcripts(tmp_path / "file" / "transcripts.sqlite3")


def test_a_folder_in_the_place_of_the_file_is_told_in_words(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StorageError, match="cannot be opened"):
        Transcripts(path)


def test_another_program_that_keeps_the_file_busy_is_told_in_words(path: Path) -> None:
    connection = open_database(path, [ONE])
    connection.set_busy_timeout(0)
    other = open_database(path, [ONE])
    with transaction(other), pytest.raises(apsw.BusyError), transaction(connection):
        raise AssertionError("the lock was free")
    connection.close()
    other.close()


def test_a_transaction_that_fails_leaves_nothing_and_the_next_one_works(path: Path) -> None:
    connection = open_database(path, [ONE])

    def insert_and_fail() -> None:
        with transaction(connection):
            connection.execute("INSERT INTO one VALUES (1)")
            raise KeyError("anything")

    with pytest.raises(KeyError):
        insert_and_fail()
    with transaction(connection):
        connection.execute("INSERT INTO one VALUES (2)")
    assert connection.execute("SELECT a FROM one").fetchall() == [(2,)]
    connection.close()
