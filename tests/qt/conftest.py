"""A chat with everything behind it but a server: a real store, real threads, a provider that follows a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import Conversation, Message
from h2o_desktop.core.notice import Notice
from h2o_desktop.core.parameters import DEFAULTS, ParameterValue
from h2o_desktop.qt.background import Lane, Tasks
from h2o_desktop.qt.chat_controller import ChatController, ChatState
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.qt.turn_board import TurnParts
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.wiring.lazy_store import LazyStore
from tests.fakes.scripted_provider import ScriptedProvider, Step

PATIENCE_MS = 30_000


class Clock:
    """A clock that a test moves. Every look at it takes a millisecond, so that times differ."""

    def __init__(self, now_s: float = 1_700_000_000.0) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        self.now_s += 0.001
        return self.now_s


@dataclass
class Chat:
    """A controller and what a test wants to know of it."""

    controller: ChatController
    provider: ScriptedProvider
    store: LazyStore
    lane: Lane
    qtbot: QtBot
    parameters: dict[str, ParameterValue]
    notices: list[Notice] = field(default_factory=list)
    states: list[str] = field(default_factory=list)

    def script(self, *steps: Step) -> None:
        """What the provider does with the next request."""
        self.provider.scripts.append(steps)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the GUI thread work until a condition holds."""
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def wait_idle(self) -> None:
        """Wait until the shown conversation does nothing, and the store has everything."""
        self.wait(lambda: self.controller.state is ChatState.IDLE)
        assert self.lane.drain(30)

    def ask(self, prompt: str) -> None:
        """Send a prompt and wait for the end of its answer."""
        ended: list[Message] = []
        connection = self.controller.answer_ended.connect(lambda _id, message: ended.append(message))
        assert self.controller.send(prompt)
        self.wait(lambda: bool(ended))
        QObject.disconnect(connection)
        self.wait_idle()

    def rows(self) -> list[tuple[str, str, str]]:
        """Role, text and status of what is shown."""
        model = self.controller.model
        messages = [model.message(row) for row in range(len(model))]
        return [(message.role.value, message.content, message.status.value) for message in messages]

    def stored(self, conversation_id: str | None = None) -> Conversation:
        """A conversation as the store has it, the shown one when none is named."""
        loaded: list[Conversation] = []
        wanted = conversation_id or self.controller.shown_id
        self.lane.submit(lambda: loaded.append(self.store.load(wanted)))
        assert self.lane.drain(30)
        return loaded[0]


@pytest.fixture
def chat(qtbot: QtBot, tmp_path: Path) -> Iterator[Chat]:
    """A chat with the scripted provider chosen."""
    lane, tasks = Lane("store"), Tasks()
    store = LazyStore(lambda: Transcripts(tmp_path / "transcripts.sqlite3"))
    provider = ScriptedProvider([])
    parameters = dict(DEFAULTS)
    clock = Clock()
    parts = TurnParts(store, lane, tasks, lambda _connection: provider, clock)
    controller = ChatController(parts, ConversationModel(), lambda: dict(parameters), Clock())
    controller.choice = ("scripted", "model-1")
    chat = Chat(controller, provider, store, lane, qtbot, parameters)
    controller.notice_raised.connect(chat.notices.append)
    controller.state_changed.connect(chat.states.append)
    yield chat
    controller.board.stop_all(30)
    lane.submit(store.close)
    assert lane.close(30)
    tasks.close()
