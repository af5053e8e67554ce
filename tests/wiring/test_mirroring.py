"""The copy of all chats as Markdown, written with a store of its own; what is in its way is told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, StorageError
from h2o_desktop.core.mirror import MirrorWork
from h2o_desktop.wiring.mirroring import Mirroring
from h2o_desktop.wiring.services import Services
from tests.fakes.conversation_examples import finished, first_turn

EVERYTHING = MirrorWork(everything=True)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return Services(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    folder.mkdir()
    return folder


def told(services: Services, prompt: str) -> str:
    turn = first_turn(prompt)
    services.store.begin_turn(turn.summary, turn.messages)
    services.store.finish(finished(turn.messages[-1], "A plant."))
    return turn.summary.id


def follow(mirroring: Mirroring, folder: Path, work: MirrorWork = EVERYTHING) -> int:
    return mirroring.follow(folder, work, CancelToken())


def test_changes_follow_and_what_was_thrown_away_goes(services: Services, folder: Path) -> None:
    mirroring = services.mirroring()
    one = told(services, "one")
    assert follow(mirroring, folder) == 1
    two, three = told(services, "two"), told(services, "three")
    assert follow(mirroring, folder, MirrorWork(changed=(two, three))) == 3
    services.store.delete(one)
    assert follow(mirroring, folder, MirrorWork(gone=(one,))) == 2
    services.store.delete_for_good(two)
    assert follow(mirroring, folder, MirrorWork(changed=(two,))) == 1
    assert len(list(folder.iterdir())) == 1
    services.close()


def test_a_folder_that_is_missing_is_not_made_anew(services: Services, folder: Path) -> None:
    mirroring = services.mirroring()
    told(services, "one")
    folder.rmdir()
    with pytest.raises(StorageError) as caught:
        follow(mirroring, folder)
    assert str(caught.value.summary) == f"The folder of the Markdown copy, {folder}, is not there."
    assert not folder.exists()
    folder.mkdir()
    assert follow(mirroring, folder) == 1
    services.close()


def test_what_cannot_be_written_is_told_and_written_later(services: Services, folder: Path) -> None:
    mirroring = services.mirroring()
    changed = told(services, "one")
    follow(mirroring, folder)
    (path,) = folder.iterdir()
    text = path.read_text(encoding="utf-8")
    path.unlink()
    path.mkdir()  # nobody can read or write a file in its place
    services.store.set_tags(changed, ["x"])
    with pytest.raises(StorageError) as caught:
        follow(mirroring, folder, MirrorWork(changed=(changed,)))
    assert str(caught.value.summary) == f"The Markdown copy in {folder} cannot be written at the moment."
    assert path.name in caught.value.detail
    path.rmdir()
    path.write_text(text, encoding="utf-8")
    assert follow(mirroring, folder) == 1
    assert "x" in path.read_text(encoding="utf-8")
    services.close()


def test_trouble_of_the_store_is_told_as_such(services: Services, folder: Path) -> None:
    services.folder.mkdir()
    (services.folder / "transcripts.sqlite3").mkdir()
    with pytest.raises(StorageError, match=r"transcripts\.sqlite3"):
        follow(services.mirroring(), folder)


def test_it_stops_between_two_conversations(services: Services, folder: Path) -> None:
    changed = told(services, "one")
    cancel = CancelToken()
    cancel.set()
    with pytest.raises(Cancelled):
        services.mirroring().follow(folder, MirrorWork(changed=(changed,)), cancel)
    services.close()
