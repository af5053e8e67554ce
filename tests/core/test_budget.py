"""The budget: what fills the window, what is cut, and what helps when it overflows."""

from __future__ import annotations

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
    measured_by_estimate,
    places_of,
)
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.provider import ChatMessage

ROLES = st.sampled_from(list(Role))
MESSAGES = st.lists(st.builds(ChatMessage, ROLES, st.text(max_size=40)), max_size=12)
TALK = (
    ChatMessage(Role.SYSTEM, "s" * 35),
    ChatMessage(Role.USER, "a" * 70),
    ChatMessage(Role.ASSISTANT, "b" * 105),
    ChatMessage(Role.USER, "c" * 7),
)


@given(MESSAGES, st.none() | st.integers(1, 200), st.integers(0, 500), st.none() | st.integers(1, 500))
def test_the_shares_add_up(messages: list[ChatMessage], limit: int | None, reply: int, window: int | None) -> None:
    measured = measured_by_estimate(messages, limit)
    budget = budget_of(messages, measured, reply=reply, window=window)
    assert budget.read == measured.total
    assert budget.cut + len(measured.kept) == len(messages)
    assert budget.over == (max(0, budget.read + reply - window) if window else 0)
    if limit is not None and messages:
        kept = fit(messages, measured.tokens, limit).kept
        assert [messages[place] for place in measured.kept] == list(kept)


def test_equal_messages_are_told_apart() -> None:
    first, second = ChatMessage(Role.USER, "x"), ChatMessage(Role.USER, "x")
    assert places_of((second,), (first, second)) == (1,)


def test_a_conversation_with_everything() -> None:
    budget = budget_of(TALK, measured_by_estimate(TALK, None), reply=100, window=200)
    assert (budget.history, budget.prompt) == (50, 2)
    assert budget.system == 10 + 4 * TOKENS_PER_MESSAGE
    assert (budget.cut, budget.exact, budget.over) == (0, False, 0)


def test_what_is_cut_does_not_count() -> None:
    budget = budget_of(TALK, measured_by_counts(TALK, [10, 20, 30, 2], 40), reply=0, window=None)
    assert (budget.history, budget.prompt, budget.cut) == (0, 2, 2)


def test_without_a_prompt_the_last_answer_is_history() -> None:
    budget = budget_of(TALK[:3], Measured((10, 20, 30), (0, 1, 2), 80, exact=True), reply=0, window=None)
    assert (budget.system, budget.history, budget.prompt, budget.exact) == (30, 50, 0, True)


def test_the_cures_make_it_fit() -> None:
    budget = Budget(system=20, history=500, prompt=30, reply=600, window=1000)
    assert budget.over == 150
    assert cures(budget) == (Cure("max_new_tokens", 450), Cure("truncate", 380))
    assert cures(Budget(history=100, reply=10, window=1000)) == ()
    assert cures(Budget(history=5000, reply=10, window=None)) == ()


def test_no_cure_is_offered_that_would_not_help() -> None:
    assert cures(Budget(prompt=2000, reply=100, window=1000)) == ()
    assert cures(Budget(history=1500, prompt=20, reply=400, window=1000)) == (Cure("truncate", 600),)
