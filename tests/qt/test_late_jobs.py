"""Jobs between the first picture and the first prompt."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from h2o_desktop.qt.late_jobs import LateJobs


def test_jobs_run_in_order_each_in_a_turn_of_its_own(qtbot: QtBot) -> None:
    done: list[str] = []
    jobs = LateJobs([lambda: done.append("first"), lambda: done.append("second"), lambda: done.append("third")])
    jobs.start()
    assert done == []
    qtbot.waitUntil(lambda: len(done) == 3, timeout=30_000)
    assert done == ["first", "second", "third"]


def test_a_stop_leaves_the_rest_undone(qtbot: QtBot) -> None:
    done: list[str] = []
    jobs = LateJobs([])

    def first() -> None:
        done.append("first")
        jobs.stop()

    jobs = LateJobs([first, lambda: done.append("second")])
    later = LateJobs([lambda: None, lambda: None, lambda: done.append("later")])
    jobs.start()
    later.start()
    qtbot.waitUntil(lambda: "later" in done, timeout=30_000)
    assert done == ["first", "later"]


def test_no_jobs_are_no_trouble(qtbot: QtBot) -> None:
    seen: list[str] = []
    LateJobs([]).start()
    after = LateJobs([lambda: seen.append("after")])
    after.start()
    qtbot.waitUntil(lambda: bool(seen), timeout=30_000)
