"""Writes that fail: the disk is full, the device breaks, the folder turns read-only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import apsw
import pytest

from h2o_desktop.core.conversation import Status
from h2o_desktop.core.errors import StorageError
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import finished, first_turn, next_turn
from tests.fakes.failing_files import NAME, FailingFiles, failing_files


@pytest.fixture
def files() -> Iterator[FailingFiles]:
    with failing_files() as files:
        yield files


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (apsw.FullError, "The disk is full"),
        (apsw.IOError, "could not be read or written"),
        (apsw.ReadOnlyError, "read-only"),
        (apsw.PermissionsError, "read-only"),
    ],
)
def test_a_turn_that_cannot_be_stored_leaves_nothing_and_saving_resumes(
    files: FailingFiles, path: Path, error: type[apsw.Error], words: str
) -> None:
    store = Transcripts(path, vfs=NAME)
    turn = first_turn()
    files.reset(1, error)
    with pytest.raises(StorageError, match=words) as caught:
        store.begin_turn(turn.summary, turn.messages)
    assert str(path) in str(caught.value.summary)
    assert str(caught.value.hint)
    files.reset()
    assert store.list_conversations() == []
    store.begin_turn(turn.summary, turn.messages)
    assert store.load(turn.summary.id).messages == turn.messages
    store.close()


@pytest.mark.parametrize("once", [True, False], ids=["once", "from-then-on"])
@pytest.mark.parametrize("error", [apsw.FullError, apsw.IOError])
def test_each_write_of_a_turn_may_fail(files: FailingFiles, path: Path, error: type[apsw.Error], *, once: bool) -> None:
    """Whatever fails: what the store accepted is there afterwards, nothing is damaged, and it goes on."""
    failed = 0
    for fail_at in range(1, 40):
        folder = path.parent / str(fail_at)
        accepted, operations = _turn_with_a_failure(files, folder / path.name, fail_at, error, once=once)
        failed += not accepted
        if operations < fail_at:
            break
    assert failed > 3


def _turn_with_a_failure(
    files: FailingFiles, path: Path, fail_at: int, error: type[apsw.Error], *, once: bool
) -> tuple[bool, int]:
    """Whether all steps were accepted, and how many writes and syncs there were."""
    files.reset()
    store = Transcripts(path, vfs=NAME)
    before = first_turn("before")
    store.begin_turn(before.summary, before.messages)
    store.finish(finished(before.messages[-1], "kept"))
    turn = next_turn(before, "now")
    answer = turn.messages[-1]
    files.reset(fail_at, error, once=once)
    begun, saved, ended = False, 0, False
    try:
        store.begin_turn(turn.summary, turn.messages)
        begun = True
        for _ in range(3):
            store.checkpoint(answer.id, "word ")
            saved += 1
        store.finish(finished(answer, "word word word end"))
        ended = True
    except StorageError:
        pass
    operations = files.operations
    files.reset()
    store.close()

    reopened = Transcripts(path)
    reopened.recover_interrupted()
    assert reopened._connection.pragma("integrity_check") == "ok"
    loaded = {message.id: message for message in reopened.load(before.summary.id).messages}
    assert loaded[before.messages[-1].id].content == "kept"
    if ended:
        assert loaded[answer.id].content == "word word word end"
    elif begun:
        assert loaded[answer.id].content.startswith("word " * saved)
        assert loaded[answer.id].status in {Status.INTERRUPTED, Status.COMPLETE}
    later = next_turn(turn, "later") if begun else next_turn(before, "later")
    reopened.begin_turn(later.summary, later.messages)
    reopened.close()
    return ended, operations


def test_opening_may_fail_at_each_write(files: FailingFiles, path: Path) -> None:
    """A store that could not be made is made at the next try."""
    failures: list[str] = []
    for fail_at in range(1, 300, 5):
        place = path.parent / str(fail_at) / path.name
        files.reset(fail_at, apsw.FullError)
        try:
            Transcripts(place, vfs=NAME).close()
        except StorageError as error:
            failures.append(str(error.summary))
        opened = files.operations < fail_at
        files.reset()
        store = Transcripts(place, vfs=NAME)
        turn = first_turn()
        store.begin_turn(turn.summary, turn.messages)
        store.close()
        if opened:
            break
    assert opened
    assert len(failures) > 5
    assert all("The disk is full" in failure for failure in failures)


def test_a_checkpoint_costs_the_same_however_long_the_answer_is(files: FailingFiles, path: Path) -> None:
    store = Transcripts(path, vfs=NAME)
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    store._connection.wal_autocheckpoint(0)
    costs = []
    for _ in range(600):
        files.reset()
        store.checkpoint(turn.messages[-1].id, "some words " * 5)
        costs.append(files.bytes_written)
    assert median(costs[-100:]) <= 2 * median(costs[:100])
    assert store._connection.execute("SELECT max(length(content)) FROM messages WHERE role = 'assistant'").get == 0
    assert store._connection.execute("SELECT count(*) FROM chunks").get == 600
    store.finish(finished(turn.messages[-1], "some words"))
    assert store._connection.execute("SELECT count(*) FROM chunks").get == 0
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows neither moves nor removes the folder of an open file")
def test_a_folder_that_vanishes_is_told_and_saving_resumes_when_it_is_back(path: Path) -> None:
    store = Transcripts(path)
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    away = path.parent.rename(path.parent.with_name("away"))
    with pytest.raises(StorageError, match="no longer there"):
        store.checkpoint(turn.messages[-1].id, "word ")
    path.parent.mkdir()
    path.touch()
    with pytest.raises(StorageError, match="no longer there"):
        store.checkpoint(turn.messages[-1].id, "word ")
    path.unlink()
    path.parent.rmdir()
    away.rename(path.parent)
    store.checkpoint(turn.messages[-1].id, "word ")
    assert store.load(turn.summary.id).messages[-1].content == "word "
    store.close()


def test_a_clock_that_is_set_back_loses_nothing(path: Path) -> None:
    moments = iter([1_790_000_900.0, 5.0, 4.0, 3.0, 2.0, 1.0])
    store = Transcripts(path, now_s=lambda: next(moments))
    later, earlier = first_turn("later"), first_turn("earlier", 10.0)
    for turn in (later, earlier):
        store.begin_turn(turn.summary, turn.messages)
        store.finish(finished(turn.messages[-1], "kept"))
    again = next_turn(later, "after the clock was set back", 20.0)
    store.begin_turn(again.summary, again.messages)
    assert [summary.id for summary in store.list_conversations()] == [later.summary.id, earlier.summary.id]
    store.delete(later.summary.id)
    assert store.purge_trash() == 0
    assert [summary.id for summary in store.list_trash()] == [later.summary.id]
    store.close()
