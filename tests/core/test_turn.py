"""A turn has exactly one last event, whatever a provider does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS, Capabilities
from h2o_desktop.core.conversation import Message, Role, Status, Timings, Usage
from h2o_desktop.core.errors import Cancelled, DesktopError, ProtocolError, StreamCut
from h2o_desktop.core.provider import (
    ChatRequest,
    Delta,
    Failed,
    Finished,
    ModelInfo,
    Started,
    Stopped,
    StreamEvent,
)
from h2o_desktop.core.turn import ended, failure_of, run_turn, status_after, with_seed
from h2o_desktop.core.words import Words

TERMINAL = (Finished, Stopped, Failed)
REQUEST = ChatRequest("model", ())
ANSWER = Message("a", None, Role.ASSISTANT, "", 0.0, Status.STREAMING)


class Provider:
    """A provider whose stream is a function."""

    def __init__(self, streaming: Callable[[CancelToken], Iterator[StreamEvent]]) -> None:
        self._streaming = streaming

    def capabilities(self) -> Capabilities:
        return DIALECTS["openai"]

    def list_models(self, cancel: CancelToken) -> tuple[ModelInfo, ...]:
        return ()

    def stream(self, request: ChatRequest, cancel: CancelToken) -> Iterator[StreamEvent]:
        return self._streaming(cancel)

    def forget(self, conversation_id: str) -> None:
        return None

    def close(self) -> None:
        return None


class Ticking:
    """A clock that goes on by a second at each look."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        self.now_s += 1.0
        return self.now_s


def events_of(streaming: Callable[[CancelToken], Iterator[StreamEvent]]) -> list[StreamEvent]:
    return list(run_turn(Provider(streaming), REQUEST, CancelToken(), Ticking()))


Step = StreamEvent | DesktopError | str
STEPS = st.lists(
    st.sampled_from(
        [
            Started({}),
            Delta("text", 1),
            Delta("", 0),
            Finished("stop"),
            StreamCut(Words("Cut.")),
            Cancelled(),
            "cancel",
        ]
    ),
    max_size=8,
)


@given(STEPS)
def test_there_is_one_last_event_whatever_happens(steps: list[Step]) -> None:
    def streaming(cancel: CancelToken) -> Iterator[StreamEvent]:
        for step in steps:
            if step == "cancel":
                cancel.set()
            elif isinstance(step, DesktopError):
                raise step
            elif not isinstance(step, str):
                yield step

    events = events_of(streaming)
    assert isinstance(events[-1], TERMINAL)
    assert not any(isinstance(event, TERMINAL) for event in events[:-1])


def test_a_whole_answer_is_timed() -> None:
    def streaming(cancel: CancelToken) -> Iterator[StreamEvent]:
        yield Started({"temperature": 1})
        yield Delta("", 0)
        yield Delta("Hi", 1)
        yield Finished("stop", Usage(3, 1))

    events = events_of(streaming)
    # The clock is looked at when the turn begins, at the first text, and at the end.
    assert events[-1] == Finished("stop", Usage(3, 1), Timings(1.0, 2.0))


def test_a_failure_is_an_event() -> None:
    error = StreamCut(Words("Cut."), partial_text="so far")

    def streaming(cancel: CancelToken) -> Iterator[StreamEvent]:
        yield Delta("so far", 1)
        raise error

    last = events_of(streaming)[-1]
    assert isinstance(last, Failed)
    assert last.error is error


def test_an_error_after_the_stop_is_the_stop() -> None:
    def streaming(cancel: CancelToken) -> Iterator[StreamEvent]:
        yield Delta("so far", 1)
        cancel.set()
        raise StreamCut(Words("The socket was shut."))

    assert isinstance(events_of(streaming)[-1], Stopped)


def test_a_stream_without_an_end_is_a_failure() -> None:
    last = events_of(lambda cancel: iter([Delta("text", 1)]))[-1]
    assert isinstance(last, Failed)
    assert isinstance(last.error, ProtocolError)


def test_a_defect_comes_out_as_it_is() -> None:
    def streaming(cancel: CancelToken) -> Iterator[StreamEvent]:
        yield Delta("text", 1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        events_of(streaming)


def test_a_seed_is_drawn_when_none_is_given() -> None:
    assert with_seed({"seed": None, "temperature": 1.0}, lambda _below: 42) == {"seed": 42, "temperature": 1.0}
    assert with_seed({}, lambda _below: 42) == {"seed": 42}
    assert with_seed({"seed": 0}, lambda _below: 42) == {"seed": 0}
    assert with_seed({})["seed"] != with_seed({})["seed"]


def test_the_status_follows_from_the_last_event() -> None:
    assert status_after(Finished("stop")) is Status.COMPLETE
    assert status_after(Stopped()) is Status.STOPPED
    assert status_after(Failed(StreamCut(Words("Cut.")))) is Status.FAILED


def test_the_final_message_of_a_whole_answer() -> None:
    message = ended(ANSWER, Finished("length", Usage(5, None), Timings(0.5, 2.0)), text="Hello", tokens=2)
    assert message.content == "Hello"
    assert message.status is Status.COMPLETE
    assert message.finish_reason == "length"
    assert message.usage == Usage(5, 2)
    assert message.timings == Timings(0.5, 2.0)
    assert message.failure is None


def test_an_answer_that_went_on_keeps_the_time_of_its_thoughts() -> None:
    thought = replace(ANSWER, timings=Timings(0.5, 2.0, 1.5))
    assert ended(thought, Stopped(timings=Timings(0.1, 0.2)), text="x", tokens=1).timings == Timings(0.1, 0.2, 1.5)
    again = ended(thought, Stopped(timings=Timings(0.1, 0.2, 0.1)), text="x", tokens=1)
    assert again.timings.thinking_s == 0.1


def test_the_servers_own_count_comes_first() -> None:
    assert ended(ANSWER, Finished("stop", Usage(1, 9)), text="x", tokens=2).usage == Usage(1, 9)
    assert ended(ANSWER, Stopped(), text="", tokens=0).usage == Usage()


def test_a_failed_answer_keeps_its_text_and_says_why() -> None:
    error = StreamCut(
        Words("It {verb}.", {"verb": "broke"}), Words("Try again."), "detail", partial_text="from the error"
    )
    message = ended(ANSWER, Failed(error), text="", tokens=1)
    assert message.content == "from the error"
    assert message.status is Status.FAILED
    assert message.failure is not None
    assert message.failure == failure_of(error)
    assert (message.failure.kind, message.failure.summary, message.failure.hint, message.failure.detail) == (
        "stream-cut",
        "It broke.",
        "Try again.",
        "detail",
    )
    assert ended(ANSWER, Failed(error), text="seen", tokens=1).content == "seen"
