"""Sweeps joined to the application; their parts are made when the first one is wanted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from h2o_desktop.qt.sweep_parts import SweepParts
from h2o_desktop.ui.presenters.sweep_presenter import SweepPresenter

if TYPE_CHECKING:
    from pathlib import Path

    from h2o_desktop.app import Application
    from h2o_desktop.core.sweep import Sweep
    from h2o_desktop.ui.presenters.details_presenter import DetailsPresenter


def sweep_presenter(application: Application, details: DetailsPresenter) -> SweepPresenter:
    """The presenter of sweeps for an application's window."""
    services = application.services

    def export(sweep: Sweep, path: Path) -> None:
        from h2o_desktop.wiring.sweep_exports import export_sweep

        export_sweep(sweep, path, services.settings)

    parts = SweepParts(
        services.store,
        application.store_lane,
        application.tasks,
        services.provider_for,
        clock=time.monotonic,
        now_s=time.time,
        saving=application.turn_parts.saving,
    )
    return SweepPresenter(
        application.window,
        application.models,
        chat=application.chat,
        history=application.history,
        parts=parts,
        store=services.store,
        services=services,
        views=application.view_presenter,
        details=details,
        export=export,
        network_lane=application.network_lane,
    )
