"""Backups are listed, brought back in part or as a whole, and the whole store is read when a person asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, StorageError
from h2o_desktop.core.safekeeping import BackupKind
from h2o_desktop.storage import schema
from h2o_desktop.storage.database import open_database
from h2o_desktop.storage.store_file import CHECK_MARK
from h2o_desktop.wiring.services import STORE_FILE, Services
from tests.fakes.conversation_examples import finished, first_turn


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    services = Services(tmp_path / "data")
    yield services
    services.close()


def told(services: Services, prompt: str) -> str:
    turn = first_turn(prompt)
    services.store.begin_turn(turn.summary, turn.messages)
    services.store.finish(finished(turn.messages[-1], "A plant."))
    return turn.summary.id


def ids(services: Services) -> set[str]:
    return {summary.id for summary in services.store.list_conversations()}


def test_what_is_missing_comes_back_and_what_is_newer_stays(services: Services) -> None:
    keeping = services.store_keeping()
    assert keeping.backups() == []
    one, two = told(services, "one"), told(services, "two")
    keeping.back_up()
    services.store.delete_for_good(one)
    three = told(services, "three")
    (backup,) = keeping.backups()
    assert (backup.kind, backup.conversations) == (BackupKind.DAILY, 2)
    assert backup.size_bytes == backup.path.stat().st_size
    restored = keeping.restore(backup, whole=False)
    assert (restored.conversations, restored.messages) == (1, 2)
    assert ids(services) == {one, two, three}
    newest = next(other for other in keeping.backups() if other.path == restored.aside)
    assert (newest.kind, newest.conversations) == (BackupKind.BEFORE_RESTORE, 2)


def test_the_whole_store_goes_back_and_forth(services: Services) -> None:
    keeping = services.store_keeping()
    one = told(services, "one")
    keeping.back_up()
    services.store.rename(one, "Renamed")
    two = told(services, "two")
    (backup,) = keeping.backups()
    restored = keeping.restore(backup, whole=True)
    assert (restored.whole, restored.conversations, restored.messages) == (True, 1, 2)
    assert ids(services) == {one}  # also through the connection that was open all the time
    assert services.store.load(one).summary.title != "Renamed"
    told(services, "more")
    assert services.store.check() == []
    aside = next(other for other in keeping.backups() if other.path == restored.aside)
    keeping.restore(aside, whole=True)
    assert ids(services) == {one, two}
    assert services.store.load(one).summary.title == "Renamed"
    names = [path.name for path in (services.folder / "backups").iterdir()]
    assert len([name for name in names if name.startswith("before restore")]) == 2


def test_a_backup_of_an_older_version_is_brought_up_to_date(services: Services, tmp_path: Path) -> None:
    keeping = services.store_keeping()
    told(services, "one")
    old = tmp_path / "data" / "backups" / "before change 2026-01-01 120000.sqlite3"
    open_database(old, schema.MIGRATIONS[:1]).close()
    connection = apsw.Connection(str(old))
    connection.pragma("journal_mode", "DELETE")
    connection.close()
    backup = next(backup for backup in keeping.backups() if backup.path == old)
    assert keeping.restore(backup, whole=True).conversations == 0
    again = told(services, "again")
    assert [hit.conversation.id for hit in services.store.search("again")] == [again, again]


def test_what_had_better_not_become_the_store_changes_nothing(services: Services) -> None:
    keeping = services.store_keeping()
    one = told(services, "one")
    path = keeping.back_up()
    whole = path.read_bytes()
    (backup,) = keeping.backups()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(StorageError, match=r"The backup .* is damaged"):
        keeping.restore(backup, whole=True)
    path.write_bytes(b"no database at all, but long enough to be read as one " * 100)
    assert next(other for other in keeping.backups() if other.path == path).conversations is None
    with pytest.raises(StorageError, match=r"The backup .* is damaged"):
        keeping.restore(backup, whole=True)
    path.unlink()
    apsw.Connection(str(path)).execute("CREATE TABLE migrations (name); INSERT INTO migrations VALUES ('9999 later')")
    with pytest.raises(StorageError, match="newer version"):
        keeping.restore(backup, whole=True)
    path.unlink()
    apsw.Connection(str(path)).execute("VACUUM")
    with pytest.raises(StorageError, match="not a store"):
        keeping.restore(backup, whole=True)
    path.unlink()
    with pytest.raises(StorageError, match="cannot be opened"):
        keeping.restore(backup, whole=True)
    assert ids(services) == {one}


def test_a_disk_that_fails_while_the_store_goes_back_leaves_it_as_it_was(tmp_path: Path) -> None:
    from h2o_desktop.storage.transcripts import Transcripts
    from tests.fakes.failing_files import NAME, failing_files

    path = tmp_path / "data" / STORE_FILE
    with failing_files() as files:
        store = Transcripts(path, vfs=NAME)
        first = first_turn("first")
        store.begin_turn(first.summary, first.messages)
        copy = store.back_up()
        second = first_turn("second")
        store.begin_turn(second.summary, second.messages)
        for count in range(1, 1_000, 5):
            files.reset(count, apsw.FullError)
            try:
                store.become(copy)
            except StorageError:
                files.reset()
                assert len(store.list_conversations()) == 2
            else:
                break
        files.reset()
        assert count > 1
        assert [summary.id for summary in store.list_conversations()] == [first.summary.id]
        assert store.check() == []
        store.close()


def test_the_whole_store_is_read(services: Services) -> None:
    keeping = services.store_keeping()
    told(services, "one")
    checked = keeping.check(CancelToken())
    assert (checked.conversations, checked.messages, checked.wrong) == (1, 2, ())
    assert checked.size_bytes > 0
    services.store.opened._connection.execute("PRAGMA foreign_keys = 0")
    services.store.opened._connection.execute("UPDATE messages SET conversation = 4711")
    (wrong, _second) = keeping.check(CancelToken()).wrong
    assert "leads nowhere" in wrong
    assert (services.folder / CHECK_MARK).exists()


def test_reading_the_whole_store_can_be_stopped(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("h2o_desktop.storage.safekeeping._STEPS_BETWEEN_LOOKS", 1)
    told(services, "one")
    cancel = CancelToken()
    cancel.set()
    with pytest.raises(Cancelled):
        services.store_keeping().check(cancel)
    assert services.store.check() == []
