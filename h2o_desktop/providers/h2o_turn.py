"""One answer of an H2O server, from the message to its last event, and how it is stopped."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import DesktopError, ProtocolError
from h2o_desktop.providers.h2o_answer import AnswerReader, Ending
from h2o_desktop.providers.h2o_session import H2OSession
from h2o_desktop.providers.http import Reply, ResponseStream
from h2o_desktop.providers.http_errors import cut, unreadable
from h2o_desktop.providers.sse import ServerSentEvent, SseDecoder

# The server stores an answer when its stream has ended, so the rest of the stream is worth a moment's wait.
_DRAIN_S = 0.5


class Refused(Exception):
    """The server did not take the message. `reply` is its whole answer."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class AnswerStream:
    """The answer to one message. Iterate over `texts`; after that `ending` tells how it ended."""

    def __init__(self, session: H2OSession, conversation_id: str, body: Mapping[str, object]) -> None:
        self._session = session
        self._conversation_id = conversation_id
        self._body = body
        self._reader = AnswerReader(address=session.client.address, refused=session.client.error_in_stream)

    @property
    def text(self) -> str:
        """All text so far."""
        return self._reader.text

    @property
    def ending(self) -> Ending | None:
        """How the answer ended; None until it did."""
        return self._reader.ending

    def take_told(self) -> bytes:
        """How likely the tokens were that came since the last time."""
        return self._reader.take_told()

    def texts(self, cancel: CancelToken) -> Iterator[list[str]]:
        """The new texts of each piece of the stream.

        Raises Refused before the first text, and DesktopErrors with the text so far. When `cancel` is set, or when the
        caller stops iterating, the server is asked to stop before the socket is shut.
        """
        cancel.raise_if_set()
        try:
            with _Stop(self._session, self._conversation_id).when(cancel) as stop:
                yield from self._asked(stop, cancel)
        except DesktopError as error:
            rest = self._reader.rest()
            if rest:
                yield [rest]
            error.partial_text = self.text
            raise

    def _asked(self, stop: _Stop, cancel: CancelToken) -> Iterator[list[str]]:
        with self._session.answer(self._conversation_id, self._body, stop.shut) as stream:
            if not stream.ok:
                raise Refused(stream.reply())
            try:
                yield from self._read(stream)
            except GeneratorExit:
                if cancel.is_set:
                    stop.wait()
                elif self.ending is None:
                    self._session.stop(self._conversation_id)
                raise

    def _read(self, stream: ResponseStream) -> Iterator[list[str]]:
        if stream.headers.get("content-type", "").startswith("application/json"):
            yield self._read_whole(stream)
        else:
            yield from self._read_events(stream)
        if self.ending is None:
            raise cut("the stream ended without a last event")
        stream.drain(_DRAIN_S)

    def _read_whole(self, stream: ResponseStream) -> list[str]:
        """The answer of a server that does not stream: a list with one object."""
        reply = stream.reply()
        try:
            value = reply.json()
        except ValueError as error:
            raise unreadable(self._session.client.address, f"{error}: {reply.body[:500]!r}") from error
        return [self._reader.take(json.dumps(value[0] if isinstance(value, list) and value else value))]

    def _read_events(self, stream: ResponseStream) -> Iterator[list[str]]:
        decoder = SseDecoder()
        head = b""
        for chunk in stream.chunks():
            head = head or chunk[:200]
            yield from self._taken(decoder.feed(chunk))
            if self.ending is not None:
                return
        try:
            yield from self._taken(decoder.flush())
        except ProtocolError as error:
            raise cut(f"the stream ended within an event: {error.detail}") from error
        if not self._reader.tokens and head.lstrip()[:1] in {b"{", b"[", b"<"}:
            raise unreadable(self._session.client.address, f"no event stream: {head!r}")

    def _taken(self, events: list[ServerSentEvent]) -> Iterator[list[str]]:
        """The texts of the events of one piece, in one list; those before a bad event are not lost."""
        texts: list[str] = []
        try:
            for event in events:
                text = self._reader.take(event.data)
                if text:
                    texts.append(text)
                if self._reader.ending is not None:
                    break
        except DesktopError:
            if texts:
                yield texts
            raise
        if texts:
            yield texts


class _Stop:
    """Stops an answer in the order that the server needs: first it is told, then the socket is shut.

    `shut` is the token of the socket. Telling takes a request, so it has a thread of its own; whoever sets the token of
    the turn does not wait.
    """

    def __init__(self, session: H2OSession, conversation_id: str) -> None:
        self.shut = CancelToken()
        self._session = session
        self._conversation_id = conversation_id
        self._beginning = threading.Lock()  # nobody may wait for a thread that does not run yet
        self._thread: threading.Thread | None = None

    @contextmanager
    def when(self, cancel: CancelToken) -> Iterator[_Stop]:
        """Stop when `cancel` is set during the block."""
        with cancel.when_set(self._begin):
            try:
                yield self
            finally:
                self.wait()

    def wait(self) -> None:
        """Wait until the server was told, when it is being told."""
        with self._beginning:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _begin(self) -> None:
        with self._beginning:
            self._thread = threading.Thread(target=self._tell, name="h2o-stop", daemon=True)
            self._thread.start()

    def _tell(self) -> None:
        try:
            self._session.stop(self._conversation_id)
        finally:
            self.shut.set()
