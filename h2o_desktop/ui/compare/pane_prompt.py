"""The prompt box of the window of comparisons: what is typed goes to all panes, and nothing of it is lost."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.compare_controller import CompareController
from h2o_desktop.qt.compare_pane import PaneState
from h2o_desktop.ui.compare.compare_window import CompareWindow
from h2o_desktop.ui.compare.pane_view import ComparePaneView
from h2o_desktop.ui.prompt_box import IDLE, STREAMING, WAITING


class PanePrompt(QObject):
    """Joins the prompt box to the controller.

    Signals:
        typed(text): another text stands in the box.
    """

    typed = Signal(str)

    def __init__(self, window: CompareWindow, controller: CompareController) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._edited: int | None = None
        controller.state_changed.connect(self._show_state)
        controller.panes_changed.connect(self._on_panes_changed)
        controller.prompt_stored.connect(self._on_stored)
        window.prompt.submitted.connect(self._on_submitted)
        window.prompt.stop_requested.connect(controller.stop_all)
        window.prompt.text_changed.connect(self._on_text_changed)
        window.actions_.stop_all.triggered.connect(self._on_escape)
        window.view_made.connect(self._on_view_made)

    @property
    def edited(self) -> int | None:
        """Which of the shown prompts the one in the box will stand beside, counted from 0; None for a new one."""
        return self._edited

    def _show_state(self) -> None:
        panes = self._controller.panes
        streams = any(pane.state is PaneState.STREAMING for pane in panes)
        self._window.prompt.set_state(IDLE if not self._controller.is_busy else STREAMING if streams else WAITING)

    def _on_panes_changed(self) -> None:
        self._edited = None
        self._show_state()

    def _on_submitted(self, text: str) -> None:
        if not self._controller.send(text, self._edited):
            words = Words(QT_TRANSLATE_NOOP("notices", "A pane has no model."), context="notices")
            hint = Words(
                QT_TRANSLATE_NOOP("notices", "Choose one at the top of each pane, and send again."), context="notices"
            )
            self._window.notices.show_notice(Notice(Severity.INFO, words, hint))

    def _on_stored(self) -> None:
        self._edited = None
        self._window.prompt.clear()

    def _on_text_changed(self) -> None:
        text = self._window.prompt.text()
        if not text:
            self._edited = None
        self.typed.emit(text)

    def _on_view_made(self, made: ComparePaneView) -> None:
        made.view.edit_requested.connect(self._on_edit)

    def _on_edit(self, message_id: str) -> None:
        """A prompt is to be asked with another wording, beside the old one, in all panes."""
        for pane in self._controller.panes:
            number = pane.number_of_prompt(message_id)
            if number is not None:
                row = pane.conversation.row_of(message_id)
                self._window.prompt.set_text(pane.conversation.message(row).content)
                self._edited = number
        self._window.focus_prompt()

    def _on_escape(self) -> None:
        """Esc stops the answers; while none comes it gives up editing."""
        if self._controller.is_busy:
            self._controller.stop_all()
        elif self._edited is not None:
            self._edited = None
            self._window.prompt.set_text("")
