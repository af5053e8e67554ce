"""One piece of work in each round of the event loop."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from h2o_desktop.qt.turnstile import Turnstile, turnstile


def test_work_is_done_at_once_when_nothing_else_was(qapp: object) -> None:
    done: list[str] = []
    Turnstile().enter(QObject(), partial(done.append, "work"))
    assert done == ["work"]


def test_what_comes_together_is_done_one_after_the_other_with_rounds_between(qtbot: QtBot) -> None:
    order: list[str] = []
    gate, owner = Turnstile(), QObject()
    beat = QTimer(owner)
    beat.timeout.connect(partial(order.append, "round"))
    for name in ("one", "two", "three"):
        gate.enter(owner, partial(order.append, name))
    assert order == ["one"]
    beat.start(0)
    qtbot.waitUntil(lambda: "three" in order)
    assert [name for name in order if name != "round"] == ["one", "two", "three"]
    assert "round" in order[order.index("two") : order.index("three")]
    beat.stop()
    gate.enter(owner, partial(order.append, "later"))
    qtbot.waitUntil(lambda: "later" in order)


def test_the_work_of_what_is_gone_is_left_out(qtbot: QtBot) -> None:
    done: list[str] = []
    gate, stays, leaves = Turnstile(), QObject(), QObject()
    gate.enter(stays, partial(done.append, "first"))
    gate.enter(leaves, partial(done.append, "gone"))
    gate.enter(stays, partial(done.append, "last"))
    leaves.deleteLater()
    qtbot.waitUntil(lambda: "last" in done)
    assert done == ["first", "last"]


def test_the_application_has_one(qapp: QObject) -> None:
    assert turnstile() is turnstile()
    assert turnstile().parent() is qapp
