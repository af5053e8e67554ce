"""The store opens at its first use and does everything that the window asks of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.core.transfer import TransferServices
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.wiring.lazy_store import LazyStore
from h2o_desktop.wiring.services import STORE_FILE, Services
from tests.fakes.belongings_examples import with_sweep_and_tokens
from tests.fakes.conversation_examples import finished, first_turn


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LazyStore]:
    store = LazyStore(lambda: Transcripts(tmp_path / "data" / "transcripts.sqlite3"))
    yield store
    store.close()


def test_it_fulfils_what_the_window_needs(store: LazyStore, tmp_path: Path) -> None:
    assert not (tmp_path / "data").exists()
    whole: TranscriptStore = store
    turn = first_turn()
    whole.begin_turn(turn.summary, turn.messages)
    whole.checkpoint(turn.messages[-1].id, "A pl")
    whole.finish(finished(turn.messages[-1], "A plant."))
    identifier = turn.summary.id
    whole.rename(identifier, "Trees")
    whole.pin(identifier)
    whole.set_tags(identifier, ["Work"])
    whole.set_parameters(identifier, {"temperature": 1.5})
    assert [summary.title for summary in whole.list_pinned()] == ["Trees"]
    assert whole.list_tags() == [("Work", 1)]
    assert [hit.snippet for hit in whole.search("plant")] == ["A plant."]
    removal = whole.delete_message(turn.messages[-1].id)
    whole.undo_delete_message(removal)
    whole.select_leaf(identifier, turn.messages[0].id)
    assert len(whole.load(identifier).path()) == 1
    copy = whole.duplicate(identifier, "Copy")
    fork = whole.fork(identifier, turn.messages[0].id, "Fork")
    assert {summary.id for summary in whole.list_conversations()} == {identifier, copy.id, fork.id}
    whole.archive(copy.id)
    assert [summary.id for summary in whole.list_archived()] == [copy.id]
    whole.delete(fork.id)
    assert [summary.id for summary in whole.list_trash()] == [fork.id]
    whole.restore(fork.id)
    whole.delete_for_good(fork.id)
    assert store.purge_trash() == 0
    assert store.check() == []


def test_backups_are_made_and_brought_back(store: LazyStore) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    assert store.backup_if_due() is not None
    assert store.backup_if_due() is None
    store.delete_for_good(turn.summary.id)
    (backup,) = store.list_backups()
    assert store.restore_from(backup.path).messages == 2


def test_a_store_that_cannot_be_opened_works_when_the_cause_is_gone(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    store = LazyStore(lambda: Transcripts(tmp_path / "data" / "transcripts.sqlite3"))
    for _ in range(2):
        with pytest.raises(StorageError):
            store.list_conversations()
    (tmp_path / "data").unlink()
    assert store.list_conversations() == []
    store.close()


def test_a_damaged_store_is_told_through_the_services(tmp_path: Path) -> None:
    (tmp_path / "transcripts.sqlite3").write_bytes(b"Nonsense. " * 1000)
    services = Services(tmp_path)
    assert services.store.list_conversations() == []
    assert ["was damaged" in str(report.summary) for report in services.startup_reports] == [True]
    services.close()


def test_the_services_bring_in_and_take_out(tmp_path: Path) -> None:
    services, other = Services(tmp_path / "one"), Services(tmp_path / "two")
    turn = first_turn()
    services.store.begin_turn(turn.summary, turn.messages)
    services.store.finish(finished(turn.messages[-1], "A plant."))
    told: list[int] = []
    cancel = CancelToken()
    transfers: TransferServices = services.transfers
    assert transfers.export_many(None, tmp_path / "out", "markdown", told.append, cancel) == 1
    assert transfers.export_many([turn.summary.id], tmp_path / "chosen", "jsonl", told.append, cancel) == 1
    assert transfers.export_many([turn.summary.id], tmp_path / "chosen", "html", told.append, cancel) == 1
    assert sorted(path.suffix for path in (tmp_path / "chosen").iterdir()) == [".html", ".jsonl"]
    (shown,) = other.transfers.preview_import([tmp_path / "out"], told.append, cancel)
    assert (shown.imported.new, shown.titles) == (1, ("What is a tree?",))
    assert other.transfers.import_files([tmp_path / "out"], told.append, cancel).messages == 2
    assert other.store.load(turn.summary.id) == services.store.load(turn.summary.id)
    services.close()
    other.close()


def test_what_the_window_shows_leaves_with_its_sweeps(tmp_path: Path) -> None:
    services, other = Services(tmp_path / "one"), Services(tmp_path / "two")
    whole = with_sweep_and_tokens()
    services.store.import_all([whole])
    shown = services.store.load(whole.summary.id)
    file, cancel = tmp_path / "chat.json", CancelToken()
    services.transfers.export_one(shown, file, lambda _page: None, cancel)
    assert other.transfers.import_files([file], lambda _count: None, cancel).new == 1
    assert other.store.with_belongings(other.store.load(whole.summary.id)) == whole
    services.close()
    other.close()


def test_what_the_window_shows_leaves_though_the_store_does_not_answer(tmp_path: Path) -> None:
    turn = first_turn()
    shown = Conversation(turn.summary, turn.messages, turn.messages[-1].id)
    nowhere, blocked = Services(tmp_path / "nowhere"), Services(tmp_path / "blocked")
    (tmp_path / "blocked").mkdir()
    Transcripts(tmp_path / "blocked" / STORE_FILE).close()
    connection = apsw.Connection(str(tmp_path / "blocked" / STORE_FILE))
    connection.execute("INSERT INTO migrations VALUES ('9999 the future', 1)")
    connection.close()
    for services in (nowhere, blocked):
        file = tmp_path / f"{services.folder.name}.json"
        services.transfers.export_one(shown, file, lambda _page: None, CancelToken())
        assert json.loads(file.read_text(encoding="utf-8"))["id"] == turn.summary.id
        services.close()
    assert not (tmp_path / "nowhere" / STORE_FILE).exists()
