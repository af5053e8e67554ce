"""The errors of the program, each written for two readers.

`summary` says what happened and `hint` what to do next, both for the person at the window; `detail` is for
the log and for a report. Errors of other libraries are translated into these where they enter.

    DesktopError
    ├── InputError           something the person gave cannot be used: a value, an address, a file
    │   └── UnknownModel     the server or the catalogue has no model of that name
    ├── NetworkError         no conversation with the server came about, or it broke
    │   ├── Unreachable      no such host, refused, no route, connect timed out
    │   ├── Unanswered       connected, but nothing came in time
    │   └── StreamCut        the answer broke off before its end
    ├── ServerError          the server answered, and said no
    │   ├── NotAllowed       401, 403: a key or a login is missing or wrong
    │   ├── RateLimited      429
    │   ├── ServerBusy       502, 503, 504: overloaded, loading, or its model endpoint is down
    │   ├── ModelGone        410, or a model that is no longer served
    │   └── RequestRefused   the request itself was not accepted: 400, 413, 422
    ├── ProtocolError        the answer is not of the form that this kind of server speaks
    │   └── LimitExceeded    a line or a body is longer than anything sensible
    ├── LocalModelError      the engine on this machine could not start, or ended
    ├── DownloadError        a model could not be fetched, or is not the one that was promised
    ├── StorageError         the store cannot be read or written
    │   └── NotInStore       what is asked for is not there
    └── Cancelled            the person stopped it; never shown as a fault
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from h2o_desktop.core.words import NO_WORDS, Words

if TYPE_CHECKING:
    from h2o_desktop.core.wire_request import WireRequest


class DesktopError(Exception):
    """Base of all errors that a person may see.

    `partial_text` is what an answer held when it failed: a failure never throws away text. `request` is what the server
    was sent, where it refused that.
    """

    kind: ClassVar[str] = "error"
    request: WireRequest | None = None

    def __init__(self, summary: Words, hint: Words = NO_WORDS, detail: str = "", *, partial_text: str = "") -> None:
        super().__init__(summary, hint, detail)
        self.summary = summary
        self.hint = hint
        self.detail = detail
        self.partial_text = partial_text

    def __str__(self) -> str:
        """Both sentences; what a server said of itself may lack its full stop."""
        summary, hint = str(self.summary), str(self.hint)
        if summary and hint and not summary.endswith((".", "!", "?", "…", ":", "”", "。")):
            summary += "."
        return " ".join(part for part in (summary, hint) if part)


class InputError(DesktopError):
    """A value, an address or a file that cannot be used as it is."""

    kind = "input"


class UnknownModel(InputError):
    """No model of that name; the hint names the known ones."""

    kind = "unknown-model"


class NetworkError(DesktopError):
    """The exchange with the server did not come about, or broke."""

    kind = "network"


class Unreachable(NetworkError):
    """No connection: no such host, refused, no route, or the connect timed out."""

    kind = "unreachable"


class Unanswered(NetworkError):
    """Connected, but the server stayed silent for longer than the time limit."""

    kind = "unanswered"


class StreamCut(NetworkError):
    """The answer broke off before its end; `partial_text` holds what came."""

    kind = "stream-cut"


class ServerError(DesktopError):
    """The server answered, and said no. `status` is the HTTP status, 0 for an error event inside a stream."""

    kind = "server"

    def __init__(
        self, summary: Words, hint: Words = NO_WORDS, detail: str = "", *, partial_text: str = "", status: int = 0
    ) -> None:
        super().__init__(summary, hint, detail, partial_text=partial_text)
        self.status = status


class NotAllowed(ServerError):
    """A key or a login is missing or wrong."""

    kind = "not-allowed"


class RateLimited(ServerError):
    """Too many requests in too short a time."""

    kind = "rate-limited"


class ServerBusy(ServerError):
    """Overloaded, still loading, or the model endpoint behind the server is down."""

    kind = "server-busy"


class ModelGone(ServerError):
    """The server no longer serves the model."""

    kind = "model-gone"


class RequestRefused(ServerError):
    """The server does not accept the request as it was sent."""

    kind = "request-refused"


class ProtocolError(DesktopError):
    """The answer is not of the form that this kind of server speaks."""

    kind = "protocol"


class LimitExceeded(ProtocolError):
    """A line or a body is longer than anything sensible."""

    kind = "limit-exceeded"


class LocalModelError(DesktopError):
    """The engine on this machine could not start, or ended."""

    kind = "local-model"


class DownloadError(DesktopError):
    """A model could not be fetched, or is not the one that was promised."""

    kind = "download"


class StorageError(DesktopError):
    """The store cannot be read or written."""

    kind = "storage"


class NotInStore(StorageError):
    """A conversation or a message that is asked for is not there."""

    kind = "not-in-store"


class Cancelled(DesktopError):
    """The person stopped it. Carries no words, since it is no fault."""

    kind = "cancelled"

    def __init__(self, *, partial_text: str = "") -> None:
        super().__init__(NO_WORDS, partial_text=partial_text)
