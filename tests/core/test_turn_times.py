"""How long an answer takes, and its thoughts."""

from __future__ import annotations

import pytest

from h2o_desktop.core.conversation import Timings
from h2o_desktop.core.turn_times import TurnTimes


class Clock:
    """Shows what it is set to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def times_of(*pieces: str) -> Timings:
    """The times of an answer whose pieces come one a second and which ends a second after the last one."""
    clock = Clock()
    times = TurnTimes(clock)
    for piece in pieces:
        clock.now_s += 1
        times.text(piece)
    clock.now_s += 1
    return times.timings()


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((), Timings(None, 1.0)),
        (("", "Hi"), Timings(2.0, 3.0)),
        (("<think>so", " so", "</think>", "Hi"), Timings(1.0, 5.0, 2.0)),
        (("\n <th", "ink>a</th", "ink>", "Hi", "</think>"), Timings(1.0, 6.0, 1.0)),
        (("<think>so so</think>Hi",), Timings(1.0, 2.0, 0.0)),
        (("<think>", "so"), Timings(1.0, 3.0, 2.0)),  # stopped while it thought
        (("<thi", "rd> <think>", "a</think>"), Timings(1.0, 4.0)),
        (("Hi <think>", "a</think>"), Timings(1.0, 3.0)),
    ],
)
def test_times(pieces: tuple[str, ...], expected: Timings) -> None:
    assert times_of(*pieces) == expected
