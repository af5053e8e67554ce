from __future__ import annotations

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import (
    NotAllowed,
    ProtocolError,
    ServerError,
    StreamCut,
    Unanswered,
)
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta
from h2o_desktop.providers.h2o import H2OProvider, models
from tests.fakes.h2o_server import Answer, H2OServer
from tests.fakes.h2o_talk import Talk
from tests.fakes.socket_server import Connection, Received, SocketServer

FINE = "It is fine."


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
