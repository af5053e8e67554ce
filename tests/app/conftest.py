"""The whole program without a display: a real store, real sockets, and a hand-written server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.app import Application
from h2o_desktop.app.late_parts import LateParts
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, Settings
from h2o_desktop.qt import late_jobs
from h2o_desktop.qt.history_model import ID_ROLE
from h2o_desktop.storage.settings_file import save_settings
from h2o_desktop.wiring.services import Services
from tests.fakes.openai_server import MODEL, OpenAIServer

PATIENCE_MS = 30_000
STUB_ID = "stub"


class Desktop:
    """The running program, and what a person would do with it."""

    def __init__(self, folder: Path, qtbot: QtBot, *, complete: bool = True) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.folder = folder
        self.qtbot = qtbot
        self.program = Application(Services(folder), application)
        self.window = self.program.window
        self.program.show()
        if complete:
            self.program.complete()
        self.closed = False

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self.window.close()
            # A window that stays behind is styled again with each one that is opened after it.
            self.window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def late(self) -> LateParts:
        """What is joined after the first paint, waited for."""
        self.wait(lambda: self.program.late_parts is not None)
        assert self.program.late_parts is not None
        return self.program.late_parts

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def type(self, text: str) -> None:
        """Type into the prompt box."""
        QTest.keyClicks(self.window.pane.prompt.editor, text)

    def press(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        QTest.keyClick(widget or self.window.pane.prompt.editor, key)

    def send(self, text: str) -> None:
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def ask(self, text: str) -> None:
        """Send a prompt and wait for the end of its answer, also in the store."""
        ended: list[object] = []
        connection = self.program.chat.answer_ended.connect(lambda _id, message: ended.append(message))
        self.send(text)
        self.wait(lambda: bool(ended))
        self.program.chat.disconnect(connection)
        assert self.program.store_lane.drain(30)
        self.wait(lambda: self.program.chat.state == "idle")

    def rows(self) -> list[tuple[str, str, str]]:
        model = self.program.models.conversation
        messages = [model.message(row) for row in range(len(model))]
        return [(message.role.value, message.content, message.status.value) for message in messages]

    def notices(self) -> list[str]:
        return [str(notice.summary) for notice in self.window.pane.notices.notices]

    def titles(self) -> list[str]:
        """The titles in the history, from the top."""
        model = self.program.models.history
        ids = [str(model.index(row).data(ID_ROLE)) for row in range(model.rowCount())]
        summaries = [model.summary(identifier) for identifier in ids]
        return [summary.title for summary in summaries if summary is not None]


@pytest.fixture(autouse=True)
def late_parts_come_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Join what stands beside the conversation without the pauses that leave a person's keys the first word."""
    monkeypatch.setattr(late_jobs, "FIRST_PAUSE_MS", 0)
    monkeypatch.setattr(late_jobs, "PAUSE_MS", 0)


@pytest.fixture
def open_desktop(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Desktop]]:
    """Opens the program on a folder, with the server's connection chosen when one is given."""
    opened: list[Desktop] = []

    def open_it(
        server: OpenAIServer | None = None, folder: Path = tmp_path / "data", *, complete: bool = True
    ) -> Desktop:
        if server is not None:
            profile = ConnectionProfile(STUB_ID, ConnectionKind.OPENAI, "Stub", server.url)
            settings = Settings(connection=STUB_ID, model=MODEL)
            save_settings(folder / "settings.json", replace(settings, connections=(*settings.connections[:1], profile)))
        opened.append(Desktop(folder, qtbot, complete=complete))
        return opened[-1]

    yield open_it
    for desktop in opened:
        desktop.close()
