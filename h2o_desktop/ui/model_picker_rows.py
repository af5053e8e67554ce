"""What the model picker lists: connections with their state, models, and what can be done where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.ui.text_for_people import connection_name, file_size, say
from h2o_desktop.ui.theme_colours import Colours


class RowKind(StrEnum):
    """What a row of the list is for."""

    CONNECTION = "connection"
    MODEL = "model"
    FETCH = "fetch"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class PickerRow:
    """One row. `note` stands beside or below `text`; a row of kind CONNECTION is the heading of those that follow."""

    kind: RowKind
    connection_id: str
    model_id: str = ""
    text: str = ""
    note: str = ""
    state: Reachability = Reachability.UNKNOWN
    is_current: bool = False
    can_edit: bool = False

    @property
    def can_be_chosen(self) -> bool:
        """Whether Enter does something here."""
        return self.kind is not RowKind.CONNECTION or self.can_edit


def state_text(profile: ConnectionProfile, status: ConnectionStatus) -> str:
    """The state of a connection in a word or two."""
    match status.state:
        case Reachability.READY:
            return QCoreApplication.translate("ModelPicker", "ready")
        case Reachability.CHECKING:
            return QCoreApplication.translate("ModelPicker", "asking…")
        case Reachability.STARTING:
            return QCoreApplication.translate("ModelPicker", "starting…")
        case Reachability.FAILED:
            return QCoreApplication.translate("ModelPicker", "not available")
        case Reachability.NO_MODEL if profile.kind is ConnectionKind.LOCAL:
            return QCoreApplication.translate("ModelPicker", "no model yet")
        case Reachability.NO_MODEL:
            return QCoreApplication.translate("ModelPicker", "offers no model")
        case Reachability.UNKNOWN:
            return QCoreApplication.translate("ModelPicker", "not asked yet")


def state_colour(state: Reachability, colours: Colours) -> str:
    """The colour of the dot beside the words."""
    match state:
        case Reachability.READY:
            return colours.good
        case Reachability.CHECKING | Reachability.STARTING:
            return colours.accent
        case Reachability.FAILED:
            return colours.cut
        case Reachability.NO_MODEL | Reachability.UNKNOWN:
            return colours.outline


def picker_rows(model: ConnectionsModel, search: str = "") -> list[PickerRow]:
    """The rows to show; with a `search` only what holds all its words, under its connection."""
    words = search.casefold().split()
    rows: list[PickerRow] = []
    for profile in model.profiles():
        heading, below = _heading(profile, model.status(profile.id)), _rows_below(profile, model)
        if words:
            below = [row for row in below if row.kind is not RowKind.RETRY and _holds(row, profile, words)]
            if not below:
                continue
        rows += [heading, *below]
    return rows


def _heading(profile: ConnectionProfile, status: ConnectionStatus) -> PickerRow:
    return PickerRow(
        RowKind.CONNECTION,
        profile.id,
        text=connection_name(profile),
        note=state_text(profile, status),
        state=status.state,
        can_edit=profile.kind is not ConnectionKind.LOCAL,
    )


def _rows_below(profile: ConnectionProfile, model: ConnectionsModel) -> list[PickerRow]:
    status = model.status(profile.id)
    rows = [
        PickerRow(
            RowKind.MODEL,
            profile.id,
            known.id,
            text=known.name or known.id,
            note=known.description,
            state=status.state,
            is_current=(profile.id, known.id) == model.current,
        )
        for known in status.models
    ]
    if profile.kind is ConnectionKind.LOCAL:
        rows += _fetch_rows(profile, model)
    if status.state is Reachability.FAILED:
        again = QCoreApplication.translate("ModelPicker", "Try again")
        rows.append(PickerRow(RowKind.RETRY, profile.id, text=again, note=say(status.words), state=status.state))
    return rows


def _fetch_rows(profile: ConnectionProfile, model: ConnectionsModel) -> list[PickerRow]:
    template = QCoreApplication.translate("ModelPicker", "Fetch, {size}")
    return [
        PickerRow(
            RowKind.FETCH,
            profile.id,
            offered.id,
            text=offered.name,
            note=template.format(size=file_size(offered.size_bytes)),
        )
        for offered in model.fetchable_models()
    ]


def _holds(row: PickerRow, profile: ConnectionProfile, words: list[str]) -> bool:
    text = f"{row.text} {row.model_id} {connection_name(profile)}".casefold()
    return all(word in text for word in words)
