"""The lens on the next token: asks the server after a pause, and reshapes what it has at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import Continuing
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.engines import LLAMA, Engine, NextToken, Telling
from h2o_desktop.core.lens import PENALTIES, Lens, LensState, has_penalties, last_words
from h2o_desktop.core.parameters import SPECS
from h2o_desktop.core.provider import ChatMessage, ChatRequest
from h2o_desktop.core.sampling import SamplingSettings, Step, choice_of, tempered
from h2o_desktop.core.services import TokenServices
from h2o_desktop.core.settings import LOCAL_ID
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.qt.parameter_model import ParameterModel

ASK_MS = 400
COSTLY_ASK_MS = 1500  # where each look may cost money, a longer pause in typing is waited for

NOTHING_TOLD = NextToken((), LLAMA)


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
        self._told = NOTHING_TOLD
        self._seen_of = connections.current
        self._allowed: set[str] = set()
        self._is_open = False
        self._is_idle = True
        self._asked: CancelToken | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(ASK_MS)
        self._pause.timeout.connect(self._ask)
        parameters.value_changed.connect(self._on_parameter)
        parameters.treatments_changed.connect(self._reshape)
        connections.changed.connect(self._on_connections)

    def set_open(self, opened: bool) -> None:
        """Look, or stop looking."""
        self._is_open = opened
        if opened:
            self._ask()
        else:
            self.stop()
            self._show(Lens())

    def allow(self) -> None:
        """Ask the chosen server from now on, although that may cost money; until the program ends."""
        self._allowed.add(self._connections.current[0])
        if self._is_open:
            self._ask()

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

    @property
    def _telling(self) -> Telling | None:
        return self._parameters.capabilities.telling

    @property
    def _costs(self) -> bool:
        return self._telling is not None and self._telling.costs

    def _restart(self) -> None:
        if self._is_open and self._is_idle:
            self._pause.start(COSTLY_ASK_MS if self._costs else ASK_MS)

    def _on_connections(self) -> None:
        """What is seen belongs to a server and a model: another one begins anew."""
        if self._connections.current != self._seen_of:
            self._seen_of = self._connections.current
            if self._is_open:
                self.stop()
                self._show(self._without_choice(LensState.ASKING))
        self._restart()

    def _on_parameter(self, key: str, _value: object) -> None:
        if (
            key == "truncate"
            or SPECS[key].extra
            or (key in PENALTIES and (self._telling is None or self._telling.has_penalties))
        ):
            self._restart()
        else:
            self._reshape()

    def _ask(self) -> None:
        if self._asked is not None:
            self._asked.set()
        reason = self._reason_not_to_ask()
        if reason is not None:
            self._show(self._without_choice(reason))
            return
        if not self.lens.candidates:
            self._show(self._without_choice(LensState.ASKING))
        connection_id, model_id = self._connections.current
        cancel = self._asked = CancelToken()
        request = ChatRequest(model_id, self._messages, self._parameters.values())
        job = partial(self._services.next_tokens, connection_id, request, cancel)
        self._lane.submit(job, partial(self._on_told, cancel, last_words(self._messages[-1].content)))

    def _reason_not_to_ask(self) -> LensState | None:
        connection_id, model_id = self._connections.current
        if model_id and self._telling is None:
            return LensState.NOT_TOLD
        if not self._messages or not model_id or self._cannot_go_on():
            return LensState.NOTHING_TO_READ
        if self._costs and connection_id not in self._allowed:
            return LensState.COSTS
        return None

    def _cannot_go_on(self) -> bool:
        """Whether the last words are the model's own, and its server takes no answer that it shall go on with."""
        is_asked = self._parameters.capabilities.continuing is Continuing.ASKED
        return is_asked and self._messages[-1].role is Role.ASSISTANT

    def _without_choice(self, state: LensState) -> Lens:
        return Lens(state, engine=self._parameters.capabilities.engine, costs=self._costs)

    def _on_told(self, cancel: CancelToken, after: str, outcome: Outcome[NextToken | None]) -> None:
        if cancel.is_set or not self._is_open:
            return
        told = outcome.value if outcome.error is None else None
        if outcome.error is not None:
            self._show(self._without_choice(LensState.FAILED))
        elif told is None or not told.candidates:
            is_local = self._connections.current[0] == LOCAL_ID
            self._show(self._without_choice(LensState.NOT_RUNNING if is_local else LensState.SILENT))
        else:
            self._told = told
            self._show(self._ready(after))

    def _reshape(self) -> None:
        if self.lens.state is LensState.READY:
            self._show(self._ready(self.lens.after))

    def _ready(self, after: str) -> Lens:
        """What was told, with the settings of now."""
        told, sent = self._told, self._parameters.sent()
        settings = SamplingSettings.of(sent, told.engine.defaults)
        is_same = settings == self._settings and told.candidates is self.lens.candidates
        self._settings = settings
        choice = self.lens.choice if is_same else choice_of(told.candidates, settings, told.engine.order)
        names = {key: field.name or key for key, field in self._parameters.capabilities.fields.items()}
        lacks = not told.has_penalties and has_penalties(sent, names)
        uncut = self.lens.uncut if is_same else tempered(told.candidates, _temperature_of(told.engine, settings))
        return Lens(LensState.READY, told.candidates, choice, after, told.engine, lacks, self._costs, uncut)

    def _show(self, lens: Lens) -> None:
        if lens != self.lens:
            self.lens = lens
            self.changed.emit(lens)


def _temperature_of(engine: Engine, settings: SamplingSettings) -> float:
    return settings.temperature if Step.TEMPERATURE in engine.order else 1.0
