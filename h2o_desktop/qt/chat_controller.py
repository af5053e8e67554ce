"""The chat's state: which conversation is shown, what it is doing, and what may happen next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.conversation import (
    Conversation,
    ConversationSummary,
    Message,
    Role,
    branches_of,
    grown,
    path_before,
    path_to,
    sibling_branch,
    with_branch_of,
)
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.qt.chat_keeping import ChatKeeping
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.qt.long_texts import SplitText, split_last
from h2o_desktop.qt.turn_board import TurnBoard, TurnParts
from h2o_desktop.qt.turn_notices import TurnNotices

if TYPE_CHECKING:
    from h2o_desktop.core.draft import Asking, TurnDraft
    from h2o_desktop.core.provider import TerminalEvent
    from h2o_desktop.core.turn import Clock

    DraftOf = Callable[[Asking, ConversationSummary, tuple[Message, ...]], TurnDraft]


class ChatState(StrEnum):
    """What the shown conversation is doing."""

    IDLE = "idle"
    WAITING = "waiting"
    STREAMING = "streaming"


class ChatController(QObject):
    """Shows one conversation and acts on it. Lives in the GUI thread; the board runs the answers of all.

    `choice` is the connection's id and the model that the next prompt goes to, empty while nothing is chosen.

    Signals:
        state_changed(state): the ChatState of the shown conversation.
        preparing(words): what has to happen before the model can be asked.
        named(conversation_id): the new conversation that is shown was stored and has this id; comes before `shown`.
        prompt_stored(): the prompt is in the store; it may leave the prompt box.
        shown(summary): another conversation is shown; None for a new one.
        reached(message_id): the conversation that was opened at this message is shown.
        summary_changed(summary): a conversation was made, moved to the top, or changed.
        answer_ended(conversation_id, message): an answer has its final form.
        notice_raised(notice), notice_over(notice): something that the person should know, and that no longer holds.
    """

    state_changed = Signal(str)
    preparing = Signal(object)
    named = Signal(str)
    prompt_stored = Signal()
    shown = Signal(object)
    reached = Signal(str)
    summary_changed = Signal(object)
    answer_ended = Signal(str, object)
    notice_raised = Signal(object)
    notice_over = Signal(object)

    def __init__(
        self,
        parts: TurnParts,
        model: ConversationModel,
        parameters: Callable[[], dict[str, ParameterValue]],
        now_s: Clock,
    ) -> None:
        super().__init__()
        self.model = model
        self.board = TurnBoard(parts, self)
        self.choice: tuple[str, str] = ("", "")
        self._parts = parts
        self._keeping = ChatKeeping(parts.store, parts.saving)
        self._parameters = parameters
        self._now_s = now_s
        self._conversation: Conversation | None = None
        self._pending_id = ""
        self._state = ChatState.IDLE
        self._opening = 0
        self.board.stored.connect(self._on_stored)
        self.board.not_stored.connect(self._on_not_stored)
        self.board.preparing.connect(self._on_preparing)
        self.board.text_arrived.connect(self._on_text)
        self.board.ended.connect(self._on_ended)
        self.board.lost.connect(self._on_error)
        notices = TurnNotices(self.board)
        notices.raised.connect(self.notice_raised)
        notices.over.connect(self.notice_over)

    @property
    def state(self) -> ChatState:
        """What the shown conversation is doing."""
        return self._state

    @property
    def shown_id(self) -> str:
        """The id of the shown conversation; empty for a new one."""
        return self._conversation.summary.id if self._conversation else ""

    @property
    def conversation(self) -> Conversation | None:
        """The shown conversation with what has come so far; None for a new one."""
        turn = self.board.turn(self.shown_id)
        if self._conversation is None or turn is None:
            return self._conversation
        return self._conversation.with_message(turn.answer())

    def show_new(self) -> None:
        """Show an empty conversation; it is stored with its first prompt."""
        self._opening += 1
        self._show(None)

    def show_stored(self, conversation_id: str, message_id: str = "") -> None:
        """Show a conversation of the store; the branch of a message, when one is named."""
        self._opening += 1
        self._parts.tasks.spawn(self._open(conversation_id, message_id, self._opening))

    def send(self, prompt: str) -> bool:
        """Ask. False when nothing can be sent now; then the prompt stays where it is."""
        conversation = self.conversation
        return bool(prompt.strip()) and self._begin(conversation.path() if conversation else (), prompt)

    def send_to(self, conversation_id: str, prompt: str) -> None:
        """Ask in a conversation that is not shown, with the model and the parameters that it had last."""
        from h2o_desktop.qt.sending import send_to

        self._parts.tasks.spawn(send_to(conversation_id, prompt, self.board, self._parts, self._now_s()))

    def edit(self, message_id: str, prompt: str) -> bool:
        """Ask again with another wording: a new branch beside the old prompt."""
        path = path_before(self.conversation, message_id)
        return path is not None and bool(prompt.strip()) and self._begin(path, prompt)

    def regenerate(self, message_id: str) -> bool:
        """Ask for another answer to the same prompt: a new branch beside the old answer."""
        path = path_before(self.conversation, message_id)
        return bool(path) and self._begin(path or (), None)

    def ask_beside(self, message_id: str, draft_of: DraftOf) -> bool:
        """Ask for an answer beside another one with the turn that `draft_of` makes; False when it cannot be now."""
        conversation = self.conversation
        path = path_to(conversation.messages, message_id) if conversation else ()
        if not self._may_begin() or conversation is None or not path or path[-1].role is not Role.ASSISTANT:
            return False
        self._ask(draft_of(self._asking(), conversation.summary, path))
        return True

    def show_branch(self, message_id: str, step: int) -> None:
        """Show the next (`step` 1) or previous (-1) sibling of a message, with the newest answers below it."""
        shown = sibling_branch(self.conversation, message_id, step) if self._state is ChatState.IDLE else None
        if shown is not None:
            self._show(shown)
            self._keep_leaf(shown)

    def stop(self) -> None:
        """End the answer of the shown conversation with what has come."""
        self.board.stop(self.shown_id or self._pending_id)

    def retitle(self, conversation_id: str, title: str) -> None:
        """Take over a title that was changed in the history."""
        shown = self._conversation
        if shown is not None and self.shown_id == conversation_id:
            self._conversation = replace(shown, summary=replace(shown.summary, title=title))

    def keep_parameters(self) -> None:
        """Store the parameters for the shown conversation's next turn."""
        shown, parameters = self._conversation, self._parameters()
        if shown is not None and parameters != shown.summary.parameters:
            self._conversation = replace(shown, summary=replace(shown.summary, parameters=parameters))
            self._keeping.keep_parameters(shown.summary.id, parameters)

    def _keep_leaf(self, conversation: Conversation) -> None:
        self._keeping.keep_leaf(conversation.summary.id, str(conversation.leaf_id))

    async def _open(self, conversation_id: str, message_id: str, opening: int) -> None:
        try:
            conversation = await self._parts.store_lane.run(partial(self._parts.store.load, conversation_id))
        except DesktopError as error:
            self._on_error(error)
            return
        shown = with_branch_of(message_id, conversation)
        split_text = await split_last(shown.path())
        if opening == self._opening:  # no other one was chosen meanwhile
            turn = self.board.turn(conversation_id)
            if shown is not conversation:
                self._keep_leaf(shown)
            self._show(shown if turn is None else shown.with_message(turn.answer()), split_text)
            self.reached.emit(message_id)

    def _show(self, conversation: Conversation | None, split_text: SplitText | None = None) -> None:
        previous = self.shown_id
        if conversation is None or conversation.summary.id != previous:
            self.keep_parameters()  # what was changed a moment ago is that of the conversation before
        self._conversation = conversation
        self.board.show(self.shown_id)
        self.model.reset(conversation.path() if conversation else (), branches_of(conversation), split_text)
        if conversation is None or conversation.summary.id != previous:
            self._pending_id = ""
            self.shown.emit(conversation.summary if conversation else None)
        self._update_state()

    def _begin(self, path: tuple[Message, ...], prompt: str | None) -> bool:
        if not self._may_begin():
            return False
        from h2o_desktop.core.draft import draft_turn

        summary = self._conversation.summary if self._conversation else None
        self._ask(draft_turn(self._asking(), prompt, summary=summary, path=path))
        return True

    def _may_begin(self) -> bool:
        return self._state is ChatState.IDLE and all(self.choice)

    def _asking(self) -> Asking:
        from h2o_desktop.core.draft import Asking  # not before the first prompt

        return Asking(*self.choice, self._parameters(), self._now_s())

    def _ask(self, draft: TurnDraft) -> None:
        """Store and send a turn; the next one has the parameters of the panel, whatever this one was asked with."""
        draft = replace(draft, summary=replace(draft.summary, parameters=self._parameters()))
        self._pending_id = draft.summary.id
        self._set_state(ChatState.WAITING)
        self.board.begin(draft)

    def _on_stored(self, summary: ConversationSummary, messages: tuple[Message, ...]) -> None:
        self._keeping.take_turn(summary.id)
        self.summary_changed.emit(summary)
        if summary.id != self._pending_id:  # another conversation was opened meanwhile
            if summary.id == self.shown_id:  # or this one, while a prompt of its queue was being stored
                self.show_stored(summary.id)
            return
        self._pending_id = ""
        before = self._conversation
        self._conversation = grown(before, summary, messages)
        self.board.show(summary.id)
        if before is None or before.leaf_id == messages[0].parent_id:
            for message in messages:
                self.model.add(message)
        else:
            self.model.reset(self._conversation.path(), branches_of(self._conversation))
        if before is None:
            self.named.emit(summary.id)
            self.shown.emit(summary)
        if messages[0].role is Role.USER:
            self.prompt_stored.emit()

    def _on_not_stored(self, conversation_id: str, _error: DesktopError) -> None:
        if conversation_id == self._pending_id:
            self._pending_id = ""
            self._update_state()

    def _on_preparing(self, conversation_id: str, words: object) -> None:
        if conversation_id == self.shown_id:
            self.preparing.emit(words)

    def _on_text(self, conversation_id: str, message_id: str, text: str) -> None:
        if conversation_id == self.shown_id:
            self.model.append_text(message_id, text)
            self._set_state(ChatState.STREAMING)

    def _on_ended(self, conversation_id: str, message: Message, _event: TerminalEvent) -> None:
        if self._conversation is not None and conversation_id == self.shown_id:
            self._conversation = self._conversation.with_message(message)
            self.model.replace_message(message)
            self._update_state()
        self.answer_ended.emit(conversation_id, message)

    def _on_error(self, error: DesktopError) -> None:
        self.notice_raised.emit(Notice.of(error))

    def _update_state(self) -> None:
        turn = self.board.turn(self.shown_id)
        if turn is not None and turn.has_text:
            self._set_state(ChatState.STREAMING)
        else:
            self._set_state(ChatState.WAITING if turn is not None or self._pending_id else ChatState.IDLE)

    def _set_state(self, state: ChatState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state.value)
