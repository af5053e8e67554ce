"""The lens: asked after a pause, reshaped at once, and silent while closed or while an answer runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.engines import LLAMA, OPENAI, TGI, TRANSFORMERS, VLLM, Engine, NextToken
from h2o_desktop.core.errors import Unreachable
from h2o_desktop.core.lens import PENALTIES, Lens, LensState
from h2o_desktop.core.provider import ChatMessage, ChatRequest
from h2o_desktop.core.sampling import Candidate, Step
from h2o_desktop.core.settings import LOCAL_ID
from h2o_desktop.core.words import Words
from h2o_desktop.qt import lens_controller
from h2o_desktop.qt.background import Lane
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.qt.lens_controller import COSTLY_ASK_MS, LensController
from h2o_desktop.qt.parameter_model import ParameterModel

PATIENCE_MS = 30_000
TOLD = (Candidate(" it", 0.6, 0.5), Candidate(" the", 0.3, 0.4), Candidate("", 0.1, None))
MESSAGES = (ChatMessage(Role.USER, "Which river, and why"),)


@dataclass
class TellingServer:
    """Tells the same choice always, or nothing, or fails."""

    told: NextToken | None = field(default_factory=lambda: NextToken(TOLD, LLAMA, has_penalties=True))
    away: bool = False
    connection_id: str = "stub"
    asked: list[ChatRequest] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def next_tokens(self, connection_id: str, request: ChatRequest, cancel: CancelToken) -> NextToken | None:
        assert connection_id == self.connection_id
        assert self.gate.wait(30)
        self.asked.append(request)
        if self.away:
            raise Unreachable(Words("away"))
        return self.told

    def measure(self, *_asked: object) -> None:
        """Not asked here."""


@dataclass
class Parts:
    server: TellingServer
    parameters: ParameterModel
    connections: ConnectionsModel
    controller: LensController
    seen: list[Lens]
    qtbot: QtBot

    def wait_for(self, state: LensState) -> None:
        self.qtbot.waitUntil(lambda: self.controller.lens.state is state, timeout=PATIENCE_MS)


@pytest.fixture
def parts(qtbot: QtBot) -> Iterator[Parts]:
    lane, server = Lane("network", 2), TellingServer()
    server.gate.set()
    parameters, connections, seen = ParameterModel(), ConnectionsModel(), list[Lens]()
    parameters.set_capabilities(DIALECTS["llama.cpp"])
    connections.set_current("stub", "m")
    controller = LensController(server, lane, parameters=parameters, connections=connections)
    controller.changed.connect(seen.append)
    controller.set_messages(MESSAGES)
    yield Parts(server, parameters, connections, controller, seen, qtbot)
    controller.stop()
    lane.close()


def test_nothing_is_asked_until_it_is_opened(parts: Parts) -> None:
    parts.controller.set_messages((ChatMessage(Role.USER, "more"),))
    parts.qtbot.wait(20)
    assert parts.server.asked == []
    parts.controller.set_open(True)
    parts.wait_for(LensState.READY)
    lens = parts.controller.lens
    assert lens.candidates == TOLD
    assert lens.after == "more"
    assert [seen.state for seen in parts.seen] == [LensState.ASKING, LensState.READY]
    parts.controller.set_open(False)
    assert parts.controller.lens == Lens()


def test_sliders_reshape_without_a_request(parts: Parts) -> None:
    parts.controller.set_open(True)
    parts.wait_for(LensState.READY)
    for temperature in (0.1, 0.5, 1.0, 2.0):
        parts.parameters.set_value("temperature", temperature)
    assert parts.controller.lens.choice.shares[0] < 0.6
    parts.parameters.set_value("top_k", 1)
    assert parts.controller.lens.choice.cut_by[1] is Step.TOP_K
    parts.parameters.set_value("do_sample", False)
    assert parts.controller.lens.choice.shares == (1, 0, 0)
    assert len(parts.server.asked) == 1


@pytest.mark.parametrize("key", sorted(PENALTIES))
def test_penalties_are_the_engines(parts: Parts, key: str) -> None:
    parts.controller.set_open(True)
    parts.wait_for(LensState.READY)
    parts.parameters.set_value(key, 1.5)
    parts.qtbot.waitUntil(lambda: len(parts.server.asked) == 2, timeout=PATIENCE_MS)
    assert parts.server.asked[1].requested[key] == 1.5


def test_it_rests_while_an_answer_runs(parts: Parts) -> None:
    parts.controller.set_open(True)
    parts.wait_for(LensState.READY)
    parts.controller.set_idle(False)
    parts.controller.set_messages((ChatMessage(Role.USER, "more"),))
    parts.qtbot.wait(20)
    assert len(parts.server.asked) == 1
    parts.controller.set_idle(True)
    parts.qtbot.waitUntil(lambda: len(parts.server.asked) == 2, timeout=PATIENCE_MS)


def test_why_there_is_nothing_to_see(parts: Parts) -> None:
    parts.server.told = None
    parts.controller.set_open(True)
    parts.wait_for(LensState.SILENT)
    parts.server.away = True
    parts.connections.set_current("stub", "other")
    parts.wait_for(LensState.FAILED)
    parts.controller.set_messages(())
    parts.wait_for(LensState.NOTHING_TO_READ)


def test_a_late_answer_to_an_old_question_is_not_shown(parts: Parts) -> None:
    parts.server.gate.clear()
    parts.controller.set_open(True)
    parts.controller.set_open(False)
    parts.server.gate.set()
    parts.qtbot.waitUntil(lambda: len(parts.server.asked) == 1, timeout=PATIENCE_MS)
    parts.qtbot.wait(20)
    assert parts.controller.lens == Lens()


def test_without_a_chosen_model_there_is_nothing_to_read(parts: Parts) -> None:
    parts.connections.set_current("", "")
    parts.controller.set_open(True)
    assert parts.controller.lens.state is LensState.NOTHING_TO_READ


def test_the_engine_of_this_computer_may_not_run_yet(parts: Parts) -> None:
    parts.server.told = None
    parts.server.connection_id = LOCAL_ID
    parts.connections.set_current(LOCAL_ID, "small")
    parts.controller.set_open(True)
    parts.wait_for(LensState.NOT_RUNNING)


@pytest.mark.parametrize(("dialect", "engine"), [("h2o", TGI), ("h2ogpt", TRANSFORMERS)])
def test_servers_that_do_not_tell_are_not_asked(parts: Parts, dialect: str, engine: Engine) -> None:
    parts.parameters.set_capabilities(DIALECTS[dialect])
    parts.controller.set_open(True)
    assert parts.controller.lens == Lens(LensState.NOT_TOLD, engine=engine)
    assert parts.server.asked == []


def test_a_paid_server_is_asked_only_when_the_person_wants_it_there(parts: Parts) -> None:
    parts.parameters.set_capabilities(DIALECTS["openai"])
    parts.server.told = NextToken(TOLD, OPENAI)
    parts.controller.set_open(True)
    assert parts.controller.lens.state is LensState.COSTS
    parts.controller.set_messages((ChatMessage(Role.USER, "more"),))
    assert parts.controller._pause.interval() == COSTLY_ASK_MS
    parts.qtbot.waitUntil(lambda: not parts.controller._pause.isActive(), timeout=PATIENCE_MS)
    assert parts.server.asked == []
    parts.controller.allow()
    parts.wait_for(LensState.READY)
    assert parts.controller.lens.costs
    parts.server.connection_id = "second"
    parts.connections.set_current("second", "m")
    parts.wait_for(LensState.COSTS)
    assert len(parts.server.asked) == 1


def test_an_answer_that_no_server_goes_on_with_is_no_prompt(parts: Parts) -> None:
    parts.parameters.set_capabilities(DIALECTS["openai"])
    parts.controller.set_messages((*MESSAGES, ChatMessage(Role.ASSISTANT, "Because.")))
    parts.controller.set_open(True)
    assert parts.controller.lens.state is LensState.NOTHING_TO_READ


def test_the_order_of_the_chosen_server_decides(parts: Parts) -> None:
    shares = {}
    for dialect, engine in (("llama.cpp", LLAMA), ("vllm", VLLM)):
        parts.parameters.set_capabilities(DIALECTS[dialect])
        parts.server.told = NextToken(TOLD, engine)
        parts.controller.set_open(True)
        parts.wait_for(LensState.READY)
        assert parts.controller.lens.engine is engine
        parts.parameters.set_values({"temperature": 2.0, "top_p": 0.85, "top_k": None, "min_p": None})
        shares[dialect] = parts.controller.lens.choice.shares
        parts.controller.set_open(False)
    assert shares["llama.cpp"][2] == 0  # cut before the temperature makes it likelier
    assert shares["vllm"][2] > 0


def test_penalties_that_are_not_told_are_said_to_be_missing(parts: Parts) -> None:
    parts.parameters.set_capabilities(DIALECTS["vllm"])
    parts.server.told = NextToken(TOLD, VLLM)
    parts.parameters.set_value("repetition_penalty", None)
    parts.controller.set_open(True)
    parts.wait_for(LensState.READY)
    assert not parts.controller.lens.lacks_penalties
    parts.parameters.set_value("repetition_penalty", 1.3)
    assert parts.controller.lens.lacks_penalties
    parts.parameters.set_value("repetition_penalty", 1.0)
    assert not parts.controller.lens.lacks_penalties
    assert len(parts.server.asked) == 1


def test_a_drag_asks_nothing_per_pixel(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    parts.controller.set_open(True)
    parts.wait_for(LensState.READY)
    monkeypatch.setattr(lens_controller, "ASK_MS", 3_600_000)  # no pause of a slow machine is one of the person's
    for step in range(200):
        parts.parameters.set_value("temperature", step / 100)
        parts.parameters.set_value("repetition_penalty", 0.5 + step / 200)
        QCoreApplication.processEvents()
    assert len(parts.server.asked) == 1
    assert parts.controller._pause.isActive()
    parts.controller._pause.start(0)
    parts.qtbot.waitUntil(lambda: len(parts.server.asked) > 1, timeout=PATIENCE_MS)
    last = parts.server.asked[-1].requested["repetition_penalty"]
    assert last == pytest.approx(0.5 + 199 / 200)
    assert len(parts.server.asked) == 2
