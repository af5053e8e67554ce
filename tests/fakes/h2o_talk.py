"""What a window does with the H2O provider: a conversation turn by turn, and a turn in a thread of its own."""

from __future__ import annotations

import threading
import time

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, StreamEvent
from h2o_desktop.core.turn import run_turn
from h2o_desktop.providers.h2o import H2OProvider
from tests.fakes.socket_server import PATIENCE_S


class Talk:
    """A conversation of which each turn is asked with `say`; answers and prompts are kept like in the window."""

    def __init__(self, provider: H2OProvider, name: str = "conversation") -> None:
        self.provider = provider
        self.name = name
        self.messages: list[ChatMessage] = []
        self._number = 0

    def next_id(self) -> str:
        self._number += 1
        return f"{self.name} {self._number}"

    def say(self, text: str, model: str = "falcon-40b") -> str:
        """One turn; raises what went wrong."""
        self.messages.append(ChatMessage(Role.USER, text, self.next_id()))
        return self.again(model)

    def again(self, model: str = "falcon-40b") -> str:
        """Answer the last prompt once more."""
        if self.messages[-1].role is Role.ASSISTANT:
            self.messages.pop()
        response_id = self.next_id()
        request = ChatRequest(model, tuple(self.messages), dict(DEFAULTS), self.name, response_id)
        text = "".join(event.text for event in self.provider.stream(request, CancelToken()) if isinstance(event, Delta))
        self.messages.append(ChatMessage(Role.ASSISTANT, text, response_id))
        return text


class Asking:
    """A turn in a thread of its own, as in the window."""

    def __init__(self, provider: H2OProvider, cancel: CancelToken, messages: tuple[ChatMessage, ...] = ()) -> None:
        self.events: list[StreamEvent] = []
        self._messages = messages or (ChatMessage(Role.USER, "Count", "m1"),)
        self._provider, self._cancel = provider, cancel
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        request = ChatRequest("falcon-40b", self._messages, {}, "conversation", "r1")
        self.events.extend(run_turn(self._provider, request, self._cancel, time.monotonic))

    def end(self) -> StreamEvent:
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "the worker did not come free"
        return self.events[-1]
