"""The whole program with its window: an answer is asked for, shown and saved for each input line."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from h2o_desktop.app import Application
from h2o_desktop.core.conversation import Message
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, Settings
from h2o_desktop.storage.settings_file import save_settings
from h2o_desktop.wiring.services import Services

PATIENCE_S = 60.0


class Driver(QObject):
    """Sends a prompt for each input line, and prints the seconds until the answer is in the window and the store."""

    asked = Signal()

    def __init__(self, desktop: Application) -> None:
        super().__init__()
        self.desktop = desktop
        self.began_s = 0.0
        self.asked.connect(self._on_asked)
        desktop.chat.answer_ended.connect(self._on_answer_ended)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for _line in sys.stdin:
            self.asked.emit()

    def _on_asked(self) -> None:
        self.desktop.chat.show_new()
        self.began_s = time.perf_counter()
        if not self.desktop.chat.send("Go"):
            raise RuntimeError("the prompt was not taken")

    def _on_answer_ended(self, _conversation_id: str, message: Message) -> None:
        self.desktop.window.repaint()
        if not self.desktop.store_lane.drain(PATIENCE_S):
            raise RuntimeError("the store does not finish")
        print(time.perf_counter() - self.began_s, len(message.content), flush=True)


def main(url: str, folder: Path) -> None:
    """Open the window on a server until killed."""
    profile = ConnectionProfile("stub", ConnectionKind.OPENAI, "Stub", url)
    settings = Settings(connection="stub", model="stub-model")
    save_settings(folder / "settings.json", replace(settings, connections=(*settings.connections, profile)))
    application = QApplication(sys.argv[:1])
    desktop = Application(Services(folder), application)
    desktop.show()
    desktop.complete()
    driver = Driver(desktop)
    application.exec()
    driver.deleteLater()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
