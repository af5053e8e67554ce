"""Chatting with a model of this computer: the engine is started when it is first asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from h2o_desktop.core.budget import Measured
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS, Capabilities
from h2o_desktop.core.engines import NextToken
from h2o_desktop.core.errors import LocalModelError, NetworkError
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import (
    ChatMessage,
    ChatRequest,
    Describing,
    Informing,
    Measuring,
    ModelInfo,
    NextTokens,
    Preparing,
    Provider,
    StreamEvent,
    TokenTelling,
)
from h2o_desktop.core.wire_request import WireRequest
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

if TYPE_CHECKING:
    from h2o_desktop.local.runtime import Endpoint, LocalRuntime

DIALECT = "llama.cpp"
NO_PORT = "http://127.0.0.1:0"


class LocalProvider:
    """Stands before the engine's HTTP server; `at` makes the provider that talks to it once it runs."""

    def __init__(
        self,
        runtime: LocalRuntime,
        installed: Callable[[], Sequence[ModelInfo]],
        at: Callable[[Endpoint], Provider],
    ) -> None:
        self._runtime = runtime
        self._installed = installed
        self._at = at
        self._current: tuple[Endpoint, Provider] | None = None

    def capabilities(self) -> Capabilities:
        """What llama.cpp takes."""
        return DIALECTS[DIALECT]

    def list_models(self, cancel: CancelToken) -> Sequence[ModelInfo]:
        """The models that are on this machine."""
        cancel.raise_if_set()
        return self._installed()

    def stream(self, request: ChatRequest, cancel: CancelToken) -> Iterator[StreamEvent]:
        """Start the engine when it does not run, and ask it.

        When the engine ends while it answers, that is a LocalModelError with what the engine wrote last.
        """
        if not self._runtime.is_ready(request.model):
            yield Preparing(Words(QT_TRANSLATE_NOOP("errors", "Starting the model on this computer…")))
        endpoint = self._runtime.endpoint(request.model, cancel)
        try:
            yield from self._provider(endpoint).stream(request, cancel)
        except NetworkError as error:
            if cancel.is_set or self._runtime.is_alive(endpoint):
                raise
            raise self._ended(error) from error

    def describe(self, request: ChatRequest, cancel: CancelToken) -> WireRequest:
        """The request to the engine when it runs with that model; else without the port that it will have."""
        if self._runtime.is_ready(request.model):
            provider = self._provider(self._runtime.endpoint(request.model, cancel))
            assert isinstance(provider, Describing)
            return provider.describe(request, cancel)
        from h2o_desktop.local.engine import Endpoint

        provider = self._at(Endpoint(NO_PORT, "key of a later start"))
        assert isinstance(provider, Describing)
        try:
            return replace(provider.describe(request, cancel), address_known=False)
        finally:
            provider.close()

    def defaults(self, model: str, cancel: CancelToken) -> Mapping[str, ParameterValue]:
        """The engine's own values when it runs with that model; none when it does not."""
        if not self._runtime.is_ready(model):
            return {}
        provider = self._provider(self._runtime.endpoint(model, cancel))
        return provider.defaults(model, cancel) if isinstance(provider, Informing) else {}

    def refused(self) -> Mapping[str, Mapping[str, str]]:
        """Nothing: the engine takes all that is sent to it."""
        return {}

    def take_again(self, model: str, field: str) -> None:
        """Nothing is refused."""

    def measure(
        self, model: str, messages: Sequence[ChatMessage], limit: int | None, cancel: CancelToken
    ) -> Measured | None:
        """Count with the engine when it runs with that model; None when it does not."""
        provider = self._running(model, cancel)
        return provider.measure(model, messages, limit, cancel) if provider is not None else None

    def next_tokens(self, request: ChatRequest, cancel: CancelToken) -> NextToken | None:
        """Ask the engine when it runs with that model; None when it does not."""
        provider = self._running(request.model, cancel)
        return provider.next_tokens(request, cancel) if provider is not None else None

    def split(self, model: str, text: str, cancel: CancelToken) -> tuple[tuple[int, bytes], ...] | None:
        """A text in tokens of that model; the engine is started when it does not run."""
        provider = self._provider(self._runtime.endpoint(model, cancel))
        return provider.split(model, text, cancel) if isinstance(provider, TokenTelling) else None

    def choice_after(
        self,
        request: ChatRequest,
        answer: Sequence[tuple[int | None, bytes]],
        cancel: CancelToken,
        *,
        start: bool = True,
    ) -> NextTokens | None:
        """What could come next in an answer; with `start` the engine is started when it does not run."""
        if not start and not self._runtime.is_ready(request.model):
            return None
        provider = self._provider(self._runtime.endpoint(request.model, cancel))
        return provider.choice_after(request, answer, cancel) if isinstance(provider, TokenTelling) else None

    def _running(self, model: str, cancel: CancelToken) -> Measuring | None:
        if not self._runtime.is_ready(model):
            return None
        provider = self._provider(self._runtime.endpoint(model, cancel))
        return provider if isinstance(provider, Measuring) else None

    def _ended(self, error: NetworkError) -> LocalModelError:
        return LocalModelError(
            Words(QT_TRANSLATE_NOOP("errors", "The engine on this computer ended while it answered.")),
            Words(QT_TRANSLATE_NOOP("errors", "What came so far is kept. Send again: the engine starts anew.")),
            "\n".join(part for part in (error.detail, self._runtime.log()) if part),
            partial_text=error.partial_text,
        )

    def forget(self, conversation_id: str) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Stop the engine."""
        if self._current is not None:
            self._current[1].close()
            self._current = None
        self._runtime.stop()

    def _provider(self, endpoint: Endpoint) -> Provider:
        if self._current is None or self._current[0] != endpoint:
            if self._current is not None:
                self._current[1].close()
            self._current = (endpoint, self._at(endpoint))
        return self._current[1]
