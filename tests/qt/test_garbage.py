"""Cycles are collected, and in the GUI thread alone."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from h2o_desktop.qt import garbage
from h2o_desktop.qt.garbage import GarbageCollector


class Node:
    """Part of a cycle; notes the thread in which it goes."""

    def __init__(self, seen: list[int]) -> None:
        self.me = self
        weakref.finalize(self, lambda: seen.append(threading.get_ident()))


@pytest.fixture
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("unfrozen")
def test_cycles_go_in_the_gui_thread(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "LOOK_EVERY_MS", 10)
    parent = QObject()
    GarbageCollector(parent)
    assert not gc.isenabled()
    seen: list[int] = []

    def work() -> None:
        Node(seen)
        kept.extend([] for _ in range(2 * garbage.THRESHOLDS[0]))

    kept: list[list[object]] = []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(seen), timeout=30_000)
    assert seen == [threading.get_ident()]


@pytest.mark.usefixtures("unfrozen")
def test_it_rests_while_something_large_is_built_but_not_for_ever(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "LOOK_EVERY_MS", 3_600_000)
    monkeypatch.setattr(garbage, "MOST_RESTS", 3)
    parent = QObject()
    building = [True]
    collector = GarbageCollector(parent, lambda: building[0])

    def looks_until_it_goes() -> int:
        seen: list[int] = []
        Node(seen)
        kept: list[list[object]] = [[] for _ in range(2 * garbage.THRESHOLDS[0])]
        looks = 0
        while not seen:
            collector.collect()
            looks += 1
        assert kept
        return looks

    assert looks_until_it_goes() == 4
    assert looks_until_it_goes() == 4
    building[0] = False
    assert looks_until_it_goes() == 1
