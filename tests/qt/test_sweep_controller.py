"""A sweep asks a real server on a real socket, a few cells at once, and stores what comes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import Status
from h2o_desktop.core.errors import NotInStore
from h2o_desktop.core.provider import Provider
from h2o_desktop.core.sweep import Sweep, SweepPlan
from h2o_desktop.providers.h2o import H2OProvider
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from h2o_desktop.qt import patient_saving
from h2o_desktop.qt.background import Lane, Tasks
from h2o_desktop.qt.patient_saving import PatientSaving
from h2o_desktop.qt.sweep_controller import SweepController
from h2o_desktop.qt.sweep_parts import SweepParts
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.wiring.lazy_store import LazyStore
from tests.fakes.choosing_server import ChoosingServer, spoken
from tests.fakes.conversation_examples import first_turn
from tests.fakes.h2o_server import H2OServer
from tests.fakes.h2o_talk import Talk
from tests.fakes.openai_server import Reply
from tests.fakes.scripted_provider import ScriptedProvider
from tests.fakes.sweep_examples import planned
from tests.qt.conftest import PATIENCE_MS, Clock


def named(body: dict[str, Any]) -> str:
    """What a request asks for, as the answers of these tests name it."""
    return f"t{body['temperature']} s{body['seed']}"


@dataclass
class Gates:
    """A server whose answers come to their end when a test lets them; each names its cell first."""

    opened: dict[str, threading.Event] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def gate(self, name: str) -> threading.Event:
        return self.opened.setdefault(name, threading.Event())

    def choose(self, body: dict[str, Any]) -> Reply:
        name = named(body)
        if name in self.refused:
            return Reply(status=400, body={"error": {"message": "not today"}})
        return spoken(f"Cell {name}", ".", until=self.gate(name))

    def open_all(self, plan: SweepPlan) -> None:
        for place in range(plan.size):
            temperature, seed = plan.values(place)
            self.gate(f"t{temperature} s{seed}").set()


@dataclass
class Bench:
    """A sweep with everything behind it."""

    controller: SweepController
    server: ChoosingServer
    gates: Gates
    store: LazyStore
    lane: Lane
    qtbot: QtBot
    errors: list[object] = field(default_factory=list)
    ended: list[bool] = field(default_factory=list)

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def texts(self) -> list[str]:
        return [cell.content if cell is not None else "" for cell in self.controller.sweep.cells]

    def statuses(self) -> list[str]:
        return [cell.status.value if cell is not None else "" for cell in self.controller.sweep.cells]

    def stored(self) -> Sweep:
        assert self.lane.drain(30)
        loaded: list[Sweep] = []
        self.lane.submit(lambda: loaded.append(self.store.load_sweep(self.controller.plan.id)))
        assert self.lane.drain(30)
        return loaded[0]


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    gates = Gates()
    turn = first_turn()
    plan = planned(turn, temperatures=(0.5, 1.0), seeds=(1, 2))
    lane, tasks = Lane("store"), Tasks()
    store = LazyStore(lambda: Transcripts(tmp_path / "transcripts.sqlite3"))
    lane.submit(lambda: (store.begin_turn(turn.summary, turn.messages[:1]), store.add_sweep(plan)))
    with ChoosingServer(gates.choose) as server:
        provider = OpenAICompatibleProvider(server.url)
        clock = Clock()
        saving = PatientSaving(lane)
        parts = SweepParts(store, lane, tasks, lambda _connection: provider, clock, clock, saving)
        controller = SweepController(Sweep.of(plan), parts)
        bench = Bench(controller, server, gates, store, lane, qtbot)
        for failed in (controller.lost, saving.failed):
            failed.connect(bench.errors.append)
        saving.resumed.connect(lambda: bench.errors.append("resumed"))
        controller.ended.connect(lambda: bench.ended.append(True))
        yield bench
        controller.stop_all()
        controller.join(30)
        provider.close()
    lane.submit(store.close)
    assert lane.close(30)
    tasks.close()


def test_all_cells_are_asked_and_stored(bench: Bench) -> None:
    bench.gates.open_all(bench.controller.plan)
    bench.controller.start(2)
    assert bench.controller.is_at_work
    bench.wait(lambda: not bench.controller.is_at_work)
    assert bench.texts() == ["Cell t0.5 s1.", "Cell t0.5 s2.", "Cell t1.0 s1.", "Cell t1.0 s2."]
    assert bench.statuses() == ["complete"] * 4
    assert bench.ended == [True]
    assert bench.stored() == bench.controller.sweep
    cell = bench.controller.cell(3)
    assert cell is not None
    assert (cell.sent["temperature"], cell.sent["seed"], cell.usage.completion_tokens) == (1.0, 2, 2)
    assert bench.errors == []


def test_each_request_differs_in_the_two_parameters_alone(bench: Bench) -> None:
    bench.gates.open_all(bench.controller.plan)
    bench.controller.start(4)
    bench.wait(lambda: not bench.controller.is_at_work)
    bodies = bench.server.chats
    assert sorted((body["temperature"], body["seed"]) for body in bodies) == [(0.5, 1), (0.5, 2), (1.0, 1), (1.0, 2)]
    rest = [{key: value for key, value in body.items() if key not in {"temperature", "seed"}} for body in bodies]
    assert rest == [rest[0]] * 4
    assert rest[0]["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What is a tree?"},
    ]


def test_no_more_cells_than_wanted_are_on_their_way(bench: Bench) -> None:
    bench.controller.start(2)
    bench.wait(lambda: bench.texts()[:2] == ["Cell t0.5 s1.", "Cell t0.5 s2."])
    assert len(bench.server.chats) == 2
    assert bench.statuses() == ["streaming", "streaming", "", ""]
    assert [bench.controller.is_waiting(place) for place in range(4)] == [False, False, True, True]
    bench.gates.gate("t0.5 s2").set()
    bench.wait(lambda: bench.texts()[2] == "Cell t1.0 s1.")
    assert bench.statuses() == ["streaming", "complete", "streaming", ""]
    assert len(bench.server.chats) == 3


def test_text_is_in_the_store_while_it_comes(bench: Bench) -> None:
    bench.controller.start(1)

    def is_stored() -> bool:
        cell = bench.stored().cells[0]
        return cell is not None and (cell.content, cell.status) == ("Cell t0.5 s1.", Status.STREAMING)

    bench.wait(is_stored)


def test_one_cell_is_stopped_and_the_next_one_asked(bench: Bench) -> None:
    bench.controller.start(1)
    bench.wait(lambda: bool(bench.texts()[0]))
    bench.controller.stop(1)
    assert not bench.controller.is_waiting(1)
    bench.controller.stop(0)
    assert bench.statuses()[0] == "stopped"
    bench.wait(lambda: bool(bench.texts()[2]))
    bench.wait(bench.server.client_gone.is_set)  # the server looks for that only while it waits
    bench.gates.open_all(bench.controller.plan)
    bench.wait(lambda: not bench.controller.is_at_work)
    assert bench.statuses() == ["stopped", "", "complete", "complete"]
    assert bench.stored().cells[0] == bench.controller.cell(0)


def test_stopping_all_keeps_what_came(bench: Bench) -> None:
    bench.controller.start(2)
    bench.wait(lambda: all(bench.texts()[:2]))
    bench.controller.stop_all()
    assert not bench.controller.is_at_work
    assert bench.ended == [True]
    assert bench.statuses() == ["stopped", "stopped", "", ""]
    assert bench.stored() == bench.controller.sweep
    assert bench.controller.unfinished() == [0, 1, 2, 3]


def test_a_stopped_sweep_goes_on_with_what_is_missing(bench: Bench) -> None:
    bench.gates.gate("t0.5 s1").set()
    bench.controller.start(1)
    bench.wait(lambda: bool(bench.texts()[1]))
    bench.controller.stop_all()
    bench.gates.open_all(bench.controller.plan)
    first = bench.controller.cell(0)
    bench.controller.start(3)
    bench.wait(lambda: not bench.controller.is_at_work)
    assert bench.statuses() == ["complete"] * 4
    assert bench.controller.cell(0) == first
    assert bench.stored() == bench.controller.sweep


def test_a_failure_stays_in_its_cell_and_can_be_asked_again(bench: Bench) -> None:
    bench.gates.refused.add("t0.5 s2")
    bench.gates.open_all(bench.controller.plan)
    bench.controller.start(2)
    bench.wait(lambda: not bench.controller.is_at_work)
    assert bench.statuses() == ["complete", "failed", "complete", "complete"]
    failed = bench.controller.cell(1)
    assert failed is not None
    assert failed.failure is not None
    assert "not today" in failed.failure.summary + failed.failure.detail
    bench.gates.refused.clear()
    bench.controller.ask(0)  # it has a whole answer
    assert not bench.controller.is_at_work
    bench.controller.ask(1)
    bench.wait(lambda: not bench.controller.is_at_work)
    assert bench.statuses() == ["complete"] * 4
    assert bench.stored() == bench.controller.sweep


def fails(bench: Bench, *, fails: bool) -> None:
    """From now on the store takes nothing, or takes everything again."""
    state = "ON" if fails else "OFF"
    bench.lane.submit(lambda: bench.store.opened._connection.execute(f"PRAGMA query_only = {state}"))
    assert bench.lane.drain(30)


def test_what_cannot_be_stored_is_said_kept_here_and_stored_later(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patient_saving, "RETRY_MS", 50)
    bench.gates.open_all(bench.controller.plan)
    fails(bench, fails=True)
    bench.controller.start(4)
    bench.wait(lambda: not bench.controller.is_at_work and bool(bench.errors))
    assert bench.statuses() == ["complete"] * 4
    fails(bench, fails=False)
    bench.wait(lambda: bench.stored() == bench.controller.sweep)
    bench.wait(lambda: bench.errors[-1] == "resumed")
    assert bench.controller._parts.saving.unsaved_count == 0


def test_final_answers_that_fail_are_tried_again_by_themselves(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cells are in the store, and what came first as well; then the disk is full when they end."""
    monkeypatch.setattr(patient_saving, "RETRY_MS", 50)
    bench.controller.start(4)
    bench.wait(lambda: all(bench.texts()))
    bench.wait(lambda: all(cell is not None and cell.content for cell in bench.stored().cells))
    fails(bench, fails=True)
    bench.gates.open_all(bench.controller.plan)
    bench.wait(lambda: bench.statuses() == ["complete"] * 4)
    bench.wait(lambda: bench.controller._parts.saving.unsaved_count == 4)
    assert {cell.status for cell in bench.stored().cells if cell} == {Status.STREAMING}
    fails(bench, fails=False)
    bench.wait(lambda: bench.stored() == bench.controller.sweep)
    bench.wait(lambda: bench.errors[-1] == "resumed")
    assert len(bench.errors) == 2


def test_a_sweep_that_is_removed_while_its_answers_wait_waits_no_longer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patient_saving, "RETRY_MS", 50)
    bench.gates.open_all(bench.controller.plan)
    fails(bench, fails=True)
    bench.controller.start(4)
    bench.wait(lambda: bench.controller._parts.saving.unsaved_count == 4 and not bench.controller.is_at_work)
    fails(bench, fails=False)
    bench.lane.submit(lambda: bench.store.delete_sweep(bench.controller.plan.id))
    bench.wait(lambda: any(isinstance(error, NotInStore) for error in bench.errors) or "resumed" in bench.errors)
    bench.wait(lambda: bench.controller._parts.saving.unsaved_count == 0)
    assert bench.statuses() == ["complete"] * 4  # still here to be copied


def test_a_provider_may_forget_what_it_kept_for_a_cell(bench: Bench, qtbot: QtBot) -> None:
    provider = ScriptedProvider([(), ()])
    parts = bench.controller._parts
    plan = planned(temperatures=(0.5,), seeds=(1, 2))

    def provided(_connection: str) -> Provider:
        return provider

    own = replace(parts, provider_for=provided)
    controller = SweepController(Sweep.of(plan), own)
    failures: list[object] = []
    parts.saving.failed.connect(failures.append)
    controller.start(1)
    qtbot.waitUntil(lambda: not controller.is_at_work, timeout=PATIENCE_MS)
    controller.join(30)
    # Each in its own thread: the first one may be forgotten when the second one has begun, and after it.
    assert sorted(provider.forgotten) == sorted(request.conversation_id for request in provider.requests)
    assert len(set(provider.forgotten)) == 2


def test_on_an_h2o_server_cells_leave_the_conversations_twin_alone(bench: Bench, qtbot: QtBot) -> None:
    with H2OServer() as server:
        server.origin = server.url
        provider = H2OProvider(server.url)
        talk = Talk(provider)
        talk.say("What is a tree?")
        (twin,) = server.conversations
        parts = bench.controller._parts
        plan = replace(bench.controller.plan, id="h2o", model="falcon-40b")
        bench.lane.submit(lambda: bench.store.add_sweep(plan))
        own = SweepParts(
            bench.store, bench.lane, parts.tasks, lambda _id: provider, parts.clock, parts.now_s, parts.saving
        )
        controller = SweepController(Sweep.of(plan), own)
        controller.start(2)
        qtbot.waitUntil(lambda: not controller.is_at_work, timeout=PATIENCE_MS)
        controller.join(30)
        assert [cell.content for cell in controller.sweep.cells if cell] == ["It is fine."] * 4
        assert list(server.conversations) == [twin]  # those of the cells are deleted
        sent = [message["parameters"] for message in server.messages()[1:]]
        assert sorted((one["temperature"], one["seed"]) for one in sent) == [(0.5, 1), (0.5, 2), (1.0, 1), (1.0, 2)]
        talk.say("And a wood?")
        assert server.messages()[-1]["inputs"] == "And a wood?"  # the conversation goes on where it was
        provider.close()
