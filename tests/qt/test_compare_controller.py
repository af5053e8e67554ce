"""Panes that are asked the same, over real sockets and in a real store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import Conversation, Status
from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.providers.h2o import H2OProvider
from h2o_desktop.qt.compare_pane import PaneState
from tests.compare_driver import Compare, comparing_two_servers
from tests.fakes.h2o_server import MODELS, Answer, H2OServer
from tests.fakes.openai_server import Reply, event, said


@pytest.fixture
def compare(qtbot: QtBot, tmp_path: Path) -> Iterator[Compare]:
    with comparing_two_servers(qtbot, tmp_path) as made:
        yield made


def test_one_prompt_goes_to_all_and_each_answer_is_a_branch(compare: Compare) -> None:
    compare.start()
    compare.ask("Which rivers?")
    assert compare.shown() == [
        [("Which rivers?", "complete"), ("One river.", "complete")],
        [("Which rivers?", "complete"), ("Two rivers.", "complete")],
    ]
    conversation = compare.stored()
    prompt, first, second = conversation.messages
    assert (first.parent_id, second.parent_id, conversation.leaf_id) == (prompt.id, prompt.id, first.id)
    assert [(answer.connection, answer.model) for answer in (first, second)] == [("one", "model-1"), ("two", "model-2")]
    assert first.seed == second.seed
    assert {name: server.chats[0]["seed"] for name, server in compare.servers.items()} == {
        "one": first.seed,
        "two": first.seed,
    }
    assert conversation.summary.title == "Which rivers?"
    assert conversation.summary.message_count == 3
    assert compare.errors == []


def test_settings_of_one_pane_reach_no_other(compare: Compare) -> None:
    compare.start()
    first, second = compare.controller.panes
    second.parameters.set_values({"temperature": 1.3, "max_new_tokens": 77, "stop": "END"})
    second.parameters.set_system_prompt("Answer in rhymes.")
    assert first.parameters.values() == DEFAULTS
    assert first.parameters.system_prompt == ""
    assert compare.controller.differing() == (
        "connection",
        "model",
        "system_prompt",
        "temperature",
        "max_new_tokens",
        "stop",
    )
    compare.ask("Hi")
    one, two = compare.servers["one"].chats[0], compare.servers["two"].chats[0]
    assert (one["temperature"], one["max_tokens"], "stop" in one) == (0.4, 1024, False)
    assert (two["temperature"], two["max_tokens"], two["stop"]) == (1.3, 77, ["END"])
    assert [message["role"] for message in one["messages"]] == ["user"]
    assert two["messages"][0] == {"role": "system", "content": "Answer in rhymes."}
    answers = compare.stored().messages[1:]
    assert [answer.requested["temperature"] for answer in answers] == [0.4, 1.3]
    assert [answer.requested.get("system_prompt") for answer in answers] == [None, "Answer in rhymes."]


def test_each_pane_goes_on_in_its_own_branch(compare: Compare) -> None:
    compare.start()
    compare.ask("First?")
    compare.ask("Second?")
    for name, answer in (("one", "One river."), ("two", "Two rivers.")):
        assert [message["content"] for message in compare.servers[name].chats[1]["messages"]] == [
            "First?",
            answer,
            "Second?",
        ]
    assert len(compare.stored().messages) == 7
    assert len(compare.shown()[0]) == 4


def test_a_conversation_is_the_context_and_keeps_its_own_settings(compare: Compare) -> None:
    compare.start()
    compare.ask("First?")
    conversation = compare.stored()
    compare.controller.start_from(conversation, ("two", "model-2"), {**DEFAULTS, "temperature": 0.9})
    assert compare.shown() == [[], []]
    compare.ask("Second?")
    sent = compare.servers["two"].chats[1]["messages"]
    assert [message["content"] for message in sent] == ["First?", "One river.", "Second?"]
    summary = compare.stored().summary
    assert (summary.id, summary.model, summary.connection) == (conversation.summary.id, "model-1", "one")
    assert summary.parameters["temperature"] == 0.4


def test_a_failure_stays_in_its_pane_with_what_came(compare: Compare) -> None:
    compare.servers["two"].replies = [Reply(pieces=[event("Two ri")], cut=True), said("Two rivers.")]
    compare.start()
    compare.ask("Hi")
    assert compare.shown()[0][-1] == ("One river.", "complete")
    assert compare.shown()[1][-1] == ("Two ri", "failed")
    second = compare.controller.panes[1]
    seed = compare.stored().messages[2].seed
    assert compare.controller.ask_again(second)
    compare.wait_idle()
    assert compare.shown()[1] == [("Hi", "complete"), ("Two rivers.", "complete")]
    prompt, *answers = compare.stored().messages
    assert [(answer.parent_id, answer.seed) for answer in answers] == [(prompt.id, seed)] * 3
    assert len(compare.servers["one"].chats) == 1


def test_panes_stop_one_by_one_and_all_at_once(compare: Compare) -> None:
    never = threading.Event()
    for name, server in compare.servers.items():
        server.replies = [Reply(pieces=[event(f"{name} begins"), never])]
    compare.start()
    assert compare.controller.send("Hi")
    compare.wait(lambda: [pane.state for pane in compare.controller.panes] == [PaneState.STREAMING] * 2)
    assert not compare.controller.send("Once more")
    compare.controller.stop(compare.controller.panes[0])
    assert [pane.state for pane in compare.controller.panes] == [PaneState.IDLE, PaneState.STREAMING]
    assert compare.controller.is_busy
    compare.controller.stop_all()
    compare.wait_idle()
    assert [message.status for message in compare.stored().messages[1:]] == [Status.STOPPED] * 2
    assert compare.shown()[1][-1] == ("two begins", "stopped")


def test_text_is_in_the_store_while_it_streams(compare: Compare) -> None:
    gate = threading.Event()
    for name, server in compare.servers.items():
        server.replies = [Reply(pieces=[event(f"{name} half "), gate, event("whole"), event(finish_reason="stop")])]
    compare.start()
    assert compare.controller.send("Hi")
    compare.wait(lambda: compare.controller.summary is not None)
    compare.wait(lambda: [message.content for message in compare.stored().messages] == ["Hi", "one half ", "two half "])
    assert {message.status for message in compare.stored().messages[1:]} == {Status.STREAMING}
    gate.set()
    compare.wait_idle()
    assert [message.content for message in compare.stored().messages[1:]] == ["one half whole", "two half whole"]


def test_a_connection_that_answers_in_turn_lets_the_others_wait(compare: Compare) -> None:
    gate = threading.Event()
    compare.in_turn.add("one")
    compare.servers["one"].replies = [Reply(pieces=[event("a"), gate, event(finish_reason="stop")]), said("b")]
    compare.controller.start_from(None, ("one", "model-1"), DEFAULTS)
    compare.controller.add_pane()
    assert compare.controller.send("Hi")
    first, second, third = compare.controller.panes
    compare.wait(lambda: first.state is PaneState.STREAMING)
    assert (second.state, third.state) == (PaneState.IN_LINE, PaneState.IN_LINE)
    compare.controller.stop(second)
    assert second.state is PaneState.IDLE
    gate.set()
    compare.wait_idle()
    assert [shown[-1] for shown in compare.shown()] == [("a", "complete"), ("", "stopped"), ("b", "complete")]
    assert len(compare.servers["one"].chats) == 2


def test_stopping_all_lets_none_of_those_that_wait_begin(compare: Compare) -> None:
    never = threading.Event()
    compare.in_turn.add("one")
    compare.servers["one"].replies = [Reply(pieces=[event("a"), never])]
    compare.controller.start_from(None, ("one", "model-1"), DEFAULTS)
    assert compare.controller.send("Hi")
    compare.wait(lambda: compare.controller.panes[0].state is PaneState.STREAMING)
    compare.controller.stop_all()
    compare.wait_idle()
    assert [shown[-1] for shown in compare.shown()] == [("a", "stopped"), ("", "stopped")]
    assert len(compare.servers["one"].chats) == 1


def test_what_is_stopped_before_it_was_stored_is_not_asked(compare: Compare) -> None:
    compare.start()
    assert compare.controller.send("Hi")
    compare.controller.stop_all()
    compare.wait_idle()
    assert [message.status for message in compare.stored().messages[1:]] == [Status.STOPPED] * 2
    assert compare.servers["one"].chats == []


def test_panes_on_one_h2o_server_have_twins_of_their_own_which_are_dropped(compare: Compare) -> None:
    with H2OServer() as server:
        compare.providers["h2o"] = H2OProvider(server.url)
        answers = [Answer(hold=2), Answer(hold=2)]
        server.answers = list(answers)
        compare.controller.start_from(None, ("h2o", MODELS[0]), DEFAULTS)
        compare.controller.panes[1].choose("h2o", MODELS[1])
        assert compare.controller.send("How are you?")
        compare.wait(lambda: all(answer.holding.is_set() for answer in answers))
        assert sorted(stored.model for stored in server.conversations.values()) == sorted(MODELS[:2])
        for answer in answers:
            answer.release.set()
        compare.wait_idle()
        assert [shown[-1] for shown in compare.shown()] == [("It is fine.", "complete")] * 2
        compare.wait(lambda: server.conversations == {})
        compare.ask("And now?")
        assert "How are you?" in server.messages()[-1]["inputs"]
        compare.wait(lambda: server.conversations == {})


def test_an_answer_that_was_cut_goes_on_in_its_pane(compare: Compare) -> None:
    compare.servers["one"].replies = [said("one two th", reason="length"), said("ree")]
    compare.start()
    compare.ask("Count")
    assert compare.controller.go_on(compare.controller.panes[0])
    compare.wait_idle()
    assert compare.shown()[0] == [("Count", "complete"), ("one two three", "complete")]
    assert [message.content for message in compare.stored().messages[1:]] == [
        "one two th",
        "Two rivers.",
        "one two three",
    ]


def test_a_pane_that_is_added_can_answer_the_last_prompt_too(compare: Compare) -> None:
    compare.start()
    assert not compare.controller.may_remove
    compare.ask("Which rivers?")
    added = compare.controller.add_pane()
    assert added is not None
    assert added.choice == ("two", "model-2")
    assert compare.shown()[2] == [("Which rivers?", "complete")]
    added.choose("one", "model-1")
    assert compare.controller.ask_again(added)
    compare.wait_idle()
    assert compare.shown()[2][-1] == ("One river.", "complete")
    prompt, *answers = compare.stored().messages
    assert {answer.parent_id for answer in answers} == {prompt.id}
    assert len({answer.seed for answer in answers}) == 1
    assert compare.controller.add_pane() is not None
    assert not compare.controller.may_add
    assert compare.controller.add_pane() is None


def test_panes_change_places_and_go(compare: Compare) -> None:
    compare.start()
    compare.controller.add_pane()
    first, second, third = compare.controller.panes
    compare.controller.move_pane(first, 1)
    assert compare.controller.panes == [second, first, third]
    compare.controller.move_pane(second, -1)
    assert compare.controller.panes == [second, first, third]
    compare.controller.remove_pane(first)
    assert compare.controller.panes == [second, third]
    compare.controller.remove_pane(second)
    assert compare.controller.panes == [second, third]


def test_nothing_is_sent_without_a_model_or_a_prompt(compare: Compare) -> None:
    compare.controller.start_from(None, ("", ""), DEFAULTS)
    assert not compare.controller.send("Hi")
    compare.start()
    assert not compare.controller.send("  \n")
    pane = compare.controller.panes[0]
    assert not compare.controller.ask_again(pane)
    assert not compare.controller.go_on(pane)
    compare.controller.stop(pane)


def test_a_connection_that_is_gone_fails_in_its_pane(compare: Compare) -> None:
    compare.start()
    compare.controller.panes[0].choose("gone", "model")
    compare.ask("Hi")
    assert compare.shown()[0][-1] == ("", "failed")
    assert compare.shown()[1][-1] == ("Two rivers.", "complete")


def test_a_conversation_that_is_gone_is_told_and_nothing_is_sent(compare: Compare) -> None:
    compare.start()
    compare.ask("Hi")
    summary = compare.controller.summary
    assert summary is not None
    compare.lane.submit(lambda: compare.store.delete_for_good(summary.id))
    assert compare.controller.send("Again")
    compare.wait_idle()
    assert [isinstance(error, StorageError) for error in compare.errors] == [True]
    assert len(compare.servers["one"].chats) == 1
    assert not compare.controller.is_busy


def test_what_was_being_stored_does_not_come_into_the_next_conversation(compare: Compare) -> None:
    compare.start()
    compare.ask("First?")
    conversation = compare.stored()
    compare.controller.go_to(None)
    assert compare.controller.send("Elsewhere?")
    compare.controller.go_to(conversation)
    assert not compare.controller.is_busy
    compare.wait_idle()
    assert compare.controller.summary is not None
    assert compare.controller.summary.id == conversation.summary.id
    assert compare.shown() == [[], []]
    compare.ask("Second?")
    assert compare.errors == []
    assert len(compare.stored().messages) == 6


def test_beginning_anew_stops_what_is_on_its_way(compare: Compare) -> None:
    never = threading.Event()
    compare.servers["one"].replies = [Reply(pieces=[event("a"), never])]
    compare.start()
    assert compare.controller.send("Hi")
    compare.wait(lambda: compare.controller.panes[0].state is PaneState.STREAMING)
    before = compare.stored().summary.id
    compare.start()
    assert compare.controller.summary is None
    assert not compare.controller.is_busy
    compare.wait_idle()
    stored: list[Conversation] = []
    compare.lane.submit(lambda: stored.append(compare.store.load(before)))
    assert compare.lane.drain(30)
    assert stored[0].messages[1].content == "a"
    assert stored[0].messages[1].status is Status.STOPPED
