"""How full the context window is: estimated at once, counted by the server a moment later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.core.budget import (
    Budget,
    Measured,
    budget_of,
    estimated_tokens,
    measured_by_counts,
)
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.request import request_messages
from h2o_desktop.core.services import TokenServices
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.qt.parameter_model import ParameterModel

SOON_MS = 30  # one estimate for all that changes at once
COUNT_MS = 300  # the server is asked when nothing has changed for so long
MOST_KEPT = 4000


class BudgetController(QObject):
    """Follows conversation, prompt, parameters and choice. Lives in the GUI thread; counting is the network lane's.

    Signals:
        changed(budget): the shares of the window are other ones.
        gathered: `messages`, which is what would be sent now, may be another.
    """

    changed = Signal(object)
    gathered = Signal()

    def __init__(
        self,
        services: TokenServices,
        lane: Lane,
        *,
        conversation: ConversationModel,
        parameters: ParameterModel,
        connections: ConnectionsModel,
    ) -> None:
        super().__init__()
        self.budget = Budget()
        self.messages: tuple[ChatMessage, ...] = ()
        self._services = services
        self._lane = lane
        self._conversation = conversation
        self._parameters = parameters
        self._connections = connections
        self._history: tuple[ChatMessage, ...] | None = None
        self._prompt = ""
        self._known: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._template = (-1, 0)  # what the server's template added to how many messages
        self._asked: CancelToken | None = None
        self._soon = self._timer(SOON_MS, self._estimate)
        self._later = self._timer(COUNT_MS, self._count)
        for signal in (conversation.was_reset, conversation.message_added, conversation.message_changed):
            signal.connect(self._on_conversation)
        parameters.value_changed.connect(self._on_parameter)
        parameters.system_prompt_changed.connect(self._on_conversation)
        connections.changed.connect(self._on_choice)
        self._restart()

    def set_prompt(self, text: str) -> None:
        """Take over what is being typed."""
        self._prompt = text
        self._restart()

    def stop(self) -> None:
        """Ask nothing any more."""
        self._soon.stop()
        self._later.stop()
        if self._asked is not None:
            self._asked.set()

    def _timer(self, pause_ms: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause_ms)
        timer.timeout.connect(then)
        return timer

    def _on_conversation(self, *_rows: object) -> None:
        self._history = None
        self._restart()

    def _on_parameter(self, key: str, _value: object) -> None:
        if key in {"truncate", "max_new_tokens"}:
            self._restart()

    def _on_choice(self) -> None:
        self._counts.clear()  # another model counts otherwise
        self._template = (-1, 0)
        self._restart()

    def _restart(self) -> None:
        if not self._soon.isActive():
            self._soon.start()
        self._later.start()

    def _gathered(self) -> tuple[ChatMessage, ...]:
        """What would be sent now."""
        if self._history is None:
            conversation = self._conversation
            messages = (conversation.message(row) for row in range(len(conversation)))
            self._history = request_messages(messages, self._parameters.system_prompt)
        if not self._prompt.strip():
            return self._history
        return (*self._history, ChatMessage(Role.USER, self._prompt))

    def _limit(self) -> int | None:
        return _whole(self._parameters.value("truncate"))

    def _estimate(self) -> None:
        """Show at once what is known: the server's counts where there are any, estimates for the rest."""
        self.messages = self._gathered()
        tokens = [self._tokens(message) for message in self.messages]
        measured = measured_by_counts(self.messages, tokens, self._limit())
        if len(measured.kept) == self._template[0] and all(text.content in self._counts for text in self.messages):
            total = self._template[1] + sum(measured.tokens[place] for place in measured.kept)
            measured = replace(measured, total=total, exact=True)
        self._show(self.messages, measured)
        self.gathered.emit()

    def _tokens(self, message: ChatMessage) -> int:
        if message.content in self._counts:
            return self._counts[message.content]
        if not message.id:
            return estimated_tokens(message.content)
        if message.content not in self._known:
            if len(self._known) > MOST_KEPT:
                self._known.clear()
            self._known[message.content] = estimated_tokens(message.content)
        return self._known[message.content]

    def _show(self, messages: tuple[ChatMessage, ...], measured: Measured) -> None:
        model = self._connections.current_model()
        reply = _whole(self._parameters.value("max_new_tokens")) or 0
        budget = budget_of(messages, measured, reply=reply, window=model.context_tokens if model else None)
        if budget != self.budget:
            self.budget = budget
            self.changed.emit(budget)

    def _count(self) -> None:
        choice = self._connections.current
        messages, limit = self._gathered(), self._limit()
        if self._asked is not None:
            self._asked.set()
        if not all(choice) or not messages or self.budget.exact:
            return
        cancel = self._asked = CancelToken()
        job = partial(self._services.measure, choice, messages, limit, cancel)
        self._lane.submit(job, partial(self._on_counted, messages, cancel))

    def _on_counted(
        self, messages: tuple[ChatMessage, ...], cancel: CancelToken, outcome: Outcome[Measured | None]
    ) -> None:
        """A server that cannot be asked leaves the estimate; that it is away is said where it is used."""
        measured = outcome.value if outcome.error is None else None
        if measured is None or cancel.is_set or self._soon.isActive():
            return
        if len(self._counts) > MOST_KEPT:
            self._counts.clear()
        self._counts.update(zip((message.content for message in messages), measured.tokens, strict=True))
        self._template = (len(measured.kept), measured.total - sum(measured.tokens[place] for place in measured.kept))
        self._show(messages, measured)


def _whole(value: ParameterValue) -> int | None:
    return int(value) if isinstance(value, int | float) else None
