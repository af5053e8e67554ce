"""The budget bar in the window: what is typed goes to the budget, and its cures to the parameters."""

from __future__ import annotations

from PySide6.QtCore import QObject

from h2o_desktop.core.budget import Budget
from h2o_desktop.qt.budget_controller import BudgetController
from h2o_desktop.ui.budget_bar import BudgetBar
from h2o_desktop.ui.main_window import MainWindow, WindowModels

LEAST_HEIGHT = 440  # in a window that is lower than this the bar would take the room of the conversation


class BudgetPresenter(QObject):
    """Puts the bar above the prompt and keeps it true."""

    def __init__(self, window: MainWindow, models: WindowModels, controller: BudgetController) -> None:
        super().__init__(window)
        self._window = window
        self._models = models
        self._controller = controller
        self.bar = BudgetBar(models.theme, window.pane)
        self.bar.cure_chosen.connect(self._on_cure)
        window.pane.add_above_prompt(self.bar)
        window.pane.prompt.text_changed.connect(self._on_text)
        controller.changed.connect(self._on_budget)
        models.connections.changed.connect(self._show_where_it_fits)
        window.pane.resized.connect(self._show_where_it_fits)
        self._on_text()
        self._on_budget(controller.budget)
        self._show_where_it_fits()

    def _on_text(self) -> None:
        self._controller.set_prompt(self._window.pane.prompt.text())

    def _on_budget(self, budget: Budget) -> None:
        self.bar.show_budget(budget)

    def _on_cure(self, key: str, value: int) -> None:
        self._models.parameters.set_value(key, value)

    def _show_where_it_fits(self) -> None:
        has_room = self._window.pane.height() >= LEAST_HEIGHT
        self.bar.setVisible(has_room and self._models.connections.current_model() is not None)
