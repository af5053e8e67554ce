"""What a person types into the search box, and what is found.

Words are found by their beginnings or whole, accents and case do not matter. `"in quotes"` is a phrase, `-word` leaves
out, `word*` is a beginning; the last word counts as a beginning while it is typed. `model:`, `tag:`, `role:`,
`after:` and `before:` (dates such as 2026-11-30, in the computer's time) narrow the search down. Without a word they
find conversations as wholes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from h2o_desktop.core.conversation import ConversationSummary, Role
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

_PIECE = re.compile(
    r'(?P<minus>-?)(?:(?P<key>model|tag|role|after|before):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))'
)
_ROLES = {"user": Role.USER, "you": Role.USER, "assistant": Role.ASSISTANT, "model": Role.ASSISTANT}
LONGEST_QUERY = 1_000


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What a hit must be, besides holding the words. Empty or None where it does not matter.

    `model` is a part of the model's name. `after_s` is the first and `before_s` the first no longer wanted moment, in
    seconds since 1970.
    """

    model: str = ""
    tag: str = ""
    role: Role | None = None
    after_s: float | None = None
    before_s: float | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase; `beginning` when words that go on from there count as well."""

    text: str
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query that has been read: all of `wanted` and none of `unwanted`; conversations when there is no term."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    filters: SearchFilters = field(default_factory=SearchFilters)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One place that was found: a message, or the title of a conversation when `message_id` is None.

    `marks` are the found words in `snippet`, as pairs of positions.
    """

    conversation: ConversationSummary
    message_id: str | None
    role: Role | None
    created_s: float
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()


def parse_query(text: str, filters: SearchFilters | None = None) -> SearchQuery:
    """Read what a person typed. A quotation that is not closed yet reaches to the end.

    Raises InputError, in words, when there is nothing to look for or a filter has no such value.
    """
    query = SearchQuery(filters=filters or SearchFilters())
    typed = text[:LONGEST_QUERY]
    for found in _PIECE.finditer(typed):
        value = _value(found)
        if found["key"]:
            query = replace(query, filters=_READERS[found["key"]](query.filters, value))
        else:
            last = found["quoted"] is None and found.end() == len(typed)
            query = _with_term(query, value, beginning=last, unwanted=bool(found["minus"]))
    if not query.wanted and (query.unwanted or not names_conversations(query.filters)):
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "There is no word to search for.")),
            Words(
                QT_TRANSLATE_NOOP("errors", "Give at least one word or a “phrase in quotes” without a minus before it.")
            ),
        )
    return query


def names_conversations(filters: SearchFilters) -> bool:
    """Whether filters alone say which conversations are wanted; who speaks is not a matter of whole conversations."""
    return filters.role is None and filters != SearchFilters()


def typed_filters(text: str) -> dict[str, str]:
    """The filters that a query holds, as they are typed: `tag` to `work`. Of two for one thing the last counts."""
    return {found["key"]: _value(found) for found in _PIECE.finditer(text) if found["key"]}


def with_typed_filters(text: str, filters: Mapping[str, str]) -> str:
    """The query with these filters instead of its own; empty ones are left out. They stand first, its words last."""
    words = [found.group() for found in _PIECE.finditer(text) if not found["key"]]
    typed = [f"{key}:{_quoted(value)}" for key, value in filters.items() if value.replace('"', "").strip()]
    return " ".join((*typed, *words)) + ("" if words or not typed else " ")


def _value(found: re.Match[str]) -> str:
    return found["plain"] if found["quoted"] is None else found["quoted"]


def _quoted(value: str) -> str:
    value = " ".join(value.replace('"', "").split())
    return f'"{value}"' if " " in value else value


def _with_term(query: SearchQuery, text: str, *, beginning: bool, unwanted: bool) -> SearchQuery:
    if not any(unicodedata.category(letter)[0] in "LN" for letter in text):
        return query  # signs alone are not in the index
    if unwanted:
        return replace(query, unwanted=(*query.unwanted, Term(text.rstrip("*"), text.endswith("*"))))
    return replace(query, wanted=(*query.wanted, Term(text.rstrip("*"), beginning or text.endswith("*"))))


def _with_model(filters: SearchFilters, value: str) -> SearchFilters:
    return replace(filters, model=value)


def _with_tag(filters: SearchFilters, value: str) -> SearchFilters:
    return replace(filters, tag=value)


def _with_role(filters: SearchFilters, value: str) -> SearchFilters:
    role = _ROLES.get(value.lower())
    if role is None:
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "Nobody of the name “{value}” speaks here."), {"value": value[:80]}),
            Words(QT_TRANSLATE_NOOP("errors", "Write role:user or role:assistant.")),
        )
    return replace(filters, role=role)


def _with_after(filters: SearchFilters, value: str) -> SearchFilters:
    return replace(filters, after_s=_day(value).timestamp())


def _with_before(filters: SearchFilters, value: str) -> SearchFilters:
    return replace(filters, before_s=_day(value).timestamp())


def _day(value: str) -> datetime:
    try:
        day = datetime.strptime(value, "%Y-%m-%d")
        (day - timedelta(days=2)).timestamp()  # near the year 1 it has none
    except (ValueError, OverflowError, OSError):
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "“{value}” is not a date."), {"value": value[:80]}),
            Words(QT_TRANSLATE_NOOP("errors", "Write a date like 2026-11-30.")),
        ) from None
    return day


_READERS: dict[str, Callable[[SearchFilters, str], SearchFilters]] = {
    "model": _with_model,
    "tag": _with_tag,
    "role": _with_role,
    "after": _with_after,
    "before": _with_before,
}
