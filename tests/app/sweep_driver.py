"""A server that says what it was asked for, and the program with its window of sweeps."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from h2o_desktop.core.conversation import Message
from h2o_desktop.ui.presenters.sweep_desk import SweepDesk
from h2o_desktop.ui.sweep import SweepWindow
from tests.app.conftest import Desktop
from tests.fakes.choosing_server import ChoosingServer, spoken
from tests.fakes.openai_server import Reply

Open = Callable[..., Desktop]
HELD = "Hold this."


class Server(ChoosingServer):
    """Answers with what it was asked for; the prompt HELD is answered in part until `go_on` is set."""

    def __init__(self) -> None:
        super().__init__(self.said)
        self.go_on = threading.Event()

    def said(self, body: dict[str, Any]) -> Reply:
        text = f"Seed {body['seed']} at temperature {body['temperature']}"
        until = self.go_on if body["messages"][-1]["content"] == HELD else None
        return spoken(text, ".", until=until)


class Sweeping:
    """The program with its window of sweeps open."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        desktop.wait(lambda: desktop.program.late_parts is not None)
        assert desktop.program.late_parts is not None
        self.presenter = desktop.program.late_parts.sweeps

    def open(self) -> None:
        self.desktop.window.actions_.sweep.trigger()
        assert self.window.isVisible()

    @property
    def desk(self) -> SweepDesk:
        return self.presenter.desk

    @property
    def window(self) -> SweepWindow:
        return self.desk.window

    def set_up(self, rows: str = "0.5; 1", columns: str = "1; 2", prompt: str = "") -> None:
        setup = self.window.setup
        setup.rows.values.setText(rows)
        setup.columns.values.setText(columns)
        if prompt:
            setup.prompt.setPlainText(prompt)
        self.desk.setup.judge()

    def start(self) -> None:
        before = self.window.controller
        assert self.window.setup.start.isEnabled()
        QTest.mouseClick(self.window.setup.start, Qt.MouseButton.LeftButton)
        self.desktop.wait(lambda: self.window.controller not in {before, None})

    def wait_done(self) -> None:
        self.desktop.wait(lambda: self.window.controller is not None and not self.window.controller.is_at_work)
        assert self.desktop.program.store_lane.drain(30)

    def cells(self) -> tuple[Message | None, ...]:
        assert self.window.controller is not None
        return self.window.controller.sweep.cells

    def texts(self) -> list[str]:
        return [cell.content if cell is not None else "" for cell in self.cells()]

    def statuses(self) -> list[str]:
        return [cell.status.value if cell is not None else "" for cell in self.cells()]

    def cells_conversation(self) -> str:
        assert self.window.controller is not None
        return self.window.controller.plan.conversation_id

    def titles(self) -> list[str]:
        return [self.window.sweeps.item(row).text() for row in range(self.window.sweeps.count())]

    def press(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        QTest.keyClick(widget or self.window.grid, key)


def sweeping(open_desktop: Open, server: Server, prompt: str = "") -> Sweeping:
    desktop = open_desktop(server)
    if prompt:
        desktop.ask(prompt)
    made = Sweeping(desktop)
    made.open()
    return made
