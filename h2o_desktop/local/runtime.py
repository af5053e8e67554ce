"""Models of this computer, running: starts the engine when it is needed, anew when it ended, and ends it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.errors import LocalModelError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.local.catalog import CATALOG, MOST_CONTEXT_TOKENS, CatalogEntry, entry
from h2o_desktop.local.engine import Endpoint, Engine, EngineOrders, engine_missing

__all__ = ["Endpoint", "LocalRuntime"]


class LocalRuntime:
    """At most one engine with one model at a time. Every method may be called from any thread.

    `on_state` is called in the thread that starts or stops the engine: starting, ready, failed with the reason in
    words, unknown once it was stopped.
    """

    def __init__(
        self,
        models_dir: Path,
        *,
        catalog: tuple[CatalogEntry, ...] = CATALOG,
        on_state: Callable[[ConnectionStatus], None] | None = None,
        python: str = sys.executable,
    ) -> None:
        self._models_dir = models_dir
        self._catalog = catalog
        self._on_state = on_state
        self._python = python
        self._lock = threading.Lock()  # held shortly, never while waiting for the engine
        self._engine: Engine | None = None
        self._ended: Engine | None = None  # for its log
        self._waiting = 0
        self._status = ConnectionStatus()

    @property
    def status(self) -> ConnectionStatus:
        """The state that was told last."""
        return self._status

    @property
    def process_id(self) -> int | None:
        """The process id of the running engine."""
        engine = self._engine
        return engine.process_id if engine is not None and engine.is_alive else None

    def is_ready(self, model_id: str) -> bool:
        """Whether a model is loaded and can be asked at once."""
        engine = self._engine
        return engine is not None and engine.orders.model_id == model_id and engine.is_alive and bool(engine.endpoint)

    def is_alive(self, endpoint: Endpoint) -> bool:
        """Whether the engine behind an endpoint still runs."""
        engine = self._engine
        return engine is not None and engine.endpoint == endpoint and engine.is_alive

    def log(self) -> str:
        """What the engine wrote last, for a report."""
        engine = self._engine or self._ended
        return engine.log() if engine is not None else ""

    def endpoint(self, model_id: str, cancel: CancelToken) -> Endpoint:
        """Where to ask a model; starts the engine when it does not run with that model, and waits for it.

        Raises UnknownModel, LocalModelError, and Cancelled when `cancel` is set: an engine that nobody waits for any
        more before it is ready is ended. An answer of another model is not cut off: the switch waits for its end.
        """
        cancel.raise_if_set()
        self._let_another_model_finish(model_id, cancel)
        with self._lock:
            engine = self._running(model_id)
            self._waiting += 1
        try:
            endpoint = engine.wait_ready(cancel)
        except LocalModelError as error:
            self._tell(engine, ConnectionStatus(Reachability.FAILED, words=error.summary))
            raise
        finally:
            self._leave(engine)
        self._tell(engine, ConnectionStatus(Reachability.READY))
        return endpoint

    def stop(self) -> None:
        """End the engine, also while it starts."""
        with self._lock:
            engine = self._detach()
        if engine is not None:
            engine.stop()
            self._set_status(ConnectionStatus())

    def _let_another_model_finish(self, model_id: str, cancel: CancelToken) -> None:
        engine = self._engine
        if engine is not None and engine.orders.model_id != model_id and engine.endpoint is not None:
            from h2o_desktop.local.engine_slots import wait_until_idle  # imports http.client

            wait_until_idle(engine.endpoint, cancel)

    def _detach(self) -> Engine | None:
        """Forget the engine but for its log; the lock must be held."""
        engine, self._engine = self._engine, None
        self._ended = engine or self._ended
        return engine

    def _running(self, model_id: str) -> Engine:
        wanted = entry(model_id, self._catalog)
        engine = self._engine
        if engine is not None:
            if engine.orders.model_id == model_id and engine.is_alive:
                return engine
            engine.stop()
            self._detach()
        self._engine = self._launch(wanted)
        return self._engine

    def _launch(self, wanted: CatalogEntry) -> Engine:
        self._set_status(ConnectionStatus(Reachability.STARTING))
        try:
            if not wanted.is_installed(self._models_dir):
                raise _not_fetched(wanted)
            if self._python == sys.executable and find_spec("xllamacpp") is None:
                raise engine_missing()
            context_tokens = min(wanted.context_tokens, MOST_CONTEXT_TOKENS)
            orders = EngineOrders(wanted.model.id, wanted.path(self._models_dir), context_tokens)
            return Engine.launch(orders, self._python)
        except LocalModelError as error:
            self._set_status(ConnectionStatus(Reachability.FAILED, words=error.summary))
            raise

    def _leave(self, engine: Engine) -> None:
        with self._lock:
            self._waiting -= 1
            unwanted = self._waiting == 0 and engine is self._engine and engine.endpoint is None
            if unwanted:
                self._detach()
        if unwanted:
            engine.stop()
            if self._status.state is Reachability.STARTING:
                self._set_status(ConnectionStatus())

    def _tell(self, engine: Engine, status: ConnectionStatus) -> None:
        if engine is self._engine and status != self._status:
            self._set_status(status)

    def _set_status(self, status: ConnectionStatus) -> None:
        self._status = status
        if self._on_state is not None:
            self._on_state(status)


def _not_fetched(wanted: CatalogEntry) -> LocalModelError:
    return LocalModelError(
        Words(QT_TRANSLATE_NOOP("errors", "{model} is not on this computer."), {"model": wanted.model.name}),
        Words(
            QT_TRANSLATE_NOOP("errors", "Fetch it first: in the window, or with “h2o-desktop models get {id}”."),
            {"id": wanted.model.id},
        ),
    )
