"""A message to the person at the window that stands beside the conversation instead of in front of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.words import NO_WORDS, Words


class Severity(StrEnum):
    """How serious a notice is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """Something that a notice offers. `id` comes back when it is chosen, `argument` with it."""

    id: str
    label: Words
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. `detail` can be unfolded and copied."""

    severity: Severity
    summary: Words
    hint: Words = NO_WORDS
    detail: str = ""
    actions: tuple[NoticeAction, ...] = ()

    @classmethod
    def of(cls, error: DesktopError, *actions: NoticeAction) -> Notice:
        """The notice for an error."""
        return cls(Severity.ERROR, error.summary, error.hint, error.detail, actions)
