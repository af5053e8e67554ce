"""A provider that does what a script says, each step when the test allows it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS, Capabilities, resolve
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.provider import ChatRequest, ModelInfo, Started, StreamEvent

PATIENCE_S = 30.0


class Gate:
    """A step of a script that waits until the test opens it, or until the turn is cancelled."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.reached = threading.Event()

    def open(self) -> None:
        """Let the script go on."""
        self._event.set()

    def wait(self, cancel: CancelToken) -> None:
        """Wait in the worker's thread."""
        self.reached.set()
        with cancel.when_set(self._event.set):
            assert self._event.wait(PATIENCE_S), "the test never opened the gate"
        cancel.raise_if_set()


Step = StreamEvent | DesktopError | Exception | Gate


@dataclass
class ScriptedProvider:
    """Answers each request with the next script; keeps the requests."""

    scripts: list[Sequence[Step]]
    dialect: str = "h2o"
    requests: list[ChatRequest] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def capabilities(self) -> Capabilities:
        return DIALECTS[self.dialect]

    def list_models(self, cancel: CancelToken) -> Sequence[ModelInfo]:
        return (ModelInfo("scripted"),)

    def stream(self, request: ChatRequest, cancel: CancelToken) -> Iterator[StreamEvent]:
        self.requests.append(request)
        yield Started(resolve(request.requested, self.capabilities()).sent)
        for step in self.scripts.pop(0):
            if isinstance(step, Gate):
                step.wait(cancel)
            elif isinstance(step, Exception):
                raise step
            else:
                yield step

    def forget(self, conversation_id: str) -> None:
        self.forgotten.append(conversation_id)

    def close(self) -> None:
        self.scripts.clear()
