"""The power fails in the middle of a write or a sync, and what was stored before is there."""

from __future__ import annotations

import random
from pathlib import Path

from h2o_desktop.core.conversation import Status
from h2o_desktop.core.errors import StorageError
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import finished, first_turn, next_turn
from tests.fakes.power_cut_files import NAME, PowerCutFiles, power_cut_files

CUTS = 40
CHECKPOINTS = 6


def test_what_was_stored_before_the_cut_is_there(tmp_path: Path) -> None:
    operations = _run(tmp_path / "count" / "store.sqlite3", None, 0)[0]
    chance = random.Random(1)
    steps_seen = set()
    for number, cut_at in enumerate(sorted(chance.sample(range(1, operations + 1), min(CUTS, operations)))):
        steps_seen.add(_cut_once(tmp_path / str(number), cut_at))
    assert len(steps_seen) > 5


def _cut_once(folder: Path, cut_at: int) -> int:
    """Cut the power at an operation; returns how many steps had been stored by then."""
    path = folder / "store.sqlite3"
    _operations, stored, files = _run(path, cut_at, cut_at)
    left = folder / "left" / "store.sqlite3"
    files.write_left(path, left)
    store = Transcripts(left)
    store.recover_interrupted()
    assert store.check() == []
    contents = {
        message.content: message
        for summary in store.list_conversations()
        for message in store.load(summary.id).messages
    }
    if stored >= 2:
        assert contents["kept"].status is Status.COMPLETE
    if stored == 4 + CHECKPOINTS:
        assert contents["word " * CHECKPOINTS + "end"].status is Status.COMPLETE
    elif stored >= 3:
        saved = "word " * (stored - 3)
        assert any(text.startswith(saved) for text in contents if text.startswith("word") or not text)
    turn = first_turn("life goes on")
    store.begin_turn(turn.summary, turn.messages)
    store.close()
    return stored


def _run(path: Path, cut_at: int | None, seed: int) -> tuple[int, int, PowerCutFiles]:
    """Two turns; returns the operations, the steps that were stored before the cut, and the files."""
    with power_cut_files() as files:
        files.chance = random.Random(seed)
        files.cut_at = cut_at
        store = Transcripts(path, vfs=NAME)
        stored = 0
        before, later = first_turn("before"), None
        for step in range(4 + CHECKPOINTS):
            if step == 0:
                store.begin_turn(before.summary, before.messages)
            elif step == 1:
                store.finish(finished(before.messages[-1], "kept"))
            elif step == 2:
                later = next_turn(before, "now")
                store.begin_turn(later.summary, later.messages)
            elif later is not None and step < 3 + CHECKPOINTS:
                store.checkpoint(later.messages[-1].id, "word ")
            elif later is not None:
                store.finish(finished(later.messages[-1], "word " * CHECKPOINTS + "end"))
            stored += files.left is None
        store.close()
        return files.operations, stored, files


def test_a_cut_store_is_none_that_is_refused(tmp_path: Path) -> None:
    """Also when the power fails while the store is made."""
    for cut_at in range(1, 25, 3):
        path = tmp_path / str(cut_at) / "store.sqlite3"
        with power_cut_files() as files:
            files.cut_at = cut_at
            Transcripts(path, vfs=NAME).close()
            files.write_left(path, path.parent / "left" / path.name)
        try:
            Transcripts(path.parent / "left" / path.name).close()
        except StorageError as error:
            raise AssertionError(f"refused after a cut at {cut_at}: {error}") from error
