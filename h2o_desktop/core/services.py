"""What the window needs of connections and local models; `h2o_desktop.wiring` fulfils it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.connections import ConnectionStatus
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.local_model import DownloadProgress, LocalModel
from h2o_desktop.core.settings import ConnectionProfile, Settings


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

    def use_settings(self, settings: Settings) -> None:
        """Take over connections that were added, changed or removed."""

    def use_key(self, connection_id: str, key: str) -> None:
        """The API key of a connection, for this run."""


class ExportServices(Protocol):
    """Conversations written to files; every method blocks."""

    def export(self, conversation: Conversation, path: Path) -> None:
        """Write a conversation in the format that the file's ending names. Raises StorageError or InputError."""
