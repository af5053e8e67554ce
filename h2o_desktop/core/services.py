"""What the window needs of connections and local models; `h2o_desktop.wiring` fulfils it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import Capabilities
from h2o_desktop.core.connections import ConnectionStatus
from h2o_desktop.core.local_model import DownloadProgress, LocalModel
from h2o_desktop.core.settings import ConnectionProfile

if TYPE_CHECKING:
    from h2o_desktop.core.budget import Measured
    from h2o_desktop.core.engines import NextToken
    from h2o_desktop.core.provider import ChatMessage, ChatRequest, NextTokens
    from h2o_desktop.core.server_facts import ServerFacts


class ConnectionServices(Protocol):
    """Connections and the models of this computer. `probe` and `fetch` block; the rest is quick."""

    def probe(self, connection_id: str, cancel: CancelToken) -> ConnectionStatus:
        """Ask a server whether it is there and what models it has; failures come back as a status."""

    def probe_profile(self, profile: ConnectionProfile, key: str, cancel: CancelToken) -> ConnectionStatus:
        """The same for a connection that is not kept yet."""

    def local_models(self) -> tuple[LocalModel, ...]:
        """The models that can be fetched."""

    def installed(self) -> frozenset[str]:
        """The ids of those that are on this machine."""

    def fetch(self, model_id: str, progress: Callable[[DownloadProgress], None], cancel: CancelToken) -> None:
        """Fetch a model. Raises DownloadError, or Cancelled."""

    def capabilities(self, connection_id: str) -> Capabilities | None:
        """What a connection's server takes, as far as is known without asking; None for an unknown connection."""


class TokenServices(Protocol):
    """What the window asks of servers beside answers. Blocks; called in the network lane."""

    def measure(
        self, choice: tuple[str, str], messages: Sequence[ChatMessage], limit: int | None, cancel: CancelToken
    ) -> Measured | None:
        """How long a request would be, in tokens of the chosen connection's model; None when the server cannot tell.

        Starts no engine. Raises a DesktopError when the server cannot be asked.
        """

    def next_tokens(self, connection_id: str, request: ChatRequest, cancel: CancelToken) -> NextToken | None:
        """The likeliest next tokens after the request's penalties; None when the server does not tell them.

        Starts no engine. Raises a DesktopError when the server cannot be asked.
        """


class TokenSource(Protocol):
    """What the token view asks of servers. All but `capabilities` block; called in the network lane."""

    def capabilities(self, connection_id: str) -> Capabilities | None:
        """What a connection's server takes, as far as is known without asking."""

    def split(
        self, connection_id: str, model: str, text: str, cancel: CancelToken
    ) -> tuple[tuple[int, bytes], ...] | None:
        """A text in tokens; None where the server cannot tell. Raises DesktopErrors."""

    def choice_after(
        self,
        connection_id: str,
        request: ChatRequest,
        answer: Sequence[tuple[int | None, bytes]],
        cancel: CancelToken,
        *,
        start: bool = True,
    ) -> NextTokens | None:
        """What could come next in an answer; None where the server cannot tell. Raises DesktopErrors."""

    def keep_wanted(self, wanted: bool) -> None:
        """Ask every server for probabilities from now on, or only this computer. Raises StorageError."""


class ServerKnowing(Protocol):
    """What is known of a server. `facts` asks it; every method may block and may raise a DesktopError.

    A choice is a connection's id and a model.
    """

    def facts(self, choice: tuple[str, str], cancel: CancelToken) -> ServerFacts:
        """What the server tells of its own values, and what it refused. Starts no engine."""

    def refused(self, choice: tuple[str, str]) -> frozenset[str]:
        """The fields that it does not take; what is new is kept."""

    def take_again(self, choice: tuple[str, str], field: str) -> frozenset[str]:
        """Send a field once more that was refused; gives those that are still not sent."""
