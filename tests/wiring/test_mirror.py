"""A folder of Markdown follows the store, and what a person edited there is never touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.errors import Cancelled, StorageError
from h2o_desktop.core.settings import Settings
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.wiring.mirror import STATE_FILE, Mirror
from tests.fakes.conversation_examples import NOW_S, finished, first_turn


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Transcripts]:
    store = Transcripts(tmp_path / "data" / "transcripts.sqlite3")
    yield store
    store.close()


def mirror_of(store: Transcripts, tmp_path: Path) -> Mirror:
    """The mirror as after a start: what it knows comes from its file."""
    return Mirror(tmp_path / "mirror", tmp_path / "data" / STATE_FILE, store, Settings)


def told(store: Transcripts, prompt: str = "What is a tree?") -> str:
    turn = first_turn(prompt)
    store.begin_turn(turn.summary, turn.messages)
    store.finish(finished(turn.messages[-1], "A plant."))
    return turn.summary.id


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "mirror").iterdir())


def only(tmp_path: Path) -> Path:
    (path,) = (tmp_path / "mirror").iterdir()
    return path


def test_every_conversation_is_written_once(store: Transcripts, tmp_path: Path) -> None:
    told(store, "one")
    archived = told(store, "two")
    store.archive(archived)
    assert mirror_of(store, tmp_path).sync() == 2
    assert len(names(tmp_path)) == 2
    assert "A plant." in (tmp_path / "mirror" / names(tmp_path)[0]).read_text(encoding="utf-8")
    assert mirror_of(store, tmp_path).sync() == 0
    told(store, "three")
    assert mirror_of(store, tmp_path).sync() == 1


def test_a_turn_and_another_title_are_followed(store: Transcripts, tmp_path: Path) -> None:
    conversation = told(store)
    mirror = mirror_of(store, tmp_path)
    mirror.sync()
    before = only(tmp_path)
    more = Message("more", None, Role.USER, "And then?", NOW_S)
    store.begin_turn(store.load(conversation).summary, [more])
    mirror.update(conversation)
    assert only(tmp_path) == before
    assert "And then?" in before.read_text(encoding="utf-8")
    store.rename(conversation, "Trees: a/b")
    mirror.update(conversation)
    assert only(tmp_path).name.split(" ", 1)[1].startswith("Trees a b ")
    mirror.update(conversation)
    assert len(names(tmp_path)) == 1


def test_an_edited_file_is_left_alone(store: Transcripts, tmp_path: Path) -> None:
    conversation = told(store)
    mirror_of(store, tmp_path).sync()
    edited = only(tmp_path)
    edited.write_text("My notes", encoding="utf-8")
    store.rename(conversation, "Another title")
    assert mirror_of(store, tmp_path).sync() == 1
    assert edited.read_text(encoding="utf-8") == "My notes"
    assert len(names(tmp_path)) == 2
    (own,) = set((tmp_path / "mirror").iterdir()) - {edited}
    own.write_text("More notes", encoding="utf-8")
    store.set_tags(conversation, ["x"])
    mirror_of(store, tmp_path).sync()
    assert own.with_name(f"{own.stem} (2).md").exists()
    store.delete(conversation)
    mirror_of(store, tmp_path).sync()
    assert names(tmp_path) == sorted([edited.name, own.name])


def test_a_file_in_the_way_is_left_alone(store: Transcripts, tmp_path: Path) -> None:
    told(store)
    mirror_of(store, tmp_path).sync()
    (tmp_path / "data" / STATE_FILE).write_text("{ damaged", encoding="utf-8")
    before = only(tmp_path)
    before.write_text("Not ours", encoding="utf-8")
    assert mirror_of(store, tmp_path).sync() == 1
    assert before.read_text(encoding="utf-8") == "Not ours"
    assert len(names(tmp_path)) == 2


def test_what_goes_into_the_trash_goes_and_comes_back(store: Transcripts, tmp_path: Path) -> None:
    conversation = told(store)
    mirror = mirror_of(store, tmp_path)
    mirror.sync()
    name = only(tmp_path).name
    store.delete(conversation)
    mirror.remove(conversation)
    assert names(tmp_path) == []
    store.restore(conversation)
    mirror.sync()
    assert names(tmp_path) == [name]
    only(tmp_path).unlink()
    mirror.sync()
    assert names(tmp_path) == [name]


def test_another_folder_begins_anew(store: Transcripts, tmp_path: Path) -> None:
    told(store)
    mirror_of(store, tmp_path).sync()
    other = Mirror(tmp_path / "other", tmp_path / "data" / STATE_FILE, store, Settings)
    assert other.sync() == 1
    assert len(names(tmp_path)) == 1


def test_a_folder_that_cannot_be_written_is_told_in_words(store: Transcripts, tmp_path: Path) -> None:
    told(store)
    (tmp_path / "mirror").write_text("in the way")
    with pytest.raises(StorageError, match="mirror"):
        mirror_of(store, tmp_path).sync()


def test_a_long_sync_stops(store: Transcripts, tmp_path: Path) -> None:
    told(store)
    cancel = CancelToken()
    cancel.set()
    with pytest.raises(Cancelled):
        mirror_of(store, tmp_path).sync(cancel)
