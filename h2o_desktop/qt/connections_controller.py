"""Connections and local models: asked for their state, chosen, fetched."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.errors import Cancelled, DesktopError
from h2o_desktop.core.settings import LOCAL_ID, ConnectionKind, ConnectionProfile, Settings
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.connections_model import ConnectionsModel

if TYPE_CHECKING:
    from h2o_desktop.core.local_model import DownloadProgress, LocalModel
    from h2o_desktop.core.provider import ModelInfo
    from h2o_desktop.core.services import ConnectionServices


class ConnectionsController(QObject):
    """Keeps the connections model true. Lives in the GUI thread; what blocks runs in the network lane.

    Signals:
        tested(status): how the connection that a dialog is about did.
        progressed(model_id, progress): a download came further.
        fetched(model_id): a model is on this computer now.
        fetch_failed(model_id, error): it is not, and why.
        fetch_cancelled(model_id): the person stopped the download.
        local_state_told(status): the engine of this computer starts, is ready, failed or ended; any thread may emit it.
    """

    tested = Signal(object)
    progressed = Signal(str, object)
    fetched = Signal(str)
    fetch_failed = Signal(str, object)
    fetch_cancelled = Signal(str)
    _progress_waits = Signal(str)
    local_state_told = Signal(object)

    def __init__(self, model: ConnectionsModel, services: ConnectionServices, lane: Lane) -> None:
        super().__init__()
        self.model = model
        self._services = services
        self._lane = lane
        self._closing = CancelToken()
        self._downloads: dict[str, CancelToken] = {}
        self._latest: dict[str, DownloadProgress] = {}
        self._lock = threading.Lock()
        self._progress_waits.connect(self._on_progress)
        self.local_state_told.connect(self._on_local_state)

    def use_settings(self, settings: Settings) -> None:
        """Show these connections; what is known of them stays."""
        self.model.set_profiles(settings.connections)

    def show_local(self) -> None:
        """Look which models are on this computer; quick, no network."""
        installed, known = self._services.installed(), self._services.local_models()
        models = tuple(_listed(model) for model in known if model.id in installed)
        self.model.set_local_models(known)
        state = Reachability.READY if models else Reachability.NO_MODEL
        self.model.set_status(LOCAL_ID, ConnectionStatus(state, models))

    def _on_local_state(self, status: ConnectionStatus) -> None:
        if status.state in {Reachability.STARTING, Reachability.FAILED}:
            known = self.model.status(LOCAL_ID)
            self.model.set_status(LOCAL_ID, ConnectionStatus(status.state, known.models, status.words))
        elif not self._closing.is_set:
            self.show_local()

    def probe(self, connection_id: str) -> None:
        """Ask a server whether it is there and what models it has."""
        known = self.model.status(connection_id)
        self.model.set_status(connection_id, ConnectionStatus(Reachability.CHECKING, known.models))
        job = partial(self._services.probe, connection_id, self._closing)
        self._lane.submit(job, partial(self._on_probed, connection_id))

    def look_at(self, connection_id: str) -> None:
        """Ask one connection; the models of this computer are looked up instead."""
        profile = self.model.profile(connection_id)
        if profile is not None and profile.kind is ConnectionKind.LOCAL:
            self.show_local()
        elif profile is not None:
            self.probe(connection_id)

    def look_at_all(self) -> None:
        """Ask every connection that is not known to be there. Nobody is asked before a person wants to see the list."""
        for profile in self.model.profiles():
            if self.model.status(profile.id).state in {Reachability.UNKNOWN, Reachability.FAILED}:
                self.look_at(profile.id)

    def test(self, profile: ConnectionProfile, key: str) -> None:
        """Ask a server that is not kept yet."""
        self.tested.emit(ConnectionStatus(Reachability.CHECKING))
        self._lane.submit(partial(self._services.probe_profile, profile, key, self._closing), self._on_tested)

    def fetch(self, model_id: str) -> None:
        """Fetch a model onto this computer; does nothing while that is under way."""
        if model_id in self._downloads:
            return
        cancel = CancelToken()
        self._downloads[model_id] = cancel
        job = partial(self._services.fetch, model_id, partial(self._take_progress, model_id), cancel)
        self._lane.submit(job, partial(self._on_fetched, model_id))

    def cancel_fetch(self, model_id: str) -> None:
        """Stop a download."""
        if model_id in self._downloads:
            self._downloads[model_id].set()

    def close(self) -> None:
        """Break off whatever is under way."""
        self._closing.set()
        for cancel in self._downloads.values():
            cancel.set()

    def _take_progress(self, model_id: str, progress: DownloadProgress) -> None:
        """Called in the download's thread; only the latest progress crosses to the GUI thread."""
        with self._lock:
            waits = model_id in self._latest
            self._latest[model_id] = progress
        if not waits:
            self._progress_waits.emit(model_id)

    def _on_progress(self, model_id: str) -> None:
        with self._lock:
            progress = self._latest.pop(model_id, None)
        if progress is not None:
            self.progressed.emit(model_id, progress)

    def _on_probed(self, connection_id: str, outcome: Outcome[ConnectionStatus]) -> None:
        if not self._closing.is_set:
            self.model.set_status(connection_id, self._status_of(outcome))

    def _on_tested(self, outcome: Outcome[ConnectionStatus]) -> None:
        self.tested.emit(self._status_of(outcome))

    def _status_of(self, outcome: Outcome[ConnectionStatus]) -> ConnectionStatus:
        if isinstance(outcome.error, DesktopError):
            return ConnectionStatus(Reachability.FAILED, words=outcome.error.summary)
        return outcome.result()

    def _on_fetched(self, model_id: str, outcome: Outcome[None]) -> None:
        del self._downloads[model_id]
        if isinstance(outcome.error, Cancelled):
            self.fetch_cancelled.emit(model_id)
        elif isinstance(outcome.error, DesktopError):
            self.fetch_failed.emit(model_id, outcome.error)
        else:
            outcome.result()
            self.show_local()
            self.fetched.emit(model_id)


def _listed(model: LocalModel) -> ModelInfo:
    """A model of this computer as a server would list it."""
    from h2o_desktop.core.provider import ModelInfo  # with the first one that is there

    return ModelInfo(model.id, model.name, model.description, model.context_tokens)
