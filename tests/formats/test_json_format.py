"""Conversations as JSON: complete, without loss, and strict when they are read."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from h2o_desktop.core.conversation import Belongings, Conversation, Failure, Message, Role, Status
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.tokens import MOST_BYTES
from h2o_desktop.formats.json_format import from_json, to_json
from h2o_desktop.formats.markdown import from_markdown, to_markdown
from tests.fakes.any_conversation import conversations
from tests.fakes.belongings_examples import with_sweep_and_tokens
from tests.fakes.conversation_examples import finished, first_turn, next_turn


def example() -> Conversation:
    first = first_turn()
    again = next_turn(first, None)
    answers = (
        finished(first.messages[-1], "A plant."),
        replace(again.messages[-1], status=Status.FAILED, failure=Failure("network", "No.", "Wait.", "refused")),
    )
    messages = (first.messages[0], *answers)
    return Conversation(replace(again.summary, message_count=3), messages, answers[0].id)


def document(conversation: Conversation | None = None) -> dict[str, Any]:
    loaded = json.loads(json.dumps(to_json(conversation or example(), servers={"local": "This computer"})))
    assert isinstance(loaded, dict)
    return loaded


def _bomb() -> str:
    """What is small and would fill the memory."""
    return base64.b64encode(b"\x01" + zlib.compress(bytes(MOST_BYTES + 1))).decode()


def test_the_shown_branch_is_in_order_and_the_others_stand_beside_it() -> None:
    exported = document()
    assert (exported["format"], exported["version"]) == ("h2o-desktop-conversation", 1)
    assert [(message["role"], message["content"]) for message in exported["messages"]] == [
        ("user", "What is a tree?"),
        ("assistant", "A plant."),
    ]
    assert [message["status"] for message in exported["branches"]] == ["failed"]
    assert exported["created"] == "2026-09-21T14:13:20Z"


def test_an_answer_says_how_it_was_made() -> None:
    answer = document()["messages"][1]
    assert answer["model"] == "smollm2-135m"
    assert answer["server"] == "This computer"
    assert answer["requested"] == {"temperature": 0.4, "top_k": None, "do_sample": True}
    assert answer["sent"] == {"temperature": 0.4, "seed": answer["seed"], "stop": ["</s>"]}
    assert answer["finish_reason"] == "stop"
    assert answer["usage"] == {"prompt_tokens": 12, "completion_tokens": 34}
    assert answer["timings"] == {"first_text_s": 0.125, "total_s": 2.5}
    assert answer["tokens_per_s"] == 14.32
    assert answer["failure"] is None
    assert "model" not in document()["messages"][0]


def test_sweeps_and_probabilities_stand_in_files_of_their_own_version() -> None:
    whole = with_sweep_and_tokens()
    exported = document(whole)
    assert exported["version"] == 2
    assert [cell["place"] for cell in exported["sweeps"][0]["cells"]] == [0, 1, 2, 3]
    assert exported["sweeps"][0]["rows"] == {"key": "temperature", "values": [0.2, 0.7, 1.2]}
    assert [list(message)[-1] for message in exported["messages"]] == ["created_s", "token_probabilities"]
    assert from_json(exported) == whole
    assert document(replace(whole, belongings=Belongings()))["version"] == 1
    other_id = from_json({**exported, "id": "another"})
    assert other_id.belongings.sweeps[0].plan.conversation_id == "another"


def test_sweeps_have_different_ids() -> None:
    exported = document(with_sweep_and_tokens())
    exported["sweeps"] *= 2
    with pytest.raises(InputError, match="sweeps"):
        from_json(exported)


def test_markdown_has_neither() -> None:
    whole = with_sweep_and_tokens()
    assert from_markdown(to_markdown(whole)) == replace(whole, belongings=Belongings())


@settings(deadline=None, max_examples=50)
@given(conversations())
def test_any_conversation_comes_back_as_it_was(conversation: Conversation) -> None:
    assert from_json(json.loads(json.dumps(to_json(conversation)))) == conversation


def test_what_is_left_out_gets_the_empty_value() -> None:
    least = {
        "format": "h2o-desktop-conversation",
        "version": 1,
        "id": "c",
        "messages": [{"id": "m", "role": "user", "content": "Hi", "status": "complete"}],
    }
    conversation = from_json(least)
    assert conversation.messages == (Message("m", None, Role.USER, "Hi", 0.0),)
    assert conversation.leaf_id is None
    assert conversation.summary.message_count == 1


def _at(place: str, value: object) -> Callable[[dict[str, Any]], None]:
    """A change of the document at a place such as `messages.1.usage`."""

    def change(target: Any) -> None:
        *steps, last = place.split(".")
        for step in steps:
            target = target[int(step)] if step.isdigit() else target[step]
        target[last] = value

    return change


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("format", "other", "format"),
        ("version", None, "version"),
        ("version", 0, "version"),
        ("version", 1.5, "version"),
        ("id", "", "id"),
        ("title", 5, "title"),
        ("created_s", "now", "created_s"),
        ("created_s", float("inf"), "created_s"),
        ("created_s", True, "created_s"),
        ("parameters", [], "parameters"),
        ("parameters", {"temperature": []}, "parameters.temperature"),
        ("leaf_id", "nobody", "leaf_id"),
        ("messages", {}, "messages"),
        ("messages", "text", "messages"),
        ("messages", [7], "messages[0]"),
        ("messages.0.role", "wizard", "messages[0].role"),
        ("messages.0.content", ["x"], "messages[0].content"),
        ("messages.1.status", "", "messages[1].status"),
        ("messages.1.seed", 2**70, "messages[1].seed"),
        ("messages.1.usage", 3, "messages[1].usage"),
        ("messages.1.usage.prompt_tokens", "many", "messages[1].usage.prompt_tokens"),
        ("messages.1.failure", "bad", "messages[1].failure"),
        ("messages.1.parent_id", "nobody", "messages"),
        ("messages.1.requested", {"top_p": float("inf")}, "messages[1].requested.top_p"),
        ("messages.1.token_probabilities", 5, "messages[1].token_probabilities"),
        ("messages.1.token_probabilities", "no base64", "messages[1].token_probabilities"),
        ("messages.1.token_probabilities", "\N{DEGREE SIGN}", "messages[1].token_probabilities"),
        ("messages.1.token_probabilities", "AXjaAwAAAAAB", "messages[1].token_probabilities"),
        ("messages.1.token_probabilities", _bomb(), "messages[1].token_probabilities"),
        ("sweeps", {}, "sweeps"),
        ("sweeps.0.id", "", "sweeps[0].id"),
        ("sweeps.0.prompt", None, "sweeps[0].prompt.id"),
        ("sweeps.0.messages.0.role", "wizard", "sweeps[0].messages[0].role"),
        ("sweeps.0.requested", {"temperature": []}, "sweeps[0].requested.temperature"),
        ("sweeps.0.seed", "x", "sweeps[0].seed"),
        ("sweeps.0.rows", None, "sweeps[0].rows.values"),
        ("sweeps.0.rows.key", "wizardry", "sweeps[0].rows"),
        ("sweeps.0.rows.values", [0.1] * 9, "sweeps[0].rows"),
        ("sweeps.0.rows.values", list(range(2000)), "sweeps[0].rows"),
        ("sweeps.0.rows.values", [], "sweeps[0].rows"),
        ("sweeps.0.columns.key", "temperature", "sweeps[0].columns.key"),
        ("sweeps.0.cells.1.place", 0, "sweeps[0].cells[1].place"),
        ("sweeps.0.cells.1.place", -1, "sweeps[0].cells[1].place"),
        ("sweeps.0.cells.1.place", 6, "sweeps[0].cells[1].place"),
        ("sweeps.0.cells.1.place", None, "sweeps[0].cells[1].place"),
        ("sweeps.0.cells.1.status", "", "sweeps[0].cells[1].status"),
        ("branches.0.id", "", "branches[0].id"),
    ],
)
def test_a_value_that_does_not_fit_is_named(place: str, value: object, told: str) -> None:
    changed = document() if "branches" in place else document(with_sweep_and_tokens())
    _at(place, value)(changed)
    with pytest.raises(InputError) as caught:
        from_json(changed)
    assert caught.value.summary.fields["place"] == told
    assert caught.value.detail.startswith(f"{told}: ")


def test_ids_must_differ() -> None:
    changed = document()
    changed["branches"][0]["id"] = changed["messages"][0]["id"]
    with pytest.raises(InputError):
        from_json(changed)


def test_something_else_is_refused() -> None:
    for other in ([], "text", None, {}):
        with pytest.raises(InputError):
            from_json(other)


def test_a_newer_version_is_refused_in_words() -> None:
    with pytest.raises(InputError, match="newer version"):
        from_json({**document(), "version": 3})


@pytest.mark.parametrize("value", [2**63, -(2**70), 10**400])
def test_a_moment_that_the_store_cannot_hold_is_refused(value: int) -> None:
    broken = document()
    broken["messages"][0]["created_s"] = value
    with pytest.raises(InputError, match="created_s"):
        from_json(broken)
