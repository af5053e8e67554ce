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


@dataclass(frozen=True, slots=True)
class Measured:
    """How long a request is, in tokens.

    `tokens` counts the content of each message, `kept` are the places of those that are sent, and `total` is everything
    the model will read, with what the prompt template puts around them. `exact` when the server counted.
    """

    tokens: tuple[int, ...]
    kept: tuple[int, ...]
    total: int
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """What fills the context window, in tokens.

    `system` is the system prompt with what the template adds, `history` the kept messages before the prompt, `reply`
    what is reserved for the answer; `window` is None where the server does not tell it. `cut` messages are left out.
    """

    system: int = 0
    history: int = 0
    prompt: int = 0
    reply: int = 0
    window: int | None = None
    cut: int = 0
    exact: bool = False

    @property
    def read(self) -> int:
        """What the model reads."""
        return self.system + self.history + self.prompt

    @property
    def over(self) -> int:
        """By how many tokens prompt and answer are more than the window."""
        return 0 if self.window is None else max(0, self.read + self.reply - self.window)


def places_of(kept: Sequence[ChatMessage], messages: Sequence[ChatMessage]) -> tuple[int, ...]:
    """Where the kept messages stand among all; they are the same objects, in the same order."""
    chosen = {id(message) for message in kept}
    return tuple(place for place, message in enumerate(messages) if id(message) in chosen)


def measured_by_estimate(messages: Sequence[ChatMessage], limit: int | None) -> Measured:
    """About how long a request is, where no tokenizer can be asked."""
    return measured_by_counts(messages, [estimated_tokens(message.content) for message in messages], limit)


def measured_by_counts(messages: Sequence[ChatMessage], tokens: Sequence[int], limit: int | None) -> Measured:
    """The same where the tokens of each message are known, but not what the template adds."""
    kept = fit(messages, tokens, limit).kept if limit is not None and messages else tuple(messages)
    places = places_of(kept, messages)
    return Measured(tuple(tokens), places, sum(tokens[place] + TOKENS_PER_MESSAGE for place in places))


def budget_of(messages: Sequence[ChatMessage], measured: Measured, *, reply: int, window: int | None) -> Budget:
    """The shares of the window. The last message counts as the prompt when a person wrote it."""
    counted = [(messages[place].role, measured.tokens[place]) for place in measured.kept]
    prompt = counted.pop()[1] if counted and counted[-1][0] is Role.USER else 0
    history = sum(count for role, count in counted if role is not Role.SYSTEM)
    system = max(0, measured.total - history - prompt)
    cut = len(messages) - len(measured.kept)
    return Budget(system, history, prompt, reply, window, cut, measured.exact)


@dataclass(frozen=True, slots=True)
class Cure:
    """What helps when too much was asked for: another value for a parameter."""

    key: str
    value: int


LEAST_REPLY = 16
LEAST_TRUNCATE = 64


def cures(budget: Budget) -> tuple[Cure, ...]:
    """Ways to make prompt and answer fit into the window, the gentlest first."""
    if budget.window is None or not budget.over:
        return ()
    found: list[Cure] = []
    reply = budget.window - budget.read
    if reply >= LEAST_REPLY:
        found.append(Cure("max_new_tokens", reply))
    # What is not the history's stays, so the history gets what the answer leaves.
    truncate = budget.window - budget.reply - budget.system
    if budget.history and truncate >= max(LEAST_TRUNCATE, budget.prompt):
        found.append(Cure("truncate", truncate))
    return tuple(found)
