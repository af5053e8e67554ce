"""Servers that speak OpenAI's chat completions: llama.cpp, vLLM, h2oGPT, Ollama, LM Studio, gateways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from h2o_desktop.core.budget import Fit, Measured, estimated_tokens, measured_by_counts
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS, Capabilities, resolve
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.cutting import reading_limit
from h2o_desktop.core.engines import NextToken
from h2o_desktop.core.errors import DesktopError, ModelGone, NetworkError
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import ChatMessage, ChatRequest, ModelInfo, NextTokens, Opening, Started, StreamEvent
from h2o_desktop.core.request import without_thoughts
from h2o_desktop.core.wire_request import WireRequest
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.providers import http_errors
from h2o_desktop.providers.http import READ_TIMEOUT_S, HttpClient, Reply, ResponseStream
from h2o_desktop.providers.openai_answer import answer
from h2o_desktop.providers.openai_chunks import ChunkReader
from h2o_desktop.providers.openai_completion import COMPLETION_PATH, CompletionReader, dangling
from h2o_desktop.providers.openai_defaults import server_defaults
from h2o_desktop.providers.openai_dialect import detect_dialect
from h2o_desktop.providers.openai_models import MAX_DETAIL_LETTERS, dialect_told_by, models_of
from h2o_desktop.providers.openai_next_token import engine_of, next_tokens
from h2o_desktop.providers.openai_refusals import Refusals
from h2o_desktop.providers.openai_request import (
    CHAT_PATH,
    body_of,
    fitted,
    generation_fields,
    place_of,
)
from h2o_desktop.providers.openai_teller import TokenTeller, cannot_begin_so
from h2o_desktop.providers.openai_tokens import TokenCounter
from h2o_desktop.providers.openai_top_logprobs import question, top_tokens
from h2o_desktop.providers.vllm_tokens import VllmCounter

MODELS_PATH = "/models"
MAX_ATTEMPTS = 5
# llama.cpp offers to keep a connection alive and closes it right after a stream: what is sent there next is lost.
STREAM_HEADERS = {"Accept": "text/event-stream, application/json", "Connection": "close"}


class OpenAICompatibleProvider:
    """One server. `base_url` may end in `/v1` or not. Threads may use it at the same time.

    `dialect` is a key of `DIALECTS`; a plain `openai` is made more exact by what the model list tells, and by
    `learn_dialect`. `timeout_s` is how long the server may be silent, and `windows` how many tokens its models read, by
    their ids; the model list tells more of them.
    """

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str = "",
        dialect: str = "openai",
        trust_env: bool = True,
        timeout_s: float = READ_TIMEOUT_S,
        windows: Mapping[str, int] = MappingProxyType({}),
        refused: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        self.dialect = dialect
        root, self._prefix = place_of(base_url)
        self._client = HttpClient(root, api_key=api_key, trust_env=trust_env, read_timeout_s=timeout_s)
        self._counter = TokenCounter(self._client)
        self._counters: dict[str, VllmCounter] = {}
        self._teller = TokenTeller(self._client, self._counter)
        self._refusals = Refusals(refused)
        self._windows = dict(windows)

    def capabilities(self) -> Capabilities:
        """What this dialect takes."""
        return DIALECTS[self.dialect]

    def list_models(self, cancel: CancelToken) -> Sequence[ModelInfo]:
        """Ask the server for its models."""
        reply = self._client.request("GET", self._prefix + MODELS_PATH, cancel=cancel)
        if not reply.ok:
            raise self._client.error_for(reply)
        try:
            document = reply.json()
        except (ValueError, RecursionError) as error:
            raise http_errors.unreadable(
                self._client.address, f"{error}: {reply.body[:MAX_DETAIL_LETTERS]!r}"
            ) from error
        models = models_of(document)
        self._windows.update({model.id: model.context_tokens for model in models if model.context_tokens})
        if self.dialect == "openai":
            self.dialect = dialect_told_by(document) or self.dialect
        return models

    def learn_dialect(self, cancel: CancelToken) -> None:
        """Ask the server which dialect it speaks, unless that is known; after `list_models`. Raises Cancelled."""
        if self.dialect == "openai":
            self.dialect = detect_dialect(self._client, cancel)

    def stream(self, request: ChatRequest, cancel: CancelToken) -> Iterator[StreamEvent]:
        """Ask, and yield what comes. A field that the server refuses is left out, and the server asked once more."""
        if request.opening is not None and self.capabilities().takes_tokens:
            yield from self._opened(request, request.opening, cancel)
            return
        if request.opening is not None and dangling(request.opening.content):
            raise cannot_begin_so()
        body = self._body(request, self._fitted(request, cancel))
        for _ in range(MAX_ATTEMPTS):
            with self._client.open_stream(
                "POST", self._prefix + CHAT_PATH, json=body, headers=STREAM_HEADERS, cancel=cancel
            ) as stream:
                if stream.ok:
                    yield from self._answered(stream, body)
                    return
                reply = stream.reply()
            changed = self._refusals.learn(body, reply)
            if changed is None:
                break
            body = changed
        refusal = self._refusal(reply, request.model)
        refusal.request = self._described(body)
        raise refusal

    def describe(self, request: ChatRequest, cancel: CancelToken) -> WireRequest:
        """The request as it would be sent now. A server that is away cannot count, so the cut is an estimate then."""
        try:
            fit = self._fitted(request, cancel)
        except NetworkError:
            fit = self._fitted_by_estimate(request)
        return self._described(self._body(request, fit))

    def measure(
        self,
        model: str,
        messages: Sequence[ChatMessage],
        limit: int | None,
        cancel: CancelToken,
    ) -> Measured | None:
        """Count as the server does; None for a server that does not count."""
        read = tuple(map(without_thoughts, messages))
        if self.dialect == "vllm":
            counter = self._counters.setdefault(model, VllmCounter(self._client, model))
            return _in_whole_texts(counter.measured(read, limit, cancel), messages, read)
        if self.dialect != "llama.cpp":
            return None
        tokens = tuple(self._counter.count(message.content, cancel) for message in read)
        kept = measured_by_counts(read, tokens, limit).kept
        total = self._counter.count_rendered([read[place] for place in kept], cancel)
        return None if total is None else Measured(tokens, kept, total, exact=True)

    def next_tokens(self, request: ChatRequest, cancel: CancelToken) -> NextToken | None:
        """The likeliest next tokens; None for a server that does not tell them."""
        capabilities, kept = self.capabilities(), self._fitted(request, cancel).kept
        telling = capabilities.telling
        if telling is None:
            return None
        if self.dialect == "llama.cpp":
            sent = resolve(request.requested, capabilities).sent
            told = next_tokens(self._client, self._counter, kept, sent, cancel)
            return NextToken(told, engine_of(self._client, cancel, sent), has_penalties=True) if told else None
        extra = dict(capabilities.when_continuing) if kept and kept[-1].role is Role.ASSISTANT else {}
        extra.update(resolve({"truncate": request.requested.get("truncate")}, replace(capabilities, always={})).sent)
        body = question(request.model, kept, telling, extra)
        told = top_tokens(self._client, self._prefix + CHAT_PATH, body, self._refusals, cancel)
        return NextToken(told, capabilities.engine) if told else None

    def split(
        self,
        model: str,  # noqa: ARG002 - one server of this dialect has one model
        text: str,
        cancel: CancelToken,
    ) -> tuple[tuple[int, bytes], ...] | None:
        """A text in tokens; None for a server that does not tell them."""
        return self._teller.split(text, cancel) if self.capabilities().takes_tokens else None

    def choice_after(
        self,
        request: ChatRequest,
        answer: Sequence[tuple[int | None, bytes]],
        cancel: CancelToken,
        *,
        start: bool = True,  # noqa: ARG002 - a server runs
    ) -> NextTokens | None:
        """What could come next after the first tokens of an answer; None for a server that does not tell it."""
        if not self.capabilities().takes_tokens:
            return None
        sent = resolve(request.requested, self.capabilities()).sent
        return self._teller.choice_after(self._fitted(request, cancel).kept, answer, sent, cancel)

    def defaults(self, model: str, cancel: CancelToken) -> Mapping[str, ParameterValue]:
        """The values that the server uses for what is not sent, where it tells them."""
        return server_defaults(self._client, self.dialect, model, cancel)

    def refused(self) -> Mapping[str, Mapping[str, str]]:
        """What the models of the server have refused."""
        return self._refusals.known()

    def take_again(self, model: str, field: str) -> None:
        """Send a field once more that was refused."""
        self._refusals.forget(model, field)

    def forget(self, conversation_id: str) -> None:
        """Nothing is kept on such a server."""

    def close(self) -> None:
        """Give back the sockets."""
        self._client.close()

    def _answered(self, stream: ResponseStream, body: Mapping[str, object]) -> Iterator[StreamEvent]:
        yield Started(generation_fields(body), self._described(body))
        yield from answer(stream, ChunkReader(self._client.error_in_stream), address=self._client.address)

    def _opened(self, request: ChatRequest, opening: Opening, cancel: CancelToken) -> Iterator[StreamEvent]:
        """Go on behind exactly the tokens of an opening."""
        read = self._fitted(replace(request, messages=request.messages[:-1]), cancel).kept
        body = self._teller.opening_body(read, opening.tokens, self._sent(request), cancel)
        described = self._client.described("POST", COMPLETION_PATH, json=body, headers=STREAM_HEADERS)
        with self._client.open_stream(
            "POST", COMPLETION_PATH, json=body, headers=STREAM_HEADERS, cancel=cancel
        ) as stream:
            if not stream.ok:
                raise self._refusal(stream.reply(), request.model)
            yield Started(generation_fields(body), described)
            reader = CompletionReader(self._client.error_in_stream, dangling(opening.content))
            yield from answer(stream, reader, address=self._client.address)

    def _described(self, body: Mapping[str, object]) -> WireRequest:
        return self._client.described("POST", self._prefix + CHAT_PATH, json=body, headers=STREAM_HEADERS)

    def _body(self, request: ChatRequest, fit: Fit) -> dict[str, object]:
        sent = self._sent(request)
        if request.probabilities:
            sent = {**sent, **self.capabilities().when_probabilities}
        return self._refusals.adapted(body_of(request.model, fit.kept, sent))

    def _sent(self, request: ChatRequest) -> Mapping[str, object]:
        capabilities = self.capabilities()
        sent = resolve(request.requested, capabilities).sent
        goes_on = bool(request.messages) and request.messages[-1].role is Role.ASSISTANT
        return {**sent, **capabilities.when_continuing} if goes_on else sent

    def _fitted(self, request: ChatRequest, cancel: CancelToken) -> Fit:
        """The messages to send: cut here when a limit was asked for that the server does not know itself."""
        if self.dialect == "llama.cpp":
            return self._fitted_by(request, lambda text: self._counter.count(text, cancel))
        return self._fitted_by_estimate(request)

    def _fitted_by_estimate(self, request: ChatRequest) -> Fit:
        return self._fitted_by(request, estimated_tokens)

    def _fitted_by(self, request: ChatRequest, count: Callable[[str], int]) -> Fit:
        messages: tuple[ChatMessage, ...] = tuple(map(without_thoughts, request.messages))
        limit = reading_limit(request.requested, self._windows.get(request.model))
        if limit is None or not self.capabilities().fields["truncate"].emulated:
            return Fit(messages)
        return fitted(messages, limit, count)

    def _refusal(self, reply: Reply, model: str) -> DesktopError:
        error = self._client.error_for(reply)
        if reply.status == 404 and model and model in error.detail:
            return ModelGone(
                Words(QT_TRANSLATE_NOOP("errors", "The server does not have the model “{model}”."), {"model": model}),
                Words(QT_TRANSLATE_NOOP("errors", "Choose another model above.")),
                error.detail,
                status=reply.status,
            )
        return error


def _in_whole_texts(
    measured: Measured | None, messages: Sequence[ChatMessage], read: Sequence[ChatMessage]
) -> Measured | None:
    """The same with letters counted in whole messages: thoughts stand before the part that is read again."""
    if measured is None or not measured.unread_letters:
        return measured
    place = measured.kept[0]
    thoughts = len(messages[place].content) - len(read[place].content)
    return replace(measured, unread_letters=measured.unread_letters + thoughts)
