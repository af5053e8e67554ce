"""From where on a model reads: our own cuts between turns, a server's inside a message, and the room for the reply."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.budget import (
    TOKENS_PER_MESSAGE,
    Budget,
    Cure,
    Measured,
    budget_of,
    cures,
    fit,
    measured_by_counts,
)
from h2o_desktop.core.capabilities import DIALECTS, Cutting
from h2o_desktop.core.conversation import Message, Role, Status
from h2o_desktop.core.cutting import TEMPLATE_TOKENS, Edge, edge_of, reading_limit, row_of_edge
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.request import request_messages

SYSTEM = ChatMessage(Role.SYSTEM, "be brief")
TALK = (
    ChatMessage(Role.USER, "a" * 20, "1"),
    ChatMessage(Role.ASSISTANT, "b" * 40, "2"),
    ChatMessage(Role.USER, "c" * 10, "3"),
    ChatMessage(Role.ASSISTANT, "d" * 30, "4"),
    ChatMessage(Role.USER, "e" * 10),
)
COUNTS = [10, 20, 5, 15, 5]
WHOLE = sum(COUNTS) + len(COUNTS) * TOKENS_PER_MESSAGE
TURNS, TOKENS = Cutting.OLDEST_TURNS, Cutting.FIRST_TOKENS


def edge(limit: int | None, cutting: Cutting) -> Edge | None:
    measured = measured_by_counts(TALK, COUNTS, limit, cutting)
    return edge_of(TALK, measured, is_sure=True)


def test_which_servers_cut_inside_a_message() -> None:
    inside = {name for name, capabilities in DIALECTS.items() if capabilities.cutting is TOKENS}
    assert inside == {"h2o", "vllm"}
    assert not any(DIALECTS[name].fields["truncate"].emulated for name in inside)


@pytest.mark.parametrize("limit", [None, WHOLE, 5000])
@pytest.mark.parametrize("cutting", Cutting)
def test_what_fits_has_no_edge(limit: int | None, cutting: Cutting) -> None:
    assert edge(limit, cutting) is None


def test_our_own_cut_is_between_turns() -> None:
    assert edge(WHOLE - 1, TURNS) == Edge("2", is_sure=True)
    assert edge(1, TURNS) == Edge("4", is_sure=True)


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        (TOKENS_PER_MESSAGE, None),  # only what the template puts before the first message
        (TOKENS_PER_MESSAGE + 4, Edge("", "1", 8, is_sure=True)),
        (2 * TOKENS_PER_MESSAGE + 10 + 5, Edge("1", "2", 10, is_sure=True)),
        (2 * TOKENS_PER_MESSAGE + 29, Edge("1", "2", 38, is_sure=True)),
        (3 * TOKENS_PER_MESSAGE + 30, Edge("2", is_sure=True)),
        (WHOLE - 2, Edge("4", is_sure=True)),  # inside the prompt
    ],
)
def test_a_server_that_counts_tokens_cuts_anywhere(gone: int, expected: Edge | None) -> None:
    assert edge(WHOLE - gone, TOKENS) == expected


def test_the_system_prompt_is_the_first_to_go_there() -> None:
    messages, counts = (SYSTEM, *TALK), [8, *COUNTS]
    measured = measured_by_counts(messages, counts, WHOLE + 2, TOKENS)
    assert edge_of(messages, measured, is_sure=True) is None
    budget = budget_of(messages, measured, reply=0, window=None)
    assert budget.cuts_system
    assert budget.is_cut
    assert not budget_of(messages, measured_by_counts(messages, counts, 40, TURNS), reply=0, window=None).cuts_system


MESSAGES = st.lists(st.tuples(st.sampled_from([Role.USER, Role.ASSISTANT]), st.integers(0, 30)), min_size=1, max_size=8)


@given(MESSAGES, st.integers(1, 200), st.sampled_from(Cutting))
def test_what_is_read_is_never_more_than_the_limit(drawn: list[tuple[Role, int]], limit: int, cutting: Cutting) -> None:
    messages = [ChatMessage(role, "x" * 2 * count, str(place)) for place, (role, count) in enumerate(drawn)]
    counts = [count for _, count in drawn]
    measured = measured_by_counts(messages, counts, limit, cutting)
    budget = budget_of(messages, measured, reply=0, window=None)
    assert budget.whole == sum(counts) + TOKENS_PER_MESSAGE * len(counts)
    assert measured.kept[-1] == len(messages) - 1
    if cutting is TOKENS:
        assert measured.total <= limit
        assert measured.unread_tokens < max(1, counts[measured.kept[0]])
    else:
        kept = fit(messages, counts, limit).kept
        found = edge_of(messages, measured, is_sure=True)
        assert (found.after if found else "") == (messages[len(messages) - len(kept) - 1].id if budget.cut else "")


@pytest.mark.parametrize(
    ("requested", "window", "limit"),
    [
        ({"truncate": 2048, "max_new_tokens": 1024}, None, 2048),
        ({"truncate": 2048, "max_new_tokens": 1024}, 8192, 2048),
        ({"truncate": 2048, "max_new_tokens": 1024}, 2048, 1024 - TEMPLATE_TOKENS),
        ({"truncate": 2048, "max_new_tokens": 4096}, 2048, 2048),  # such a reply has no room anyway
        ({"truncate": None, "max_new_tokens": 1024}, 2048, None),
        ({"truncate": 512}, 2048, 512),
    ],
)
def test_the_reply_has_its_room(requested: dict[str, int | None], window: int | None, limit: int | None) -> None:
    assert reading_limit(requested, window) == limit


def test_the_row_at_which_reading_begins() -> None:
    path = [
        Message("1", None, Role.USER, "one", 0.0),
        Message("2", "1", Role.ASSISTANT, "", 0.0, status=Status.FAILED),
        Message("3", "2", Role.USER, "three", 0.0),
        Message("4", "3", Role.ASSISTANT, "four", 0.0),
    ]
    joined = request_messages(path)
    assert [message.id for message in joined] == ["3", "4"]
    assert row_of_edge(Edge("3"), path) == (3, 0)
    assert row_of_edge(Edge("4"), path) == (4, 0)
    assert row_of_edge(Edge("", "3", 2), path) == (0, 2)
    letters = joined[0].content.index("three") + 2
    assert row_of_edge(Edge("", "3", letters), path) == (2, 2)
    assert row_of_edge(Edge("3", "4", 1), path) == (3, 1)


def test_more_can_be_read_where_there_is_room() -> None:
    measured = Measured((10, 20, 30), (2,), 40, exact=True)
    budget = budget_of(TALK[:3], measured, reply=100, window=1000)
    assert budget.is_cut
    assert cures(budget) == (Cure("truncate", 128),)
    assert cures(budget_of(TALK[:3], measured, reply=900, window=1000)) == ()
    assert cures(Budget(history=10, window=1000, whole=10)) == ()
