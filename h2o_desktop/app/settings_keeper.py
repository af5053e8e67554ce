"""Changed settings: kept as soon as a person changes them in the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice
from h2o_desktop.core.settings import ConnectionProfile, Settings, Theme

if TYPE_CHECKING:
    from h2o_desktop.app import Application


class SettingsKeeper(QObject):
    """Joins the menu's switches, the panes and the connections of a window to the settings."""

    def __init__(self, application: Application) -> None:
        super().__init__(application.window)
        self._services = application.services
        self._window = application.window
        self._theme = application.theme
        self._connections = application.connections
        self._show_switches()
        application.window.panes_changed.connect(self._on_panes_changed)
        presenter = application.connections_presenter
        presenter.chosen.connect(self._on_model_chosen)
        presenter.connection_saved.connect(self._on_connection_saved)
        presenter.connection_removed.connect(self._on_connection_removed)

    def _show_switches(self) -> None:
        actions, settings = self._window.actions_, self._services.settings
        actions.themes[settings.theme].setChecked(True)
        for theme, action in actions.themes.items():
            action.setData(theme.value)
            action.triggered.connect(self._on_theme)
        actions.share.setChecked(settings.share_with_authors)
        actions.share.toggled.connect(self._on_share)
        actions.titles_by_model.setChecked(settings.titles_by_model)
        actions.titles_by_model.toggled.connect(self._on_titles_by_model)

    def _keep(self, settings: Settings) -> None:
        try:
            self._services.save(settings)
        except DesktopError as error:
            self.show(error)

    def show(self, error: DesktopError) -> None:
        """Tell of an error beside the conversation."""
        self._window.pane.notices.show_notice(Notice.of(error))

    def keep_window(self) -> None:
        """Remember the window's place and its panes."""
        history, parameters = self._window.wanted_panes
        state = self._window.state_text()
        settings = replace(
            self._services.settings, window_state=state, history_shown=history, parameters_shown=parameters
        )
        if settings != self._services.settings:
            self._keep(settings)

    def _on_panes_changed(self) -> None:
        self.keep_window()

    def _on_model_chosen(self, connection_id: str, model_id: str) -> None:
        self._keep(replace(self._services.settings, connection=connection_id, model=model_id))

    def _on_theme(self) -> None:
        action = self.sender()
        theme = next(theme for theme, known in self._window.actions_.themes.items() if known is action)
        self._theme.set_theme(theme)
        self._keep(replace(self._services.settings, theme=Theme(theme)))

    def _on_share(self, shared: bool) -> None:
        self._keep(replace(self._services.settings, share_with_authors=shared))

    def _on_titles_by_model(self, wanted: bool) -> None:
        self._keep(replace(self._services.settings, titles_by_model=wanted))

    def keep_mirror_folder(self, folder: str) -> None:
        """Remember where the copy of all chats is kept; an empty text for nowhere."""
        self._keep(replace(self._services.settings, mirror_folder=folder))

    def keep_comparing(self, state: str, panes: str) -> None:
        """Remember size and place of the window of comparisons, and the settings of its panes."""
        settings = replace(self._services.settings, compare_state=state, compare_panes=panes)
        if settings != self._services.settings:
            self._keep(settings)

    def _on_connection_saved(self, profile: ConnectionProfile, key: str) -> None:
        others = tuple(other for other in self._services.settings.connections if other.id != profile.id)
        known = len(others) < len(self._services.settings.connections)
        connections = (
            tuple(profile if other.id == profile.id else other for other in self._services.settings.connections)
            if known
            else (*others, profile)
        )
        if key:
            self._services.use_key(profile.id, key)
        self._keep(replace(self._services.settings, connections=connections))
        self._connections.use_settings(self._services.settings)
        self._connections.probe(profile.id)

    def _on_connection_removed(self, connection_id: str) -> None:
        kept = tuple(other for other in self._services.settings.connections if other.id != connection_id)
        self._keep(replace(self._services.settings, connections=kept))
        self._connections.use_settings(self._services.settings)
