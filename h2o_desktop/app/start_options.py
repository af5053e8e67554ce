"""What a start of the program was asked for, done in its window."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice

if TYPE_CHECKING:
    from h2o_desktop.app import Application
    from h2o_desktop.commands import Options
    from h2o_desktop.core.parameters import ParameterValue
    from h2o_desktop.core.settings import ConnectionProfile
    from h2o_desktop.qt.background import Outcome


class StartOptions(QObject):
    """Takes the options of the command line: this run's connection, model and parameters. Nothing of it is kept."""

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self._application = application
        self._assigned: dict[str, ParameterValue] = {}

    def take(self, options: Options) -> None:
        """Do what they say. Raises InputError; a model that no connection has is told in the window."""
        application = self._application
        profile = options.profile(application.services.settings)
        self._assigned.update(options.parameters())
        for key, value in options.parameters().items():
            application.models.parameters.set_value(key, value)
        if profile is not None:
            self.use(profile, options.model)
        elif options.model:
            find = partial(application.services.registry.resolve_model, options.model)
            application.network_lane.submit(find, self._on_found)

    def use(self, profile: ConnectionProfile, model: str) -> None:
        """Open on this connection."""
        application = self._application
        application.services.use_profile(profile)
        application.connections.use_settings(application.services.settings)
        application.connections_presenter.choose_when_known(profile.id, model)

    def new_chat(self, preset: Mapping[str, ParameterValue]) -> Mapping[str, ParameterValue]:
        """The parameters that a new chat begins with: the settings, over them a preset, over both this run's own."""
        return {**self._application.services.settings.parameters, **preset, **self._assigned}

    def _on_found(self, outcome: Outcome[tuple[str, str]]) -> None:
        try:
            connection_id, model_id = outcome.result()
        except DesktopError as error:
            self._application.window.pane.notices.show_notice(Notice.of(error))
            return
        self._application.connections_presenter.choose(connection_id, model_id)
