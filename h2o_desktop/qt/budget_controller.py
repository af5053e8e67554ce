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
from h2o_desktop.core.cutting import Edge, edge_of, reading_limit
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.request import request_messages, without_thoughts
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

    `edge` is from where on the model will read the conversation, None when it reads all of it, and `limit` how many
    tokens of it are read at most.

    Signals:
        changed(budget): the shares of the window are other ones.
        edge_changed(edge): the model will read the conversation from elsewhere on, or because of another limit.
        gathered: `messages`, which is what would be sent now, may be another.
    """

    changed = Signal(object)
    edge_changed = Signal(object)
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
        self.edge: Edge | None = None
        self.limit: int | None = None
        self._shown: tuple[Edge | None, int | None] = (None, None)
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
        changes = (conversation.was_reset, conversation.message_added, conversation.message_changed)
        for signal in (*changes, conversation.rows_removed):
            signal.connect(self._on_conversation)
        parameters.value_changed.connect(self._on_parameter)
        parameters.system_prompt_changed.connect(self._on_conversation)
        parameters.treatments_changed.connect(self._restart)
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

    def _window(self) -> int | None:
        model = self._connections.current_model()
        return model.context_tokens if model else None

    def _is_cut_here(self) -> bool:
        """Whether the program itself leaves out what is too long; otherwise the server does."""
        return self._parameters.capabilities.fields["truncate"].emulated

    def _limit(self) -> int | None:
        """How much is read at most. A server that cuts cuts at what it is told, whatever its window."""
        if "truncate" not in self._parameters.capabilities.fields:
            return None
        return reading_limit(self._parameters.values(), self._window() if self._is_cut_here() else None)

    def _estimate(self) -> None:
        """Show at once what is known: the server's counts where there are any, estimates for the rest."""
        self.messages = self._gathered()
        self.limit = self._limit()
        cutting = self._parameters.capabilities.cutting
        tokens = [self._tokens(message) for message in self.messages]
        measured = measured_by_counts(self.messages, tokens, self.limit, cutting)
        if not measured.unread_tokens and len(measured.kept) == self._template[0] and self._are_counted():
            total = self._template[1] + sum(measured.tokens[place] for place in measured.kept)
            measured = replace(measured, total=total, exact=True)
        self._show(self.messages, measured)
        self.gathered.emit()

    def _are_counted(self) -> bool:
        return all(message.content in self._counts for message in self.messages)

    def _tokens(self, message: ChatMessage) -> int:
        if message.content in self._counts:
            return self._counts[message.content]
        if not message.id:
            return estimated_tokens(message.content)
        if message.content not in self._known:
            if len(self._known) > MOST_KEPT:
                self._known.clear()
            self._known[message.content] = estimated_tokens(without_thoughts(message).content)
        return self._known[message.content]

    def _show(self, messages: tuple[ChatMessage, ...], measured: Measured) -> None:
        reply = _whole(self._parameters.value("max_new_tokens")) or 0
        budget = budget_of(messages, measured, reply=reply, window=self._window())
        if budget != self.budget:
            self.budget = budget
            self.changed.emit(budget)
        is_sure = measured.exact or (self.limit is not None and self._cuts_as_shown())
        edge = edge_of(messages, measured, is_sure=is_sure)
        if (edge, self.limit) != self._shown:
            self.edge, self._shown = edge, (edge, self.limit)
            self.edge_changed.emit(edge)

    def _cuts_as_shown(self) -> bool:
        """Whether what is left out was found with the same counts with which it will be left out."""
        return self._is_cut_here() and (not self._parameters.capabilities.counts or self._are_counted())

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
        if not measured.unread_tokens:
            added = measured.total - sum(measured.tokens[place] for place in measured.kept)
            self._template = (len(measured.kept), added)
        self._show(messages, measured)


def _whole(value: ParameterValue) -> int | None:
    return int(value) if isinstance(value, int | float) else None
