"""The whole program with its window, told by input lines when to ask."""

from __future__ import annotations

import gc
import sys
import threading
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from h2o_desktop.app import Application
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, Settings
from h2o_desktop.storage.settings_file import save_settings
from h2o_desktop.wiring.services import Services


class Program(QObject):
    """An application whose window talks to one server.

    Signals:
        asked(): a line came from the standard input.
    """

    asked = Signal()

    def __init__(self, application: QApplication, desktop: Application) -> None:
        super().__init__()
        self.application = application
        self.desktop = desktop

    def run(self) -> None:
        """Run until killed."""
        threading.Thread(target=self._read, daemon=True).start()
        self.application.exec()

    def _read(self) -> None:
        for _line in sys.stdin:
            self.asked.emit()


def open_program(url: str, folder: Path) -> Program:
    """Open the window on a server, as the command line does."""
    gc.disable()
    profile = ConnectionProfile("stub", ConnectionKind.OPENAI, "Stub", url)
    settings = Settings(connection="stub", model="stub-model")
    save_settings(folder / "settings.json", replace(settings, connections=(*settings.connections, profile)))
    application = QApplication(sys.argv[:1])
    desktop = Application(Services(folder), application, collects=True)
    desktop.show()
    desktop.complete()
    return Program(application, desktop)
