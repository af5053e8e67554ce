"""A whole conversation as one prompt, for a server that is given it in one message."""

from __future__ import annotations

from collections.abc import Iterable

_INSTRUCTION = (
    "instruction: This is a conversation between a user and an AI assistant. "
    "Reply to the last message, with the ones before it in mind."
)


def flattened(turns: Iterable[tuple[str, str]]) -> str:
    """One line of role and text for each turn, between an instruction and the beginning of the answer."""
    lines = [_INSTRUCTION, *(f"{role}: {text}" for role, text in turns), "assistant:"]
    return "\n".join(lines)
