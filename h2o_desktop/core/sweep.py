"""A sweep: one prompt, asked once for every pair of values of two parameters.

Everything else is the same in every cell, the seed among it; so what differs between two answers comes from the two
parameters alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from h2o_desktop.core.conversation import Message, Role, Status
from h2o_desktop.core.draft import new_id
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import ParameterKind, ParameterValue, Scale, spec_of
from h2o_desktop.core.provider import ChatMessage, ChatRequest
from h2o_desktop.core.request import SYSTEM_PROMPT
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

MOST_VALUES = 5
MOST_AT_ONCE = 8
SEED = "seed"


@dataclass(frozen=True, slots=True)
class Axis:
    """One parameter and the values that it takes, in the order in which they are shown. Made by `axis_of`."""

    key: str
    values: tuple[ParameterValue, ...]


def axis_of(key: str, values: Sequence[object]) -> Axis:
    """An axis of these values. Raises InputError for one that the parameter cannot have, for none and for too many."""
    spec = spec_of(key)
    checked = tuple(spec.checked(value) for value in values)
    if not checked:
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "There is no value for {key}."), {"key": key}),
            Words(QT_TRANSLATE_NOOP("errors", "Give one value at least, or choose another parameter.")),
        )
    if len(set(checked)) < len(checked):
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "A value for {key} is given twice."), {"key": key}),
            Words(QT_TRANSLATE_NOOP("errors", "Give each value once.")),
        )
    if len(checked) > MOST_VALUES:
        raise InputError(
            Words(
                QT_TRANSLATE_NOOP("errors", "There are {count} values for {key}, but a sweep takes {most} at most."),
                {"key": key, "count": len(checked), "most": MOST_VALUES},
            ),
            Words(QT_TRANSLATE_NOOP("errors", "Give fewer values.")),
        )
    return Axis(key, checked)


def check_axes(rows: Axis, columns: Axis) -> None:
    """Raise InputError when both axes are of one parameter."""
    if rows.key == columns.key:
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "Rows and columns are of the same parameter.")),
            Words(QT_TRANSLATE_NOOP("errors", "Choose two different parameters.")),
        )


def evenly_spread(key: str, lowest: object, highest: object, count: int) -> tuple[ParameterValue, ...]:
    """`count` values from one to the other, rounded as the parameter is; by factors where its slider goes by factors.

    Values that rounding makes equal come once. Raises InputError for borders that the parameter cannot have.
    """
    spec = spec_of(key)
    begin, end = (float(spec.checked(border) or 0.0) for border in (lowest, highest))
    steps = max(1, min(count, MOST_VALUES) - 1)
    by_factors = spec.scale is Scale.LOG and begin > 0 < end
    spread = [
        begin * (end / begin) ** (step / steps) if by_factors else begin + (end - begin) * step / steps
        for step in range(min(count, MOST_VALUES))
    ]
    return tuple(dict.fromkeys(spec.checked(round(value, spec.decimals)) for value in spread))


def is_numeric(key: str) -> bool:
    """Whether a parameter's values can be spread from one number to another. Seeds are numbers, but none is more."""
    return spec_of(key).kind in {ParameterKind.NUMBER, ParameterKind.COUNT} and key != SEED


def plain_value(key: str, value: ParameterValue) -> str:
    """A value in English, as files have it."""
    if value is None:
        return "drawn" if key == SEED else "not sent"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return " | ".join(line for line in value.split("\n") if line)
    return f"{value:.{spec_of(key).decimals}f}"


def grid_settings(
    requested: Mapping[str, ParameterValue], rows: Axis, columns: Axis
) -> list[dict[str, ParameterValue]]:
    """What each cell asks for, row by row: the conversation's own settings with two parameters replaced."""
    return [{**requested, rows.key: row, columns.key: column} for row in rows.values for column in columns.values]


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """What is asked, of whom, and with which values.

    `prompt` is the person's message; it may not be in the conversation (yet). `messages` is all that the model reads,
    the system prompt and the prompt among it. `requested` is what all cells have in common, and `seed` the seed of
    those that are given none. `created_s` is in seconds since 1970 UTC.
    """

    id: str
    conversation_id: str
    created_s: float
    connection: str
    model: str
    prompt: Message
    messages: tuple[ChatMessage, ...]
    requested: Mapping[str, ParameterValue]
    seed: int
    rows: Axis
    columns: Axis

    @property
    def size(self) -> int:
        """The number of cells."""
        return len(self.rows.values) * len(self.columns.values)

    def values(self, place: int) -> tuple[ParameterValue, ParameterValue]:
        """The values of a cell: the row's and the column's. Places are counted along the rows, from 0."""
        row, column = divmod(place, len(self.columns.values))
        return self.rows.values[row], self.columns.values[column]

    def settings(self, place: int) -> dict[str, ParameterValue]:
        """What a cell asks for: what all have in common, with its two values."""
        return grid_settings(self.requested, self.rows, self.columns)[place]


@dataclass(frozen=True, slots=True)
class Sweep:
    """A plan and what came of it: for each cell its answer, None where it was not asked yet."""

    plan: SweepPlan
    cells: tuple[Message | None, ...]

    @classmethod
    def of(cls, plan: SweepPlan) -> Sweep:
        """A sweep of which nothing was asked yet."""
        return cls(plan, (None,) * plan.size)

    def with_cell(self, place: int, answer: Message | None) -> Sweep:
        """The sweep with another answer in a cell."""
        cells = list(self.cells)
        cells[place] = answer
        return replace(self, cells=tuple(cells))

    def at_rest(self) -> Sweep:
        """The sweep as it is when nobody works on it: answers that were on their way are interrupted."""
        return replace(self, cells=tuple(_at_rest(cell) for cell in self.cells))

    @property
    def texts(self) -> dict[int, str]:
        """The texts of the cells that have any, by place."""
        return {place: cell.content for place, cell in enumerate(self.cells) if cell is not None and cell.content}


def _at_rest(cell: Message | None) -> Message | None:
    if cell is None or cell.status is not Status.STREAMING:
        return cell
    return replace(cell, status=Status.INTERRUPTED)


def ask_cell(
    plan: SweepPlan, place: int, now_s: float, *, identify: Callable[[], str] = new_id
) -> tuple[Message, ChatRequest]:
    """The empty answer of a cell, and the request for it.

    The request is the conversation's own with two parameters replaced. Only its `conversation_id` is the cell's: what a
    server keeps of the conversation itself is not touched, and cells can be asked at once.
    """
    settings = plan.settings(place)
    seed = settings.get(SEED)
    seed = plan.seed if seed is None else int(seed)
    sent = {key: value for key, value in settings.items() if key != SYSTEM_PROMPT}
    answer = Message(
        identify(),
        plan.prompt.id,
        Role.ASSISTANT,
        content="",
        created_s=now_s,
        status=Status.STREAMING,
        model=plan.model,
        connection=plan.connection,
        requested=settings,
        seed=seed,
    )
    request = ChatRequest(plan.model, plan.messages, {**sent, SEED: seed}, answer.id, answer.id)
    return answer, request


def branch_of(plan: SweepPlan, answer: Message) -> tuple[Message, ...]:
    """What a cell's answer was asked behind, as a branch that ends with it; without the system prompt."""
    asked = [message for message in plan.messages if message.role is not Role.SYSTEM]
    branch: list[Message] = []
    for place, message in enumerate(asked):
        identifier = plan.prompt.id if place == len(asked) - 1 else message.id or f"{plan.id}/{place}"
        parent_id = branch[-1].id if branch else None
        branch.append(Message(identifier, parent_id, message.role, message.content, plan.created_s))
    return (*branch, replace(answer, parent_id=plan.prompt.id))
