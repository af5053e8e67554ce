"""The H2O service: the chat that H2O.ai ran at gpt-gm.h2o.ai, in the classic chat-ui protocol.

For scripts there are `url`, `model`, `models`, `supports_stream`, `needs_auth`, `params` and `_create_completion`; for
the program there is `H2OProvider`. Nothing here touches the network when it is imported.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS, Capabilities, resolve
from h2o_desktop.core.conversation import Role, Usage
from h2o_desktop.core.errors import InputError, ModelGone, ServerError
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Finished, ModelInfo, Started, StreamEvent, Told
from h2o_desktop.core.wire_request import WireRequest
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.providers.h2o_completion import completion_of
from h2o_desktop.providers.h2o_request import body_of, described
from h2o_desktop.providers.h2o_session import H2OSession, is_lost, model_id_of
from h2o_desktop.providers.h2o_turn import AnswerStream, Refused
from h2o_desktop.providers.h2o_twins import Turn, Twin, next_turn, take_turn
from h2o_desktop.providers.http import READ_TIMEOUT_S, HttpClient

url = "https://gpt-gm.h2o.ai"
model = ["falcon-40b", "falcon-7b", "llama-13b"]
models = {
    "falcon-7b": "h2oai/h2ogpt-gm-oasst1-en-2048-falcon-7b-v3",
    "falcon-40b": "h2oai/h2ogpt-gm-oasst1-en-2048-falcon-40b-v1",
    "llama-13b": "h2oai/h2ogpt-gm-oasst1-en-2048-open-llama-13b",
}
supports_stream = True
needs_auth = False
params = (
    "h2o_desktop.providers.h2o supports: (model: str, messages: list, stream: bool, temperature: float, truncate: int, "
    "max_new_tokens: int, do_sample: bool, repetition_penalty: float, return_full_text: bool, top_p: float, "
    "top_k: int, typical_p: float, frequency_penalty: float, seed: int, stop: list, id: str, response_id: str, "
    "base_url: str, timeout: float)"
)

_CONTEXT_TOKENS = 2048


def _create_completion(
    model: str, messages: Sequence[Mapping[str, str]], stream: bool, **kwargs: object
) -> Iterator[str] | str:
    """Answer `messages` (each with `role` and `content`), which are sent as one prompt.

    With `stream` the result is a generator of token strings, otherwise the whole text. Arguments and their defaults:
    temperature 0.4, truncate 2048, max_new_tokens 1024, do_sample True, repetition_penalty 1.2, return_full_text False,
    id and response_id (fresh UUIDs), base_url, and timeout in seconds; top_p, top_k, typical_p, frequency_penalty, seed
    and stop (a list of texts) are sent only when they are given. Raises UnknownModel and InputError, or TypeError
    for an unknown argument, at once; other DesktopErrors, with the text so far, while the answer is read.
    """
    completion = completion_of(model_id_of(model, models), messages, kwargs, base_url=url)
    tokens = completion.tokens()
    return tokens if stream else "".join(tokens)


class _Place(NamedTuple):
    """Where a turn is asked."""

    twin: Twin
    turn: Turn


class H2OProvider:
    """The H2O service in the window: each conversation keeps its twin on the server.

    `timeout_s` is how long the server may be silent. Conversations are shared with the authors of the models only with
    `share_with_authors`. Methods may be called in any thread, and one conversation takes one turn at a time.
    """

    def __init__(
        self, base_url: str = url, *, share_with_authors: bool = False, timeout_s: float = READ_TIMEOUT_S
    ) -> None:
        client = HttpClient(base_url, read_timeout_s=timeout_s)
        self._session = H2OSession(client, share_with_authors=share_with_authors)
        self._lock = threading.Lock()
        self._twins: dict[str, Twin] = {}
        self._given_up: dict[str, list[str]] = {}  # twins that a conversation has left, until they can be deleted
        self._listed: tuple[str, ...] = ()

    def capabilities(self) -> Capabilities:
        """What text-generation-inference took in June 2023."""
        return DIALECTS["h2o"]

    def list_models(self, cancel: CancelToken) -> Sequence[ModelInfo]:
        """The three models of the service, then whatever else the server lists. Raises when it cannot be reached."""
        served = self._session.models(cancel)
        ids = {info.id for info in served}
        short_names = {full: short for short, full in models.items()}
        known = [ModelInfo(models[name], name, context_tokens=_CONTEXT_TOKENS) for name in model if models[name] in ids]
        self._listed = tuple(info.id for info in served)
        return (*known, *(info for info in served if info.id not in short_names))

    def stream(self, request: ChatRequest, cancel: CancelToken) -> Iterator[StreamEvent]:
        """Ask in the conversation's twin; in a new one when that is lost or has another line."""
        model_id = model_id_of(request.model, models, self._listed)
        if not request.messages or not request.messages[-1].content.strip():
            raise InputError(
                Words(QT_TRANSLATE_NOOP("errors", "The prompt is empty.")),
                Words(QT_TRANSLATE_NOOP("errors", "Write something first.")),
            )
        sent = resolve(request.requested, self.capabilities()).sent
        place = self._kept_place(request, model_id, cancel)
        if place is not None:
            yield Started(sent, self._described(request, sent, place))
            try:
                yield from self._answer(request, sent, place, cancel)
            except Refused as refused:
                place = self._place_after(refused, request, model_id, cancel)
            else:
                return
        else:
            place = self._new_place(request, model_id, cancel)
        wire = self._described(request, sent, place)
        yield Started(sent, wire)
        try:
            yield from self._answer(request, sent, place, cancel)
        except Refused as refused:
            error = self._session.error_for(refused.reply)
            error.request = wire
            raise error from None

    def describe(self, request: ChatRequest, cancel: CancelToken) -> WireRequest:  # noqa: ARG002 - asks nothing
        """The request as it would be sent now, in the conversation's twin where it goes on, else in a new one."""
        model_id = model_id_of(request.model, models, self._listed)
        sent = resolve(request.requested, self.capabilities()).sent
        with self._lock:
            twin = self._twins.get(request.conversation_id)
        turn = next_turn(twin, request.messages, request.response_id) if twin and twin.model_id == model_id else None
        if twin is None or turn is None:
            return described(self._session, request, sent, model_id)
        return self._described(request, sent, _Place(twin, turn))

    def _described(self, request: ChatRequest, sent: Mapping[str, object], place: _Place) -> WireRequest:
        return described(self._session, request, sent, place.twin.model_id, (place.twin.server_id, place.turn))

    def forget(self, conversation_id: str) -> None:
        """Delete the twins of a conversation on the server, when that is possible."""
        with self._lock:
            twin = self._twins.pop(conversation_id, None)
            server_ids = self._given_up.pop(conversation_id, [])
        for server_id in [*server_ids, *([twin.server_id] if twin else [])]:
            self._session.delete(server_id)

    def close(self) -> None:
        """Delete what is kept on the server, since its session ends here, and give back all sockets."""
        with self._lock:
            anything = bool(self._twins or self._given_up)
            self._twins.clear()
            self._given_up.clear()
        if anything:
            self._session.delete_all()
        self._session.client.close()

    def _kept_place(self, request: ChatRequest, model_id: str, cancel: CancelToken) -> _Place | None:
        """Where to go on in the conversation's twin; None when there is none or its line is another one."""
        with self._lock:
            twin = self._twins.get(request.conversation_id)
        if twin is None or twin.model_id != model_id:
            return None
        turn = next_turn(twin, request.messages, request.response_id)
        if turn is None:
            return None
        if not twin.settled and self._session.stored_ids(twin.server_id, cancel) != twin.stored_ids():
            return None
        twin.settled = True
        return _Place(twin, turn)

    def _new_place(self, request: ChatRequest, model_id: str, cancel: CancelToken) -> _Place:
        """The beginning of a new twin."""
        twin = Twin(self._session.create(model_id, cancel), model_id)
        turn = next_turn(twin, request.messages, request.response_id)
        assert turn is not None, "an empty twin takes any turn"
        with self._lock:
            # Without a conversation nobody comes back to the twin; it is kept to be deleted.
            key = request.conversation_id or twin.server_id
            old = self._twins.pop(key, None)
            if old is not None:
                self._given_up.setdefault(key, []).append(old.server_id)
            self._twins[key] = twin
        return _Place(twin, turn)

    def _place_after(self, refused: Refused, request: ChatRequest, model_id: str, cancel: CancelToken) -> _Place:
        """A new twin when the kept one turned out to be lost. Raises when the refusal means something else."""
        refusal = self._session.error_for(refused.reply)
        if not is_lost(refused.reply):
            raise refusal from None
        self._session.lose()
        try:
            return self._new_place(request, model_id, cancel)
        except ServerError as error:
            # That the model is gone explains why no new conversation with it can be had.
            raise (refusal if isinstance(refusal, ModelGone) else error) from None

    def _answer(
        self, request: ChatRequest, sent: Mapping[str, object], place: _Place, cancel: CancelToken
    ) -> Iterator[StreamEvent]:
        twin, turn = place
        body = body_of(turn, sent)
        answer = AnswerStream(self._session, twin.server_id, body)
        twin.settled = False
        begun = False
        try:
            for texts in answer.texts(cancel):
                # The first token of these models begins with a space that is no part of the answer.
                text = "".join(texts) if begun else "".join(texts).lstrip()
                begun = begun or bool(text)
                if text:
                    yield Delta(text, len(texts))
                told = answer.take_told() if request.probabilities else b""
                if told:
                    yield Told(told)
        except Refused:
            twin.settled = True
            raise
        finally:
            # After a stop the server stores the answer up to there, though not at once.
            if answer.ending is not None or cancel.is_set:
                reply = ChatMessage(Role.ASSISTANT, answer.text.lstrip(), request.response_id)
                take_turn(twin, turn, request.messages, reply)
        assert answer.ending is not None, "texts() raises when there is no end"
        twin.settled = True
        yield Finished(answer.ending.finish_reason, Usage(completion_tokens=answer.ending.completion_tokens))
