"""What of a conversation fits: which turns are kept and which are cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from h2o_desktop.core.conversation import Role
from h2o_desktop.core.provider import ChatMessage

LETTERS_PER_TOKEN = 3.5  # English prose has about four letters a token, code and other languages fewer
TOKENS_PER_MESSAGE = 6  # what a prompt template puts around a message


@dataclass(frozen=True, slots=True)
class Fit:
    """The messages that are kept, in order, and how many of the oldest turns' messages were cut."""

    kept: tuple[ChatMessage, ...]
    cut: int = 0


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has, where no tokenizer can be asked. Letters beyond ASCII count double."""
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return round((len(text) + beyond_ascii) / LETTERS_PER_TOKEN)


def fit(messages: Sequence[ChatMessage], tokens: Sequence[int], limit: int) -> Fit:
    """Drop whole turns, the oldest first, until the rest has at most `limit` tokens.

    `tokens` counts each message of `messages`. System messages and the last message are always kept; a kept history
    never begins with an answer whose prompt was cut.
    """
    costs = [count + TOKENS_PER_MESSAGE for count in tokens]
    system = [index for index, message in enumerate(messages) if message.role is Role.SYSTEM]
    spent = sum(costs[index] for index in system)
    first = len(messages)
    for index in range(len(messages) - 1, -1, -1):
        if messages[index].role is Role.SYSTEM:
            continue
        spent += costs[index]
        if spent > limit and index != len(messages) - 1:
            break
        first = index
    while first < len(messages) - 1 and messages[first].role is Role.ASSISTANT:
        first += 1
    kept = [message for index, message in enumerate(messages) if index >= first or message.role is Role.SYSTEM]
    return Fit(tuple(kept), len(messages) - len(kept))
