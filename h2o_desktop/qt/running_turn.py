"""One answer on its way: its text, its checkpoints, and the message that it becomes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.core.conversation import Message, Timings
from h2o_desktop.core.errors import DesktopError
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
from h2o_desktop.core.turn import ended
from h2o_desktop.core.wire_request import WireRequest
from h2o_desktop.qt.background import Outcome
from h2o_desktop.qt.checkpoints import GATHER_MS, Checkpoints
from h2o_desktop.qt.stream_worker import StreamWorker

CHECKPOINT_MS = 250
THREAD_POLL_S = 0.05


class RunningTurn(QObject):
    """Follows a worker from the first event to the last. Lives in the GUI thread.

    Text that is not yet in the store is kept apart and goes there within 250 ms of its arrival; when that
    fails it is kept and tried again with the next checkpoint.

    Signals:
        preparing(conversation_id, words): something has to happen before the model can be asked.
        text_arrived(conversation_id, message_id, text): the answer grew.
        ended(conversation_id, message, event): the final message and the terminal event.
        saving_failed(error), saving_resumed(): a checkpoint could not be written, and then could again.
    """

    preparing = Signal(str, object)
    text_arrived = Signal(str, str, str)
    ended = Signal(str, object, object)
    saving_failed = Signal(object)
    saving_resumed = Signal()

    def __init__(self, conversation_id: str, answer: Message, worker: StreamWorker, checkpoints: Checkpoints) -> None:
        super().__init__()
        self._conversation_id = conversation_id
        self._answer = answer
        self._worker = worker
        self._checkpoints = checkpoints
        self.request: WireRequest | None = None  # as the provider sent it last; nothing before that
        self._tokens = 0
        self._told: list[bytes] = []
        self._chunks: list[str] = [answer.content] if answer.content else []
        self._unsaved: list[str] = []
        self._saving = False
        self._saving_fails = False
        self._over = False
        self._checkpoint = QTimer(self)
        self._checkpoint.setSingleShot(True)
        self._checkpoint.timeout.connect(self._save)
        self.set_shown(shown=True)
        worker.setParent(self)
        worker.arrived.connect(self._take)

    @property
    def token_records(self) -> bytes:
        """What was told about the answer's tokens, from its first one on."""
        return b"".join(self._told)

    def begin_with(self, records: bytes) -> None:
        """Take over what is known of the tokens that the answer begins with."""
        self._told.append(records)

    @property
    def has_text(self) -> bool:
        """Whether any text has come."""
        return bool(self._chunks)

    @property
    def tokens(self) -> int:
        """How many tokens have come, as far as the server tells."""
        return self._tokens

    def timings(self) -> Timings:
        """How long the turn has taken so far."""
        return self._worker.timings()

    def set_shown(self, *, shown: bool) -> None:
        """Whether anybody looks on: text that nobody sees comes in larger pieces, and is in the store as soon."""
        self._worker.set_shown(shown=shown)

    @property
    def longest_delay_ms(self) -> int:
        """How old text may be when it comes here; the rest of the time until it is stored is spent here."""
        return self._worker.longest_delay_ms

    def answer(self) -> Message:
        """The answer as it is now."""
        text = "".join(self._chunks)
        self._chunks = [text] if text else []
        return replace(self._answer, content=text)

    def start(self) -> None:
        """Ask; does nothing when the turn was stopped before."""
        if not self._over:
            self._worker.start()

    def stop(self) -> None:
        """End at once with what has come; the exchange with the server is broken off behind that."""
        if self._over:
            return
        self._take(self._worker.take())
        if not self._over:
            self._end(Stopped(timings=self._worker.timings()))
        self._worker.cancel.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the worker's thread to end; false when it did not within `timeout_s` seconds."""
        return self._worker.join(timeout_s)

    async def retire(self, leaving: set[RunningTurn]) -> None:
        """Delete the turn once its thread has ended, and take it out of `leaving` then.

        Until then that thread may still be inside one of its signals.
        """
        import asyncio  # imported with the first coroutine, after the first paint

        while not self.join(0):
            await asyncio.sleep(THREAD_POLL_S)
        leaving.discard(self)
        self.deleteLater()

    def _take(self, events: tuple[StreamEvent, ...]) -> None:
        for event in events:
            if self._over:
                return
            match event:
                case Delta():
                    self._grow(event)
                case Told():
                    self._told.append(event.records)
                case Preparing():
                    self.preparing.emit(self._conversation_id, event.words)
                case Started():
                    self.request = event.request
                    self._answer = replace(self._answer, sent=dict(event.sent))
                case Finished() | Stopped() | Failed():
                    self._end(event)

    def _grow(self, delta: Delta) -> None:
        if not delta.text:
            return
        self._tokens += delta.tokens
        self._chunks.append(delta.text)
        self._unsaved.append(delta.text)
        self._save_soon()
        self.text_arrived.emit(self._conversation_id, self._answer.id, delta.text)

    def _save_soon(self) -> None:
        if not self._checkpoint.isActive():
            self._checkpoint.start(CHECKPOINT_MS - self.longest_delay_ms - GATHER_MS)

    def _save(self) -> None:
        """Send what is not yet stored to the store; while one checkpoint is under way the next one waits for it."""
        if self._over or self._saving or not self._unsaved:
            return
        text = "".join(self._unsaved)
        self._unsaved.clear()
        self._saving = True
        self._checkpoints.submit(self._answer.id, text, partial(self._on_saved, text))

    def _on_saved(self, text: str, outcome: Outcome[None]) -> None:
        self._saving = False
        if outcome.error is None:
            if self._saving_fails:
                self.saving_resumed.emit()
            self._saving_fails = False
        elif isinstance(outcome.error, DesktopError):
            self._unsaved.insert(0, text)
            if not self._saving_fails:
                self.saving_failed.emit(outcome.error)
            self._saving_fails = True
        else:
            raise outcome.error
        if self._unsaved and not self._over:
            self._save_soon()

    def _end(self, event: TerminalEvent) -> None:
        self._over = True
        if isinstance(event, Failed) and event.error.request is not None:
            self.request = event.error.request
        self._checkpoint.stop()
        self._answer = ended(self._answer, event, text="".join(self._chunks), tokens=self._tokens)
        self._chunks = [self._answer.content]
        self.ended.emit(self._conversation_id, self._answer, event)
