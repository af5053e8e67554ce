"""Who speaks in an exported conversation, and what is said of an answer that is not whole."""

from __future__ import annotations

from h2o_desktop.core.conversation import Message, Role, Status

_SPEAKERS = {Role.SYSTEM: "System prompt", Role.USER: "You", Role.ASSISTANT: "Assistant"}
REMARKS = {
    Status.STREAMING: "This answer was still being written.",
    Status.STOPPED: "This answer was stopped before its end.",
    Status.FAILED: "This answer failed.",
    Status.INTERRUPTED: "This answer was interrupted: the program ended while it was written.",
}


def speaker(message: Message) -> str:
    """The model's name, or what the role is called."""
    return message.model if message.role is Role.ASSISTANT and message.model else _SPEAKERS[message.role]


def remarks(message: Message) -> tuple[str, ...]:
    """What a reader should know of a message that is not whole, as sentences."""
    found = [REMARKS[message.status]] if message.status in REMARKS else []
    if message.finish_reason == "length":
        found.append("This answer reached the limit of new tokens and was cut there.")
    return tuple(found)


def failure_text(message: Message) -> str:
    """What a failed answer says about its failure; empty when it says nothing."""
    if message.failure is None:
        return ""
    return " ".join(f"{message.failure.summary} {message.failure.hint}".split())
