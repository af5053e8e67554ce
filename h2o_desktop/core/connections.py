"""What is known of a connection at this moment: its state in words, and its models."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from h2o_desktop.core.words import NO_WORDS, Words

if TYPE_CHECKING:
    from h2o_desktop.core.provider import ModelInfo


class Reachability(StrEnum):
    """Whether a connection can be used."""

    UNKNOWN = "unknown"
    CHECKING = "checking"
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"
    NO_MODEL = "no-model"


@dataclass(frozen=True, slots=True)
class ConnectionStatus:
    """The state of one connection. `words` say why it failed; `models` are those it offers, as far as is known."""

    state: Reachability = Reachability.UNKNOWN
    models: tuple[ModelInfo, ...] = ()
    words: Words = NO_WORDS
