"""The budget of what is being typed: an estimate at once, the server's count a moment later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.budget import Measured, measured_by_counts
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.errors import Unreachable
from h2o_desktop.core.provider import ChatMessage, ModelInfo
from h2o_desktop.core.words import Words
from h2o_desktop.qt.background import Lane
from h2o_desktop.qt.budget_controller import BudgetController
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.qt.parameter_model import ParameterModel

PATIENCE_MS = 30_000
TEMPLATE_TOKENS = 30


@dataclass
class CountingServer:
    """Counts words; ten more for each message in its template."""

    counts: bool = True
    away: bool = False
    asked: list[tuple[tuple[str, str], list[str], int | None]] = field(default_factory=list)

    def measure(
        self, choice: tuple[str, str], messages: Sequence[ChatMessage], limit: int | None, cancel: CancelToken
    ) -> Measured | None:
        cancel.raise_if_set()
        self.asked.append((choice, [message.content for message in messages], limit))
        if self.away:
            raise Unreachable(Words("away"))
        if not self.counts:
            return None
        tokens = [len(message.content.split()) for message in messages]
        kept = measured_by_counts(messages, tokens, limit).kept
        return Measured(tuple(tokens), kept, sum(tokens[place] for place in kept) + TEMPLATE_TOKENS, exact=True)


@dataclass
class Parts:
    server: CountingServer
    conversation: ConversationModel
    parameters: ParameterModel
    connections: ConnectionsModel
    controller: BudgetController
    qtbot: QtBot

    def wait_exact(self) -> None:
        self.qtbot.waitUntil(lambda: self.controller.budget.exact, timeout=PATIENCE_MS)


@pytest.fixture
def parts(qtbot: QtBot) -> Iterator[Parts]:
    lane, server = Lane("network", 2), CountingServer()
    conversation, parameters, connections = ConversationModel(), ParameterModel(), ConnectionsModel()
    connections.set_status("stub", ConnectionStatus(Reachability.READY, (ModelInfo("m", context_tokens=4096),)))
    connections.set_current("stub", "m")
    controller = BudgetController(
        server, lane, conversation=conversation, parameters=parameters, connections=connections
    )
    yield Parts(server, conversation, parameters, connections, controller, qtbot)
    controller.stop()
    lane.close()


def test_an_estimate_comes_first_and_the_count_follows(parts: Parts) -> None:
    exact: list[bool] = []
    parts.controller.changed.connect(lambda budget: exact.append(budget.exact))
    parts.controller.set_prompt("three little words")
    parts.wait_exact()
    budget = parts.controller.budget
    assert exact == [False, True]
    assert (budget.system, budget.history, budget.prompt, budget.reply) == (TEMPLATE_TOKENS, 0, 3, 1024)
    assert budget.window == 4096
    assert parts.server.asked == [(("stub", "m"), ["three little words"], 2048)]


def test_the_conversation_is_history(parts: Parts) -> None:
    parts.conversation.reset(
        [
            Message("1", None, Role.USER, "one two", 0.0),
            Message("2", "1", Role.ASSISTANT, "three four five", 0.0),
        ]
    )
    parts.controller.set_prompt("six")
    parts.wait_exact()
    assert (parts.controller.budget.history, parts.controller.budget.prompt) == (5, 1)
    parts.conversation.remove_from(1)
    parts.conversation.reset([])
    parts.controller.set_prompt("")
    parts.qtbot.waitUntil(lambda: parts.controller.budget.history == 0, timeout=PATIENCE_MS)


def test_sliders_move_the_bar_without_a_request(parts: Parts) -> None:
    parts.controller.set_prompt("some words")
    parts.wait_exact()
    parts.parameters.set_value("max_new_tokens", 99)
    parts.qtbot.waitUntil(lambda: parts.controller.budget.reply == 99, timeout=PATIENCE_MS)
    assert parts.controller.budget.exact
    parts.parameters.set_value("temperature", 1.0)
    assert len(parts.server.asked) == 1


def test_a_short_truncate_cuts_the_history(parts: Parts) -> None:
    parts.parameters.set_value("truncate", 64)
    parts.conversation.reset([Message("1", None, Role.USER, "word " * 70, 0.0)])
    parts.conversation.add(Message("2", "1", Role.ASSISTANT, "yes", 0.0))
    parts.controller.set_prompt("more")
    parts.qtbot.waitUntil(lambda: parts.controller.budget.cut == 2, timeout=PATIENCE_MS)
    assert parts.controller.budget.history == 0


@pytest.mark.parametrize("away", [True, False])
def test_where_nothing_can_be_counted_the_estimate_stays(parts: Parts, away: bool) -> None:
    parts.server.away, parts.server.counts = away, False
    parts.controller.set_prompt("some words")
    parts.qtbot.waitUntil(lambda: bool(parts.server.asked), timeout=PATIENCE_MS)
    parts.qtbot.wait(20)
    assert not parts.controller.budget.exact
    assert parts.controller.budget.prompt > 0


def test_another_model_is_asked_anew(parts: Parts) -> None:
    parts.controller.set_prompt("some words")
    parts.wait_exact()
    parts.connections.set_current("stub", "other")
    parts.qtbot.waitUntil(lambda: len(parts.server.asked) == 2, timeout=PATIENCE_MS)
    assert parts.server.asked[1][0] == ("stub", "other")
    parts.wait_exact()
    assert parts.controller.budget.window is None
