"""What cannot be written is tried again until it can; what can never be written is given up and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.errors import DesktopError, NotInStore, StorageError
from h2o_desktop.core.words import Words
from h2o_desktop.qt import patient_saving
from h2o_desktop.qt.background import Lane
from h2o_desktop.qt.patient_saving import PatientSaving

PATIENCE_MS = 30_000
FULL = StorageError(Words("full"))
GONE = NotInStore(Words("gone"))


class Bench:
    """A disk that fails while `error` is set, and what was told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.lane = Lane("store")
        self.saving = PatientSaving(self.lane)
        self.error: DesktopError | None = None
        self.tries: list[str] = []
        self.done: dict[str, DesktopError | None] = {}
        self.told: list[object] = []
        self.saving.failed.connect(self.told.append)
        self.saving.resumed.connect(lambda: self.told.append("resumed"))

    def save(self, key: str, text: str = "") -> None:
        def job() -> None:
            self.tries.append(text or key)
            if self.error is not None:
                raise self.error

        self.saving.save(key, job, lambda error: self.done.update({key: error}))

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)


@pytest.fixture
def bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(patient_saving, "RETRY_MS", 20)
    bench = Bench(qtbot)
    yield bench
    assert bench.lane.close(30)


def test_what_works_is_done_once(bench: Bench) -> None:
    bench.save("a")
    bench.wait(lambda: "a" in bench.done)
    assert (bench.tries, bench.done, bench.told) == (["a"], {"a": None}, [])


def test_failures_are_told_once_and_tried_until_they_work(bench: Bench) -> None:
    bench.error = FULL
    bench.save("a")
    bench.save("b")
    bench.saving.failing("text", FULL)
    bench.wait(lambda: len(bench.tries) >= 6)
    assert (bench.told, bench.saving.error, bench.done) == ([FULL], FULL, {})
    bench.error = None
    bench.wait(lambda: bench.done == {"a": None, "b": None})
    assert bench.told == [FULL]  # the text is not written yet
    bench.saving.over("text")
    assert bench.told == [FULL, "resumed"]
    assert bench.saving.error is None
    bench.saving.over("text")
    assert bench.told == [FULL, "resumed"]


def test_the_newest_of_one_thing_counts(bench: Bench) -> None:
    bench.error = FULL
    bench.save("a", "old")
    bench.wait(lambda: bench.saving.unsaved_count == 1)
    bench.save("a", "new")
    bench.wait(lambda: "new" in bench.tries and bench.saving.unsaved_count == 1)
    tried = len(bench.tries)
    bench.error = None
    bench.wait(lambda: bench.done == {"a": None})
    assert set(bench.tries[tried:]) == {"new"}


def test_what_is_no_longer_there_is_given_up(bench: Bench) -> None:
    bench.error = GONE
    bench.save("a")
    bench.wait(lambda: bench.done == {"a": GONE})
    assert (bench.told, bench.saving.unsaved_count) == ([], 0)


def test_the_last_try_says_whether_everything_is_saved(bench: Bench) -> None:
    bench.error = FULL
    bench.save("a")
    bench.wait(lambda: bench.saving.unsaved_count == 1)
    assert not bench.saving.settle(30)
    bench.error = None
    assert bench.saving.settle(30)
    assert bench.done == {"a": None}
