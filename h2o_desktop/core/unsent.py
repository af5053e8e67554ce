"""What a person has typed and not sent: the text in the prompt box, a prompt being edited, and prompts that wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

NEW_CONVERSATION = ""
"""Stands for the conversation that has no prompt yet, and so no id."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """What belongs to one conversation.

    `queued` are the prompts that wait for the end of the answer, the next one first. While a sent prompt is edited,
    `edited_id` is its message and `edited` the new wording; `text` is then what stood in the box before. `system` is
    the system prompt of a conversation that is not stored yet.
    """

    text: str = ""
    queued: tuple[str, ...] = ()
    edited_id: str = ""
    edited: str = ""
    system: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return self == Unsent()


class UnsentStore(Protocol):
    """Keeps unsent text between two starts. Both methods block and may raise StorageError."""

    def load(self) -> Mapping[str, Unsent]:
        """Everything that is kept, by the conversation's id."""

    def keep(self, conversation_id: str, unsent: Unsent) -> None:
        """Keep what belongs to one conversation; what is empty is removed."""
