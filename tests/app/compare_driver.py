"""The window of comparisons, and what a person would do there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.qt.compare_controller import CompareController
from h2o_desktop.ui.compare import CompareWindow
from h2o_desktop.ui.presenters.compare_presenter import ComparePresenter
from tests.app.conftest import Desktop

Key = Qt.Key


class Comparing:
    """The program with its window of comparisons open, and what a person would do there."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        desktop.wait(lambda: desktop.program.late_parts is not None)
        assert desktop.program.late_parts is not None
        self.presenter: ComparePresenter = desktop.program.late_parts.compare
        self.open()

    def open(self) -> None:
        self.desktop.window.actions_.compare.trigger()
        self.desktop.wait(self.window.isActiveWindow)

    @property
    def window(self) -> CompareWindow:
        assert self.presenter.window is not None
        return self.presenter.window

    @property
    def controller(self) -> CompareController:
        assert self.presenter.controller is not None
        return self.presenter.controller

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)

    def send(self, prompt: str) -> None:
        QTest.keyClicks(self.window.prompt.editor, prompt)
        QTest.keyClick(self.window.prompt.editor, Key.Key_Return)

    def ask(self, prompt: str) -> None:
        self.send(prompt)
        self.desktop.wait(lambda: self.controller.is_busy)
        self.wait_idle()

    def wait_idle(self) -> None:
        self.desktop.wait(lambda: not self.controller.is_busy and not self.controller.board.is_busy)
        assert self.desktop.program.store_lane.drain(30)

    def answers(self) -> list[str]:
        return [pane.answer.content if pane.answer else "" for pane in self.controller.panes]

    def stored(self) -> Conversation:
        assert self.desktop.program.store_lane.drain(30)
        store = self.desktop.program.services.store
        return store.load(store.list_conversations()[0].id)
