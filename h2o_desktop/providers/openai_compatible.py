"""Servers that speak OpenAI's chat completions: llama.cpp, vLLM, h2oGPT, Ollama, LM Studio, gateways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS, Capabilities, resolve
from h2o_desktop.core.errors import DesktopError, ModelGone, ProtocolError, RequestRefused
from h2o_desktop.core.provider import ChatRequest, Delta, Finished, ModelInfo, Started, StreamEvent
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.providers import http_errors
from h2o_desktop.providers.http import HttpClient, ResponseStream
from h2o_desktop.providers.openai_chunks import ChunkReader, whole_answer
from h2o_desktop.providers.openai_dialect import detect_dialect
from h2o_desktop.providers.openai_request import body_of, estimate, fitted, refused_field
from h2o_desktop.providers.sse import SseDecoder

READ_TIMEOUT_S = 300.0
CHAT_PATH = "/v1/chat/completions"
REFUSED_STATUSES = {400, 422}
# Where servers tell how much a model can read, the most exact first.
CONTEXT_FIELDS = ("max_model_len", "max_seq_len", "context_length", "max_context_length")


class OpenAICompatibleProvider:
    """One server. `base_url` may end in `/v1` or not. Threads may use it at the same time.

    `dialect` is a key of `DIALECTS`; `detect` finds it out.
    """

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str = "",
        dialect: str = "openai",
        trust_env: bool = True,
        timeout_s: float = READ_TIMEOUT_S,
    ) -> None:
        self.dialect = dialect
        self._root = base_url.rstrip("/").removesuffix("/v1")
        self._api_key = api_key
        self._client = HttpClient(self._root, api_key=api_key, trust_env=trust_env, read_timeout_s=timeout_s)
        self._refused_fields: set[str] = set()
        self._models_document: object = None

    def capabilities(self) -> Capabilities:
        """What this dialect takes."""
        return DIALECTS[self.dialect]

    def list_models(self, cancel: CancelToken) -> Sequence[ModelInfo]:
        """Ask the server for its models."""
        reply = self._client.request("GET", "/v1/models", cancel=cancel)
        if not reply.ok:
            raise self._client.error_for(reply)
        try:
            document = reply.json()
        except ValueError as error:
            raise http_errors.unreadable(self._client.address, f"{error}: {reply.body[:500]!r}") from error
        self._models_document = document
        return models_of(document)

    def learn_dialect(self, cancel: CancelToken) -> None:
        """Find out which dialect the server speaks; call it after `list_models`. Raises Cancelled."""
        if self.dialect == "openai":
            document = self._models_document
            self.dialect = detect_dialect(self._root, document, api_key=self._api_key, cancel=cancel)

    def stream(self, request: ChatRequest, cancel: CancelToken) -> Iterator[StreamEvent]:
        """Ask, and yield what comes. A refused field is left out from then on, and the server asked once more."""
        resolution = resolve(request.requested, self.capabilities())
        sent = {key: value for key, value in resolution.sent.items() if key not in self._refused_fields}
        truncate = request.requested.get("truncate") if self.capabilities().fields["truncate"].emulated else None
        kept = fitted(request.messages, truncate, lambda texts: self._count(texts, cancel)).kept
        body = body_of(request, kept, sent)
        for field in self._refused_fields & body.keys():
            del body[field]
        try:
            yield from self._ask(body, sent, cancel)
        except RequestRefused as error:
            field = refused_field(f"{error.summary} {error.detail}", body) if self._may_retry(error) else ""
            if not field:
                raise
            self._refused_fields.add(field)
            del body[field]
            sent.pop(field, None)
            yield from self._ask(body, sent, cancel)

    def _may_retry(self, error: RequestRefused) -> bool:
        return error.status in REFUSED_STATUSES and not error.partial_text

    def _ask(
        self, body: Mapping[str, object], sent: Mapping[str, object], cancel: CancelToken
    ) -> Iterator[StreamEvent]:
        headers = {"Accept": "text/event-stream, application/json"}
        with self._client.open_stream("POST", CHAT_PATH, json=body, headers=headers, cancel=cancel) as stream:
            if not stream.ok:
                raise self._refusal(stream, str(body["model"]))
            yield Started(dict(sent))
            yield from self._answer(stream)

    def _answer(self, stream: ResponseStream) -> Iterator[StreamEvent]:
        reader = ChunkReader(self._client.error_in_stream)
        texts: list[str] = []
        try:
            for delta in self._deltas(stream, reader):
                texts.append(delta.text)
                yield delta
        except DesktopError as error:
            if error.partial_text:
                yield Delta(error.partial_text)
            error.partial_text = "".join((*texts, error.partial_text))
            raise
        rest = reader.end()
        if rest:
            yield Delta(rest)
        if not reader.has_ended:
            raise _cut("".join(texts))
        yield Finished(reader.finish_reason or "stop", reader.usage)

    def _deltas(self, stream: ResponseStream, reader: ChunkReader) -> Iterator[Delta]:
        if stream.headers.get("content-type", "").startswith("application/json"):
            reply = stream.reply()
            try:
                delta = whole_answer(reply.json(), reader)
            except ValueError as error:
                raise http_errors.unreadable(self._client.address, str(error)) from error
            if delta is not None:
                yield delta
            return
        decoder = SseDecoder()
        for chunk in stream.chunks():
            delta = reader.take(decoder.feed(chunk))
            if delta is not None:
                yield delta
            if reader.done:
                return
        delta = reader.take(decoder.flush())
        if delta is not None:
            yield delta

    def _refusal(self, stream: ResponseStream, model: str) -> DesktopError:
        error = self._client.error_for(stream.reply())
        if stream.status == 404 and model and model in f"{error.summary} {error.detail}":
            return ModelGone(
                Words(QT_TRANSLATE_NOOP("errors", "The server does not have the model “{model}”."), {"model": model}),
                Words(QT_TRANSLATE_NOOP("errors", "Choose another model above.")),
                error.detail,
                status=stream.status,
            )
        return error

    def _count(self, texts: Sequence[str], cancel: CancelToken) -> Sequence[int]:
        """Token counts of the server's own tokenizer where it has one, otherwise estimates."""
        if self.dialect != "llama.cpp":
            return estimate(texts)
        counts: list[int] = []
        for text in texts:
            reply = self._client.request("POST", "/tokenize", json={"content": text}, cancel=cancel)
            document = reply.json() if reply.ok else None
            if not isinstance(document, Mapping) or not isinstance(document.get("tokens"), list):
                return estimate(texts)
            counts.append(len(document["tokens"]))
        return counts

    def forget(self, conversation_id: str) -> None:
        """Nothing is kept on such a server."""

    def close(self) -> None:
        """Give back the sockets."""
        self._client.close()


def models_of(document: object) -> tuple[ModelInfo, ...]:
    """The models of an answer to `GET /v1/models`. Raises ProtocolError when it is no such answer."""
    rows = document.get("data") if isinstance(document, Mapping) else document
    if rows is None and isinstance(document, Mapping):
        rows = document.get("models")
    if not isinstance(rows, list):
        raise ProtocolError(
            Words(QT_TRANSLATE_NOOP("errors", "The server answered, but not with a list of models.")),
            Words(QT_TRANSLATE_NOOP("errors", "Check that the address is that of an OpenAI-compatible server.")),
            str(document)[:500],
        )
    return tuple(model for row in rows if (model := _model(row)) is not None)


def _model(row: object) -> ModelInfo | None:
    if not isinstance(row, Mapping) or not isinstance(row.get("id"), str):
        return None
    name = row.get("display_name") or row.get("name")
    return ModelInfo(str(row["id"]), name if isinstance(name, str) else "", context_tokens=_context(row))


def _context(row: Mapping[str, Any]) -> int | None:
    meta = row.get("meta")
    values = [row.get(field) for field in CONTEXT_FIELDS]
    if isinstance(meta, Mapping):  # llama.cpp
        values.extend((meta.get("n_ctx"), meta.get("n_ctx_train")))
    return next((value for value in values if isinstance(value, int) and value > 0), None)


def _cut(text: str) -> DesktopError:
    error = http_errors.cut("the stream ended without a finish reason")
    error.partial_text = text
    return error
