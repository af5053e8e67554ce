"""A long answer of the starter model is stopped: how soon the window is idle, and the engine free.

python -m tests.benchmarks.stopping
"""

from __future__ import annotations

import http.client
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from h2o_desktop.app import Application
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.settings import LOCAL_ID, Settings
from h2o_desktop.local.catalog import SMOLLM2
from h2o_desktop.local.runtime import Endpoint
from h2o_desktop.storage.settings_file import save_settings
from h2o_desktop.wiring.services import Services
from tests.benchmarks.chat_view_bench import print_figures
from tests.benchmarks.figures import Figure
from tests.model_cache import data_dir_with_model
from tests.stories import STORY

ROUNDS = 10
LETTERS_BEFORE_STOP = 80
IDLE_WITHIN_MS = 100.0
FREE_WITHIN_MS = 1_000.0
LOOK_EVERY_S = 0.002
PATIENCE_S = 120.0


class Watch(QObject):
    """Asks for a long answer, presses Escape in the middle of it, and looks at window and engine."""

    def __init__(self, desktop: Application) -> None:
        super().__init__()
        self._desktop = desktop
        self.idle_ms: list[float] = []
        self.free_ms: list[float] = []

    def measure(self) -> None:
        """One round."""
        desktop = self._desktop
        desktop.chat.show_new()
        self._wait(lambda: desktop.chat.send(STORY))
        self._wait(lambda: self._letters() > LETTERS_BEFORE_STOP)
        runtime = desktop.services._runtime
        assert runtime is not None
        endpoint = runtime.endpoint(SMOLLM2.model.id, CancelToken())
        began_s = time.perf_counter()
        freed: list[float] = []
        looking = threading.Thread(target=_wait_until_free, args=(endpoint, freed))
        looking.start()
        QTest.keyClick(desktop.window.pane.prompt.editor, Qt.Key.Key_Escape)
        self._wait(lambda: desktop.chat.state == "idle")
        self.idle_ms.append(1000 * (time.perf_counter() - began_s))
        looking.join()
        self.free_ms.append(1000 * (freed[0] - began_s))
        model = desktop.models.conversation
        if model.message(len(model) - 1).status != "stopped":
            raise RuntimeError("the answer was over before it was stopped")

    def _letters(self) -> int:
        model = self._desktop.models.conversation
        return len(model.message(len(model) - 1).content) if len(model) == 2 else 0

    @staticmethod
    def _wait(condition: Callable[[], bool]) -> None:
        until_s = time.perf_counter() + PATIENCE_S
        while not condition():
            QTest.qWait(1)
            if time.perf_counter() > until_s:
                raise RuntimeError("nothing happens")


def _wait_until_free(endpoint: Endpoint, freed: list[float]) -> None:
    """Note the moment at which no slot of the engine is at work any more."""
    connection = http.client.HTTPConnection(urlsplit(endpoint.base_url).netloc, timeout=PATIENCE_S)
    while not freed:
        connection.request("GET", "/slots", headers={"Authorization": f"Bearer {endpoint.api_key}"})
        if not any(slot["is_processing"] for slot in json.loads(connection.getresponse().read())):
            freed.append(time.perf_counter())
        time.sleep(LOOK_EVERY_S)
    connection.close()


def measure(_environment: dict[str, str]) -> list[Figure]:
    """The slowest of all rounds."""
    idle = Figure("slowest stop: window idle, against 1 ms", "ms", IDLE_WITHIN_MS, baseline=[1.0])
    free = Figure("slowest stop: engine free, against 1 ms", "ms", FREE_WITHIN_MS, baseline=[1.0])
    with tempfile.TemporaryDirectory() as name:
        folder = data_dir_with_model(Path(name))
        settings = Settings(connection=LOCAL_ID, model=SMOLLM2.model.id, parameters={"max_new_tokens": 1900})
        save_settings(folder / "settings.json", settings)
        application = QApplication(sys.argv[:1])
        desktop = Application(Services(folder), application)
        desktop.show()
        desktop.complete()
        watch = Watch(desktop)
        for _round in range(ROUNDS):
            watch.measure()
        desktop.window.close()
    idle.program.append(max(watch.idle_ms))
    free.program.append(max(watch.free_ms))
    return [idle, free]


if __name__ == "__main__":
    print_figures(measure)
