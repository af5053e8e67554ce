"""What the window knows of models that can be fetched onto this machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model that can be fetched. `size_bytes` is the size of the model file; `source` names where it comes from.

    `context_tokens` is how much it reads on this computer, None where that is not said.
    """

    id: str
    name: str
    size_bytes: int
    licence: str
    source: str
    description: str = ""
    context_tokens: int | None = None


class DownloadPhase(StrEnum):
    """What a running download does."""

    FETCHING = "fetching"
    UNPACKING = "unpacking"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far a download is, in bytes. `total_bytes` is 0 while it is not known."""

    phase: DownloadPhase
    done_bytes: int = 0
    total_bytes: int = 0
