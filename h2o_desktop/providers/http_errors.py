"""What goes wrong on the way to a server, as errors of this program.

The exceptions of requests and urllib3, and those of the sockets below, end here: each becomes one of ours, with a
summary and a hint for the person and a detail for the log. The table goes by names, so that nothing is imported for it.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from h2o_desktop.core.errors import (
    DesktopError,
    InputError,
    LimitExceeded,
    NetworkError,
    ProtocolError,
    StreamCut,
    Unanswered,
    Unreachable,
)
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

MAX_DETAIL_LETTERS = 2000
_HIDDEN = "[key]"


@dataclass(frozen=True, slots=True)
class _Case:
    """One thing that can go wrong. Both templates may name {address}."""

    error: type[DesktopError]
    summary: str
    hint: str


_NOT_FOUND = _Case(
    Unreachable,
    QT_TRANSLATE_NOOP("errors", "There is no server named {address}, or this computer is offline."),
    QT_TRANSLATE_NOOP("errors", "Check the address, and that this computer is connected to the network."),
)
_REFUSED = _Case(
    Unreachable,
    QT_TRANSLATE_NOOP("errors", "Nothing answers at {address}: the connection was refused."),
    QT_TRANSLATE_NOOP("errors", "Check that the server is running, and that the port in the address is right."),
)
_NO_WAY = _Case(
    Unreachable,
    QT_TRANSLATE_NOOP("errors", "The server {address} cannot be reached."),
    QT_TRANSLATE_NOOP("errors", "Check the address, and that this computer is connected to the network."),
)
_NO_CONNECTION_IN_TIME = _Case(
    Unreachable,
    QT_TRANSLATE_NOOP("errors", "The server {address} did not take the connection in time."),
    QT_TRANSLATE_NOOP("errors", "Check the address. If it is right, the server may be down or behind a firewall."),
)
_PROXY = _Case(
    Unreachable,
    QT_TRANSLATE_NOOP("errors", "The proxy on the way to {address} did not pass the request on."),
    QT_TRANSLATE_NOOP("errors", "Check the proxy settings of this computer."),
)
_NOT_SECURE = _Case(
    Unreachable,
    QT_TRANSLATE_NOOP("errors", "No secure connection to {address} came about."),
    QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate may be expired, self-made or for another name. "
        "If the server speaks http only, give its address with http://.",
    ),
)
_SILENT = _Case(
    Unanswered,
    QT_TRANSLATE_NOOP("errors", "The server {address} fell silent."),
    QT_TRANSLATE_NOOP("errors", "It may be overloaded. Wait a little, then send the prompt again."),
)
_CUT = _Case(
    StreamCut,
    QT_TRANSLATE_NOOP("errors", "The answer broke off before its end."),
    QT_TRANSLATE_NOOP("errors", "What came until then is kept. Send the prompt again for a whole answer."),
)
_CLOSED = _Case(
    NetworkError,
    QT_TRANSLATE_NOOP("errors", "The server {address} closed the connection without an answer."),
    QT_TRANSLATE_NOOP("errors", "Send the prompt again. If it happens again, look at the server."),
)
_BAD_ADDRESS = _Case(
    InputError,
    QT_TRANSLATE_NOOP("errors", "The address {address} cannot be used."),
    QT_TRANSLATE_NOOP("errors", "Give one like https://example.org or http://localhost:8080."),
)
_BAD_REQUEST = _Case(
    InputError,
    QT_TRANSLATE_NOOP("errors", "The request to {address} holds something that cannot be sent."),
    QT_TRANSLATE_NOOP("errors", "Check the API key and the parameters for odd letters and values."),
)
_UNREADABLE = _Case(
    ProtocolError,
    QT_TRANSLATE_NOOP("errors", "The answer of {address} cannot be read."),
    QT_TRANSLATE_NOOP("errors", "Check that the address is that of a model server, and of the kind you chose."),
)
_TOO_MUCH = _Case(
    LimitExceeded,
    QT_TRANSLATE_NOOP("errors", "The answer of {address} is longer than anything sensible."),
    QT_TRANSLATE_NOOP("errors", "Check that the address is that of a model server."),
)
_BROKEN = _Case(
    NetworkError,
    QT_TRANSLATE_NOOP("errors", "The exchange with {address} failed."),
    QT_TRANSLATE_NOOP("errors", "Try again. The details say what happened."),
)

# Looked up along the ancestors of an exception's class; what is not here is the least that is known: _BROKEN.
_CASES: Mapping[str, _Case] = MappingProxyType(
    {
        "requests.exceptions.ChunkedEncodingError": _CUT,
        "requests.exceptions.ConnectTimeout": _NO_CONNECTION_IN_TIME,
        "requests.exceptions.ContentDecodingError": _UNREADABLE,
        "requests.exceptions.HTTPError": _UNREADABLE,
        "requests.exceptions.InvalidHeader": _BAD_REQUEST,
        "requests.exceptions.InvalidJSONError": _BAD_REQUEST,
        "requests.exceptions.InvalidProxyURL": _PROXY,
        "requests.exceptions.InvalidSchema": _BAD_ADDRESS,
        "requests.exceptions.InvalidURL": _BAD_ADDRESS,
        "requests.exceptions.JSONDecodeError": _UNREADABLE,
        "requests.exceptions.MissingSchema": _BAD_ADDRESS,
        "requests.exceptions.ProxyError": _PROXY,
        "requests.exceptions.SSLError": _NOT_SECURE,
        "requests.exceptions.Timeout": _SILENT,
        "requests.exceptions.TooManyRedirects": _UNREADABLE,
        "requests.exceptions.URLRequired": _BAD_ADDRESS,
        "urllib3.exceptions.ConnectTimeoutError": _NO_CONNECTION_IN_TIME,
        "urllib3.exceptions.DecodeError": _UNREADABLE,
        "urllib3.exceptions.HeaderParsingError": _UNREADABLE,
        "urllib3.exceptions.IncompleteRead": _CUT,
        "urllib3.exceptions.InvalidChunkLength": _CUT,
        "urllib3.exceptions.InvalidHeader": _UNREADABLE,
        "urllib3.exceptions.LocationValueError": _BAD_ADDRESS,
        "urllib3.exceptions.NameResolutionError": _NOT_FOUND,
        "urllib3.exceptions.NewConnectionError": _NO_WAY,
        "urllib3.exceptions.ProxyError": _PROXY,
        "urllib3.exceptions.ProxySchemeUnknown": _PROXY,
        "urllib3.exceptions.ProxySchemeUnsupported": _PROXY,
        "urllib3.exceptions.ResponseError": _UNREADABLE,
        "urllib3.exceptions.SSLError": _NOT_SECURE,
        "urllib3.exceptions.TimeoutError": _SILENT,
        "http.client.BadStatusLine": _UNREADABLE,
        "http.client.IncompleteRead": _CUT,
        "http.client.LineTooLong": _TOO_MUCH,
        "http.client.RemoteDisconnected": _CLOSED,
        "builtins.BrokenPipeError": _CLOSED,
        "builtins.ConnectionAbortedError": _CLOSED,
        "builtins.ConnectionRefusedError": _REFUSED,
        "builtins.ConnectionResetError": _CLOSED,
        "builtins.TimeoutError": _SILENT,
        "builtins.UnicodeError": _BAD_REQUEST,
        "builtins.ValueError": _BAD_REQUEST,
        "socket.gaierror": _NOT_FOUND,
        "ssl.SSLError": _NOT_SECURE,
    }
)


def foreign_errors() -> tuple[type[Exception], ...]:
    """Every class of exception that an exchange may raise; imports requests."""
    import requests
    import urllib3

    # Plain ValueErrors come from host names and header values that nothing can be made of.
    own = (requests.RequestException, urllib3.exceptions.HTTPError)
    return (*own, http.client.HTTPException, OSError, ssl.SSLError, ValueError)


def translated(error: BaseException, *, address: str, secret: str = "", reading: bool = False) -> DesktopError:
    """`error` as one of ours.

    `address` is what the person knows the server by; `secret` is kept out of the detail. `reading` says that the
    headers of the answer had come: then whatever breaks the connection has cut the answer.
    """
    if isinstance(error, DesktopError):
        return error
    case = _case_of(error)
    if reading and case in (_CLOSED, _BROKEN, _NOT_SECURE, _NO_WAY):
        case = _CUT
    return _made(case, address, detail_of(error, secret))


def not_connected(error: OSError, *, host: str, port: int, through_proxy: bool) -> DesktopError:
    """What it means that a connection to `host` did not come about."""
    address = host if port in {80, 443} else f"{host}:{port}"
    if through_proxy:
        case = _PROXY
    elif isinstance(error, socket.gaierror):
        case = _NOT_FOUND
        address = host
    elif isinstance(error, TimeoutError):
        case = _NO_CONNECTION_IN_TIME
    elif isinstance(error, ConnectionRefusedError):
        case = _REFUSED
    else:
        case = _NO_WAY
    return _made(case, address, f"{host}:{port}: {detail_of(error)}")


def too_much(address: str, limit_bytes: int) -> DesktopError:
    """A body is longer than it may be."""
    return _made(_TOO_MUCH, address, f"more than {limit_bytes} bytes")


def unreadable(address: str, detail: str) -> DesktopError:
    """An answer does not have the form that it should have."""
    return _made(_UNREADABLE, address, detail[:MAX_DETAIL_LETTERS])


def cut(detail: str) -> DesktopError:
    """A stream ended before its last event."""
    return _made(_CUT, "", detail)


def partial_bytes(error: BaseException) -> Iterator[bytes]:
    """The bytes that had come of a piece before it broke off."""
    for layer in _layers(error):
        if isinstance(layer, http.client.IncompleteRead) and isinstance(layer.partial, bytes) and layer.partial:
            yield layer.partial


def without_secret(text: str, secret: str) -> str:
    """`text` without `secret`."""
    return text.replace(secret, _HIDDEN) if secret else text


def detail_of(error: BaseException, secret: str = "") -> str:
    """The class and the text of an exception, for the log."""
    kind = type(error)
    return without_secret(f"{kind.__module__}.{kind.__qualname__}: {error}", secret)[:MAX_DETAIL_LETTERS]


def _made(case: _Case, address: str, detail: str) -> DesktopError:
    fields = {"address": address}
    return case.error(Words(case.summary, fields), Words(case.hint, fields), detail)


def _case_of(error: BaseException) -> _Case:
    """The case of the innermost exception that is known: the outer ones say less and less."""
    for inner in reversed(list(_layers(error))):
        for kind in type(inner).__mro__:
            case = _CASES.get(f"{kind.__module__}.{kind.__qualname__}")
            if case is not None:
                return case
    return _BROKEN


def _layers(error: BaseException) -> Iterator[BaseException]:
    """`error` and the exceptions that it carries, from the outside in."""
    seen: set[int] = set()
    layer: BaseException | None = error
    while layer is not None and id(layer) not in seen:
        seen.add(id(layer))
        yield layer
        carried = (getattr(layer, "reason", None), *reversed(layer.args))
        layer = next((value for value in carried if isinstance(value, BaseException)), None)
