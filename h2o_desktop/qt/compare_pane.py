"""One pane of a comparison: its own model, its own parameters, and the branch that it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.capabilities import Capabilities
from h2o_desktop.core.comparing import Contender
from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.words import Words
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.qt.pane_connections import PaneConnections
from h2o_desktop.qt.parameter_model import ParameterModel

CapabilitiesOf = Callable[[str], Capabilities | None]


class PaneState(StrEnum):
    """What a pane is doing."""

    IDLE = "idle"
    STORING = "storing"
    IN_LINE = "in-line"
    WAITING = "waiting"
    STREAMING = "streaming"


class ComparePane(QObject):
    """Nothing in it is shared with another pane but what is known of the connections. Lives in the GUI thread.

    `answer_id` is the answer that is on its way; `words` say what has to happen before the model can be asked.

    Signals:
        changed: the state is another one.
        settings_changed: another model was chosen, or a parameter has another value.
    """

    changed = Signal()
    settings_changed = Signal()

    def __init__(
        self, connections: ConnectionsModel, capabilities: CapabilitiesOf, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._capabilities = capabilities
        self.connections = PaneConnections(connections, self)
        self.parameters = ParameterModel(self)
        self.conversation = ConversationModel(self)
        self.state = PaneState.IDLE
        self.answer_id = ""
        self.words: Words | None = None
        self._path: tuple[Message, ...] = ()
        self._first_shown = 0
        self.parameters.value_changed.connect(self._on_setting)
        self.parameters.system_prompt_changed.connect(self._on_setting)
        self.connections.changed.connect(self._learn_capabilities)

    @property
    def choice(self) -> tuple[str, str]:
        """The connection's id and the model, empty while nothing is chosen."""
        return self.connections.current

    @property
    def path(self) -> tuple[Message, ...]:
        """The whole branch, also what stood before the comparison."""
        return self._path

    @property
    def answer(self) -> Message | None:
        """The last answer with what has come of it; None while the branch ends otherwise."""
        last = self._path[-1] if len(self._path) > self._first_shown else None
        if last is None or last.role is not Role.ASSISTANT:
            return None
        row = self.conversation.row_of(last.id)
        return self.conversation.message(row) if row >= 0 else last

    @property
    def is_busy(self) -> bool:
        """Whether an answer is on its way here, or will be."""
        return self.state is not PaneState.IDLE

    def choose(self, connection_id: str, model_id: str) -> None:
        """Take another model for the next prompt."""
        self.connections.set_current(connection_id, model_id)
        self.settings_changed.emit()

    def take_settings(self, choice: tuple[str, str], values: Mapping[str, ParameterValue]) -> None:
        """Take over a choice and all parameters, the system prompt among them."""
        self.parameters.replace(dict(values))
        self.choose(*choice)

    def contender(self, instead_of_prompt: int | None = None) -> Contender:
        """What is asked here next: behind the branch, or in the place of one of the shown prompts, counted from 0."""
        path = self._path
        prompts = self._prompt_places()
        if instead_of_prompt is not None and instead_of_prompt < len(prompts):
            path = path[: prompts[instead_of_prompt]]
        return Contender(*self.choice, self.parameters.asked(), path)

    def number_of_prompt(self, message_id: str) -> int | None:
        """Which of the shown prompts that message is, counted from 0; None when it is none of them."""
        ids = [self._path[place].id for place in self._prompt_places()]
        return ids.index(message_id) if message_id in ids else None

    def _prompt_places(self) -> list[int]:
        shown = range(self._first_shown, len(self._path))
        return [place for place in shown if self._path[place].role is Role.USER]

    def show_path(self, path: Sequence[Message], first_shown: int) -> None:
        """Show a branch from a message on; the branch as a whole is what the next prompt comes after.

        An answer that is on its way is no longer awaited here.
        """
        self._path, self._first_shown = tuple(path), first_shown
        self.answer_id = ""
        self.conversation.reset(self._path[first_shown:])
        self.set_state(PaneState.IDLE)

    @property
    def first_shown(self) -> int:
        """How many messages of the branch stand before what is shown."""
        return self._first_shown

    def begin(self, messages: Sequence[Message], parent_id: str | None) -> None:
        """Take over the messages of a turn, the last of which is the answer to come; they follow `parent_id`."""
        while self._path and self._path[-1].id != parent_id:
            self._path = self._path[:-1]
        self._path = (*self._path, *messages)
        self.answer_id = messages[-1].id
        self.conversation.reset(self._path[self._first_shown :])

    def grow(self, text: str) -> None:
        """Text of the answer came."""
        self.conversation.append_text(self.answer_id, text)
        self.set_state(PaneState.STREAMING)

    def end(self, answer: Message) -> None:
        """The answer has its final form."""
        self._path = tuple(answer if message.id == answer.id else message for message in self._path)
        self.conversation.replace_message(answer)
        self.answer_id = ""
        self.set_state(PaneState.IDLE)

    def give_up(self) -> None:
        """The answer will not come."""
        self.answer_id = ""
        self.set_state(PaneState.IDLE)

    def set_state(self, state: PaneState, words: Words | None = None) -> None:
        """Say what the pane is doing."""
        if (state, words) != (self.state, self.words):
            self.state, self.words = state, words
            self.changed.emit()

    def _learn_capabilities(self) -> None:
        capabilities = self._capabilities(self.choice[0]) if self.choice[0] else None
        if capabilities is not None:
            self.parameters.set_capabilities(capabilities)

    def _on_setting(self, *_change: object) -> None:
        self.settings_changed.emit()
