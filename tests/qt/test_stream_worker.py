"""The worker thread: order, joining, stopping, and defects."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.provider import Delta, Failed, Finished, Preparing, Started, StreamEvent
from h2o_desktop.core.words import Words
from h2o_desktop.qt.stream_worker import StreamWorker, joined

PATIENCE_MS = 30_000


class Receiver(QObject):
    """Collects events in the GUI thread, as a QObject so that they are queued to it."""

    def __init__(self, worker: StreamWorker) -> None:
        super().__init__()
        self.events: list[StreamEvent] = []
        self.threads: set[int] = set()
        worker.arrived.connect(self.take)

    def take(self, events: tuple[StreamEvent, ...]) -> None:
        self.threads.add(threading.get_ident())
        self.events.extend(events)


def test_neighbouring_deltas_are_joined_and_the_order_stays() -> None:
    events: list[StreamEvent] = [
        Preparing(Words("Soon.")),
        Started({}),
        Delta("a", 1),
        Delta("b", 2),
        Delta("", 0),
        Finished("stop"),
        Delta("z", 1),
    ]
    assert joined(events) == (
        Preparing(Words("Soon.")),
        Started({}),
        Delta("ab", 3),
        Finished("stop"),
        Delta("z", 1),
    )


def test_every_event_arrives_in_order_in_the_gui_thread(qtbot: QtBot) -> None:
    def events(cancel: CancelToken) -> Iterator[StreamEvent]:
        yield Started({"temperature": 0.4})
        for number in range(20_000):
            yield Delta(f"{number} ", 1)
        yield Finished("stop")

    worker = StreamWorker(events)
    receiver = Receiver(worker)
    worker.start()
    qtbot.waitUntil(lambda: bool(receiver.events) and isinstance(receiver.events[-1], Finished), timeout=PATIENCE_MS)
    assert worker.join(30)
    assert receiver.threads == {threading.get_ident()}
    assert receiver.events[0] == Started({"temperature": 0.4})
    deltas = [event for event in receiver.events if isinstance(event, Delta)]
    assert "".join(delta.text for delta in deltas) == "".join(f"{number} " for number in range(20_000))
    assert sum(delta.tokens for delta in deltas) == 20_000


def test_what_was_not_handed_over_can_be_taken_at_once(qtbot: QtBot) -> None:
    sent = threading.Event()

    def events(cancel: CancelToken) -> Iterator[StreamEvent]:
        yield Delta("first", 1)
        sent.set()
        cancel.wait(30)
        yield Finished("stop")

    worker = StreamWorker(events)
    receiver = Receiver(worker)
    worker.start()
    assert sent.wait(30)
    assert worker.take() == (Delta("first", 1),)
    worker.cancel.set()
    qtbot.waitUntil(lambda: receiver.events == [Finished("stop")], timeout=PATIENCE_MS)
    assert worker.join(30)
    assert worker.timings().first_text_s is not None


def test_a_defect_ends_the_turn_and_is_reported(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: reported.append(error))

    def events(cancel: CancelToken) -> Iterator[StreamEvent]:
        yield Delta("kept", 1)
        raise ZeroDivisionError("a mistake")

    worker = StreamWorker(events)
    receiver = Receiver(worker)
    worker.start()
    qtbot.waitUntil(lambda: bool(receiver.events) and isinstance(receiver.events[-1], Failed), timeout=PATIENCE_MS)
    assert worker.join(30)
    assert receiver.events[0] == Delta("kept", 1)
    failed = receiver.events[-1]
    assert isinstance(failed, Failed)
    assert "a mistake" in failed.error.detail
    assert isinstance(reported[0], ZeroDivisionError)


def test_a_worker_that_never_began_has_no_thread_to_wait_for(qapp: object) -> None:
    worker = StreamWorker(lambda cancel: iter(()))
    assert worker.join(0)
    assert worker.timings().total_s is None


class Emitter(QObject):
    """Emits a truth value, as every signal of this program may."""

    happened = Signal(bool)


def test_five_thousand_signals_do_not_end_the_program(qapp: object) -> None:
    emitter = Emitter()
    heard: list[bool] = []
    emitter.happened.connect(heard.append)
    for _ in range(5000):
        emitter.happened.emit(True)
    assert len(heard) == 5000
