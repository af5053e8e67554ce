"""The connections, what is known of each, and which model of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.connections import ConnectionStatus
from h2o_desktop.core.settings import LOCAL_ID, ConnectionProfile

if TYPE_CHECKING:
    from h2o_desktop.core.local_model import LocalModel
    from h2o_desktop.core.provider import ModelInfo

_NOTHING_KNOWN = ConnectionStatus()


class ConnectionsModel(QObject):
    """What the model picker shows. Lives in the GUI thread.

    Signals:
        changed: a connection, its state or its models, or the choice are other ones.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profiles: tuple[ConnectionProfile, ...] = ()
        self._statuses: dict[str, ConnectionStatus] = {}
        self._local_models: tuple[LocalModel, ...] = ()
        self._current = ("", "")

    def profiles(self) -> tuple[ConnectionProfile, ...]:
        """The connections in the order in which they are shown."""
        return self._profiles

    def set_profiles(self, profiles: Sequence[ConnectionProfile]) -> None:
        """Show these connections; what is known of those that stay is kept."""
        ids = {profile.id for profile in profiles}
        self._statuses = {key: status for key, status in self._statuses.items() if key in ids}
        self._profiles = tuple(profiles)
        self.changed.emit()

    def profile(self, connection_id: str) -> ConnectionProfile | None:
        """One connection, None when there is none with that id."""
        return next((profile for profile in self._profiles if profile.id == connection_id), None)

    def status(self, connection_id: str) -> ConnectionStatus:
        """What is known of a connection."""
        return self._statuses.get(connection_id, _NOTHING_KNOWN)

    def set_status(self, connection_id: str, status: ConnectionStatus) -> None:
        """Note what is known of a connection now."""
        if self.status(connection_id) != status:
            self._statuses[connection_id] = status
            self.changed.emit()

    def set_local_models(self, models: Sequence[LocalModel]) -> None:
        """Offer these models for this computer; those that are there already are not offered again."""
        if tuple(models) != self._local_models:
            self._local_models = tuple(models)
            self.changed.emit()

    def fetchable_models(self) -> tuple[LocalModel, ...]:
        """The models that can be fetched onto this computer and are not there yet."""
        installed = {model.id for model in self.status(LOCAL_ID).models}
        return tuple(model for model in self._local_models if model.id not in installed)

    @property
    def current(self) -> tuple[str, str]:
        """The chosen connection and model, two empty texts when nothing is chosen."""
        return self._current

    def set_current(self, connection_id: str, model_id: str) -> None:
        """Choose a model of a connection; it need not be among those that are known."""
        if self._current != (connection_id, model_id):
            self._current = (connection_id, model_id)
            self.changed.emit()

    def current_model(self) -> ModelInfo | None:
        """What is known of the chosen model, None when nothing is chosen."""
        connection_id, model_id = self._current
        if not model_id:
            return None
        known = (model for model in self.status(connection_id).models if model.id == model_id)
        from h2o_desktop.core.provider import ModelInfo

        return next(known, ModelInfo(model_id))
