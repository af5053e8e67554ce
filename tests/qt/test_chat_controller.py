"""One prompt's way: stored before it is sent, streamed, checkpointed, and ended in one of three ways."""

from __future__ import annotations

from h2o_desktop.core.conversation import Role, Status
from h2o_desktop.core.errors import ServerBusy, StreamCut
from h2o_desktop.core.provider import Delta, Finished, Preparing
from h2o_desktop.core.words import Words
from h2o_desktop.qt.chat_controller import ChatState
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.qt.running_turn import CHECKPOINT_MS
from h2o_desktop.wiring.lazy_store import LazyStore
from tests.fakes.scripted_provider import Gate
from tests.qt.conftest import Chat


def test_an_answer_streams_and_is_stored_whole(chat: Chat) -> None:
    chat.script(Delta("Hel", 1), Delta("lo", 1), Finished("stop"))
    chat.ask("Greet me.")
    assert chat.rows() == [("user", "Greet me.", "complete"), ("assistant", "Hello", "complete")]
    answer = chat.stored().path()[-1]
    assert (answer.content, answer.status, answer.finish_reason) == ("Hello", Status.COMPLETE, "stop")
    assert answer.model == "model-1"
    assert answer.connection == "scripted"
    assert answer.usage.completion_tokens == 2
    assert answer.timings.first_text_s is not None
    assert answer.timings.total_s is not None
    assert chat.states == ["waiting", "streaming", "idle"]
    assert chat.notices == []


def test_requested_and_sent_are_both_kept_and_a_seed_is_drawn(chat: Chat) -> None:
    chat.script(Finished("stop"))
    chat.ask("Hi")
    answer = chat.stored().path()[-1]
    assert answer.requested == chat.parameters
    assert answer.seed is not None
    assert answer.sent["seed"] == answer.seed
    assert answer.sent["temperature"] == 0.4
    assert chat.provider.requests[0].requested["seed"] == answer.seed


def test_the_prompt_is_in_the_store_before_the_provider_is_asked(chat: Chat) -> None:
    gate = Gate()
    chat.script(gate, Finished("stop"))
    assert chat.controller.send("Are you there?")
    chat.wait(gate.reached.is_set)
    stored = chat.stored().path()
    assert [(message.role, message.status) for message in stored] == [
        (Role.USER, Status.COMPLETE),
        (Role.ASSISTANT, Status.STREAMING),
    ]
    assert chat.controller.state is ChatState.WAITING
    gate.open()
    chat.wait_idle()


def test_a_second_prompt_brings_the_conversation_so_far(chat: Chat) -> None:
    chat.script(Delta("One."), Finished("stop"))
    chat.script(Delta("Two."), Finished("stop"))
    chat.ask("First?")
    chat.ask("Second?")
    request = chat.provider.requests[1]
    assert [(message.role.value, message.content) for message in request.messages] == [
        ("user", "First?"),
        ("assistant", "One."),
        ("user", "Second?"),
    ]
    assert request.conversation_id == chat.controller.shown_id
    assert chat.stored().summary.message_count == 4


def test_text_reaches_the_store_while_it_streams(chat: Chat) -> None:
    gate = Gate()
    chat.script(Delta("Half of "), gate, Delta("it."), Finished("stop"))
    assert chat.controller.send("Tell me")
    chat.wait(lambda: chat.rows()[-1][1:] == ("Half of ", "streaming") if chat.rows() else False)
    chat.wait(lambda: chat.stored().path()[-1].content == "Half of ")
    gate.open()
    chat.wait_idle()
    assert chat.stored().path()[-1].content == "Half of it."


def test_stop_keeps_what_came_and_is_idle_at_once(chat: Chat) -> None:
    gate = Gate()
    chat.script(Delta("Some text"), gate, Delta(" never seen"), Finished("stop"))
    assert chat.controller.send("Go on and on")
    chat.wait(lambda: chat.controller.state is ChatState.STREAMING)
    chat.controller.stop()
    assert chat.controller.state is ChatState.IDLE
    chat.wait_idle()
    assert chat.rows()[-1] == ("assistant", "Some text", "stopped")
    assert chat.stored().path()[-1].status is Status.STOPPED
    assert chat.stored().path()[-1].content == "Some text"
    assert chat.notices == []


def test_stop_works_before_the_first_token(chat: Chat) -> None:
    chat.script(Gate(), Delta("late"), Finished("stop"))
    assert chat.controller.send("Anyone?")
    chat.wait(lambda: bool(chat.provider.requests))
    chat.controller.stop()
    assert chat.controller.state is ChatState.IDLE
    chat.wait_idle()
    assert chat.rows()[-1] == ("assistant", "", "stopped")


def test_stop_works_while_the_prompt_is_being_stored(chat: Chat) -> None:
    chat.script(Delta("never"), Finished("stop"))
    assert chat.controller.send("Too fast")
    chat.controller.stop()
    chat.wait(lambda: bool(chat.rows()) and chat.rows()[-1][2] == "stopped")
    chat.wait_idle()
    assert chat.provider.requests == []
    assert chat.stored().path()[-1].status is Status.STOPPED


def test_a_failure_keeps_the_partial_text_and_is_no_reply(chat: Chat) -> None:
    words, hint = Words("The stream broke."), Words("Try again.")
    chat.script(Delta("As far as "), StreamCut(words, hint, "chunk cut"))
    chat.script(Delta("Again."), Finished("stop"))
    chat.ask("Tell me")
    answer = chat.stored().path()[-1]
    assert (answer.content, answer.status) == ("As far as ", Status.FAILED)
    assert answer.failure is not None
    assert (answer.failure.kind, answer.failure.summary, answer.failure.detail) == (
        "stream-cut",
        "The stream broke.",
        "chunk cut",
    )
    assert [notice.summary for notice in chat.notices] == [words]
    chat.ask("Once more")
    assert [message.content for message in chat.provider.requests[1].messages] == ["Tell me\n\nOnce more"]


def test_text_that_only_the_error_carries_is_kept(chat: Chat) -> None:
    chat.script(ServerBusy(Words("Busy."), partial_text="only here"))
    chat.ask("Hi")
    assert chat.stored().path()[-1].content == "only here"


def test_nothing_is_sent_when_the_store_cannot_take_the_prompt(chat: Chat, tmp_path: object) -> None:
    stored: list[bool] = []
    chat.controller.prompt_stored.connect(lambda: stored.append(True))
    chat.lane.submit(lambda: chat.store.list_conversations())
    assert chat.lane.drain(30)
    chat.lane.submit(lambda: chat.store.opened._connection.execute("PRAGMA query_only = ON"))
    assert chat.controller.send("Keep me")
    chat.wait(lambda: bool(chat.notices))
    assert chat.controller.state is ChatState.IDLE
    assert chat.provider.requests == []
    assert chat.rows() == []
    assert stored == []


def test_nothing_is_sent_without_a_model_or_while_an_answer_runs(chat: Chat) -> None:
    chat.controller.choice = ("", "")
    assert not chat.controller.send("Hi")
    chat.controller.choice = ("scripted", "model-1")
    assert not chat.controller.send("   ")
    gate = Gate()
    chat.script(gate, Finished("stop"))
    assert chat.controller.send("One")
    assert not chat.controller.send("Two")
    chat.wait(gate.reached.is_set)
    assert not chat.controller.send("Three")
    gate.open()
    chat.wait_idle()
    assert len(chat.provider.requests) == 1


def test_preparing_is_told(chat: Chat) -> None:
    told: list[object] = []
    chat.controller.preparing.connect(told.append)
    chat.script(Preparing(Words("Starting…")), Finished("stop"))
    chat.ask("Hi")
    assert told == [Words("Starting…")]


def test_regenerate_branches_beside_the_old_answer(chat: Chat) -> None:
    chat.script(Delta("First answer."), Finished("stop"))
    chat.script(Delta("Second answer."), Finished("stop"))
    chat.ask("Hi")
    first = chat.stored().path()[-1]
    assert chat.controller.regenerate(first.id)
    chat.wait(lambda: chat.rows()[-1] == ("assistant", "Second answer.", "complete"))
    chat.wait_idle()
    assert [message.content for message in chat.provider.requests[1].messages] == ["Hi"]
    assert chat.controller.model.branch(1) == (2, 2)
    chat.controller.show_branch(chat.controller.model.message(1).id, -1)
    assert chat.rows()[-1][1] == "First answer."
    assert chat.stored().leaf_id == first.id
    assert len(chat.stored().messages) == 3


def test_edit_branches_beside_the_old_prompt(chat: Chat) -> None:
    chat.script(Delta("A"), Finished("stop"))
    chat.script(Delta("B"), Finished("stop"))
    chat.ask("Old wording")
    prompt = chat.stored().path()[0]
    assert chat.controller.edit(prompt.id, "New wording")
    chat.wait(lambda: chat.rows()[-1][1:] == ("B", "complete"))
    chat.wait_idle()
    assert chat.rows()[0][1] == "New wording"
    assert chat.controller.model.branch(0) == (2, 2)
    chat.controller.show_branch(chat.controller.model.message(0).id, -1)
    assert [row[1] for row in chat.rows()] == ["Old wording", "A"]


def test_an_answer_goes_on_while_another_conversation_is_shown(chat: Chat) -> None:
    gate = Gate()
    chat.script(Delta("Half"), gate, Delta(" and whole"), Finished("stop"))
    chat.script(Delta("Other"), Finished("stop"))
    assert chat.controller.send("Long one")
    chat.wait(lambda: chat.controller.state is ChatState.STREAMING)
    first_id = chat.controller.shown_id
    chat.controller.show_new()
    assert chat.controller.state is ChatState.IDLE
    chat.ask("Short one")
    chat.controller.show_stored(first_id)
    chat.wait(lambda: chat.controller.shown_id == first_id)
    assert chat.controller.state is ChatState.STREAMING
    assert chat.rows()[-1] == ("assistant", "Half", "streaming")
    gate.open()
    chat.wait_idle()
    assert chat.rows()[-1] == ("assistant", "Half and whole", "complete")


def test_text_that_nobody_sees_comes_in_larger_pieces_and_is_stored_as_soon(chat: Chat) -> None:
    gate = Gate()
    chat.script(Delta("First ", 1), gate, Delta("and last.", 1), Finished("stop"))
    assert chat.controller.send("Go")
    chat.wait(lambda: bool(chat.rows()) and chat.rows()[-1][1] == "First ")
    conversation_id = chat.controller.shown_id
    turn = chat.controller.board.turn(conversation_id)
    assert turn is not None
    shown_ms = turn.longest_delay_ms
    chat.controller.show_new()
    assert shown_ms < turn.longest_delay_ms < CHECKPOINT_MS
    chat.controller.show_stored(conversation_id)
    chat.wait(lambda: chat.controller.shown_id == conversation_id)
    assert turn.longest_delay_ms == shown_ms
    gate.open()
    chat.wait_idle()
    assert chat.rows()[-1][1] == "First and last."


def test_the_parameters_of_a_conversation_are_kept_with_it(chat: Chat) -> None:
    chat.script(Finished("stop"))
    chat.ask("Hi")
    chat.parameters["temperature"] = 1.5
    chat.controller.keep_parameters()
    assert chat.stored().summary.parameters["temperature"] == 1.5


def test_a_conversation_that_is_gone_is_said_so(chat: Chat) -> None:
    chat.controller.show_stored("no-such-id")
    chat.wait(lambda: bool(chat.notices))
    assert "no longer in the store" in str(chat.notices[0].summary)


def test_the_model_of_a_view_is_always_the_shown_branch(chat: Chat) -> None:
    chat.script(Delta("A"), Finished("stop"))
    chat.ask("Hi")
    conversation = chat.controller.conversation
    assert conversation is not None
    model = chat.controller.model
    assert isinstance(model, ConversationModel)
    assert isinstance(chat.store, LazyStore)
    assert [model.message(row) for row in range(len(model))] == list(conversation.path())
