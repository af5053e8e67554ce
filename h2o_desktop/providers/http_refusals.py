"""What a server says when it refuses, as errors of this program.

Servers put their words into many shapes: `{"error": {"message"}}` (OpenAI, llama.cpp, vLLM), `{"error": "…"}`
(text-generation-inference, chat-ui), `{"detail": …}` (FastAPI), `{"message"}` (SvelteKit), plain text, or the HTML page
of a gateway. The words are shown; a page never is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from h2o_desktop.core.errors import (
    ModelGone,
    NotAllowed,
    RateLimited,
    RequestRefused,
    ServerBusy,
    ServerError,
)
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.providers.http_errors import MAX_DETAIL_LETTERS, without_secret

MAX_WORDS_LETTERS = 300
_MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. The names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether the status says yes."""
        return 200 <= self.status < 300

    def json(self) -> object:
        """The body as JSON; raises ValueError when it is none."""
        return json.loads(self.body.decode("utf-8", "strict"))


@dataclass(frozen=True, slots=True)
class ServerWords:
    """What a server said in words, and the short names that it gave to the fault (in lower case)."""

    text: str = ""
    names: frozenset[str] = frozenset()
    status: int = 0


@dataclass(frozen=True, slots=True)
class _Refusal:
    """One kind of refusal: the error, the summary with {words} and the one without, and the hint."""

    error: type[ServerError]
    summary: str
    bare: str
    hint: str


_NOT_ALLOWED = _Refusal(
    NotAllowed,
    QT_TRANSLATE_NOOP("errors", "The server {address} does not let you in: {words}"),
    QT_TRANSLATE_NOOP("errors", "The server {address} does not let you in."),
    QT_TRANSLATE_NOOP("errors", "Check the API key of this connection."),
)
_PROXY_KEY = _Refusal(
    NotAllowed,
    QT_TRANSLATE_NOOP("errors", "The proxy on the way to {address} wants a login: {words}"),
    QT_TRANSLATE_NOOP("errors", "The proxy on the way to {address} wants a login."),
    QT_TRANSLATE_NOOP("errors", "Check the proxy settings of this computer."),
)
_TOO_MANY = _Refusal(
    RateLimited,
    QT_TRANSLATE_NOOP("errors", "Too many requests in a short time: {words}"),
    QT_TRANSLATE_NOOP("errors", "The server {address} got too many requests in a short time."),
    QT_TRANSLATE_NOOP("errors", "Wait a minute, then send the prompt again."),
)
_TOO_MANY_FOR = QT_TRANSLATE_NOOP("errors", "Wait {seconds} seconds, then send the prompt again.")
_BUSY = _Refusal(
    ServerBusy,
    QT_TRANSLATE_NOOP("errors", "The server {address} cannot answer at the moment: {words}"),
    QT_TRANSLATE_NOOP("errors", "The server {address} cannot answer at the moment."),
    QT_TRANSLATE_NOOP("errors", "It may be overloaded or still loading its model. Wait a little, then send again."),
)
_GONE = _Refusal(
    ModelGone,
    QT_TRANSLATE_NOOP("errors", "The server {address} does not have this model: {words}"),
    QT_TRANSLATE_NOOP("errors", "The server {address} does not have this model any more."),
    QT_TRANSLATE_NOOP("errors", "Choose another model."),
)
_NO_SUCH_PLACE = _Refusal(
    RequestRefused,
    QT_TRANSLATE_NOOP("errors", "The server {address} does not know what was asked for: {words}"),
    QT_TRANSLATE_NOOP("errors", "The server {address} does not know what was asked for."),
    QT_TRANSLATE_NOOP("errors", "Check the address of this connection, and the kind of server that you chose."),
)
_REFUSED = _Refusal(
    RequestRefused,
    QT_TRANSLATE_NOOP("errors", "The server {address} did not accept the request: {words}"),
    QT_TRANSLATE_NOOP("errors", "The server {address} did not accept the request."),
    QT_TRANSLATE_NOOP("errors", "Try a shorter prompt, or other parameters."),
)
_ELSEWHERE = _Refusal(
    RequestRefused,
    QT_TRANSLATE_NOOP("errors", "The server {address} sends the request on to {words}."),
    QT_TRANSLATE_NOOP("errors", "The server {address} sends the request on to another place."),
    QT_TRANSLATE_NOOP("errors", "If you trust that place, make it the address of this connection."),
)
_FAILED = _Refusal(
    ServerError,
    QT_TRANSLATE_NOOP("errors", "The server {address} failed: {words}"),
    QT_TRANSLATE_NOOP("errors", "The server {address} failed."),
    QT_TRANSLATE_NOOP("errors", "Send the prompt again. If it happens again, look at the server."),
)

_BY_STATUS: Mapping[int, _Refusal] = {
    401: _NOT_ALLOWED,
    403: _NOT_ALLOWED,
    404: _NO_SUCH_PLACE,
    405: _NO_SUCH_PLACE,
    407: _PROXY_KEY,
    408: _BUSY,
    410: _GONE,
    424: _FAILED,  # text-generation-inference: the model failed while it generated
    429: _TOO_MANY,
    502: _BUSY,
    503: _BUSY,
    504: _BUSY,
    529: _BUSY,
}

_BY_NAME: Mapping[str, _Refusal] = {
    "overloaded": _BUSY,
    "overloaded_error": _BUSY,
    "unavailable_error": _BUSY,
    "service_unavailable": _BUSY,
    "rate_limit_error": _TOO_MANY,
    "rate_limit_exceeded": _TOO_MANY,
    "model_not_found": _GONE,
    "authentication_error": _NOT_ALLOWED,
    "permission_error": _NOT_ALLOWED,
    "invalid_api_key": _NOT_ALLOWED,
    "validation": _REFUSED,
    "invalid_request_error": _REFUSED,
    "badrequesterror": _REFUSED,
    "exceed_context_size_error": _REFUSED,
    "context_length_exceeded": _REFUSED,
}


def error_for(reply: Reply, *, address: str, secret: str = "") -> ServerError:
    """The error that an answer with a refusing status means, in the server's own words."""
    words = words_of_body(reply.body)
    if 300 <= reply.status < 400:
        words = ServerWords(reply.headers.get("location", "").partition("?")[0])
    refusal = _refusal_of(reply.status, words.names)
    detail = f"HTTP {reply.status}: {reply.body[: MAX_DETAIL_LETTERS * 4].decode('utf-8', 'replace')}"
    hint = Words(refusal.hint)
    seconds = reply.headers.get("retry-after", "")
    if refusal is _TOO_MANY and seconds.isdecimal():
        hint = Words(_TOO_MANY_FOR, {"seconds": int(seconds)})
    return _made(refusal, words, hint, _Origin(address, secret, detail, reply.status))


def error_in_stream(value: object, *, address: str, secret: str = "") -> ServerError:
    """The error that an event inside a stream means: there the HTTP status had said yes."""
    words = words_of(value)
    refusal = _refusal_of(words.status, words.names)
    detail = json.dumps(value, ensure_ascii=False, default=str)
    return _made(refusal, words, Words(refusal.hint), _Origin(address, secret, detail, 0))


def words_of_body(body: bytes) -> ServerWords:
    """The words in a body of any shape; those of an HTML page are none."""
    text = body.decode("utf-8", "replace").strip()
    if text[:1] in {"{", "[", '"'}:
        try:
            return words_of(json.loads(text))
        except (ValueError, RecursionError):
            pass
    if text.startswith("<"):
        return ServerWords()
    return ServerWords(_one_line(text))


def words_of(value: object) -> ServerWords:
    """The words in a decoded JSON value."""
    names: set[str] = set()
    statuses: list[int] = []
    text = _find_text(value, names, statuses, _MAX_DEPTH)
    return ServerWords(_one_line(text), frozenset(names), statuses[0] if statuses else 0)


def _find_text(value: object, names: set[str], statuses: list[int], depth: int) -> str:
    if isinstance(value, str):
        return value
    if depth == 0:
        return ""
    if isinstance(value, list):
        texts = (_find_text(item, names, statuses, depth - 1) for item in value[:3])
        return "; ".join(text for text in texts if text)
    if not isinstance(value, dict):
        return ""
    for key in ("error_type", "type", "code", "status", "http_status_code"):
        _take_name(value.get(key), names, statuses)
    # FastAPI lists {"loc": ["body", "temperature"], "msg": "..."}: the field's name belongs to the words.
    where = value.get("loc")
    place = f"{where[-1]}: " if isinstance(where, list) and where and "msg" in value else ""
    for key in ("error", "detail", "message", "msg"):
        text = _find_text(value.get(key), names, statuses, depth - 1)
        if text:
            return place + text
    return ""


def _take_name(name: object, names: set[str], statuses: list[int]) -> None:
    if isinstance(name, str) and name:
        names.add(name.lower())
    if isinstance(name, int | str) and str(name).isdecimal() and 400 <= int(name) < 600:
        statuses.append(int(name))


def _one_line(text: str) -> str:
    line = " ".join(text[: MAX_WORDS_LETTERS * 4].split())
    return line if len(line) <= MAX_WORDS_LETTERS else line[: MAX_WORDS_LETTERS - 1] + "…"


def _refusal_of(status: int, names: frozenset[str]) -> _Refusal:
    """The status decides where it is clear; the server's own name for the fault where it is not."""
    if status in _BY_STATUS and status != 404:
        return _BY_STATUS[status]
    for name, refusal in _BY_NAME.items():
        if name in names:
            return refusal
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 300 <= status < 400:
        return _ELSEWHERE
    return _REFUSED if 400 <= status < 500 else _FAILED


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a refusal came from."""

    address: str
    secret: str
    detail: str
    status: int


def _made(refusal: _Refusal, words: ServerWords, hint: Words, origin: _Origin) -> ServerError:
    text = without_secret(words.text, origin.secret)
    summary = Words(refusal.summary if text else refusal.bare, {"address": origin.address, "words": text})
    detail = without_secret(origin.detail, origin.secret)[:MAX_DETAIL_LETTERS]
    return refusal.error(summary, hint, detail, status=origin.status)
