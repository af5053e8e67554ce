"""The order in which other branches are read."""

from __future__ import annotations

from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message, Role
from h2o_desktop.core.side_branches import beside, leaving


def conversation(*messages: tuple[str, str | None], shown: str | None) -> Conversation:
    nodes = tuple(Message(name, parent, Role.USER, name, 0.0) for name, parent in messages)
    return Conversation(ConversationSummary("c", "", 0.0, 0.0, len(nodes)), nodes, shown)


def test_each_branch_is_read_to_its_end_where_it_leaves() -> None:
    tree = conversation(
        ("a", None),
        ("b", "a"),
        ("late", "b"),
        ("c", "b"),
        ("x", "a"),
        ("x1", "x"),
        ("x2", "x"),
        ("x11", "x1"),
        shown="c",
    )
    children = leaving(tree)
    assert [message.id for message in beside(tree, children)] == ["x", "x1", "x11", "x2", "late"]
    assert {place: [one.id for one in them] for place, them in children.items()} == {
        "a": ["x"],
        "b": ["late"],
        "x": ["x1", "x2"],
        "x1": ["x11"],
    }


def test_what_follows_nothing_that_is_there_begins_anew() -> None:
    tree = conversation(("a", None), ("other", None), ("orphan", "gone"), shown="a")
    assert [message.id for message in beside(tree, leaving(tree))] == ["other", "orphan"]


def test_there_is_nothing_beside_a_single_branch() -> None:
    tree = conversation(("a", None), ("b", "a"), shown="b")
    assert not beside(tree, leaving(tree))
