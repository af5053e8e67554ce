"""The connections of the program with a choice of one's own."""

from __future__ import annotations

from PySide6.QtCore import QObject

from h2o_desktop.core.connections import ConnectionStatus
from h2o_desktop.core.local_model import LocalModel
from h2o_desktop.core.settings import ConnectionProfile
from h2o_desktop.qt.connections_model import ConnectionsModel


class PaneConnections(ConnectionsModel):
    """Shows what another model knows of connections and models; which model is chosen is its own. GUI thread."""

    def __init__(self, shared: ConnectionsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shared = shared
        shared.changed.connect(self.changed)

    def profiles(self) -> tuple[ConnectionProfile, ...]:
        """The connections in the order in which they are shown."""
        return self._shared.profiles()

    def profile(self, connection_id: str) -> ConnectionProfile | None:
        """One connection, None when there is none with that id."""
        return self._shared.profile(connection_id)

    def status(self, connection_id: str) -> ConnectionStatus:
        """What is known of a connection."""
        return self._shared.status(connection_id)

    def fetchable_models(self) -> tuple[LocalModel, ...]:
        """The models that can be fetched onto this computer and are not there yet."""
        return self._shared.fetchable_models()
