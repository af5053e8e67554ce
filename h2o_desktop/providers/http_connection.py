"""Connections that another thread can break off at any moment.

requests gives no way to stop before the headers of an answer are there. Here each exchange of a thread knows the
socket that it uses, from the look-up of the host's name to the last byte, and stopping means to shut that socket
down: the thread that waits on it comes free at once.

Importing this module imports requests; `h2o_desktop.providers.http` does so when the first request is made.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import BaseHTTPResponse

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.providers.http_errors import not_connected

# A server may close a connection that was idle while the next request is on its way, and the request would seem to
# fail. The shortest usual limit is 5 s (Node, uvicorn), so a connection that was idle for longer is not used again.
LONGEST_IDLE_S = 4.0

_POLL_S = 0.05  # how soon a stop is seen while a host is looked up or connected to

_UNDER_WAY = {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK)}

Address = tuple[Any, ...] | str | bytes
AddressInfo = tuple[socket.AddressFamily, socket.SocketKind, int, str, Address]


class Exchange:
    """One request and its answer, running in one thread; `stop` may be called from any.

    It never touches a socket that went back to the pool, since another exchange may use it by then.
    """

    def __init__(self, cancel: CancelToken) -> None:
        self.cancel = cancel
        self._lock = threading.Lock()
        self._shut: Callable[[], None] | None = None

    def stop(self) -> None:
        """Shut down the socket that is in use; the thread that waits on it comes free."""
        with self._lock:
            if self._shut is not None:
                self._shut()

    def hold_socket(self, sock: socket.socket | None) -> None:
        """`sock` is the one in use. Raises Cancelled when the stop came before."""
        # TLS within the TLS of a proxy is no socket itself, but has one.
        inner = getattr(sock, "socket", sock)
        self._hold(None if inner is None else lambda: _shut_down(inner))

    def hold_response(self, response: BaseHTTPResponse) -> None:
        """The headers are there: from now on only the connection that `response` still owns may be shut."""
        held = self._shut

        def shut() -> None:
            if held is not None and response.connection is not None:
                held()

        self._hold(shut)

    def _hold(self, shut: Callable[[], None] | None) -> None:
        with self._lock:
            self._shut = shut
        if shut is not None:
            self.cancel.raise_if_set()


_running = threading.local()


@contextmanager
def running(exchange: Exchange) -> Iterator[None]:
    """Connections used by this thread within the block belong to `exchange`."""
    outer: Exchange | None = getattr(_running, "exchange", None)
    _running.exchange = exchange
    try:
        yield
    finally:
        _running.exchange = outer


def _current() -> Exchange:
    exchange: Exchange | None = getattr(_running, "exchange", None)
    return exchange if exchange is not None else Exchange(CancelToken())


def _shut_down(sock: socket.socket) -> None:
    with suppress(OSError):  # it is closed or was never connected: nobody waits on it
        # The method of the plain socket: that of an SSLSocket would pull the TLS state from under the reader.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def look_up(host: str, port: int, *, timeout_s: float, cancel: CancelToken) -> Sequence[AddressInfo]:
    """The addresses of `host`. Raises OSError, TimeoutError, or Cancelled.

    The system's look-up cannot be broken off, so it runs in a thread of its own, which is left to itself when the
    answer is no longer wanted.
    """
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return _look_up_aside(host, port, timeout_s, cancel)
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _look_up_aside(host: str, port: int, timeout_s: float, cancel: CancelToken) -> Sequence[AddressInfo]:
    found: list[AddressInfo] = []
    failed: list[OSError] = []
    done = threading.Event()

    def work() -> None:
        try:
            found.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except UnicodeError as error:  # a label that is empty or too long
            failed.append(socket.gaierror(socket.EAI_NONAME, str(error)))
        except OSError as error:
            failed.append(error)
        finally:
            done.set()

    threading.Thread(target=work, name="host look-up", daemon=True).start()
    with cancel.when_set(done.set):
        finished = done.wait(timeout_s)
    cancel.raise_if_set()
    if not finished:
        raise TimeoutError("the look-up of the host's name took too long")
    if failed:
        raise failed[0]
    return found


def connect(info: AddressInfo, *, timeout_s: float, exchange: Exchange) -> socket.socket:
    """A connected socket. Raises OSError, TimeoutError, or Cancelled."""
    family, kind, protocol, _, address = info
    sock = socket.socket(family, kind, protocol)
    try:
        _connect(sock, address, timeout_s, exchange.cancel)
    except BaseException:
        sock.close()
        raise
    return sock


def _connect(sock: socket.socket, address: Address, timeout_s: float, cancel: CancelToken) -> None:
    sock.setblocking(False)
    problem = sock.connect_ex(address)
    if problem in _UNDER_WAY:
        _wait_until_connected(sock, timeout_s, cancel)
        problem = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if problem != 0:
        raise OSError(problem, os.strerror(problem))
    sock.getpeername()  # raises when the attempt failed without a word


def _wait_until_connected(sock: socket.socket, timeout_s: float, cancel: CancelToken) -> None:
    deadline_s = time.monotonic() + timeout_s
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_WRITE)
        while True:
            cancel.raise_if_set()
            left_s = deadline_s - time.monotonic()
            if left_s <= 0:
                raise TimeoutError("the host did not answer in time")
            if selector.select(min(left_s, _POLL_S)):
                return


class _Stoppable(HTTPConnection):
    """What both kinds of connection add: the thread's exchange knows the socket in every phase."""

    _used_s: float = 0.0  # when this connection was last given a request, on the monotonic clock

    @property
    def is_connected(self) -> bool:
        """Whether this connection may be used again."""
        return super().is_connected and time.monotonic() - self._used_s < LONGEST_IDLE_S

    def connect(self) -> None:
        """Connect, through a proxy and with TLS where that is wanted."""
        self._twin: socket.socket | None = None
        try:
            super().connect()
            _current().hold_socket(self.sock)
        except BaseException:
            _current().hold_socket(None)
            raise
        finally:
            if self._twin is not None:
                self._twin.close()

    def request(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - passed on as they are
        """Send a request; see urllib3."""
        self._used_s = time.monotonic()
        if self.sock is not None:
            _current().hold_socket(self.sock)
        super().request(*arguments, **named)

    def _new_conn(self) -> socket.socket:
        exchange = _current()
        timeout_s = float(self.timeout or socket.getdefaulttimeout() or 60.0)
        try:
            sock = self._connected(timeout_s, exchange)
        except OSError as error:
            raise not_connected(error, host=self.host, port=self.port, through_proxy=self.proxy is not None) from error
        sock.settimeout(timeout_s)
        for option in self.socket_options or ():
            sock.setsockopt(*option)
        # TLS takes the socket over while it shakes hands; its twin is the same connection and can still be shut.
        self._twin = sock.dup()
        exchange.hold_socket(self._twin)
        return sock

    def _connected(self, timeout_s: float, exchange: Exchange) -> socket.socket:
        infos = look_up(self._dns_host, self.port, timeout_s=timeout_s, cancel=exchange.cancel)
        last: OSError = OSError("the host has no address")
        for info in infos:
            try:
                return connect(info, timeout_s=timeout_s, exchange=exchange)
            except OSError as error:
                last = error
        raise last


class _PlainConnection(_Stoppable):
    pass


class _TlsConnection(_Stoppable, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS = {"http": _PlainPool, "https": _TlsPool}


class UnledSession(requests.Session):
    """A session that leaves redirects to its caller: requests would read their bodies and trip over bad addresses."""

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - the name of the base class
        """Where an answer points: nowhere."""
        return


class StoppableAdapter(HTTPAdapter):
    """An adapter of requests whose connections belong to the exchange of the thread that uses them."""

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - passed on as they are
        """Make the pools of direct connections."""
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:  # noqa: ANN401 - as the base class has it
        """Make the pools of connections through `proxy`."""
        manager = super().proxy_manager_for(proxy, **named)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _POOLS
        return manager
