"""The way of the keyboard through the window of comparisons."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from h2o_desktop.qt.compare_controller import CompareController
from h2o_desktop.ui.compare.compare_window import CompareWindow


class PaneFocus(QObject):
    """Tab goes through all panes from the left, F6 from one part of the window to the next."""

    def __init__(self, window: CompareWindow, controller: CompareController) -> None:
        super().__init__(window)
        self._window = window
        controller.panes_changed.connect(self._order)
        window.actions_.next_part.triggered.connect(self._on_next_part)
        window.actions_.previous_part.triggered.connect(self._on_previous_part)

    def _order(self) -> None:
        window = self._window
        order: list[QWidget] = [window.add_button, window.menu_button, window.parameters_button]
        for view in window.views:
            order += view.focus_order()
        order.append(window.prompt.editor)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _on_next_part(self) -> None:
        self._step(1)

    def _on_previous_part(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        """Go from the prompt to the panes, to the parameters, and to the prompt again."""
        window = self._window
        stops: list[QWidget] = [window.prompt.editor, *(view.answers for view in window.views)]
        if window.parameters.isVisible() and window.parameters.system_prompt is not None:
            stops.append(window.parameters.system_prompt)
        focused = window.focusWidget()
        homes = [window.prompt, *window.views, window.parameters]
        here = next((place for place, home in enumerate(homes) if focused and home.isAncestorOf(focused)), 0)
        stops[(here + step) % len(stops)].setFocus(Qt.FocusReason.OtherFocusReason)
