"""Sweeps in the window: made when they are first asked for, and joined to the chat."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from h2o_desktop.qt.sweep_parts import SweepParts

if TYPE_CHECKING:
    from h2o_desktop.core.services import ConnectionServices
    from h2o_desktop.core.sweep import Sweep
    from h2o_desktop.qt.background import Lane
    from h2o_desktop.qt.chat_controller import ChatController
    from h2o_desktop.qt.history_controller import HistoryController
    from h2o_desktop.qt.sweep_library import LibraryStore
    from h2o_desktop.ui.main_window import MainWindow, WindowModels
    from h2o_desktop.ui.presenters.details_presenter import DetailsPresenter
    from h2o_desktop.ui.presenters.sweep_desk import SweepDesk
    from h2o_desktop.ui.presenters.view_presenter import ViewPresenter

Export = Callable[["Sweep", Path], None]


class SweepPresenter(QObject):
    """Waits for the action; everything else is imported and built then.

    `export` writes a sweep into a file; it runs in `network_lane`.

    Signals:
        changed(conversation_id): a conversation has other messages now.
    """

    changed = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        models: WindowModels,
        *,
        chat: ChatController,
        history: HistoryController,
        parts: SweepParts,
        store: LibraryStore,
        services: ConnectionServices,
        views: ViewPresenter,
        details: DetailsPresenter,
        export: Export,
        network_lane: Lane,
    ) -> None:
        super().__init__(window)
        self.window = window
        self.models = models
        self.chat = chat
        self.history = history
        self.parts = parts
        self.store = store
        self.services = services
        self.views = views
        self.details = details
        self.export = export
        self.network_lane = network_lane
        self._desk: SweepDesk | None = None
        window.actions_.sweep.triggered.connect(self.open)

    @property
    def desk(self) -> SweepDesk:
        """What is behind the window of sweeps."""
        if self._desk is None:
            from h2o_desktop.ui.presenters.sweep_desk import SweepDesk

            self._desk = SweepDesk(self)
        return self._desk

    def open(self) -> None:
        """Show the window of sweeps, set up for the chat that is shown."""
        self.desk.open()

    def stop_cells(self) -> None:
        """End every cell with what has come; others can be asked after that."""
        if self._desk is not None:
            self._desk.stop_cells()

    def stop(self) -> None:
        """End every cell with what has come, and store it."""
        if self._desk is not None:
            self._desk.stop()
