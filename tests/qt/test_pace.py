"""The pace of a thread that reads an answer: turns for the window, rests in a slow stream, and what ends them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.qt.pace import BURST_S, LONGEST_TURN_S, MANY_LETTERS, WAITED_S, Clocks, Pace, Readers

REST_S = 0.2


@dataclass
class Reader:
    """A reading thread whose time is told to it; `pauses` are the longest that its pauses may take."""

    now_s: float = 100.0
    worked_s: float = 7.0
    pauses: list[float] = field(default_factory=list)
    turns: int = 0
    cancel: CancelToken = field(default_factory=CancelToken)
    readers: Readers = field(default_factory=Readers)

    def __post_init__(self) -> None:
        clocks = Clocks(lambda: self.now_s, lambda: self.worked_s, self._wait)
        self.pace = Pace(self._ask, self.cancel, clocks, self.readers)
        self.pace.rest_s = REST_S

    def _ask(self) -> None:
        self.turns += 1

    def _wait(self, until: threading.Event, longest_s: float) -> bool:
        self.pauses.append(longest_s)
        self.now_s += longest_s
        return False

    def event(self, letters: int, *, waited_s: float = 0.0, worked_s: float = 0.0) -> None:
        """An event comes after waiting and working for so long."""
        self.now_s += waited_s + worked_s
        self.worked_s += worked_s
        self.pace.step(letters)


def test_a_fast_stream_gives_the_window_its_turn_after_each_burst_of_work() -> None:
    reader = Reader()
    with reader.pace.kept():
        for _ in range(10):
            reader.event(200, worked_s=BURST_S / 2.5)
    assert reader.turns == 3
    assert reader.pauses == [LONGEST_TURN_S] * 3


def test_several_readers_share_the_time_of_one() -> None:
    reader = Reader()
    with reader.readers.one_more(), reader.readers.one_more(), reader.pace.kept():
        assert reader.readers.count == 3
        for _ in range(3):
            reader.event(200, worked_s=BURST_S / 2.5)
    assert reader.turns == 3
    assert reader.readers.count == 0


def test_the_first_wait_says_nothing_about_a_stream_and_no_rest_follows() -> None:
    reader = Reader()
    with reader.pace.kept():
        reader.event(5, waited_s=0.5)
        reader.event(MANY_LETTERS)
        reader.event(5, waited_s=WAITED_S * 2)
    assert reader.pauses == []


def test_a_slow_stream_rests_after_each_event_that_was_waited_for() -> None:
    reader = Reader()
    with reader.pace.kept():
        reader.event(5, waited_s=0.5)
        reader.event(5, waited_s=0.01)
        reader.event(80)  # what gathered during the rest
        reader.event(5, waited_s=0.01)
    assert len(reader.pauses) == 2
    assert all(0 < pause_s <= REST_S for pause_s in reader.pauses)
    assert reader.turns == 0


def test_all_slow_streams_wake_up_at_the_same_beats() -> None:
    for late_s in (0.0, 0.03, 0.17):
        reader = Reader(now_s=100.0 + late_s)
        with reader.pace.kept():
            reader.event(5, waited_s=0.5)
            reader.event(5, waited_s=0.01)
        assert reader.now_s / REST_S == pytest.approx(round(reader.now_s / REST_S))


def test_without_a_rest_a_slow_stream_is_taken_as_it_comes() -> None:
    reader = Reader()
    reader.pace.rest_s = 0.0
    with reader.pace.kept():
        for _ in range(5):
            reader.event(5, waited_s=0.01)
    assert reader.pauses == []


def test_a_stopped_answer_pauses_no_more() -> None:
    reader = Reader()
    with reader.pace.kept():
        reader.event(5, waited_s=0.5)
        reader.cancel.set()
        reader.event(5, waited_s=0.5)
        reader.event(5, worked_s=1.0)
    assert reader.pauses == []


def _resting(pace: Pace, asked: threading.Event) -> threading.Thread:
    def read() -> None:
        with pace.kept():
            waiting = threading.Event()
            for _ in range(2):
                waiting.wait(WAITED_S * 5)
                asked.set()
                pace.step(1)

    thread = threading.Thread(target=read)
    thread.start()
    return thread


def test_waking_and_stopping_end_a_rest_at_once() -> None:
    for ends_by_stop in (False, True):
        cancel, asked = CancelToken(), threading.Event()
        pace = Pace(lambda: None, cancel)
        pace.rest_s = 3600.0
        thread = _resting(pace, asked)
        assert asked.wait(30)
        while thread.is_alive():  # a wake that comes before the rest begins does not count for it
            (cancel.set if ends_by_stop else pace.wake)()
            thread.join(0.01)


def test_the_turn_is_given_by_another_thread() -> None:
    asked = threading.Event()
    pace = Pace(asked.set, CancelToken())

    def work() -> None:
        with pace.kept():
            while not asked.is_set():
                pace.step(0)

    thread = threading.Thread(target=work)
    thread.start()
    assert asked.wait(30)
    pace.give_turn()
    thread.join(30)
    assert not thread.is_alive()
