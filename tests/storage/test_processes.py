"""Several processes on one store, and processes that are killed."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from h2o_desktop.core.conversation import Status
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import finished, first_turn

ROOT = Path(__file__).parents[2]
KILLS = 3


@contextmanager
def writing(path: Path, act: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.storage.writing_process", str(path), act]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_a_killed_process_loses_nothing_that_was_stored(path: Path) -> None:
    chance = random.Random(7)
    stored: dict[str, str] = {}
    for _ in range(KILLS):
        with writing(path, "stream") as process:
            assert process.stdout is not None
            for _line in range(chance.randrange(1, 130)):
                _note(stored, process.stdout.readline())
            process.kill()
            for line in process.stdout:
                _note(stored, line)
        _check(path, stored)


def _note(stored: dict[str, str], line: str) -> None:
    if line.endswith("\n"):
        message_id, _, progress = line.strip().partition(" ")
        stored[message_id] = progress


def _check(path: Path, stored: dict[str, str]) -> None:
    store = Transcripts(path)
    store.recover_interrupted()
    assert store._connection.pragma("integrity_check") == "ok"
    assert store._connection.execute("PRAGMA foreign_key_check").fetchall() == []
    answers = {}
    for summary in store.list_conversations(limit=10_000):
        answer = store.load(summary.id).messages[-1]
        answers[answer.id] = answer
        assert answer.content == "".join(f"w{number} " for number in range(1, len(answer.content.split()) + 1))
    for message_id, progress in stored.items():
        if progress == "end":
            assert answers[message_id].status is Status.COMPLETE
        else:
            assert len(answers[message_id].content.split()) >= int(progress)
            assert answers[message_id].status in {Status.COMPLETE, Status.INTERRUPTED}
    store.close()


def test_the_answer_of_a_living_process_is_left_alone_until_it_dies(store: Transcripts, path: Path) -> None:
    with writing(path, "hold") as process:
        assert process.stdout is not None
        message_id = process.stdout.readline().strip()
        assert store.recover_interrupted() == []
        held = store.load(store.list_conversations()[0].id).messages[-1]
        assert (held.id, held.status, held.content) == (message_id, Status.STREAMING, "on its way")
        own = first_turn("meanwhile")
        store.begin_turn(own.summary, own.messages)
        process.kill()
        process.wait()
        assert store.recover_interrupted() == [message_id]
    answers = [store.load(summary.id).messages[-1] for summary in store.list_conversations()]
    assert {(answer.id, answer.status, answer.content) for answer in answers} == {
        (message_id, Status.INTERRUPTED, "on its way"),
        (own.messages[-1].id, Status.STREAMING, ""),
    }


def test_two_processes_make_and_fill_one_store(path: Path) -> None:
    with writing(path, "turns") as one, writing(path, "turns") as other:
        for process in (one, other):
            assert process.stdout is not None
            assert process.stdout.readline() == "done\n"
    store = Transcripts(path)
    summaries = store.list_conversations(limit=100)
    assert len(summaries) == 40
    assert {store.load(summary.id).messages[-1].content for summary in summaries} == {"text"}
    assert store.recover_interrupted() == []
    store.close()


def test_two_stores_of_one_process_do_not_take_each_others_answers(store: Transcripts, path: Path) -> None:
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    other = Transcripts(path)
    assert other.recover_interrupted() == []
    store.checkpoint(turn.messages[-1].id, "text")
    store.finish(finished(turn.messages[-1], "text"))
    assert other.load(turn.summary.id).messages[-1].content == "text"
    other.close()


def test_locks_leave_no_files_behind(path: Path) -> None:
    store = Transcripts(path)
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    assert len(list((path.parent / "writers").iterdir())) == 1
    store.close()
    assert list((path.parent / "writers").iterdir()) == []


def test_reading_alone_writes_no_lock(path: Path) -> None:
    store = Transcripts(path)
    store.list_conversations()
    store.recover_interrupted()
    store.close()
    assert not (path.parent / "writers").exists()
