"""What a sweep will cost, said before it starts, and which of its parameters will change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from h2o_desktop.core.budget import measured_by_estimate
from h2o_desktop.core.capabilities import Capabilities, Treatment, resolve
from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.parameters import SPECS, ParameterValue
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.settings import ConnectionKind
from h2o_desktop.core.sweep import SEED, Axis, grid_settings

LAST_ANSWERS = 8  # the speed of a server changes, so only the last answers tell it
LEAST_TOKENS = 8
SHORTEST_S = 0.02
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Speed:
    """What the last answers of a model took: tokens a second, seconds to the first text, and how long they were."""

    tokens_per_s: float
    first_text_s: float
    usual_tokens: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What all cells together cost. `read` and `new` are tokens, the second at most and None where nothing limits it.

    `likely_s` is how long it takes with answers as long as the last ones, `most_s` when each reaches its limit; None
    where that is not known.
    """

    cells: int
    read: int
    new: int | None
    likely_s: float | None = None
    most_s: float | None = None


def at_once_for(kind: ConnectionKind | None) -> int:
    """How many cells to ask at once: the engine of this computer answers one after the other."""
    return 1 if kind is ConnectionKind.LOCAL else AT_ONCE


def measured_speed(answers: Iterable[Message], connection: str, model: str) -> Speed | None:
    """How fast a model was in its last answers; None when there are none that tell."""
    telling = [
        (tokens, first_s, seconds)
        for answer in answers
        if (answer.connection, answer.model) == (connection, model) and answer.status is Status.COMPLETE
        if (tokens := answer.usage.completion_tokens or 0) >= LEAST_TOKENS
        if (first_s := answer.timings.first_text_s) is not None
        if (seconds := (answer.timings.total_s or 0.0) - first_s) >= SHORTEST_S
    ][-LAST_ANSWERS:]
    if not telling:
        return None
    return Speed(
        median(tokens / seconds for tokens, _first_s, seconds in telling),
        median(first_s for _tokens, first_s, _seconds in telling),
        median(tokens for tokens, _first_s, _seconds in telling),
    )


def estimate_of(
    settings: Sequence[Mapping[str, ParameterValue]],
    messages: Sequence[ChatMessage],
    *,
    speed: Speed | None,
    at_once: int,
) -> Estimate:
    """The cost of asking `messages` once with each of `settings`."""
    truncates = [_whole(cell.get("truncate")) for cell in settings]
    lengths = {limit: measured_by_estimate(messages, limit).total for limit in set(truncates)}
    limits = [_whole(cell.get("max_new_tokens")) for cell in settings]
    known = [limit for limit in limits if limit is not None]
    new = sum(known) if len(known) == len(limits) else None
    read = sum(lengths[limit] for limit in truncates)
    if speed is None or not settings:
        return Estimate(len(settings), read, new)
    rows = max(1, min(at_once, len(settings)))
    waiting_s = len(settings) * speed.first_text_s
    likely = sum(speed.usual_tokens if limit is None else min(speed.usual_tokens, limit) for limit in limits)
    most_s = None if new is None else (waiting_s + new / speed.tokens_per_s) / rows
    return Estimate(len(settings), read, new, (waiting_s + likely / speed.tokens_per_s) / rows, most_s)


def idle_axes(
    requested: Mapping[str, ParameterValue], rows: Axis, columns: Axis, capabilities: Capabilities
) -> tuple[str, ...]:
    """The parameters of the axes whose values all come to the same, as the server takes them."""
    settings = grid_settings({SEED: 0, **requested}, rows, columns)
    marks = [_mark(cell, capabilities) for cell in settings]
    width = len(columns.values)
    by_rows = [marks[start : start + width] for start in range(0, len(marks), width)]
    idle: list[str] = []
    if len(rows.values) > 1 and all(row == by_rows[0] for row in by_rows):
        idle.append(rows.key)
    if len(columns.values) > 1 and all(len(set(row)) == 1 for row in by_rows):
        idle.append(columns.key)
    return tuple(idle)


def _mark(settings: Mapping[str, ParameterValue], capabilities: Capabilities) -> tuple[tuple[str, str], ...]:
    """What decides the answer: the fields that are sent, and what the program does itself."""
    if settings.get("do_sample") is False or settings.get("temperature") == 0:  # then nothing is drawn
        settings = {key: value for key, value in settings.items() if key not in SPECS or not SPECS[key].sampling}
        settings = {**settings, "do_sample": False}
    resolution = resolve(settings, capabilities)
    done_here = {key: treated.value for key, treated in resolution.treated.items() if _is_done_here(treated.treatment)}
    return tuple(sorted((key, repr(value)) for key, value in {**resolution.sent, **done_here}.items()))


def _is_done_here(treatment: Treatment) -> bool:
    return treatment is Treatment.EMULATED


def _whole(value: ParameterValue) -> int | None:
    return int(value) if isinstance(value, int | float) else None
