"""What sweeps are made with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from h2o_desktop.core.provider import Provider
    from h2o_desktop.core.store import SweepStore
    from h2o_desktop.core.turn import Clock
    from h2o_desktop.qt.background import Lane, Tasks
    from h2o_desktop.qt.patient_saving import PatientSaving


@dataclass(frozen=True, slots=True)
class SweepParts:
    """The store and the threads. `clock` gives seconds that only grow, `now_s` seconds since 1970.

    `provider_for` takes a connection's id; it is called in the thread of a cell. `saving` stores what became of
    answers, and tells when that fails and works again.
    """

    store: SweepStore
    store_lane: Lane
    tasks: Tasks
    provider_for: Callable[[str], Provider]
    clock: Clock
    now_s: Clock
    saving: PatientSaving
