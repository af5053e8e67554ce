"""`ask`: one question, and its answer on the terminal as it comes. The conversation is stored like any other."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from types import FrameType
from typing import TextIO

from h2o_desktop.commands import Options
from h2o_desktop.commands.opened import opened
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Message
from h2o_desktop.core.draft import Asking, draft_turn
from h2o_desktop.core.errors import Cancelled, DesktopError, InputError
from h2o_desktop.core.provider import (
    Delta,
    Failed,
    Finished,
    Preparing,
    Started,
    Stopped,
    StreamEvent,
    TerminalEvent,
    Told,
)
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.core.turn import ended, run_turn
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

CHECKPOINT_S = 0.25
EXIT_OK = 0
EXIT_FAILED = 1
EXIT_STOPPED = 130  # what a shell gives a command that Ctrl+C ended

ShownEvent = Preparing | Started | Delta | TerminalEvent
Show = Callable[[ShownEvent], None]


def ask(options: Options, question: str) -> int:
    """Ask and print; 0 when the whole answer came, 1 when it failed, 130 when Ctrl+C stopped it."""
    show = JsonLines(sys.stdout).show if options.json else PlainText(sys.stdout, sys.stderr).show
    try:
        last = _ask(options, question, show)
    except Cancelled:  # before there was an answer that could be stopped
        last = Stopped()
        show(last)
    except DesktopError as error:
        if not options.json:
            raise
        last = Failed(error)  # who reads the events waits for an end, also when the asking did not begin
        show(last)
    match last:
        case Finished():
            return EXIT_OK
        case Stopped():
            return EXIT_STOPPED
        case _:
            return EXIT_FAILED


def _ask(options: Options, question: str, show: Show) -> TerminalEvent:
    prompt = sys.stdin.read() if question == "-" else question
    if not prompt.strip():
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "The question is empty.")),
            Words(QT_TRANSLATE_NOOP("errors", "Write one between quotation marks.")),
        )
    cancel = CancelToken()
    with opened(options) as services, stopped_by_interrupt(cancel):
        requested = {**services.settings.parameters, **options.parameters()}
        connection, model_id = services.choose(options.profile(services.settings), options.model, cancel)
        draft = draft_turn(Asking(connection, model_id, requested, time.time()), prompt)
        services.store.begin_turn(draft.summary, draft.messages)
        events = run_turn(services.provider_for(connection), draft.request, cancel, time.monotonic)
        return Recorder(services.store, draft.messages[-1]).follow(events, show)


class Recorder:
    """Stores an answer while it comes, and shows its events."""

    def __init__(self, store: TranscriptStore, answer: Message) -> None:
        self._store = store
        self._answer = answer
        self._chunks: list[str] = []
        self._unsaved: list[str] = []
        self._saved_s = time.monotonic()
        self._tokens = 0

    def follow(self, events: Iterator[StreamEvent], show: Show) -> TerminalEvent:
        """Take the events of one turn to their end."""
        for event in events:
            match event:
                case Started():
                    self._answer = replace(self._answer, sent=dict(event.sent))
                case Delta():
                    self._grow(event)
                case Finished() | Stopped() | Failed():
                    self._finish(event)
                    show(event)
                    return event
                case Told():  # it was not asked for
                    continue
            show(event)
        raise AssertionError("a turn ends with a terminal event")

    def _grow(self, delta: Delta) -> None:
        self._tokens += delta.tokens
        self._chunks.append(delta.text)
        self._unsaved.append(delta.text)
        if time.monotonic() - self._saved_s >= CHECKPOINT_S:
            self._store.checkpoint(self._answer.id, "".join(self._unsaved))
            self._unsaved.clear()
            self._saved_s = time.monotonic()

    def _finish(self, event: TerminalEvent) -> None:
        self._store.finish(ended(self._answer, event, text="".join(self._chunks), tokens=self._tokens))


class PlainText:
    """The answer as text; everything that is not the answer goes to the other stream."""

    def __init__(self, output: TextIO, remarks: TextIO) -> None:
        self._output = output
        self._remarks = remarks

    def show(self, event: ShownEvent) -> None:
        """Print one event."""
        match event:
            case Preparing():
                print(event.words, file=self._remarks)
            case Delta():
                self._output.write(event.text)
                self._output.flush()
            case Finished():
                print(file=self._output)
                if event.finish_reason == "length":
                    print("h2o-desktop: the answer reached max_new_tokens and was cut there.", file=self._remarks)
            case Stopped():
                print(file=self._output)
                print("h2o-desktop: stopped; what came is kept.", file=self._remarks)
            case Failed():
                print(file=self._output)
                print(f"h2o-desktop: {event.error}", file=self._remarks)


class JsonLines:
    """One JSON object a line for each event; that the answer was asked for is said once."""

    def __init__(self, output: TextIO) -> None:
        self._output = output
        self._has_started = False

    def show(self, event: ShownEvent) -> None:
        """Print one event."""
        if isinstance(event, Started) and self._has_started:
            return
        self._has_started = self._has_started or isinstance(event, Started)
        document = event_document(event)
        print(json.dumps(document, ensure_ascii=False), file=self._output, flush=True)


def event_document(event: ShownEvent) -> dict[str, object]:
    """An event as the JSON object that `ask --json` prints."""
    match event:
        case Preparing():
            return {"type": "preparing", "text": str(event.words)}
        case Started():
            return {"type": "started", "sent": dict(event.sent)}
        case Delta():
            return {"type": "delta", "text": event.text}
        case Finished():
            return {
                "type": "finished",
                "finish_reason": event.finish_reason,
                "usage": asdict(event.usage),
                "timings": asdict(event.timings),
            }
        case Stopped():
            return {"type": "stopped", "usage": asdict(event.usage), "timings": asdict(event.timings)}
        case Failed():
            return {"type": "failed", **error_document(event.error), "timings": asdict(event.timings)}


def error_document(error: DesktopError) -> dict[str, object]:
    """An error as JSON."""
    return {"kind": error.kind, "summary": str(error.summary), "hint": str(error.hint), "detail": error.detail}


@contextmanager
def stopped_by_interrupt(cancel: CancelToken) -> Iterator[None]:
    """Let Ctrl+C stop the answer instead of the program, so that what came is stored."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        cancel.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
