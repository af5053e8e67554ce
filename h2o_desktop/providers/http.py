"""The way to a server: sessions, limits, time limits, stopping, and errors in our own words.

requests is imported when the first request is made, since the window paints before it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from h2o_desktop import __version__
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, DesktopError, InputError, ServerError
from h2o_desktop.core.wire_request import WireRequest, body_without, without_secrets
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.providers import http_errors, http_refusals
from h2o_desktop.providers.http_refusals import Reply
from h2o_desktop.providers.http_stream import ResponseStream

if TYPE_CHECKING:
    import requests

    from h2o_desktop.providers.http_connection import Exchange

__all__ = ["HttpClient", "Reply", "ResponseStream"]

CONNECT_TIMEOUT_S = 10.0
READ_TIMEOUT_S = 300.0  # the first token of a long prompt may take minutes

_MAX_REDIRECTS = 5
# A compressed stream would be held back until a block of it is full.
_STREAM_HEADERS: Mapping[str, str] = {"Accept-Encoding": "identity"}
_LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Request:
    """One request: what is sent where. `path` begins with a slash and is below the client's base URL."""

    method: str
    path: str
    json: object = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] | None = None


class HttpClient:
    """Requests to one server, with one set of cookies. Threads may use it at the same time.

    The key goes into the Authorization header alone, and only to this server. Redirects are followed only within it.
    `origin` is the scheme, host and port of the server; `is_loopback` says whether its address is this computer's own.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        connect_timeout_s: float = CONNECT_TIMEOUT_S,
        read_timeout_s: float = READ_TIMEOUT_S,
        api_key: str = "",
        trust_env: bool = True,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.address = self.base_url
        self.origin, self.is_loopback = _origin_of(self.base_url)
        self._headers = {"User-Agent": f"H2O-Desktop/{__version__}", "Accept": "application/json", **(headers or {})}
        self._timeouts_s = (connect_timeout_s, read_timeout_s)
        self._api_key = api_key.strip()
        self._trust_env = trust_env
        self._session: requests.Session | None = None
        self._lock = threading.Lock()

    def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        cancel: CancelToken | None = None,
        read_timeout_s: float | None = None,
    ) -> Reply:
        """Ask, and read the whole answer, whatever its status. Raises a DesktopError when none came."""
        with self._answered(Request(method, path, json, form, headers), cancel, read_timeout_s) as response:
            return response.reply()

    @contextmanager
    def open_stream(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        headers: Mapping[str, str] | None = None,
        cancel: CancelToken | None = None,
    ) -> Iterator[ResponseStream]:
        """Ask, and read the body as it comes. Raises Cancelled after `cancel` was set, at any point."""
        headers = {**_STREAM_HEADERS, **(headers or {})}
        with self._answered(Request(method, path, json, None, headers), cancel, None) as response:
            yield response

    def described(
        self, method: str, path: str, *, json: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> WireRequest:
        """What `open_stream` sends, without secrets; nothing is sent. Raises a DesktopError for what is no address.

        The names of headers stand as they go over the wire, and Host, which the library below adds, stands first.
        """
        import requests

        url = self.base_url + path
        wanted = {**_STREAM_HEADERS, **(headers or {})}
        try:
            prepared = self._ready_session().prepare_request(requests.Request(method, url, wanted, json=json))
        except http_errors.foreign_errors() as error:
            raise self.translated(error) from error
        sent = [("Host", urlsplit(url).netloc), *((name, str(value)) for name, value in prepared.headers.items())]
        secret = self._api_key
        return WireRequest(method, url, without_secrets(sent, secret), body_without(secret, json))

    def error_for(self, reply: Reply) -> ServerError:
        """The error that a refusing answer means."""
        return http_refusals.error_for(reply, address=self.address, secret=self._api_key)

    def error_in_stream(self, value: object) -> ServerError:
        """The error that an error event inside a stream means; `value` is its decoded JSON."""
        return http_refusals.error_in_stream(value, address=self.address, secret=self._api_key)

    def translated(self, error: BaseException, *, reading: bool = False) -> DesktopError:
        """A foreign exception as one of ours."""
        return http_errors.translated(error, address=self.address, secret=self._api_key, reading=reading)

    def _broken(self, error: BaseException) -> DesktopError:
        return self.translated(error, reading=True)

    def close(self) -> None:
        """Give back all sockets."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            session.close()

    @contextmanager
    def _answered(
        self, request: Request, cancel: CancelToken | None, read_timeout_s: float | None
    ) -> Iterator[ResponseStream]:
        from h2o_desktop.providers.http_connection import Exchange, running  # imports requests

        cancel = cancel if cancel is not None else CancelToken()
        cancel.raise_if_set()
        exchange = Exchange(cancel)
        try:
            with cancel.when_set(exchange.stop), running(exchange):
                response = self._send(request, exchange, read_timeout_s)
                try:
                    yield ResponseStream(response, cancel, address=self.address, translated=self._broken)
                finally:
                    exchange.hold_socket(None)
                    response.close()
        except DesktopError as error:
            if cancel.is_set and not isinstance(error, Cancelled):
                raise Cancelled(partial_text=error.partial_text) from error
            raise

    def _send(self, request: Request, exchange: Exchange, read_timeout_s: float | None) -> requests.Response:
        """Send `request` and follow where the server points within itself."""
        url = self.base_url + request.path
        connect_s, read_s = self._timeouts_s
        timeouts = (connect_s, read_timeout_s if read_timeout_s is not None else read_s)
        for _ in range(_MAX_REDIRECTS + 1):
            response = self._send_once(url, request, timeouts)
            exchange.hold_response(response.raw)
            target = self._redirect(request.method, url, response)
            if target is None:
                break
            response.close()
            url = target
        return response

    def _send_once(self, url: str, request: Request, timeouts: tuple[float, float]) -> requests.Response:
        # A proxy of the environment has no way to this computer's own loopback; None takes it out.
        proxies: dict[str, Any] | None = dict.fromkeys(("http", "https", "all")) if self.is_loopback else None
        try:
            session = self._ready_session()
            return session.request(
                request.method,
                url,
                json=request.json,
                data=request.form,
                headers=request.headers,
                timeout=timeouts,
                proxies=proxies,
                stream=True,
                allow_redirects=False,
            )
        except http_errors.foreign_errors() as error:
            raise self.translated(error) from error

    def _redirect(self, method: str, url: str, response: requests.Response) -> str | None:
        """Where to ask again: only on this server, and only when the request stays the same."""
        same_request = {301, 302, 303, 307, 308} if method in {"GET", "HEAD"} else {307, 308}
        location = response.headers.get("Location")
        if response.status_code not in same_request or not location:
            return None
        try:
            target = urljoin(url, location)
            return target if _same_server(url, target) else None
        except ValueError:  # no address at all
            return None

    def _ready_session(self) -> requests.Session:
        with self._lock:
            if self._session is None:
                self._session = self._new_session()
            return self._session

    def _new_session(self) -> requests.Session:
        from h2o_desktop.providers.http_connection import StoppableAdapter, UnledSession  # imports requests
        from h2o_desktop.providers.http_cookies import cookie_jar  # imports requests

        if not (self._api_key.isascii() and self._api_key.isprintable()):
            raise InputError(
                Words(QT_TRANSLATE_NOOP("errors", "The API key holds letters that no key can hold.")),
                Words(QT_TRANSLATE_NOOP("errors", "Copy the key again and put it into the connection.")),
            )
        session = UnledSession()
        session.trust_env = self._trust_env
        session.headers.update(self._headers)
        # An explicit rule, since requests would else send the name and password that ~/.netrc has for the host.
        session.auth = self._authorize
        session.cookies = cookie_jar(loopback=self.is_loopback)
        session.mount("http://", StoppableAdapter())
        session.mount("https://", StoppableAdapter())
        return session

    def _authorize(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._api_key:
            prepared.headers["Authorization"] = f"Bearer {self._api_key}"
        return prepared


def _origin_of(base_url: str) -> tuple[str, bool]:
    """The origin of an address, and whether it is this computer. One that cannot be used fails when it is used."""
    try:
        parts = urlsplit(base_url)
        host = parts.hostname or ""
    except ValueError:
        return base_url, False
    return f"{parts.scheme}://{parts.netloc}", host in _LOOPBACK_HOSTS or host.startswith("127.")


def _same_server(url: str, target: str) -> bool:
    """Whether `target` is on the server of `url`, or is the same host with TLS added."""
    here, there = urlsplit(url), urlsplit(target)
    if (here.scheme, here.netloc) == (there.scheme, there.netloc):
        return True
    return here.scheme == "http" and there.scheme == "https" and here.hostname == there.hostname and there.port is None
