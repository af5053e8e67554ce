"""The body of an answer, read as it arrives."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.providers import http_errors
from h2o_desktop.providers.http_chunks import ChunkDecoder
from h2o_desktop.providers.http_refusals import Reply

if TYPE_CHECKING:
    import requests

MAX_BODY_BYTES = 16 * 1024 * 1024

_READ_BYTES = 64 * 1024
_READ_AT_ONCE_BYTES = 16 * 1024  # what comes at once is parsed at once, and other threads wait meanwhile


class ResponseStream:
    """An answer whose body is read as it arrives; belongs to one thread."""

    def __init__(
        self,
        response: requests.Response,
        cancel: CancelToken,
        *,
        address: str,
        translated: Callable[[BaseException], DesktopError],
    ) -> None:
        self._response = response
        self._cancel = cancel
        self._address = address
        self._translated = translated
        self._chunks = self._read()
        self.status: int = response.status_code
        self.headers: dict[str, str] = {name.lower(): value for name, value in response.headers.items()}

    @property
    def ok(self) -> bool:
        """Whether the status says yes."""
        return 200 <= self.status < 300

    def chunks(self) -> Iterator[bytes]:
        """The pieces of the body as they come. Raises StreamCut, Unanswered, or another DesktopError.

        A second call goes on where the first one is.
        """
        return self._chunks

    def drain(self, within_s: float) -> None:
        """Read the little that may be left after the last wanted byte, so that the connection can be used again.

        Gives up without a word when nothing comes for `within_s` seconds, or when there is more than a little.
        """
        connection = self._response.raw.connection
        if connection is None or connection.sock is None:
            return
        connection.sock.settimeout(within_s)
        left = _READ_BYTES
        with suppress(DesktopError):
            for chunk in self._chunks:
                left -= len(chunk)
                if left < 0:
                    return

    def _read(self) -> Iterator[bytes]:
        try:
            yield from self._pieces()
        except GeneratorExit:  # nobody reads on; at the end of the program what comes next cannot be imported any more
            raise
        except http_errors.foreign_errors() as error:
            yield from self._rescued(error)
            raise self._translated(error) from error
        # A body that ends with its connection ends in good order when the connection is shut to stop it.
        self._cancel.raise_if_set()

    def _pieces(self) -> Iterator[bytes]:
        raw = self._response.raw
        if raw.chunked and raw.supports_chunked_reads():
            # Four times as fast as read1, and read(None) would wait for the end of everything.
            yield from self._plain_chunks() if self._is_plain else raw.read_chunked(_READ_BYTES, decode_content=True)
        else:
            while piece := raw.read1(_READ_BYTES, decode_content=True):
                yield piece

    @property
    def _is_plain(self) -> bool:
        return self.headers.get("content-encoding", "identity") == "identity"

    def _plain_chunks(self) -> Iterator[bytes]:
        raw = self._response.raw
        body: Any = raw._fp  # noqa: SLF001 - the only way to all that has come, without waiting for more
        decoder = ChunkDecoder()
        while body.fp is not None and not decoder.is_over:
            piece = decoder.feed(body.fp.read1(_READ_AT_ONCE_BYTES))
            if piece:
                yield piece
            if decoder.is_broken:
                raise http.client.IncompleteRead(b"")
        body.close()
        raw.release_conn()  # the next exchange may use it

    def _rescued(self, error: BaseException) -> Iterator[bytes]:
        """What had come of a chunk when the connection broke: it is text that the person could have read."""
        if self._is_plain:
            yield from http_errors.partial_bytes(error)

    def body(self, limit: int = MAX_BODY_BYTES) -> bytes:
        """The whole body. Raises LimitExceeded when it is longer than `limit` bytes."""
        pieces: list[bytes] = []
        length = 0
        for chunk in self.chunks():
            pieces.append(chunk)
            length += len(chunk)
            if length > limit:
                raise http_errors.too_much(self._address, limit)
        return b"".join(pieces)

    def reply(self, limit: int = MAX_BODY_BYTES) -> Reply:
        """The whole answer, for `HttpClient.error_for`."""
        return Reply(self.status, self.headers, self.body(limit))
