"""What holds for every test: no display, no reach into a person's own data, no thread left behind."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANGUAGE"] = os.environ["LC_ALL"] = os.environ["LANG"] = "C.UTF-8"

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

THREAD_PATIENCE_S = 30.0


@pytest.fixture(autouse=True)
def no_window_is_left() -> Iterator[None]:
    """Delete the windows of a test with it: those that stay are styled again with each one that is opened later."""
    before = _top_level_widgets()
    yield
    left = _top_level_widgets() - before
    if left:
        from PySide6.QtCore import QCoreApplication, QEvent

        for widget in left:
            widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _top_level_widgets() -> set[Any]:
    """The windows of this process; none where no test has needed Qt yet."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or not isinstance(widgets.QApplication.instance(), widgets.QApplication):
        return set()
    return set(widgets.QApplication.topLevelWidgets())


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
