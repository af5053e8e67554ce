"""A Hugging Face hub over HTTP: what a file should be, and the bytes of it. Anything may be stopped at any moment."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import requests
import urllib3

from h2o_desktop import __version__
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, DesktopError
from h2o_desktop.local.catalog import HubSource
from h2o_desktop.local.download_failures import (
    hub_lacks,
    hub_not_understood,
    hub_refused,
    hub_silent,
    hub_unreachable,
)
from h2o_desktop.local.download_job import DownloadMeans

READ_BYTES = 1 << 18
SHA256 = re.compile(r"[0-9a-f]{64}")
TRANSIENT = {408, 425, 429, 500, 502, 503, 504}
BROKEN = (requests.RequestException, urllib3.exceptions.HTTPError)


class Broken(Exception):
    """The exchange broke and may be tried again; `error` is what to tell when it is not."""

    def __init__(self, error: DesktopError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as the hub describes it. `sha256` is in lower-case hexadecimal digits."""

    url: str
    size_bytes: int
    sha256: str


class Hub:
    """One hub. Used by one thread at a time; `close` gives its connections back."""

    def __init__(self, means: DownloadMeans, cancel: CancelToken) -> None:
        self.host = urlsplit(means.hub).netloc
        self._base = means.hub
        self._cancel = cancel
        self._timeout = (means.connect_timeout_s, means.read_timeout_s)
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"h2o-desktop/{__version__}"
        self._session.headers["Accept-Encoding"] = "identity"  # sizes and ranges are those of the file itself

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def describe(self, source: HubSource) -> RemoteFile:
        """Ask what a file should be. Raises Broken, DownloadError and Cancelled."""
        url = f"{self._base}/{source.repository}/resolve/{source.revision}/{quote(source.file_name)}"
        found = self._from_tree(source) or self._from_headers(url)
        if found is None:
            raise hub_lacks(self.host, source.file_name, url)
        size_bytes, sha256 = found
        if not SHA256.fullmatch(sha256) or size_bytes <= 0:
            raise hub_not_understood(self.host, f"size {size_bytes}, hash {sha256!r}")
        return RemoteFile(url, size_bytes, sha256)

    def open(self, file: RemoteFile, start: int) -> requests.Response:
        """Ask for the bytes from `start` on; the answer may be of any status that is no failure, or 416."""
        response = self._ask("GET", file.url, {"Range": f"bytes={start}-"} if start else {})
        if response.status_code != requests.codes.requested_range_not_satisfiable:
            self._refuse(response, file.url)
        return response

    def read(self, response: requests.Response) -> Iterator[bytes]:
        """The body, piece by piece as it comes. Raises Broken and Cancelled."""
        with self._cancel.when_set(lambda: _shut_down(response)):
            while True:
                try:
                    piece = response.raw.read1(READ_BYTES)
                except (*BROKEN, OSError) as error:
                    self._cancel.raise_if_set()
                    raise self._broken(error) from error
                self._cancel.raise_if_set()
                if not piece:
                    return
                yield piece

    def _from_tree(self, source: HubSource) -> tuple[int, str] | None:
        url = f"{self._base}/api/models/{source.repository}/tree/{source.revision}"
        with self._ask("GET", url, {}) as response:
            if response.status_code == requests.codes.not_found:
                return None
            self._refuse(response, url)
            try:
                rows: Any = response.json()
                row = next((row for row in rows if row["path"] == source.file_name), None)
                return (int(row["lfs"]["size"]), str(row["lfs"]["oid"])) if row else None
            except (ValueError, TypeError, KeyError) as error:
                raise hub_not_understood(self.host, f"{url}: {error!r}\n{response.text[:500]}") from error

    def _from_headers(self, url: str) -> tuple[int, str] | None:
        """The same from the headers of the file, for mirrors that do not list their folders."""
        with self._ask("HEAD", url, {}, follow=False) as response:
            if response.status_code == requests.codes.not_found:
                return None
            self._refuse(response, url)
            size = response.headers.get("X-Linked-Size", "")
            return (int(size) if size.isdigit() else 0), response.headers.get("X-Linked-Etag", "").strip('"')

    def _ask(self, method: str, url: str, headers: Mapping[str, str], *, follow: bool = True) -> requests.Response:
        def ask() -> requests.Response:
            return self._session.request(
                method, url, headers=headers, stream=True, allow_redirects=follow, timeout=self._timeout
            )

        try:
            return _unless_stopped(ask, self._cancel)
        except requests.RequestException as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> Broken:
        silent = isinstance(error, (requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError))
        return Broken((hub_silent if silent else hub_unreachable)(self.host, str(error)))

    def _refuse(self, response: requests.Response, url: str) -> None:
        """Raise when the status is a failure; those that pass by themselves may be tried again."""
        status = response.status_code
        if status < requests.codes.bad_request:
            return
        response.close()
        if status in (requests.codes.not_found, requests.codes.gone):
            raise hub_lacks(self.host, url.rpartition("/")[2], f"{status} {url}")
        error = hub_refused(self.host, status, f"{status} {response.reason} {url}")
        raise Broken(error) if status in TRANSIENT else error


def _shut_down(response: requests.Response) -> None:
    with suppress(OSError, RuntimeError, ValueError, AttributeError):  # it may just have ended by itself
        response.raw.shutdown()


def _unless_stopped(ask: Callable[[], requests.Response], cancel: CancelToken) -> requests.Response:
    """Run `ask` aside and wait for it or for the stop: looking up a name or connecting cannot be interrupted."""
    outcome: list[requests.Response | Exception] = []
    changed = threading.Condition()
    stopped = False

    def wake() -> None:
        with changed:
            changed.notify_all()

    def work() -> None:
        try:
            result: requests.Response | Exception = ask()
        except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
            result = error
        with changed:
            outcome.append(result)
            changed.notify_all()
            nobody_waits = stopped
        if nobody_waits:
            _close(result)

    threading.Thread(target=work, name="h2o-hub-request", daemon=True).start()
    with cancel.when_set(wake), changed:
        changed.wait_for(lambda: bool(outcome) or cancel.is_set)
        stopped = cancel.is_set
        result = outcome[0] if outcome else Cancelled()
    if stopped:
        _close(result)
        raise Cancelled
    if isinstance(result, Exception):
        raise result
    return result


def _close(result: requests.Response | Exception) -> None:
    if isinstance(result, requests.Response):
        result.close()
