"""Panes that are compared with everything behind them: real sockets, a real store, real threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from pytestqt.qtbot import QtBot

from h2o_desktop.core.capabilities import DIALECTS
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.errors import DesktopError, InputError
from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.core.provider import Provider
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile
from h2o_desktop.core.words import Words
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from h2o_desktop.qt.answer_board import AnswerBoard
from h2o_desktop.qt.background import Lane, Tasks
from h2o_desktop.qt.compare_controller import CompareController
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.qt.turn_board import TurnParts
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.wiring.lazy_store import LazyStore
from tests.fakes.openai_server import OpenAIServer, said
from tests.qt.conftest import PATIENCE_MS, Clock


@dataclass
class Compare:
    """A controller with a server for each of its connections, and what a test wants to know of it."""

    controller: CompareController
    servers: dict[str, OpenAIServer]
    store: LazyStore
    lane: Lane
    qtbot: QtBot
    in_turn: set[str]
    providers: dict[str, Provider]
    connections: ConnectionsModel
    errors: list[DesktopError] = field(default_factory=list)

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def wait_idle(self) -> None:
        self.wait(lambda: not self.controller.is_busy and not self.controller.board.is_busy)
        assert self.lane.drain(30)

    def start(self, conversation: Conversation | None = None) -> None:
        """Two panes: one asks the first server, one the second."""
        self.controller.start_from(conversation, ("one", "model-1"), DEFAULTS)
        self.controller.panes[1].choose("two", "model-2")

    def ask(self, prompt: str) -> None:
        assert self.controller.send(prompt)
        self.wait_idle()

    def shown(self) -> list[list[tuple[str, str]]]:
        """Text and status of what each pane shows."""
        return [
            [(message.content, message.status.value) for message in pane.conversation.messages()]
            for pane in self.controller.panes
        ]

    def stored(self) -> Conversation:
        assert self.controller.summary is not None
        loaded: list[Conversation] = []
        conversation_id = self.controller.summary.id
        self.lane.submit(lambda: loaded.append(self.store.load(conversation_id)))
        assert self.lane.drain(30)
        return loaded[0]


@contextmanager
def comparing_two_servers(qtbot: QtBot, tmp_path: Path) -> Iterator[Compare]:
    """A controller of panes with two servers, each behind a connection of its own."""
    with OpenAIServer(said("One ", "river.")) as one, OpenAIServer(said("Two ", "rivers.")) as two:
        servers = {"one": one, "two": two}
        providers: dict[str, Provider] = {
            name: OpenAICompatibleProvider(server.url) for name, server in servers.items()
        }

        def provider_for(connection_id: str) -> Provider:
            if connection_id not in providers:
                raise InputError(Words("No such connection."))
            return providers[connection_id]

        lane, tasks = Lane("store"), Tasks()
        store = LazyStore(lambda: Transcripts(tmp_path / "transcripts.sqlite3"))
        parts = TurnParts(store, lane, tasks, provider_for, monotonic)
        in_turn: set[str] = set()
        board = AnswerBoard(parts, in_turn.__contains__)
        connections = ConnectionsModel()
        kind = ConnectionKind.OPENAI
        connections.set_profiles(
            [ConnectionProfile(name, kind, f"Server {name}", server.url) for name, server in servers.items()]
        )
        controller = CompareController(
            board, connections, lambda name: DIALECTS["openai"] if name in servers else None, Clock()
        )
        made = Compare(controller, servers, store, lane, qtbot, in_turn, providers, connections)
        controller.failed.connect(made.errors.append)
        yield made
        controller.close(30)
        lane.submit(store.close)
        assert lane.close(30)
        tasks.close()
        for provider in providers.values():
            provider.close()
