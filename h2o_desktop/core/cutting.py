"""Where a conversation that is longer than what a model may read is cut: in whole turns, or inside a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.parameter_spec import ParameterValue

if TYPE_CHECKING:
    from h2o_desktop.core.budget import Measured
    from h2o_desktop.core.provider import ChatMessage

LEAST_READ = 64  # a reply that would leave less than this to read does not get its room at the history's expense
TEMPLATE_TOKENS = 64  # what a prompt template puts before the first turn, which the count of messages does not know


@dataclass(frozen=True, slots=True)
class Edge:
    """From where on the model will read a conversation.

    `after` is the id of the last message of which it reads nothing, empty when there is none. `inside` is the id of the
    message after that when the first `letters` of its text are not read. `is_sure` when that is no estimate.
    """

    after: str = ""
    inside: str = ""
    letters: int = 0
    is_sure: bool = False


def reading_limit(requested: Mapping[str, ParameterValue], window: int | None) -> int | None:
    """How many tokens of the messages the program sends at most, so that the reply has its room; None for all of them.

    Nothing is cut that was not asked for: without `truncate` everything is sent, whatever the window.
    """
    truncate, reply = _whole(requested.get("truncate")), _whole(requested.get("max_new_tokens"))
    if truncate is None or reply is None or window is None:
        return truncate
    room = window - reply - TEMPLATE_TOKENS
    return truncate if room < LEAST_READ else min(truncate, room)


def _whole(value: ParameterValue) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def edge_of(messages: Sequence[ChatMessage], measured: Measured, *, is_sure: bool) -> Edge | None:
    """Where reading begins; None when the model reads the whole conversation. The system prompt does not count."""
    kept = set(measured.kept)
    gone = [message.id for place, message in enumerate(messages) if place not in kept and _is_said(message)]
    inside = ""
    if measured.kept and measured.unread_letters and _is_said(messages[measured.kept[0]]):
        inside = messages[measured.kept[0]].id
    if not gone and not inside:
        return None
    return Edge(gone[-1] if gone else "", inside, measured.unread_letters if inside else 0, is_sure)


def _is_said(message: ChatMessage) -> bool:
    return message.role is not Role.SYSTEM


def row_of_edge(edge: Edge, path: Sequence[Message]) -> tuple[int, int]:
    """The first row of a shown branch that is read, and how many letters at its beginning are not.

    The row is the length of the branch when nothing of it is read. Messages of one speaker that stand side by side
    are sent as one, with an empty line between them: the letters of an edge count in that.
    """
    rows = {message.id: row for row, message in enumerate(path)}
    row = rows.get(edge.after, -1) + 1
    letters = edge.letters
    while edge.inside and row < rows.get(edge.inside, -1) and letters:
        joined = len(path[row].content) + 2 if path[row].role is path[rows[edge.inside]].role else 0
        if letters < joined:
            break
        letters -= joined
        row += 1
    return row, letters if edge.inside else 0
