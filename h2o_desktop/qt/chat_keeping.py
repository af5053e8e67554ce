"""What a chat keeps besides its messages: the parameters of its next turn, and the branch that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.parameters import ParameterValue

if TYPE_CHECKING:
    from h2o_desktop.core.store import TranscriptStore
    from h2o_desktop.qt.patient_saving import PatientSaving


class ChatKeeping:
    """Stores both patiently: a full disk costs neither. Lives in the GUI thread."""

    def __init__(self, store: TranscriptStore, saving: PatientSaving) -> None:
        self._store = store
        self._saving = saving

    def keep_parameters(self, conversation_id: str, parameters: Mapping[str, ParameterValue]) -> None:
        """Store the parameters of the next turn."""
        job = partial(self._store.set_parameters, conversation_id, parameters)
        self._saving.save(_parameters_of(conversation_id), job, _let_go)

    def keep_leaf(self, conversation_id: str, leaf_id: str) -> None:
        """Store which branch is shown."""
        job = partial(self._store.select_leaf, conversation_id, leaf_id)
        self._saving.save(_leaf_of(conversation_id), job, _let_go)

    def take_turn(self, conversation_id: str) -> None:
        """A turn was stored with newer parameters and a newer branch: what still waits must not undo that."""
        self._saving.forget(_parameters_of(conversation_id))
        self._saving.forget(_leaf_of(conversation_id))


def _parameters_of(conversation_id: str) -> str:
    return f"parameters of {conversation_id}"


def _leaf_of(conversation_id: str) -> str:
    return f"leaf of {conversation_id}"


def _let_go(_error: DesktopError | None) -> None:
    """Nothing is left to be done: it is stored, or the conversation was deleted meanwhile."""
