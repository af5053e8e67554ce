"""Asks the model for a title after the first answer, when the person wants that."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.provider import ChatRequest, Delta, Failed, Provider
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.core.titles import cleaned_title, title_request, wants_title
from h2o_desktop.core.turn import Clock, run_turn
from h2o_desktop.qt.background import Lane, Outcome


class TitleController(QObject):
    """Reads the conversation in the store's lane and asks in the network's. Lives in the GUI thread.

    What fails is not told: the title of the first words is as good as before.

    Signals:
        named(conversation_id, title): the model gave a title.
    """

    named = Signal(str, str)

    def __init__(
        self, store: TranscriptStore, store_lane: Lane, provider_for: Callable[[str], Provider], network_lane: Lane
    ) -> None:
        super().__init__()
        self._store = store
        self._store_lane = store_lane
        self._provider_for = provider_for
        self._network_lane = network_lane
        self._cancel = CancelToken()

    def consider(self, conversation_id: str) -> None:
        """An answer has ended, or those that are compared: ask for a title, if they were the first ones."""
        self._store_lane.submit(partial(self._store.load, conversation_id), self._on_loaded)

    def stop(self) -> None:
        """Ask nothing any more."""
        self._cancel.set()

    def _on_loaded(self, outcome: Outcome[Conversation]) -> None:
        if isinstance(outcome.error, DesktopError):
            return
        conversation = outcome.result()
        if not wants_title(conversation) or self._cancel.is_set:
            return
        prompt, answer = conversation.path()
        request = title_request(prompt, answer, str(uuid.uuid4()))
        job = partial(self._ask, answer.connection, request)
        self._network_lane.submit(job, partial(self._on_answered, conversation.summary.id))

    def _ask(self, connection: str, request: ChatRequest) -> str:
        import time

        provider = self._provider_for(connection)
        try:
            return _whole_answer(provider, request, self._cancel, time.monotonic)
        finally:
            provider.forget(request.conversation_id)

    def _on_answered(self, conversation_id: str, outcome: Outcome[str]) -> None:
        if isinstance(outcome.error, DesktopError):
            return
        title = cleaned_title(outcome.result())
        if title:
            self.named.emit(conversation_id, title)


def _whole_answer(provider: Provider, request: ChatRequest, cancel: CancelToken, clock: Clock) -> str:
    """What the model says; nothing when it fails or is stopped."""
    pieces: list[str] = []
    for event in run_turn(provider, request, cancel, clock):
        if isinstance(event, Delta):
            pieces.append(event.text)
        elif isinstance(event, Failed):
            raise event.error
    return "" if cancel.is_set else "".join(pieces)
