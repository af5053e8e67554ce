from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import (
    Cancelled,
    DesktopError,
    InputError,
    ModelGone,
    NotAllowed,
    ProtocolError,
    ServerError,
    StreamCut,
    Unanswered,
    UnknownModel,
    Unreachable,
)
from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Finished, Provider, Started, Stopped, StreamEvent
from h2o_desktop.core.turn import run_turn
from h2o_desktop.providers.h2o import H2OProvider, models
from tests.fakes.h2o_server import MODELS, Answer, H2OServer
from tests.fakes.socket_server import PATIENCE_S, Connection, Received, SocketServer

FINE = "It is fine."


class Talk:
    """A conversation of which each turn is asked with `say`; answers and prompts are kept like in the window."""

    def __init__(self, provider: H2OProvider, name: str = "conversation") -> None:
        self.provider = provider
        self.name = name
        self.messages: list[ChatMessage] = []
        self._number = 0

    def next_id(self) -> str:
        self._number += 1
        return f"{self.name} {self._number}"

    def say(self, text: str, model: str = "falcon-40b") -> str:
        """One turn; raises what went wrong."""
        self.messages.append(ChatMessage(Role.USER, text, self.next_id()))
        return self.again(model)

    def again(self, model: str = "falcon-40b") -> str:
        """Answer the last prompt once more."""
        if self.messages[-1].role is Role.ASSISTANT:
            self.messages.pop()
        response_id = self.next_id()
        request = ChatRequest(model, tuple(self.messages), dict(DEFAULTS), self.name, response_id)
        text = "".join(event.text for event in self.provider.stream(request, CancelToken()) if isinstance(event, Delta))
        self.messages.append(ChatMessage(Role.ASSISTANT, text, response_id))
        return text


@pytest.fixture
def provider(h2o_server: H2OServer) -> Iterator[H2OProvider]:
    provider = H2OProvider(h2o_server.url)
    yield provider
    provider.close()


@pytest.fixture
def talk(provider: H2OProvider) -> Talk:
    return Talk(provider)


def test_it_is_a_provider(provider: H2OProvider) -> None:
    whole: Provider = provider
    assert "temperature" in whole.capabilities().fields


def test_a_turn_from_the_first_event_to_the_last(provider: H2OProvider, cancel: CancelToken) -> None:
    request = ChatRequest("falcon-40b", (ChatMessage(Role.USER, "Hi"),), dict(DEFAULTS), "c")
    events = list(provider.stream(request, cancel))
    assert isinstance(events[0], Started)
    assert events[0].sent["temperature"] == 0.4
    assert all(isinstance(event, Delta) for event in events[1:-1])
    assert "".join(event.text for event in events if isinstance(event, Delta)) == FINE
    assert sum(event.tokens for event in events if isinstance(event, Delta)) == 4
    assert isinstance(events[-1], Finished)
    assert events[-1].finish_reason == "stop"


def test_the_parameters_go_as_they_were_resolved(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("Hi")
    body = h2o_server.messages()[0]
    assert body["parameters"] == {
        "temperature": 0.4,
        "truncate": 2048,
        "max_new_tokens": 1024,
        "do_sample": True,
        "repetition_penalty": 1.2,
        "return_full_text": False,
    }
    assert body["stream"] is True


def test_further_turns_send_only_what_is_new(talk: Talk, h2o_server: H2OServer) -> None:
    assert [talk.say(text) for text in ("one", "two", "three")] == [FINE] * 3
    assert [body["inputs"] for body in h2o_server.messages()] == ["one", "two", "three"]
    assert len(h2o_server.conversations) == 1
    (stored,) = h2o_server.conversations.values()
    assert [message["content"] for message in stored.messages] == ["one", FINE, "two", FINE, "three", FINE]


def test_regenerate_replaces_the_answer_on_the_server(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    talk.say("two")
    h2o_server.answers.append(Answer(tokens=["Other"]))
    assert talk.again() == "Other"
    assert h2o_server.messages()[-1]["options"]["is_retry"] is True
    (stored,) = h2o_server.conversations.values()
    assert [message["content"] for message in stored.messages] == ["one", FINE, "two", "Other"]


def test_an_edit_begins_a_new_twin_with_the_history_flattened(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    talk.say("two")
    del talk.messages[2:]
    talk.say("two, edited")
    inputs = h2o_server.messages()[-1]["inputs"]
    assert len(h2o_server.conversations) == 2
    for line in ("user: one", f"assistant: {FINE}", "user: two, edited"):
        assert line in inputs.split("\n")
    talk.say("three")
    assert h2o_server.messages()[-1]["inputs"] == "three"


def test_two_conversations_have_two_twins(provider: H2OProvider, h2o_server: H2OServer) -> None:
    first, second = Talk(provider, "first"), Talk(provider, "second")
    first.say("a")
    second.say("b")
    first.say("c")
    assert sorted(len(stored.messages) for stored in h2o_server.conversations.values()) == [2, 4]


def test_another_model_begins_a_new_twin(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    talk.say("two", "falcon-7b")
    assert [stored.model for stored in h2o_server.conversations.values()] == [
        models["falcon-40b"],
        models["falcon-7b"],
    ]


def test_a_lost_session_is_begun_again_with_the_history_flattened(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    h2o_server.forget_sessions()
    assert talk.say("two") == FINE
    assert "user: one" in h2o_server.messages()[-1]["inputs"]
    assert len(h2o_server.conversations) == 1


def test_a_conversation_that_was_deleted_on_the_server_is_begun_again(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    h2o_server.conversations.clear()
    assert talk.say("two") == FINE
    assert "user: one" in h2o_server.messages()[-1]["inputs"]


def test_after_a_restart_a_new_twin_begins(h2o_server: H2OServer) -> None:
    before = H2OProvider(h2o_server.url)
    talk = Talk(before)
    talk.say("one")
    before.close()
    after = H2OProvider(h2o_server.url)
    talk.provider = after
    assert talk.say("two") == FINE
    assert "user: one" in h2o_server.messages()[-1]["inputs"]
    after.close()


def test_a_kept_twin_that_refuses_for_another_reason_is_kept(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    h2o_server.answers.append(Answer(status=503, body='{"error":"Model is overloaded"}'))
    with pytest.raises(ServerError, match="Model is overloaded"):
        talk.say("two")
    assert talk.again() == FINE
    assert [body["inputs"] for body in h2o_server.messages()] == ["one", "two", "two"]
    assert len(h2o_server.conversations) == 1


def test_a_failed_answer_does_not_confuse_the_twin(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    h2o_server.answers.append(Answer(cut_after=2))
    with pytest.raises(StreamCut) as caught:
        talk.say("two")
    assert caught.value.partial_text.strip() == "It is"
    assert talk.again() == FINE
    (stored,) = h2o_server.conversations.values()
    assert [message["content"] for message in stored.messages] == ["one", FINE, "two", FINE]


def test_what_the_server_stored_after_all_is_noticed(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    h2o_server.answers.append(Answer(cut_after=2))
    with pytest.raises(StreamCut):
        talk.say("two")
    (stored,) = h2o_server.conversations.values()
    stored.messages.append({"from": "user", "id": "stored after all", "content": "two"})
    assert talk.again() == FINE
    assert len(h2o_server.conversations) == 2
    assert "user: one" in h2o_server.messages()[-1]["inputs"]


def test_a_model_that_is_gone_is_said_to_be_gone(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    h2o_server.models.remove(models["falcon-40b"])
    with pytest.raises(ModelGone, match="not available anymore"):
        talk.say("two")


def test_a_model_that_the_server_never_had_names_the_ones_it_has() -> None:
    with H2OServer(models=MODELS[1:]) as server:
        provider = H2OProvider(server.url)
        with pytest.raises(ModelGone, match=models["falcon-7b"]):
            Talk(provider).say("one")
        provider.close()


def test_the_network_failing_while_a_lost_twin_is_replaced(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    h2o_server.conversations.clear()
    h2o_server.models.clear()
    with pytest.raises(ServerError):
        talk.say("two")


# --- stopping


class Asking:
    """A turn in a thread of its own, as in the window."""

    def __init__(self, provider: H2OProvider, cancel: CancelToken, messages: tuple[ChatMessage, ...] = ()) -> None:
        self.events: list[StreamEvent] = []
        self._messages = messages or (ChatMessage(Role.USER, "Count", "m1"),)
        self._provider, self._cancel = provider, cancel
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        request = ChatRequest("falcon-40b", self._messages, {}, "conversation", "r1")
        self.events.extend(run_turn(self._provider, request, self._cancel, time.monotonic))

    def end(self) -> StreamEvent:
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "the worker did not come free"
        return self.events[-1]


def test_stop_asks_the_server_before_it_shuts_the_socket(
    provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken
) -> None:
    answer = Answer(hold=2)
    h2o_server.answers.append(answer)
    asking = Asking(provider, cancel)
    assert answer.holding.wait(PATIENCE_S)
    cancel.set()
    assert isinstance(asking.end(), Stopped)
    assert h2o_server.log[1:] == ["message", "stop", "gone"] or h2o_server.log[1:] == ["message", "stop"]


def test_stop_before_the_first_token(provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken) -> None:
    answer = Answer(hold=0)
    h2o_server.answers.append(answer)
    asking = Asking(provider, cancel)
    assert answer.holding.wait(PATIENCE_S)
    cancel.set()
    assert isinstance(asking.end(), Stopped)
    assert "stop" in h2o_server.log


def test_stop_ends_although_the_server_does_not_answer_it(
    provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken
) -> None:
    h2o_server.stop_hangs = True
    answer = Answer(hold=2)
    h2o_server.answers.append(answer)
    asking = Asking(provider, cancel)
    assert answer.holding.wait(PATIENCE_S)
    cancel.set()
    assert isinstance(asking.end(), Stopped)


def test_after_a_stop_the_twin_goes_on_when_the_server_has_stored_the_answer(
    provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken
) -> None:
    answer = Answer(hold=2)
    h2o_server.answers.append(answer)
    asking = Asking(provider, cancel)
    assert answer.holding.wait(PATIENCE_S)
    cancel.set()
    asking.end()
    (stored,) = h2o_server.conversations.values()
    wait_until(lambda: bool(stored.messages))
    messages = (
        ChatMessage(Role.USER, "Count", "m1"),
        ChatMessage(Role.ASSISTANT, "It is", "r1"),
        ChatMessage(Role.USER, "Go on", "m2"),
    )
    assert isinstance(Asking(provider, CancelToken(), messages).end(), Finished)
    assert h2o_server.messages()[-1]["inputs"] == "Go on"
    assert len(h2o_server.conversations) == 1


def test_after_a_stop_a_new_twin_begins_when_the_server_has_not_stored_the_answer(
    provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken
) -> None:
    h2o_server.stores = False
    answer = Answer(hold=2)
    h2o_server.answers.append(answer)
    asking = Asking(provider, cancel)
    assert answer.holding.wait(PATIENCE_S)
    cancel.set()
    asking.end()
    messages = (
        ChatMessage(Role.USER, "Count", "m1"),
        ChatMessage(Role.ASSISTANT, "It is", "r1"),
        ChatMessage(Role.USER, "Go on", "m2"),
    )
    assert isinstance(Asking(provider, CancelToken(), messages).end(), Finished)
    assert "assistant: It is" in h2o_server.messages()[-1]["inputs"]


def wait_until(condition: object) -> None:
    assert callable(condition)
    for _ in range(int(PATIENCE_S * 100)):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not happen")


def test_stop_while_the_conversation_is_being_made(cancel: CancelToken) -> None:
    reached = threading.Event()

    def silent(request: Received, connection: Connection) -> bool:
        reached.set()
        connection.wait_until_gone()
        return False

    with SocketServer(silent) as server:
        provider = H2OProvider(server.url)
        asking = Asking(provider, cancel)
        assert reached.wait(PATIENCE_S)
        cancel.set()
        assert isinstance(asking.end(), Stopped)
        provider.close()


def test_a_caller_that_stops_reading_stops_the_server_too(provider: H2OProvider, h2o_server: H2OServer) -> None:
    h2o_server.answers.append(Answer(hold=1))
    request = ChatRequest("falcon-40b", (ChatMessage(Role.USER, "Count"),), {}, "conversation")
    events = provider.stream(request, CancelToken())
    assert isinstance(next(events), Started)
    assert isinstance(next(events), Delta)
    events.close()  # type: ignore[attr-defined]
    assert h2o_server.log[1:3] == ["message", "stop"]


def test_a_turn_that_was_stopped_before_it_began_sends_nothing(
    provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken
) -> None:
    cancel.set()
    request = ChatRequest("falcon-40b", (ChatMessage(Role.USER, "Count"),))
    with pytest.raises(Cancelled):
        list(provider.stream(request, cancel))
    assert h2o_server.received == []


# --- deleting


def test_forgetting_a_conversation_deletes_all_its_twins(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    talk.messages.clear()
    talk.say("another one")
    assert len(h2o_server.conversations) == 2
    talk.provider.forget(talk.name)
    assert h2o_server.conversations == {}
    talk.provider.forget(talk.name)
    talk.provider.forget("never heard of")


def test_closing_deletes_what_is_kept_on_the_server(h2o_server: H2OServer) -> None:
    provider = H2OProvider(h2o_server.url)
    Talk(provider, "first").say("a")
    Talk(provider, "second").say("b")
    provider.close()
    assert h2o_server.conversations == {}
    provider.close()
    assert h2o_server.log.count("delete all") == 1


def test_a_turn_without_a_conversation_leaves_nothing_behind(h2o_server: H2OServer) -> None:
    provider = H2OProvider(h2o_server.url)
    list(provider.stream(ChatRequest("falcon-40b", (ChatMessage(Role.USER, "Hi"),)), CancelToken()))
    list(provider.stream(ChatRequest("falcon-40b", (ChatMessage(Role.USER, "Hi"),)), CancelToken()))
    assert len(h2o_server.conversations) == 2
    provider.close()
    assert h2o_server.conversations == {}


def test_deleting_on_a_server_that_is_gone_is_no_fault() -> None:
    with H2OServer() as server:
        provider = H2OProvider(server.url)
        Talk(provider).say("one")
    provider.forget("conversation")
    provider.close()


# --- the session


def test_conversations_are_shared_only_when_the_person_says_so(h2o_server: H2OServer) -> None:
    for share, field in ((False, ""), (True, "true")):
        provider = H2OProvider(h2o_server.url, share_with_authors=share)
        Talk(provider).say("one")
        assert h2o_server.settings()["shareConversationsWithModelAuthors"] == field
        provider.close()


def test_the_settings_name_the_model_that_was_asked_for(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one", "llama-13b")
    assert h2o_server.settings()["activeModel"] == models["llama-13b"]


def test_a_server_that_knows_its_own_address_gets_it_as_referer() -> None:
    with H2OServer() as server:
        server.origin = server.url
        provider = H2OProvider(server.url)
        assert Talk(provider).say("one") == FINE
        assert [path for path in server.paths() if path == "POST /settings"] == ["POST /settings"]
        provider.close()


def test_a_server_under_another_name_says_so() -> None:
    with H2OServer(origin="https://chat.example.org") as server:
        provider = H2OProvider(server.url)
        with pytest.raises(NotAllowed, match="Invalid referer"):
            Talk(provider).say("one")
        provider.close()


def test_a_server_that_keeps_no_session_says_what_to_do() -> None:
    def forgetful(request: Received, connection: Connection) -> None:
        if request.target == "/settings":
            connection.reply(200, "{}")
        else:
            connection.reply(405, '{"error":"You need to accept the welcome modal first"}')

    with SocketServer(forgetful) as server:
        provider = H2OProvider(server.url)
        with pytest.raises(NotAllowed, match="https://"):
            Talk(provider).say("one")
        provider.close()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"conversationId": ""}', '{"conversationId": 5}', "<html>"])
def test_a_new_conversation_without_an_id_is_a_protocol_error(body: str) -> None:
    with SocketServer(lambda _, connection: connection.reply(200, body)) as server:
        provider = H2OProvider(server.url)
        with pytest.raises(ProtocolError):
            Talk(provider).say("one")
        provider.close()


def answering(content_type: str, body: str) -> SocketServer:
    """A server that answers every message with this."""

    def answer(request: Received, connection: Connection) -> None:
        if request.target.endswith("/abc"):
            connection.reply(200, body, content_type)
        else:
            connection.reply(200, '{"conversationId": "abc"}')

    return SocketServer(answer)


def test_a_server_that_does_not_stream_is_understood() -> None:
    with answering("application/json", '[{"generated_text": " Whole."}]') as server:
        provider = H2OProvider(server.url)
        assert Talk(provider).say("one") == "Whole."
        provider.close()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", "no json"),
        ("application/json", "[]"),
        ("text/html", "<html>data: something</html>"),
        ("text/event-stream", '{"type":"status","status":"started"}\n{"type":"stream","token":"Hi"}\n'),
        ("text/event-stream", "data: nonsense\n\n"),
    ],
)
def test_an_answer_of_another_form_is_a_protocol_error(content_type: str, body: str) -> None:
    with answering(content_type, body) as server:
        provider = H2OProvider(server.url)
        with pytest.raises(ProtocolError):
            Talk(provider).say("one")
        provider.close()


@pytest.mark.parametrize("body", ["", ": only a comment\n\n", 'data: {"token": {"te', "event: end\n\n"])
def test_a_stream_without_its_end_is_cut(body: str) -> None:
    with answering("text/event-stream", body) as server:
        provider = H2OProvider(server.url)
        with pytest.raises(StreamCut):
            Talk(provider).say("one")
        provider.close()


def test_the_last_event_may_lack_its_blank_line() -> None:
    event = 'data: {"token": {"text": "</s>", "special": true}, "generated_text": " Hi"}'
    with answering("text/event-stream", event) as server:
        provider = H2OProvider(server.url)
        assert Talk(provider).say("one") == "Hi"
        provider.close()


def test_an_error_in_the_last_event_is_told() -> None:
    with answering("text/event-stream", 'data: {"error": "out of memory", "error_type": "generation"}') as server:
        provider = H2OProvider(server.url)
        with pytest.raises(ServerError, match="out of memory"):
            Talk(provider).say("one")
        provider.close()


def test_text_that_was_held_back_is_not_lost_when_the_stream_breaks(h2o_server: H2OServer, talk: Talk) -> None:
    h2o_server.answers.append(Answer(tokens=["a <", "|pro", "x"], cut_after=2))
    request = ChatRequest("falcon-40b", (ChatMessage(Role.USER, "Hi"),), {}, "c")
    text = ""
    with pytest.raises(StreamCut) as caught:  # noqa: PT012 - the text before the error matters too
        for event in talk.provider.stream(request, CancelToken()):
            text += event.text if isinstance(event, Delta) else ""
    assert text == "a <|pro"
    assert caught.value.partial_text == "a <|pro"


def test_a_server_that_falls_silent_is_unanswered(h2o_server: H2OServer) -> None:
    h2o_server.answers.append(Answer(hold=2))
    provider = H2OProvider(h2o_server.url, timeout_s=0.2)
    with pytest.raises(Unanswered) as caught:
        Talk(provider).say("one")
    assert caught.value.partial_text.strip() == "It is"
    provider.close()


# --- models and input


def test_the_three_models_are_listed_by_their_short_names(provider: H2OProvider, cancel: CancelToken) -> None:
    found = provider.list_models(cancel)
    assert [(info.name, info.id) for info in found] == [
        (name, models[name]) for name in ("falcon-40b", "falcon-7b", "llama-13b")
    ]
    assert {info.context_tokens for info in found} == {2048}


def test_only_models_that_the_server_has_are_listed_and_others_too(cancel: CancelToken) -> None:
    with H2OServer(models=[MODELS[1], "h2oai/h2ogpt-newer"]) as server:
        provider = H2OProvider(server.url)
        assert [info.name for info in provider.list_models(cancel)] == ["falcon-7b", "h2ogpt-newer"]
        assert Talk(provider).say("one", "h2oai/h2ogpt-newer") == FINE
        provider.close()


def test_listing_the_models_of_a_server_that_is_not_there(cancel: CancelToken) -> None:
    with H2OServer() as server:
        gone = server.url
    with pytest.raises(Unreachable):
        H2OProvider(gone).list_models(cancel)


@pytest.mark.parametrize(("status", "kind"), [(200, ProtocolError), (401, NotAllowed), (503, ServerError)])
def test_listing_the_models_of_something_else(status: int, kind: type[DesktopError], cancel: CancelToken) -> None:
    with SocketServer(lambda _, connection: connection.reply(status, "<html></html>", "text/html")) as server:
        provider = H2OProvider(server.url)
        with pytest.raises(kind):
            provider.list_models(cancel)
        provider.close()


@pytest.mark.parametrize("name", ["gpt-4", "", "falcon", "h2oai/unknown"])
def test_an_unknown_model_names_the_known_ones(talk: Talk, name: str) -> None:
    with pytest.raises(UnknownModel, match="falcon-7b, falcon-40b, llama-13b"):
        talk.say("one", name)


def test_full_ids_are_taken_beside_short_names(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one", models["falcon-7b"])
    assert h2o_server.settings()["activeModel"] == models["falcon-7b"]


@pytest.mark.parametrize("messages", [(), (ChatMessage(Role.USER, " \n"),)])
def test_an_empty_prompt_is_refused(provider: H2OProvider, messages: tuple[ChatMessage, ...]) -> None:
    with pytest.raises(InputError, match="empty"):
        list(provider.stream(ChatRequest("falcon-40b", messages), CancelToken()))
