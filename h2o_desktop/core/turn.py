"""One turn: a request goes in, events come out, and exactly one of them is the last."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Failure, Message, Status, Usage
from h2o_desktop.core.errors import Cancelled, DesktopError, ProtocolError
from h2o_desktop.core.parameters import LARGEST_SEED, ParameterValue
from h2o_desktop.core.provider import (
    ChatRequest,
    Delta,
    Failed,
    Finished,
    Provider,
    Stopped,
    StreamEvent,
    TerminalEvent,
)
from h2o_desktop.core.shaping import asked_in_words, shaped
from h2o_desktop.core.turn_times import TurnTimes
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words, kept_words

Clock = Callable[[], float]


def with_seed(
    requested: Mapping[str, ParameterValue], draw: Callable[[int], int] = secrets.randbelow
) -> dict[str, ParameterValue]:
    """`requested` with a seed drawn for it when it has none, so that every answer can be repeated."""
    if requested.get("seed") is not None:
        return dict(requested)
    return {**requested, "seed": draw(LARGEST_SEED)}


def run_turn(provider: Provider, request: ChatRequest, cancel: CancelToken, clock: Clock) -> Iterator[StreamEvent]:
    """Yield the events of one turn; the last one is Finished, Stopped or Failed, whatever happens.

    `clock` gives seconds that only grow. Errors that are not ours come out as they are: they are defects.
    """
    times = TurnTimes(clock)
    timings = times.timings
    try:
        asked = asked_in_words(request, provider.capabilities())
        for event in shaped(provider.stream(asked, cancel), request):
            if cancel.is_set:
                yield Stopped(timings=timings())
                return
            if isinstance(event, Delta):
                times.text(event.text)
            if isinstance(event, Finished):
                yield replace(event, timings=timings())
                return
            yield event
    except Cancelled:
        yield Stopped(timings=timings())
    except DesktopError as error:
        # A socket that was shut down to stop an answer breaks the stream; that is the stop, not a fault.
        yield Stopped(timings=timings()) if cancel.is_set else Failed(error, timings())
    else:
        yield Stopped(timings=timings()) if cancel.is_set else Failed(_no_end(), timings())


def _no_end() -> ProtocolError:
    return ProtocolError(
        Words(QT_TRANSLATE_NOOP("errors", "The answer ended without saying that it is whole.")),
        Words(QT_TRANSLATE_NOOP("errors", "Send the prompt again.")),
        "the provider's stream returned without a terminal event",
    )


def ended(answer: Message, event: TerminalEvent, *, text: str, tokens: int) -> Message:
    """The final form of an answer after its last event.

    `text` is what came and `tokens` how many were counted, which stands in where the server gives no usage. An error
    that carries text keeps it when none came otherwise.
    """
    usage = Usage() if isinstance(event, Failed) else event.usage
    if usage.completion_tokens is None and tokens:
        usage = replace(usage, completion_tokens=tokens)
    if usage.completion_tokens is not None and answer.usage.completion_tokens:  # an answer that went on
        usage = replace(usage, completion_tokens=usage.completion_tokens + answer.usage.completion_tokens)
    timings = event.timings
    if timings.thinking_s is None and answer.timings.thinking_s is not None:
        timings = replace(timings, thinking_s=answer.timings.thinking_s)
    return replace(
        answer,
        content=text or (event.error.partial_text if isinstance(event, Failed) else ""),
        status=status_after(event),
        finish_reason=event.finish_reason if isinstance(event, Finished) else "",
        usage=usage,
        timings=timings,
        failure=failure_of(event.error) if isinstance(event, Failed) else None,
    )


def status_after(event: TerminalEvent) -> Status:
    """The status that the answer has after its last event."""
    match event:
        case Finished():
            return Status.COMPLETE
        case Stopped():
            return Status.STOPPED
        case Failed():
            return Status.FAILED


def failure_of(error: DesktopError) -> Failure:
    """What is kept with the message about an error."""
    words = {"summary": kept_words(error.summary), "hint": kept_words(error.hint)}
    return Failure(error.kind, str(error.summary), str(error.hint), error.detail, words)
