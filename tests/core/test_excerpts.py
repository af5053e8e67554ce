"""Parts of conversations that leave."""

from __future__ import annotations

from h2o_desktop.core.excerpts import branch_to, shown_branch, single_message
from h2o_desktop.formats.json_format import from_json, to_json
from tests.showcase import conversation


def test_the_shown_branch_is_all_that_is_left() -> None:
    branch = shown_branch(conversation())
    assert [message.id for message in branch.messages] == ["p1", "a1", "p2", "a3", "p3", "a4", "p4", "a5"]
    assert branch.path() == conversation().path()
    assert branch.summary.message_count == 8
    assert shown_branch(branch) == branch


def test_a_branch_ends_at_a_message_also_at_one_that_is_not_shown() -> None:
    assert [message.id for message in branch_to(conversation(), "a2").path()] == ["p1", "a1", "p2", "a2"]
    assert branch_to(conversation(), "nothing").messages == ()


def test_a_message_on_its_own_is_a_conversation_that_can_come_in_again() -> None:
    alone = single_message(conversation(), "a5")
    assert alone is not None
    assert alone.summary.id == "a5"
    assert alone.summary.title.startswith("### Day 1")
    assert [message.parent_id for message in alone.path()] == [None]
    assert from_json(to_json(alone)) == alone
    assert single_message(conversation(), "nothing") is None


def test_a_message_without_words_has_the_title_of_its_conversation() -> None:
    alone = single_message(conversation(), "a4")
    assert alone is not None
    assert alone.summary.title == conversation().summary.title
