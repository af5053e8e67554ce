"""Trees of messages: paths, siblings, branches, titles."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.continuing import draft_continuation
from h2o_desktop.core.conversation import (
    Conversation,
    ConversationSummary,
    Message,
    Role,
    Status,
    branches_of,
    grown,
    latest_leaf,
    path_before,
    path_to,
    sibling_branch,
    siblings,
    title_from,
    with_branch_of,
)
from h2o_desktop.core.draft import Asking, draft_turn
from h2o_desktop.core.request import SYSTEM_PROMPT, request_messages, system_prompt_of

SUMMARY = ConversationSummary("c", "Title", 0.0, 0.0)


def message(name: str, parent: str | None, role: Role = Role.USER, **fields: object) -> Message:
    status = fields.get("status", Status.COMPLETE)
    assert isinstance(status, Status)
    return Message(name, parent, role, str(fields.get("content", name)), 0.0, status)


TREE = (
    message("u1", None),
    message("a1", "u1", Role.ASSISTANT),
    message("u2", "a1"),
    message("a2", "u2", Role.ASSISTANT),
    message("a3", "u2", Role.ASSISTANT),
    message("u3", "a3"),
    message("v1", None),
)


def test_a_path_leads_from_the_root_to_the_leaf() -> None:
    assert [node.id for node in path_to(TREE, "u3")] == ["u1", "a1", "u2", "a3", "u3"]
    assert path_to(TREE, None) == ()
    assert path_to(TREE, "nobody") == ()
    assert [node.id for node in Conversation(SUMMARY, TREE, "a2").path()] == ["u1", "a1", "u2", "a2"]


def test_a_ring_of_parents_ends() -> None:
    ring = (message("x", "y"), message("y", "x"))
    assert {node.id for node in path_to(ring, "x")} == {"x", "y"}


@given(st.lists(st.integers(min_value=-1, max_value=30), max_size=30))
def test_every_path_follows_parents(parents: list[int]) -> None:
    tree = [message(str(index), str(parent) if 0 <= parent < index else None) for index, parent in enumerate(parents)]
    for node in tree:
        path = path_to(tree, node.id)
        assert path[-1] == node
        assert path[0].parent_id is None
        assert all(child.parent_id == parent.id for parent, child in pairwise(path))


def test_siblings_share_parent_and_role() -> None:
    assert [node.id for node in siblings(TREE, TREE[3])] == ["a2", "a3"]
    assert [node.id for node in siblings(TREE, TREE[0])] == ["u1", "v1"]


def test_the_latest_leaf_follows_the_newest_child() -> None:
    assert latest_leaf(TREE, "u1") == "u3"
    assert latest_leaf(TREE, "a2") == "a2"


def test_branches_are_counted_where_there_are_several() -> None:
    assert branches_of(Conversation(SUMMARY, TREE, "u3")) == {"u1": (1, 2), "a3": (2, 2)}
    assert branches_of(None) == {}


def test_a_message_is_replaced_in_its_place() -> None:
    changed = Conversation(SUMMARY, TREE, "u3").with_message(message("a1", "u1", Role.ASSISTANT, content="new"))
    assert [node.content for node in changed.path()] == ["u1", "new", "u2", "a3", "u3"]


@given(st.text(max_size=300))
def test_a_title_is_one_short_line(prompt: str) -> None:
    title = title_from(prompt)
    assert len(title) <= 61
    assert "\n" not in title
    assert title == title.strip()


def test_titles_are_cut_at_a_word() -> None:
    assert title_from("  What is\n the capital? ") == "What is the capital?"
    long = title_from("word " * 40)
    assert long.endswith("word…")
    assert title_from("x" * 100) == "x" * 60 + "…"


def test_a_request_leaves_out_what_is_no_reply_and_joins_neighbours() -> None:
    path = (
        message("u1", None, content="First"),
        message("a1", "u1", Role.ASSISTANT, content="broken off", status=Status.FAILED),
        message("u2", "a1", content="Second"),
        message("a2", "u2", Role.ASSISTANT, content="  "),
        message("u3", "a2", content="Third"),
        message("a3", "u3", Role.ASSISTANT, content="Stopped early", status=Status.STOPPED),
        message("u4", "a3", content="Fourth"),
    )
    sent = request_messages(path)
    assert [(part.role, part.content, part.id) for part in sent] == [
        (Role.USER, "First\n\nSecond\n\nThird", "u3"),
        (Role.ASSISTANT, "Stopped early", "a3"),
        (Role.USER, "Fourth", "u4"),
    ]


def test_the_system_prompt_is_the_first_message_and_stands_with_the_answer() -> None:
    asking = Asking("here", "model", {"temperature": 0.5, SYSTEM_PROMPT: "Be brief."}, now_s=1.0)
    draft = draft_turn(asking, "Hi")
    assert [(message.role, message.content) for message in draft.request.messages] == [
        (Role.SYSTEM, "Be brief."),
        (Role.USER, "Hi"),
    ]
    assert SYSTEM_PROMPT not in draft.request.requested
    assert system_prompt_of(draft.messages) == "Be brief."
    assert system_prompt_of(draft.messages[:1]) == ""
    answer = replace(draft.messages[-1], content="Hello the", status=Status.COMPLETE, finish_reason="length")
    more = draft_continuation(asking, draft.summary, (draft.messages[0], answer))
    assert [message.role for message in more.request.messages] == [Role.SYSTEM, Role.USER, Role.ASSISTANT]


def test_branches_are_chosen_by_their_messages() -> None:
    question = Message("q", None, Role.USER, "Hi", 0.0)
    first, second = (Message(identifier, "q", Role.ASSISTANT, identifier, 0.0) for identifier in "ab")
    conversation = grown(None, ConversationSummary("c", "t", 0.0, 0.0), (question, first))
    conversation = grown(conversation, conversation.summary, (second,))
    assert conversation.leaf_id == "b"
    assert path_before(conversation, "b") == (question,)
    assert path_before(conversation, "nowhere") is None
    assert path_before(None, "b") is None
    other = sibling_branch(conversation, "b", -1)
    assert other is not None
    assert other.leaf_id == "a"
    assert sibling_branch(conversation, "b", 1) is None
    assert sibling_branch(None, "b", 1) is None
    assert with_branch_of("b", other).leaf_id == "b"
    assert with_branch_of("a", other) is other
    assert with_branch_of("nowhere", other) is other
