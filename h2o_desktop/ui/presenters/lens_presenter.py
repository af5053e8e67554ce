"""The lens in the window: it reads what would be sent, and rests while an answer runs."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from h2o_desktop.core.lens import Lens
from h2o_desktop.qt.budget_controller import BudgetController
from h2o_desktop.qt.chat_controller import ChatController, ChatState
from h2o_desktop.qt.lens_controller import LensController
from h2o_desktop.ui.lens import LensPanel
from h2o_desktop.ui.main_window import MainWindow, WindowModels

LENS_KEY = "Ctrl+Shift+L"


class LensPresenter(QObject):
    """Puts the lens below the parameters and keeps it true."""

    def __init__(
        self,
        window: MainWindow,
        models: WindowModels,
        chat: ChatController,
        budget: BudgetController,
        controller: LensController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._budget = budget
        self._controller = controller
        self.panel = LensPanel(models.theme, window.parameters)
        window.parameters.add_below(self.panel)
        self.panel.opened.connect(controller.set_open)
        self.panel.allowed.connect(controller.allow)
        controller.changed.connect(self._on_lens)
        budget.gathered.connect(self._on_gathered)
        chat.state_changed.connect(self._on_state)
        shortcut = QShortcut(QKeySequence(LENS_KEY), window)
        shortcut.activated.connect(self._on_key)
        self.panel.show_key(shortcut.key().toString(QKeySequence.SequenceFormat.NativeText))
        self._on_gathered()

    def _on_key(self) -> None:
        """Open the lens, in a pane that can be seen, or close it."""
        if not self.panel.isVisible():
            self._window.set_panes(history=self._window.wanted_panes[0], parameters=True)
            self.panel.toggle.setChecked(True)
        else:
            self.panel.toggle.toggle()
        self.panel.toggle.setFocus()

    def _on_lens(self, lens: Lens) -> None:
        self.panel.show_lens(lens)

    def _on_gathered(self) -> None:
        self._controller.set_messages(self._budget.messages)

    def _on_state(self, state: str) -> None:
        self._controller.set_idle(state == ChatState.IDLE)
