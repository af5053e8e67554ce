"""What the lens on the next token shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from h2o_desktop.core.sampling import Candidate, Choice

NO_CHOICE = Choice((), ())


class LensState(StrEnum):
    """Why there is a choice to see, or why not."""

    CLOSED = "closed"
    ASKING = "asking"
    READY = "ready"
    NOTHING_TO_READ = "nothing-to-read"  # no conversation and no prompt yet
    NOT_TOLD = "not-told"  # the server does not tell its probabilities, or its engine does not run yet
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Lens:
    """The choice of the next token with the settings of now. `after` is the end of what the model has read."""

    state: LensState = LensState.CLOSED
    candidates: tuple[Candidate, ...] = ()
    choice: Choice = NO_CHOICE
    after: str = ""


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
