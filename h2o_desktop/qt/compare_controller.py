"""Two to four panes that are asked the same, each with settings of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.comparing import (
    FEWEST,
    MOST,
    Comparison,
    Contender,
    alone,
    differing,
    draft_again,
    draft_comparison,
    seed_of_others,
)
from h2o_desktop.core.continuing import draft_continuation
from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message, Role, Timings
from h2o_desktop.core.draft import Asking
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import TerminalEvent
from h2o_desktop.core.turn import Clock
from h2o_desktop.core.words import Words
from h2o_desktop.qt.answer_board import AnswerBoard
from h2o_desktop.qt.compare_pane import CapabilitiesOf, ComparePane, PaneState
from h2o_desktop.qt.connections_model import ConnectionsModel


class CompareController(QObject):
    """Sends one prompt to all panes and follows their answers. Lives in the GUI thread; `board` runs the answers.

    Signals:
        panes_changed: there are other panes, or in another order.
        settings_changed: what differs between the panes may be something else.
        state_changed: the state of a pane, and so whether anything is under way, is another one.
        prompt_stored: the prompt is in the store; it may leave the prompt box.
        summary_changed(summary): the conversation was made, or has new messages.
        all_ended(conversation_id): no answer is on its way any more.
        failed(error): something that the person should know.
    """

    panes_changed = Signal()
    settings_changed = Signal()
    state_changed = Signal()
    prompt_stored = Signal()
    summary_changed = Signal(object)
    all_ended = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        board: AnswerBoard,
        connections: ConnectionsModel,
        capabilities: CapabilitiesOf,
        now_s: Clock,
    ) -> None:
        super().__init__()
        self.board = board
        self.panes: list[ComparePane] = []
        self._connections = connections
        self._capabilities = capabilities
        self._now_s = now_s
        self._summary: ConversationSummary | None = None
        board.setParent(self)
        board.stored.connect(self._on_stored)
        board.not_stored.connect(self._on_not_stored)
        board.began.connect(self._on_began)
        board.preparing.connect(self._on_preparing)
        board.text_arrived.connect(self._on_text)
        board.ended.connect(self._on_ended)
        board.lost.connect(self.failed)

    # -- panes --------------------------------------------------------------------------------------------------------

    @property
    def summary(self) -> ConversationSummary | None:
        """The conversation in which the answers are kept; None before the first prompt of a new one."""
        return self._summary

    @property
    def is_busy(self) -> bool:
        """Whether any pane is."""
        return any(pane.is_busy for pane in self.panes)

    @property
    def may_add(self) -> bool:
        """Whether there is room for one more pane."""
        return len(self.panes) < MOST

    @property
    def may_remove(self) -> bool:
        """Whether a pane can go."""
        return len(self.panes) > FEWEST

    def start_from(
        self,
        conversation: Conversation | None,
        choice: tuple[str, str],
        values: Mapping[str, ParameterValue],
    ) -> None:
        """Begin with two panes behind the shown branch of a conversation; without one with a new conversation.

        What is on its way is stopped with what has come.
        """
        self.take_line_up([Contender(*choice, values)] * FEWEST)
        self.go_to(conversation)
        self.settings_changed.emit()

    def take_line_up(self, contenders: Sequence[Contender]) -> None:
        """Have as many panes as there are contenders, with their settings; what they come after is said by `go_to`."""
        self.board.stop_all()
        for pane in self.panes:
            pane.deleteLater()
        self.panes = []
        for contender in contenders[:MOST]:
            pane = self._new_pane()
            pane.take_settings((contender.connection, contender.model), contender.requested)
            self.panes.append(pane)

    def go_to(self, conversation: Conversation | None) -> None:
        """Let the panes with their settings begin behind the shown branch of a conversation, or with a new one."""
        self.board.stop_all()
        self._summary = conversation.summary if conversation is not None else None
        path = conversation.path() if conversation is not None else ()
        for pane in self.panes:
            pane.show_path(path, len(path))
        self.panes_changed.emit()

    def add_pane(self) -> ComparePane | None:
        """One more pane, with the settings of the last one and its last prompt, to be answered; None without room."""
        if not self.may_add:
            return None
        last, pane = self.panes[-1], self._new_pane()
        pane.take_settings(last.choice, last.parameters.asked())
        path = last.path
        if len(path) > last.first_shown and path[-1].role is Role.ASSISTANT:
            path = path[:-1]
        pane.show_path(path, last.first_shown)
        self.panes.append(pane)
        self.panes_changed.emit()
        self.settings_changed.emit()
        return pane

    def remove_pane(self, pane: ComparePane) -> None:
        """Take a pane away; what is on its way there is stopped, and kept."""
        if self.may_remove:
            self.stop(pane)
            self.panes.remove(pane)
            pane.deleteLater()
            self.panes_changed.emit()
            self.settings_changed.emit()

    def move_pane(self, pane: ComparePane, step: int) -> None:
        """Let a pane change places with the next one (`step` 1) or the one before (-1)."""
        place = self.panes.index(pane)
        other = place + step
        if 0 <= other < len(self.panes):
            self.panes[place], self.panes[other] = self.panes[other], self.panes[place]
            self.panes_changed.emit()

    def differing(self) -> tuple[str, ...]:
        """The settings that are not the same in all panes."""
        return differing([pane.contender() for pane in self.panes])

    # -- asking -------------------------------------------------------------------------------------------------------

    def send(self, prompt: str, instead_of: int | None = None) -> bool:
        """Ask in all panes, `instead_of` one of their prompts (counted from 0) when one is named.

        False when nothing can be sent now; then the prompt stays where it is.
        """
        if not prompt.strip() or self.is_busy or not all(all(pane.choice) for pane in self.panes):
            return False
        contenders = [pane.contender(instead_of) for pane in self.panes]
        self._begin(draft_comparison(contenders, prompt, summary=self._summary, now_s=self._now_s()), self.panes)
        return True

    def figures(self, pane: ComparePane) -> tuple[int, Timings]:
        """How many tokens of the answer on its way have come, and in which time."""
        turn = self.board.turn(pane.answer_id)
        return (turn.tokens, turn.timings()) if turn is not None else (0, Timings())

    def ask_again(self, pane: ComparePane) -> bool:
        """Ask in one pane for another answer to its last prompt; false when there is none, or it is busy."""
        if not self._may_ask(pane) or self._summary is None or len(pane.path) == pane.first_shown:
            return False
        seed = seed_of_others([other.answer for other in self.panes], pane.path[-1].id)
        again = draft_again(pane.contender(), summary=self._summary, now_s=self._now_s(), seed=seed)
        self._begin(again, [pane])
        return True

    def go_on(self, pane: ComparePane) -> bool:
        """Let the last answer of a pane go on where it ends; false when there is none, or the pane is busy."""
        if not self._may_ask(pane) or self._summary is None or pane.answer is None or not pane.answer.content:
            return False
        contender, now_s = pane.contender(), self._now_s()
        asking = Asking(contender.connection, contender.model, contender.requested, now_s)
        drafted = draft_continuation(asking, self._summary, contender.path)
        self._begin(alone(drafted, self._summary, now_s), [pane])
        return True

    def stop(self, pane: ComparePane) -> None:
        """End the answer of a pane with what has come."""
        if pane.answer_id:
            self.board.stop(pane.answer_id)

    def stop_all(self) -> None:
        """End the answers of all panes with what has come."""
        self.board.stop_all()

    def close(self, timeout_s: float) -> None:
        """End everything; waits for the threads at most `timeout_s` seconds."""
        self.board.stop_all()
        self.board.join(timeout_s)

    # -- what the board tells -----------------------------------------------------------------------------------------

    def _may_ask(self, pane: ComparePane) -> bool:
        return not pane.is_busy and all(pane.choice)

    def _begin(self, comparison: Comparison, panes: list[ComparePane]) -> None:
        for pane, answer in zip(panes, comparison.answers, strict=True):
            pane.answer_id = answer.id
            pane.set_state(PaneState.STORING)
        self.board.begin(comparison)

    def _on_stored(self, comparison: Comparison) -> None:
        messages = {message.id: message for message in comparison.messages}
        for answer in comparison.answers:
            pane = self._pane(answer.id)
            if pane is not None:
                self._summary = comparison.summary
                prompt = messages.get(answer.parent_id or "")
                turn = (answer,) if prompt is None else (prompt, answer)
                pane.begin(turn, turn[0].parent_id)
                pane.set_state(PaneState.IN_LINE)
        self.summary_changed.emit(comparison.summary)
        if any(message.role is Role.USER for message in comparison.messages):
            self.prompt_stored.emit()

    def _on_not_stored(self, comparison: Comparison, error: DesktopError) -> None:
        ids = {answer.id for answer in comparison.answers}
        for pane in self.panes:
            if pane.answer_id in ids:
                pane.give_up()
        self.failed.emit(error)

    def _on_began(self, message_id: str) -> None:
        self._set_state(message_id, PaneState.WAITING)

    def _on_preparing(self, message_id: str, words: Words) -> None:
        self._set_state(message_id, PaneState.WAITING, words)

    def _on_text(self, message_id: str, text: str) -> None:
        pane = self._pane(message_id)
        if pane is not None:
            pane.grow(text)

    def _on_ended(self, answer: Message, _event: TerminalEvent) -> None:
        pane = self._pane(answer.id)
        if pane is not None:
            pane.end(answer)
        if not self.board.is_busy and self._summary is not None:
            self.all_ended.emit(self._summary.id)

    def _set_state(self, message_id: str, state: PaneState, words: Words | None = None) -> None:
        pane = self._pane(message_id)
        if pane is not None:
            pane.set_state(state, words)

    def _pane(self, message_id: str) -> ComparePane | None:
        return next((pane for pane in self.panes if pane.answer_id == message_id), None)

    def _new_pane(self) -> ComparePane:
        pane = ComparePane(self._connections, self._capabilities, self)
        pane.changed.connect(self.state_changed)
        pane.settings_changed.connect(self.settings_changed)
        return pane
