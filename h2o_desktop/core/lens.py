"""What the lens on the next token shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from h2o_desktop.core.engines import Engine
from h2o_desktop.core.sampling import Candidate, Choice

NO_CHOICE = Choice((), ())


class LensState(StrEnum):
    """Why there is a choice to see, or why not."""

    CLOSED = "closed"
    COSTS = "costs"  # each look is a request that may cost money: the person has to want it
    ASKING = "asking"
    READY = "ready"
    NOTHING_TO_READ = "nothing-to-read"  # no conversation and no prompt yet
    NOT_TOLD = "not-told"  # this kind of server does not tell its probabilities
    NOT_RUNNING = "not-running"  # the engine of this computer starts with the first answer
    SILENT = "silent"  # the server was asked, and told nothing
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Lens:
    """The choice of the next token with the settings of now. `after` is the end of what the model has read.

    `engine` is how the chosen server works, also where there is nothing to see. `lacks_penalties` when penalties are
    asked for that this picture does not have, and `costs` when each look is a request that may cost money. `uncut` are
    the shares of the candidates with the temperature alone.
    """

    state: LensState = LensState.CLOSED
    candidates: tuple[Candidate, ...] = ()
    choice: Choice = NO_CHOICE
    after: str = ""
    engine: Engine | None = None
    lacks_penalties: bool = False
    costs: bool = False
    uncut: tuple[float, ...] = ()


PENALTIES: Mapping[str, float] = {"repetition_penalty": 1.0, "frequency_penalty": 0.0, "presence_penalty": 0.0}


def has_penalties(sent: Mapping[str, object], names: Mapping[str, str]) -> bool:
    """Whether a request asks for penalties that do something; `names` are those of the fields, by key."""
    return any(sent.get(names.get(key, key), neutral) != neutral for key, neutral in PENALTIES.items())


def last_words(text: str, letters: int = 16) -> str:
    """The end of a text from the beginning of a word on, in one line."""
    line = " ".join(text[-8 * letters :].split())
    if len(line) <= letters:
        return line
    tail = line[-letters:]
    return "…" + (tail.partition(" ")[2] or tail)


def visible(token: str) -> str:
    """A token with its white space made visible; empty for the one that ends the answer."""
    return token.replace(" ", "␣").replace("\n", "↵").replace("\t", "⇥")
