"""The system prompt of each conversation, beside its parameters; that of a new one is kept with its draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from h2o_desktop.core.unsent import NEW_CONVERSATION
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.qt.draft_keeper import DraftKeeper
from h2o_desktop.ui.main_window import MainWindow, WindowModels

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import ConversationSummary
    from h2o_desktop.ui.system_prompt_panel import SystemPromptPanel


class SystemPromptPresenter(QObject):
    """Joins the panel to the parameters. The panel is made when there is a system prompt, or one is wanted."""

    def __init__(self, window: MainWindow, models: WindowModels, chat: ChatController, drafts: DraftKeeper) -> None:
        super().__init__(window)
        self._window = window
        self._parameters = models.parameters
        self._chat = chat
        self._drafts = drafts
        self._panel: SystemPromptPanel | None = None
        self._parameters.system_prompt_changed.connect(self._on_changed)
        window.actions_.system_prompt.triggered.connect(self._on_wanted)
        chat.shown.connect(self._on_shown)
        drafts.loaded.connect(self._on_loaded)

    def _on_wanted(self) -> None:
        self._ready_panel().open()

    def _on_shown(self, summary: ConversationSummary | None) -> None:
        if summary is None:
            self._parameters.set_system_prompt(self._drafts.unsent(NEW_CONVERSATION).system)

    def _on_loaded(self) -> None:
        kept = self._drafts.unsent(NEW_CONVERSATION).system
        if not self._chat.shown_id and not self._parameters.system_prompt:
            self._parameters.set_system_prompt(kept)

    def _on_changed(self, text: str) -> None:
        if self._panel is not None or text:
            self._ready_panel().show_text(text)

    def _on_edited(self, text: str) -> None:
        self._parameters.set_system_prompt(text)
        if not self._chat.shown_id:
            unsent = self._drafts.unsent(NEW_CONVERSATION)
            self._drafts.keep(NEW_CONVERSATION, replace(unsent, system=text))

    def _ready_panel(self) -> SystemPromptPanel:
        if self._panel is None:
            from h2o_desktop.ui.system_prompt_panel import SystemPromptPanel

            self._panel = SystemPromptPanel(self._window.pane)
            self._panel.edited.connect(self._on_edited)
            self._panel.closed.connect(self._window.focus_prompt)
            self._window.pane.put_above_prompt(self._panel)
        return self._panel
