"""Bytes to server-sent events, however the bytes are cut.

The format is that of the HTML standard, section "Server-sent events": lines end with LF, CRLF or CR and with nothing
else, so U+2028 and U+0085 inside a model's text are text. Each line is decoded as UTF-8 when it is complete.
"""

from __future__ import annotations

from typing import NamedTuple

from h2o_desktop.core.errors import LimitExceeded
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

MAX_LINE_BYTES = 16 * 1024 * 1024
MAX_EVENT_BYTES = 32 * 1024 * 1024

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_USUAL = b"data: "
_BETWEEN_USUAL = b"\n\ndata: "


class ServerSentEvent(NamedTuple):
    """One event. `retry_ms` is None unless the event named one."""

    data: str
    event: str = "message"
    id: str = ""
    retry_ms: int | None = None


class SseDecoder:
    """Turns chunks of bytes into events; belongs to one stream and one thread.

    Events that stand before a line or an event beyond the limits are still given; LimitExceeded is raised by the call
    that has nothing else to give, and by every one after it.
    """

    def __init__(self, *, max_line_bytes: int = MAX_LINE_BYTES, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_line_bytes = max_line_bytes
        self._max_event_bytes = max_event_bytes
        self._most_usual_bytes = min(max_line_bytes, max_event_bytes)
        self._pieces: list[bytes] = []  # of the line that is not complete yet
        self._line_bytes = 0
        self._after_carriage_return = False
        self._at_start = True
        self._exceeded = False
        self._data: list[str] = []
        self._event_bytes = 0
        self._event = ""
        self._id = ""
        self._retry_ms: int | None = None

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """The events that became complete with `chunk`."""
        if self._exceeded:
            raise self._too_long()
        chunk = self._with_one_line_end(chunk)
        if b"\n" not in chunk:
            self._keep(chunk)
            return self._checked([])
        if self._pieces:
            self._pieces.append(chunk)
            chunk = b"".join(self._pieces)
            self._pieces.clear()
        self._line_bytes = 0
        if self._at_start:
            self._at_start = False
            chunk = chunk.removeprefix(_BYTE_ORDER_MARK)
        usual, chunk = self._usual_events(chunk)
        *lines, rest = chunk.split(b"\n")
        events = usual + self._events_of(lines)
        self._keep(rest)
        return self._checked(events)

    def flush(self) -> list[ServerSentEvent]:
        """What stands at the end without its blank line, for servers that just close the connection."""
        line = b"".join(self._pieces)
        self._pieces.clear()
        self._line_bytes = 0
        self._after_carriage_return = False
        if self._exceeded:
            raise self._too_long()
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(_BYTE_ORDER_MARK)
        return self._checked(self._events_of([line, b""]))

    def _usual_events(self, chunk: bytes) -> tuple[list[ServerSentEvent], bytes]:
        """The events that `chunk` begins with when all are one line of data each, and the rest of it."""
        end = chunk.rfind(b"\n\n")
        if end < 0 or self._data or self._event_bytes or not chunk.startswith(_USUAL) or end > self._most_usual_bytes:
            return [], chunk
        events = chunk.count(_BETWEEN_USUAL, 0, end) + 1
        if chunk.count(b"\n", 0, end) != 2 * (events - 1):
            return [], chunk
        texts = chunk[len(_USUAL) : end].decode("utf-8", "replace").split(_BETWEEN_USUAL.decode())
        return [ServerSentEvent(text, "message", self._id) for text in texts], chunk[end + 2 :]

    def _with_one_line_end(self, chunk: bytes) -> bytes:
        """`chunk` with LF as the only line end; a CR is a line end at once, and an LF right after it is dropped."""
        if self._after_carriage_return and chunk:
            self._after_carriage_return = False
            chunk = chunk.removeprefix(b"\n")
        if b"\r" in chunk:
            self._after_carriage_return = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return chunk

    def _keep(self, piece: bytes) -> None:
        if piece:
            self._pieces.append(piece)
            self._line_bytes += len(piece)
            if self._line_bytes > self._max_line_bytes:
                self._exceeded = True

    def _events_of(self, lines: list[bytes]) -> list[ServerSentEvent]:
        events: list[ServerSentEvent] = []
        data = self._data
        longest = self._max_line_bytes
        for line in lines:
            if not line:
                if data:
                    # Nearly every event is one line of data without a name.
                    text = data[0] if len(data) == 1 else "\n".join(data)
                    events.append(ServerSentEvent(text, self._event or "message", self._id, self._retry_ms))
                    data.clear()
                self._event = ""
                self._event_bytes = 0
                self._retry_ms = None
                continue
            self._event_bytes += len(line)
            if len(line) > longest or self._event_bytes > self._max_event_bytes:
                self._exceeded = True
                break
            if line.startswith(b"data:"):
                data.append(line[6 if line[5:6] == b" " else 5 :].decode("utf-8", "replace"))
            elif line[0] != 0x3A:  # a colon begins a comment
                self._take_field(line.decode("utf-8", "replace"))
        return events

    def _take_field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._event = value
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdigit() and len(value) < 10:
            self._retry_ms = int(value)

    def _checked(self, events: list[ServerSentEvent]) -> list[ServerSentEvent]:
        if self._exceeded:
            self._pieces.clear()
            self._data.clear()
            if not events:
                raise self._too_long()
        return events

    def _too_long(self) -> LimitExceeded:
        return LimitExceeded(
            Words(QT_TRANSLATE_NOOP("errors", "The server sent more in one piece than an answer can hold.")),
            Words(QT_TRANSLATE_NOOP("errors", "Check that the address is that of a model server.")),
            f"a line of more than {self._max_line_bytes} or an event of more than {self._max_event_bytes} bytes",
        )
