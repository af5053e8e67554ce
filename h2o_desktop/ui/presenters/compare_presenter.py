"""Comparing in the window: opened from the chat, and the chat goes on with the answer that was best."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.comparing import line_up_in, line_up_text, settled
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.notice import Notice
from h2o_desktop.core.settings import LOCAL_ID
from h2o_desktop.core.unsent import Unsent
from h2o_desktop.qt.chat_controller import ChatController, ChatState
from h2o_desktop.qt.history_controller import HistoryController
from h2o_desktop.qt.turn_board import TurnParts
from h2o_desktop.ui.answer_details import Tab
from h2o_desktop.ui.main_window import MainWindow, WindowModels

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import ConversationSummary
    from h2o_desktop.core.errors import DesktopError
    from h2o_desktop.core.parameters import ParameterValue
    from h2o_desktop.core.presets import Preset
    from h2o_desktop.qt.compare_controller import CompareController
    from h2o_desktop.qt.compare_pane import CapabilitiesOf, ComparePane
    from h2o_desktop.qt.connections_model import ConnectionsModel
    from h2o_desktop.qt.draft_keeper import DraftKeeper
    from h2o_desktop.qt.parameter_model import ParameterModel
    from h2o_desktop.qt.server_facts_controller import ServerFactsController
    from h2o_desktop.ui.compare import CompareWindow
    from h2o_desktop.ui.compare.pane_view import ComparePaneView
    from h2o_desktop.ui.presenters.connections_presenter import ConnectionsPresenter
    from h2o_desktop.ui.presenters.details_presenter import DetailsPresenter
    from h2o_desktop.ui.presenters.view_presenter import ViewPresenter

UNSENT_KEY = "compare"
CLOSE_WAIT_S = 2.0


@dataclass(frozen=True, slots=True)
class CompareParts:
    """What the window of comparisons is made with.

    `presets` gives the person's own presets. `state` is the window's opaque text of the last time and `line_up` the
    settings of its panes; `keep` keeps other ones. `facts` makes what learns the values that a pane's server uses by
    itself, and the fields that it refuses.
    """

    turns: TurnParts
    history: HistoryController
    connections: ConnectionsPresenter
    views: ViewPresenter
    details: DetailsPresenter
    drafts: DraftKeeper
    capabilities: CapabilitiesOf
    presets: Callable[[], Sequence[Preset]]
    state: str
    line_up: str
    keep: Callable[[str, str], None]
    facts: Callable[[ParameterModel, ConnectionsModel], ServerFactsController]


class ComparePresenter(QObject):
    """Makes the window of comparisons when it is first asked for, and joins it to the chat.

    Signals:
        opened(window): the window is shown.
        changed(conversation_id): a conversation has new messages, or the last of them are whole now.
        ended(conversation_id): no answer is on its way there any more.
    """

    opened = Signal(object)
    changed = Signal(str)
    ended = Signal(str)

    def __init__(self, window: MainWindow, models: WindowModels, chat: ChatController, parts: CompareParts) -> None:
        super().__init__(window)
        self._main = window
        self._models = models
        self._chat = chat
        self._parts = parts
        self._awaited: tuple[str, tuple[str, str], dict[str, ParameterValue]] | None = None
        self._context = 0  # how many messages stand before the comparison
        self.window: CompareWindow | None = None
        self.controller: CompareController | None = None
        window.actions_.compare.triggered.connect(self.open)
        chat.reached.connect(self._on_reached)

    def open(self) -> None:
        """Show the window; it begins from the chat that is shown, unless it is open already."""
        window = self.window or self._made_window()
        if window.isHidden():
            self.begin_anew()
        window.show()
        window.raise_()
        window.activateWindow()
        window.focus_prompt()
        self.opened.emit(window)

    def begin_anew(self) -> None:
        """Go behind the chat's shown branch; panes that differ keep their settings, others get those of the chat."""
        if self.controller is not None and self.controller.panes and self.controller.differing():
            self.controller.go_to(settled(self._chat.conversation))
            self._show_context()
        else:
            self.begin_with_two()

    def begin_with_two(self) -> None:
        """Two panes with the chat's model and parameters, behind its shown branch."""
        if self.controller is not None:
            conversation = settled(self._chat.conversation)
            self.controller.start_from(conversation, self._chat.choice, self._models.parameters.asked())
            self._show_context()

    def _show_context(self) -> None:
        conversation = settled(self._chat.conversation)
        path = conversation.path() if conversation is not None else ()
        prompts = [message.content for message in path if message.role is Role.USER]
        self._context = len(path)
        if self.window is not None:
            self.window.prompt.set_last_prompt(prompts[-1] if prompts else "")
            self.window.show_context(conversation.summary.title if conversation is not None else "", len(path))

    def stop_answers(self) -> None:
        """End every answer with what has come; others can be asked after that."""
        if self.controller is not None:
            self.controller.stop_all()

    def stop(self) -> None:
        """End every answer, keep what is to be kept, and close the window; waits at most 2 s."""
        if self.window is None or self.controller is None:
            return
        if not self.window.isHidden():
            self.window.close()
        self.controller.close(CLOSE_WAIT_S)
        self.window.deleteLater()
        self.window = None

    def choose(self, pane: ComparePane) -> None:
        """Let the chat go on with the last answer of a pane, with its model and its parameters."""
        controller = self.controller
        if controller is None or controller.summary is None or pane.answer is None:
            return
        self._awaited = (pane.answer.id, pane.choice, pane.parameters.asked())
        self._chat.show_stored(controller.summary.id, pane.answer.id)
        self._main.show()
        self._main.raise_()
        self._main.activateWindow()
        self._main.focus_prompt()

    # -- making -------------------------------------------------------------------------------------------------------

    def _made_window(self) -> CompareWindow:
        from h2o_desktop.qt.answer_board import AnswerBoard
        from h2o_desktop.qt.compare_controller import CompareController
        from h2o_desktop.ui.compare import CompareWindow, PaneDeeds, PaneFocus, PanePrompt

        board = AnswerBoard(self._parts.turns, _answers_in_turn)
        controller = CompareController(board, self._models.connections, self._parts.capabilities, time.time)
        window = CompareWindow(controller, self._parts.presets, self._models.theme)
        self.controller, self.window = controller, window
        controller.setParent(self)
        window.view_made.connect(self._on_view_made)
        deeds, prompt = PaneDeeds(window, controller, self._models.theme), PanePrompt(window, controller)
        PaneFocus(window, controller)
        deeds.chosen.connect(self.choose)
        prompt.typed.connect(self._on_typed)
        window.prompt.show_text(self._parts.drafts.unsent(UNSENT_KEY).text)
        window.actions_.begin_anew.triggered.connect(self.begin_anew)
        window.actions_.begin_with_two.triggered.connect(self.begin_with_two)
        window.addAction(self._main.actions_.quit)
        window.closed.connect(self._on_closed)
        window.restore_state_text(self._parts.state)
        controller.take_line_up(line_up_in(self._parts.line_up))
        controller.summary_changed.connect(self._on_summary)
        controller.all_ended.connect(self._on_all_ended)
        controller.failed.connect(self._on_failed)
        return window

    def _on_view_made(self, made: ComparePaneView) -> None:
        """What a pane asks for beside answers is served as it is for the chat."""
        self._parts.views.serve(made.view)
        self._learn_of_server(made.pane)
        made.view.details_requested.connect(partial(self._on_details, made.pane, Tab.DETAILS))
        made.view.request_requested.connect(partial(self._on_details, made.pane, Tab.REQUEST))
        picker, main = made.picker, self._main.pane.picker
        picker.opened.connect(main.opened)
        picker.retry_requested.connect(main.retry_requested)
        picker.add_connection_requested.connect(partial(self._over_the_chat, main.add_connection_requested.emit))
        picker.edit_connection_requested.connect(partial(self._over_the_chat, main.edit_connection_requested.emit))
        picker.fetch_requested.connect(partial(self._over_the_chat, main.fetch_requested.emit))

    def _learn_of_server(self, pane: ComparePane) -> None:
        assert self.controller is not None
        facts = self._parts.facts(pane.parameters, pane.connections)
        facts.setParent(self)
        facts.notice_raised.connect(self._on_notice)
        self.controller.all_ended.connect(facts.note_answer)
        pane.destroyed.connect(facts.stop)
        pane.destroyed.connect(facts.deleteLater)

    def _on_details(self, pane: ComparePane, tab: Tab, message_id: str) -> None:
        row = pane.conversation.row_of(message_id)
        if row >= 0:
            self._parts.details.show_stored(pane.conversation.message(row), pane.path, tab)

    def _over_the_chat(self, act: Callable[..., object], *arguments: str) -> None:
        """Connections are changed and models are fetched in the main window."""
        self._main.raise_()
        self._main.activateWindow()
        act(*arguments)

    # -- what happens -------------------------------------------------------------------------------------------------

    def _on_typed(self, text: str) -> None:
        self._parts.drafts.keep(UNSENT_KEY, Unsent(text=text))

    def _on_summary(self, summary: ConversationSummary) -> None:
        if self.window is not None and not self._context:
            self.window.show_context(summary.title, 0)
        self._parts.history.take(summary)
        self._models.history.set_busy(summary.id, True)
        self.changed.emit(summary.id)

    def _on_all_ended(self, conversation_id: str) -> None:
        """The chat shows the new branches, when it shows this conversation and does nothing else."""
        if not self._chat.board.is_busy(conversation_id):
            self._models.history.set_busy(conversation_id, False)
        if self._chat.shown_id == conversation_id and self._chat.state is ChatState.IDLE:
            self._chat.show_stored(conversation_id)
        self.changed.emit(conversation_id)
        self.ended.emit(conversation_id)

    def _on_failed(self, error: DesktopError) -> None:
        self._on_notice(Notice.of(error))

    def _on_notice(self, notice: Notice) -> None:
        if self.window is not None:
            self.window.notices.show_notice(notice)

    def _on_closed(self) -> None:
        if self.window is not None and self.controller is not None:
            line_up = line_up_text([pane.contender() for pane in self.controller.panes])
            self._parts.keep(self.window.state_text(), line_up)
            self.controller.stop_all()

    def _on_reached(self, message_id: str) -> None:
        """The chat shows the answer that was chosen: its next prompt goes to that model with those parameters."""
        if self._awaited is None or self._awaited[0] != message_id:
            return
        _message_id, choice, parameters = self._awaited
        self._awaited = None
        self._parts.connections.choose(*choice)
        system_prompt = str(parameters.pop("system_prompt", None) or "")
        self._models.parameters.set_values(parameters)
        self._models.parameters.set_system_prompt(system_prompt)


def _answers_in_turn(connection_id: str) -> bool:
    """True for this computer, whose one engine has one model and answers one prompt at a time."""
    return connection_id == LOCAL_ID
