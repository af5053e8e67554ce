"""Keeps what the parameters know of the chosen server up to date."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.connections import Reachability
from h2o_desktop.core.errors import DesktopError, StorageError
from h2o_desktop.core.notice import Notice
from h2o_desktop.core.server_facts import ServerFacts
from h2o_desktop.core.services import ServerKnowing
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.qt.parameter_model import ParameterModel

ASK_MS = 100  # one question for all that changes at once


class ServerFactsController(QObject):
    """Asks a server for its own values once it is known to be there. Lives in the GUI thread; asking is the lane's.

    Signals:
        notice_raised(notice): what a server refused could not be kept.
    """

    notice_raised = Signal(object)

    def __init__(
        self, servers: ServerKnowing, lane: Lane, *, parameters: ParameterModel, connections: ConnectionsModel
    ) -> None:
        super().__init__()
        self._servers = servers
        self._lane = lane
        self._parameters = parameters
        self._connections = connections
        self._known: tuple[tuple[str, str], Reachability] | None = None
        self._asked = CancelToken()
        self._is_over = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(ASK_MS)
        self._pause.timeout.connect(self._ask)
        connections.changed.connect(self._on_connections)
        parameters.sending_again.connect(self._on_sending_again)
        self._on_connections()

    def stop(self) -> None:
        """Ask nothing any more."""
        self._is_over = True
        self._pause.stop()
        self._asked.set()

    def note_answer(self) -> None:
        """An answer has ended: its server may have refused a field."""
        choice = self._connections.current
        if choice[0]:
            self._lane.submit(partial(self._servers.refused, choice), partial(self._on_refused, choice))

    def _on_connections(self) -> None:
        choice = self._connections.current
        state = self._connections.status(choice[0]).state
        if (choice, state) == self._known:
            return
        if self._known is None or self._known[0] != choice:
            self._parameters.set_server_facts(ServerFacts())
        self._known = (choice, state)
        if all(choice) and state is Reachability.READY:
            self._pause.start()

    def _ask(self) -> None:
        self._asked.set()
        cancel = self._asked = CancelToken()
        choice = self._connections.current
        self._lane.submit(partial(self._servers.facts, choice, cancel), partial(self._on_told, choice, cancel))

    def _on_told(self, choice: tuple[str, str], cancel: CancelToken, outcome: Outcome[ServerFacts]) -> None:
        """A server that cannot be asked tells nothing; that it is away is said where it is used."""
        if self._is_over:
            return
        if isinstance(outcome.error, DesktopError):
            self._tell(outcome.error)
        elif not cancel.is_set and choice == self._connections.current:
            self._parameters.set_server_facts(outcome.result())

    def _on_refused(self, choice: tuple[str, str], outcome: Outcome[frozenset[str]]) -> None:
        if self._is_over:
            return
        if isinstance(outcome.error, DesktopError):
            self._tell(outcome.error)
        elif choice == self._connections.current:
            self._parameters.set_refused(outcome.result())

    def _on_sending_again(self, field: str) -> None:
        choice = self._connections.current
        self._lane.submit(partial(self._servers.take_again, choice, field), partial(self._on_refused, choice))

    def _tell(self, error: DesktopError) -> None:
        if isinstance(error, StorageError):
            self.notice_raised.emit(Notice.of(error))
