"""The cut line in the conversation: it follows what the model will read at the next send."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from h2o_desktop.core.cutting import Edge, row_of_edge
from h2o_desktop.core.markdown_blocks import normalised
from h2o_desktop.qt.budget_controller import BudgetController
from h2o_desktop.ui.chat_view.cut_line import Cut
from h2o_desktop.ui.main_window import MainWindow, WindowModels
from h2o_desktop.ui.text_for_people import number

CUT_KEY = "Ctrl+Shift+U"


class CutPresenter(QObject):
    """Draws the line where the budget says that reading begins."""

    def __init__(self, window: MainWindow, models: WindowModels, controller: BudgetController) -> None:
        super().__init__(window)
        self._window = window
        self._model = models.conversation
        self._controller = controller
        controller.edge_changed.connect(self._show)
        self._model.was_reset.connect(self._show)
        shortcut = QShortcut(QKeySequence(CUT_KEY), window)
        shortcut.activated.connect(self.go_to)
        self._show()

    def go_to(self) -> None:
        """Show the line and give the conversation the keyboard."""
        view = self._window.pane.chat_view
        if view.cut_line.cut is not None:
            view.cut_line.go_to()
            view.setFocus()

    def _show(self, *_news: object) -> None:
        self._window.pane.chat_view.cut_line.show(self._cut())

    def _cut(self) -> Cut | None:
        edge = self._controller.edge
        if edge is None or any(name and self._model.row_of(name) < 0 for name in (edge.after, edge.inside)):
            return None
        path = self._model.messages()
        row, letters = row_of_edge(edge, path)
        if letters:
            letters = len(normalised(path[row].content[:letters]))
        return Cut(row, self._words(edge, at_end=row >= len(path), is_inside=bool(letters)), letters)

    def _words(self, edge: Edge, *, at_end: bool, is_inside: bool) -> str:
        limit = number(self._controller.limit or 0)
        if at_end:
            return self.tr("the model reads nothing above this line · at most {count} tokens").format(count=limit)
        if is_inside:
            words = (
                self.tr("the model reads from the dashed line in this message on · at most {count} tokens")
                if edge.is_sure
                else self.tr("the model reads from about the dashed line in this message on · at most {count} tokens")
            )
            return words.format(count=limit)
        if edge.is_sure:
            return self.tr("the model reads from here on · at most {count} tokens").format(count=limit)
        return self.tr("the model reads from about here on · at most {count} tokens").format(count=limit)
