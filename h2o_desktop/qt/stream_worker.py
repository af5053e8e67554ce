"""The worker thread that runs one turn and hands its events to the GUI thread."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Timings
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.provider import Delta, Failed, StreamEvent, TerminalEvent, Told
from h2o_desktop.core.turn_times import TurnTimes
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.pace import Pace
from h2o_desktop.qt.turnstile import turnstile

FRAME_MS = 28  # some 35 pictures a second: what comes at reading speed looks smooth, and costs little
REST_MS = 20
HIDDEN_FRAME_MS = 30  # the same for answers that nobody looks at
HIDDEN_REST_MS = 180


class StreamWorker(QObject):
    """Runs a generator of events in a daemon thread; lives and is used in the GUI thread.

    Events are collected in the thread and cross at most once a frame, with neighbouring deltas joined, so that the GUI
    thread's work does not depend on how fast a server sends.

    Signals:
        arrived(events): a tuple of events, in order. The last tuple of all ends with a terminal event.
    """

    arrived = Signal(object)
    _woken = Signal()
    _over = Signal()
    _turn_wanted = Signal()

    def __init__(self, events: Callable[[CancelToken], Iterator[StreamEvent]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cancel = CancelToken()
        self._events = events
        self._lock = threading.Lock()
        self._pending: list[StreamEvent] = []
        self._wake_sent = False
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._on_frame)
        self._turnstile = turnstile()
        self._is_shown = True
        self._last_flush_s = 0.0
        self._times: TurnTimes | None = None
        self._woken.connect(self._on_woken)
        self._over.connect(self._flush)
        self._pace = Pace(self._ask_for_turn, self.cancel)
        self._turn_wanted.connect(self._on_turn_wanted)
        self._thread = threading.Thread(target=self._run, name="stream-worker", daemon=True)

    def start(self) -> None:
        """Begin the turn."""
        self._times = TurnTimes(time.monotonic)
        self._thread.start()

    def set_shown(self, *, shown: bool) -> None:
        """Whether anybody looks on; what nobody sees comes in larger pieces, at most `longest_delay_ms` old."""
        self._is_shown = shown
        self._pace.rest_s = (REST_MS if shown else HIDDEN_REST_MS) / 1000
        if shown:
            self._pace.wake()

    @property
    def longest_delay_ms(self) -> int:
        """How long text may be under way from the server's socket to `arrived`, while this thread is not held up."""
        return REST_MS + FRAME_MS if self._is_shown else HIDDEN_REST_MS + HIDDEN_FRAME_MS

    def timings(self) -> Timings:
        """How long the turn has taken so far; what a turn that is stopped from this side is stored with."""
        return Timings() if self._times is None else self._times.timings()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread to end; false when it did not within `timeout_s` seconds."""
        if self._times is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def take(self) -> tuple[StreamEvent, ...]:
        """What has come and was not handed over yet; used when the GUI thread must not wait for the next frame."""
        with self._lock:
            events, self._pending, self._wake_sent = self._pending, [], False
        return joined(events)

    def _run(self) -> None:
        try:
            with self._pace.kept():
                for event in self._events(self.cancel):
                    self._hand_over(event)
                    self._pace.step(len(event.text) if isinstance(event, Delta) else 0)
        except Exception as error:  # noqa: BLE001 - the last line of the thread: a defect must not leave the chat waiting
            sys.excepthook(type(error), error, error.__traceback__)
            self._hand_over(Failed(_defect(error)))

    def _hand_over(self, event: StreamEvent) -> None:
        if self._times is not None and isinstance(event, Delta):
            self._times.text(event.text)
        with self._lock:
            self._pending.append(event)
            wake, self._wake_sent = not self._wake_sent, True
        if isinstance(event, TerminalEvent):
            self._tell(self._over)
        elif wake:
            self._tell(self._woken)

    def _ask_for_turn(self) -> None:
        self._tell(self._turn_wanted)  # behind what waits for the GUI thread now

    def _tell(self, signal: SignalInstance) -> None:
        with suppress(RuntimeError):  # the program has ended meanwhile and took the receiver along
            signal.emit()

    def _on_turn_wanted(self) -> None:
        self._pace.give_turn()

    def _on_woken(self) -> None:
        since_last_ms = (time.monotonic() - self._last_flush_s) * 1000
        if not self._is_shown:
            self._frame.start(HIDDEN_FRAME_MS)
        elif since_last_ms >= FRAME_MS:
            self._on_frame()
        elif not self._frame.isActive():
            self._frame.start(max(1, FRAME_MS - int(since_last_ms)))

    def _on_frame(self) -> None:
        self._turnstile.enter(self, self._flush)

    def _flush(self) -> None:
        self._last_flush_s = time.monotonic()
        events = self.take()
        if events:
            self.arrived.emit(events)


def joined(events: list[StreamEvent]) -> tuple[StreamEvent, ...]:
    """The events with neighbouring deltas made into one, and what was told about tokens as well."""
    told = b"".join(event.records for event in events if isinstance(event, Told))
    whole: list[StreamEvent] = [Told(told)] if told else []
    texts: list[str] = []
    tokens = 0
    for event in events:
        if isinstance(event, Told):
            continue
        if isinstance(event, Delta):
            texts.append(event.text)
            tokens += event.tokens
            continue
        if texts:
            whole.append(Delta("".join(texts), tokens))
            texts, tokens = [], 0
        whole.append(event)
    if texts:
        whole.append(Delta("".join(texts), tokens))
    return tuple(whole)


def _defect(error: Exception) -> DesktopError:
    return DesktopError(
        Words(QT_TRANSLATE_NOOP("errors", "The program made a mistake while it read the answer.")),
        Words(QT_TRANSLATE_NOOP("errors", "What came so far is kept. Please report the details.")),
        f"{type(error).__name__}: {error}",
    )
