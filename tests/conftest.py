"""What holds for every test: no display, no reach into a person's own data, no thread left behind."""

from __future__ import annotations

import functools
import gc
import itertools
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANGUAGE"] = os.environ["LC_ALL"] = os.environ["LANG"] = "C.UTF-8"

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

THREAD_PATIENCE_S = 30.0
PATIENCE_MS = 30_000
TESTS = itertools.count(1)
gc.disable()


def _with_patience(wait: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(wait)
    def patient(self: QtBot, *arguments: Any, timeout: int = PATIENCE_MS, **named: Any) -> Any:
        return wait(self, *arguments, timeout=timeout, **named)

    return patient


class PatientBot(QtBot):
    """Waits longer than five seconds for what comes at once, but for a machine that has much else to do."""


for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive"):
    setattr(PatientBot, name, _with_patience(getattr(QtBot, name)))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The robot of pytest-qt with more patience."""
    return PatientBot(request)


def pytest_collection_finish() -> None:
    """Leave the modules of the tests, which stay to the end, out of each search for cycles."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def cycles_are_collected_here() -> Iterator[None]:
    """Collect cycles between tests, in this thread: a thread of a server must not destroy somebody's window."""
    yield
    gc.collect(2 if next(TESTS) % 25 == 0 else 0)


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the program away from the data and the settings of whoever runs the tests."""
    monkeypatch.setenv("H2O_DESKTOP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("H2O_DESKTOP_READY_FILE", raising=False)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Fail a test that leaves a thread of the program running; it would work on in the middle of another test."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith(("stream-worker", "store", "network", "h2o-")):
            thread.join(THREAD_PATIENCE_S)
            assert not thread.is_alive(), f"the thread {thread.name} still runs"
