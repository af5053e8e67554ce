"""Lanes and coroutines: results come back in the GUI thread, in order, and nothing is lost at the end."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from types import TracebackType

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.qt.background import Lane, Outcome, Tasks

PATIENCE_MS = 30_000


@pytest.fixture
def lane(qapp: object) -> Iterator[Lane]:
    lane = Lane("test")
    yield lane
    assert lane.close(30)


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.close()


class UnhandledErrors:
    """Collects what reaches `sys.excepthook`."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.errors.append(error)


@pytest.fixture
def unhandled(monkeypatch: pytest.MonkeyPatch) -> UnhandledErrors:
    errors = UnhandledErrors()
    monkeypatch.setattr(sys, "excepthook", errors)
    return errors


def test_jobs_run_in_order_in_one_other_thread_and_answer_in_this_one(lane: Lane, qtbot: QtBot) -> None:
    worked_in: list[int] = []
    answered: list[tuple[int, int]] = []

    def job(number: int) -> int:
        worked_in.append(threading.get_ident())
        return number

    for number in range(20):
        lane.submit(
            lambda number=number: job(number),
            lambda outcome: answered.append((outcome.result(), threading.get_ident())),
        )
    qtbot.waitUntil(lambda: len(answered) == 20, timeout=PATIENCE_MS)
    assert [number for number, _ in answered] == list(range(20))
    assert {thread for _, thread in answered} == {threading.get_ident()}
    assert len(set(worked_in)) == 1
    assert threading.get_ident() not in worked_in


def test_an_error_reaches_the_callback(lane: Lane, qtbot: QtBot) -> None:
    outcomes: list[Outcome[object]] = []

    def fail() -> None:
        raise ValueError("no")

    lane.submit(fail, outcomes.append)
    qtbot.waitUntil(lambda: bool(outcomes), timeout=PATIENCE_MS)
    with pytest.raises(ValueError, match="no"):
        outcomes[0].result()


def test_an_error_that_nobody_waits_for_is_reported(lane: Lane, qtbot: QtBot, unhandled: UnhandledErrors) -> None:
    def fail() -> None:
        raise ValueError("unseen")

    lane.submit(fail)
    qtbot.waitUntil(lambda: bool(unhandled.errors), timeout=PATIENCE_MS)
    assert str(unhandled.errors[0]) == "unseen"


def test_several_threads_work_at_once_when_a_lane_has_them(qapp: object) -> None:
    lane = Lane("wide", threads=3)
    meeting = threading.Barrier(3)
    for _ in range(3):
        lane.submit(lambda: meeting.wait(30))
    assert lane.close(30)
    assert not meeting.broken


def test_closing_runs_what_was_submitted_and_takes_nothing_new(qapp: object) -> None:
    lane = Lane("closing")
    ran: list[str] = []
    lane.submit(lambda: ran.append("before"))
    assert lane.close(30)
    lane.submit(lambda: ran.append("after"))
    assert ran == ["before"]


def test_closing_does_not_wait_for_a_job_that_hangs(qapp: object) -> None:
    lane = Lane("hanging")
    release = threading.Event()
    lane.submit(lambda: release.wait(30))
    assert not lane.close(0.01)
    release.set()
    assert lane.drain(30)


def test_a_coroutine_awaits_the_lane_and_sees_its_errors(lane: Lane, tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[object] = []

    def fail() -> int:
        raise ValueError("in the lane")

    async def work() -> None:
        seen.append(await lane.run(lambda: 6 * 7))
        try:
            await lane.run(fail)
        except ValueError as error:
            seen.append(str(error))
        seen.append(threading.get_ident())

    tasks.spawn(work())
    qtbot.waitUntil(lambda: len(seen) == 3, timeout=PATIENCE_MS)
    assert seen == [42, "in the lane", threading.get_ident()]


def test_an_error_of_a_coroutine_is_reported(tasks: Tasks, qtbot: QtBot, unhandled: UnhandledErrors) -> None:
    async def fail() -> None:
        await asyncio.sleep(0)
        raise KeyError("lost")

    tasks.spawn(fail())
    qtbot.waitUntil(lambda: bool(unhandled.errors), timeout=PATIENCE_MS)
    assert isinstance(unhandled.errors[0], KeyError)


def test_closing_cancels_what_still_waits(qapp: object, qtbot: QtBot) -> None:
    tasks = Tasks()
    ends: list[str] = []
    begun = threading.Event()

    async def wait_for_ever() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ends.append("cancelled")
            raise

    tasks.spawn(wait_for_ever())
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE_MS)
    tasks.close()
    assert ends == ["cancelled"]
