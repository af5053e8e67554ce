"""The lens on the next token: asks the server after a pause, and reshapes what it has at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.lens import Lens, LensState, last_words
from h2o_desktop.core.provider import ChatMessage, ChatRequest
from h2o_desktop.core.sampling import Candidate, Choice, SamplingSettings, choice_of
from h2o_desktop.core.services import TokenServices
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.qt.parameter_model import ParameterModel

ASK_MS = 400
# These act on scores, which no server tells: only the engine can apply them.
ASKED_ANEW = frozenset({"repetition_penalty", "frequency_penalty", "presence_penalty", "truncate"})


class LensController(QObject):
    """Lives in the GUI thread; asking is the network lane's. Asks nothing while closed or while an answer runs.

    Signals:
        changed(lens): there is something else to see.
    """

    changed = Signal(object)

    def __init__(
        self, services: TokenServices, lane: Lane, *, parameters: ParameterModel, connections: ConnectionsModel
    ) -> None:
        super().__init__()
        self.lens = Lens()
        self._services = services
        self._lane = lane
        self._parameters = parameters
        self._connections = connections
        self._messages: tuple[ChatMessage, ...] = ()
        self._settings = SamplingSettings()
        self._is_open = False
        self._is_idle = True
        self._asked: CancelToken | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(ASK_MS)
        self._pause.timeout.connect(self._ask)
        parameters.value_changed.connect(self._on_parameter)
        parameters.treatments_changed.connect(self._reshape)
        connections.changed.connect(self._restart)

    def set_open(self, opened: bool) -> None:
        """Look, or stop looking."""
        self._is_open = opened
        if opened:
            self._ask()
        else:
            self.stop()
            self._show(Lens())

    def set_messages(self, messages: tuple[ChatMessage, ...]) -> None:
        """Take over what would be sent now."""
        if messages != self._messages:
            self._messages = messages
            self._restart()

    def set_idle(self, idle: bool) -> None:
        """Whether no answer runs; the engine is not asked while it answers."""
        self._is_idle = idle
        if idle:
            self._restart()
        else:
            self.stop()

    def stop(self) -> None:
        """Ask nothing any more."""
        self._pause.stop()
        if self._asked is not None:
            self._asked.set()

    def _restart(self) -> None:
        if self._is_open and self._is_idle:
            self._pause.start()

    def _on_parameter(self, key: str, _value: object) -> None:
        if key in ASKED_ANEW:
            self._restart()
        else:
            self._reshape()

    def _ask(self) -> None:
        if self._asked is not None:
            self._asked.set()
        connection_id, model_id = self._connections.current
        if not self._messages or not model_id:
            self._show(Lens(LensState.NOTHING_TO_READ))
            return
        if not self.lens.candidates:
            self._show(Lens(LensState.ASKING))
        cancel = self._asked = CancelToken()
        request = ChatRequest(model_id, self._messages, self._parameters.values())
        job = partial(self._services.next_tokens, connection_id, request, cancel)
        self._lane.submit(job, partial(self._on_told, cancel, last_words(self._messages[-1].content)))

    def _on_told(self, cancel: CancelToken, after: str, outcome: Outcome[tuple[Candidate, ...] | None]) -> None:
        if cancel.is_set or not self._is_open:
            return
        if outcome.error is not None:
            self._show(Lens(LensState.FAILED))
        elif not outcome.value:
            self._show(Lens(LensState.NOT_TOLD))
        else:
            self._show(Lens(LensState.READY, outcome.value, self._choice(outcome.value), after))

    def _reshape(self) -> None:
        if self.lens.state is LensState.READY and SamplingSettings.of(self._parameters.sent()) != self._settings:
            self._show(replace(self.lens, choice=self._choice(self.lens.candidates)))

    def _choice(self, candidates: tuple[Candidate, ...]) -> Choice:
        self._settings = SamplingSettings.of(self._parameters.sent())
        return choice_of(candidates, self._settings)

    def _show(self, lens: Lens) -> None:
        if lens != self.lens:
            self.lens = lens
            self.changed.emit(lens)
