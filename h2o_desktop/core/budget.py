"""What of a conversation fits: which turns are kept and which are cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from h2o_desktop.core.capabilities import Cutting
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.cutting import TEMPLATE_TOKENS
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

    `tokens` counts each message of `messages`. System messages and the last message are always kept; a history that was
    cut never begins with an answer whose prompt is gone.
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
    opening = next((index for index, message in enumerate(messages) if message.role is not Role.SYSTEM), 0)
    while opening < first < len(messages) - 1 and messages[first].role is Role.ASSISTANT:
        first += 1
    kept = [message for index, message in enumerate(messages) if index >= first or message.role is Role.SYSTEM]
    return Fit(tuple(kept), len(messages) - len(kept))


@dataclass(frozen=True, slots=True)
class Measured:
    """How long a request is, in tokens.

    `tokens` counts the content of each message, `kept` are the places of those that are sent, and `total` is everything
    the model will read, with what the prompt template puts around them. `exact` when the server counted. Where the
    first kept message is cut, its first `unread_letters` and `unread_tokens` are not read. `uncut` is what the total
    would be without a cut, 0 where that follows from the counts.
    """

    tokens: tuple[int, ...]
    kept: tuple[int, ...]
    total: int
    exact: bool = False
    unread_letters: int = 0
    unread_tokens: int = 0
    uncut: int = 0

    @property
    def whole(self) -> int:
        """About what the model would read if nothing was cut."""
        if self.uncut:
            return self.uncut
        kept = set(self.kept)
        gone = [count + TOKENS_PER_MESSAGE for place, count in enumerate(self.tokens) if place not in kept]
        return self.total + sum(gone)


@dataclass(frozen=True, slots=True)
class Budget:
    """What fills the context window, in tokens.

    `system` is the system prompt, where there is one, with what the template adds, `history` the kept messages
    before the prompt, `reply` what is reserved for the answer; `window` is None where the server does not tell it.
    `cut` messages are left out, and `cuts_system` when the system prompt is not read, or only in part. `whole` is
    what the model would read if nothing was cut.
    """

    system: int = 0
    history: int = 0
    prompt: int = 0
    reply: int = 0
    window: int | None = None
    cut: int = 0
    exact: bool = False
    cuts_system: bool = False
    whole: int = 0
    has_system_prompt: bool = False

    @property
    def read(self) -> int:
        """What the model reads."""
        return self.system + self.history + self.prompt

    @property
    def is_cut(self) -> bool:
        """Whether the model reads less than there is."""
        return self.cut > 0 or self.whole > self.read

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


def measured_by_counts(
    messages: Sequence[ChatMessage],
    tokens: Sequence[int],
    limit: int | None,
    cutting: Cutting = Cutting.OLDEST_TURNS,
) -> Measured:
    """The same where the tokens of each message are known, but not what the template adds."""
    if limit is not None and cutting is Cutting.FIRST_TOKENS:
        return _without_first_tokens(messages, tokens, limit)
    kept = fit(messages, tokens, limit).kept if limit is not None and messages else tuple(messages)
    places = places_of(kept, messages)
    return Measured(tuple(tokens), places, sum(tokens[place] + TOKENS_PER_MESSAGE for place in places))


def _without_first_tokens(messages: Sequence[ChatMessage], tokens: Sequence[int], limit: int) -> Measured:
    """What is left when a server reads the last `limit` tokens of the joined prompt alone."""
    total = sum(tokens) + TOKENS_PER_MESSAGE * len(tokens)
    excess = max(0, total - limit)
    place = 0
    while place < len(tokens) - 1 and excess >= tokens[place] + TOKENS_PER_MESSAGE:
        excess -= tokens[place] + TOKENS_PER_MESSAGE
        place += 1
    lost = min(excess - TOKENS_PER_MESSAGE, tokens[place] - 1) if tokens else 0
    kept = tuple(range(place, len(messages)))
    if lost <= 0:
        return Measured(tuple(tokens), kept, min(total, limit), uncut=total)
    letters = max(1, round(len(messages[place].content) * lost / tokens[place]))
    read = min(total, limit)
    return Measured(tuple(tokens), kept, read, unread_letters=letters, unread_tokens=lost, uncut=total)


def budget_of(messages: Sequence[ChatMessage], measured: Measured, *, reply: int, window: int | None) -> Budget:
    """The shares of the window. The last message counts as the prompt when a person wrote it."""
    counted = [(messages[place].role, measured.tokens[place]) for place in measured.kept]
    if counted:
        counted[0] = counted[0][0], counted[0][1] - measured.unread_tokens
    prompt = counted.pop()[1] if counted and counted[-1][0] is Role.USER else 0
    history = sum(count for role, count in counted if role is not Role.SYSTEM)
    system = max(0, measured.total - history - prompt)
    cut = len(messages) - len(measured.kept)
    cuts_system = _cuts_system(messages, measured)
    has_system = any(message.role is Role.SYSTEM for message in messages)
    return Budget(system, history, prompt, reply, window, cut, measured.exact, cuts_system, measured.whole, has_system)


def _cuts_system(messages: Sequence[ChatMessage], measured: Measured) -> bool:
    places = [place for place, message in enumerate(messages) if message.role is Role.SYSTEM]
    first = measured.kept[0] if measured.kept and measured.unread_letters else -1
    return any(place not in measured.kept or place == first for place in places)


@dataclass(frozen=True, slots=True)
class Cure:
    """What helps when too much was asked for: another value for a parameter."""

    key: str
    value: int


LEAST_REPLY = 16
LEAST_TRUNCATE = 64
ROUND_UP = 64


def cures(budget: Budget) -> tuple[Cure, ...]:
    """Ways to make prompt and answer fit into the window, the gentlest first; or to have everything read."""
    if budget.window is None:
        return ()
    if not budget.over:
        return _cures_of_a_cut(budget, budget.window)
    found: list[Cure] = []
    reply = budget.window - budget.read
    if reply >= LEAST_REPLY:
        found.append(Cure("max_new_tokens", reply))
    # What is not the history's stays, so the history gets what the answer leaves.
    truncate = budget.window - budget.reply - budget.system
    if budget.history and truncate >= max(LEAST_TRUNCATE, budget.prompt):
        found.append(Cure("truncate", truncate))
    return tuple(found)


def _cures_of_a_cut(budget: Budget, window: int) -> tuple[Cure, ...]:
    """What has everything read, where the window has room for it."""
    if not budget.is_cut:
        return ()
    wanted = -(-budget.whole // ROUND_UP) * ROUND_UP
    return (Cure("truncate", wanted),) if wanted + budget.reply + TEMPLATE_TOKENS <= window else ()
