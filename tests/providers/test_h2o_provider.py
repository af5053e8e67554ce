from __future__ import annotations

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import (
    DesktopError,
    InputError,
    ModelGone,
    NotAllowed,
    ProtocolError,
    ServerError,
    StreamCut,
    UnknownModel,
    Unreachable,
)
from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Finished, Provider, Started, Told
from h2o_desktop.core.tokens import TokenTable
from h2o_desktop.providers.h2o import H2OProvider, models
from tests.fakes.h2o_server import MODELS, Answer, H2OServer
from tests.fakes.h2o_talk import Talk
from tests.fakes.socket_server import SocketServer

FINE = "It is fine."


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


def test_how_likely_the_tokens_were_is_told_where_it_is_wanted(
    provider: H2OProvider, cancel: CancelToken, h2o_server: H2OServer
) -> None:
    question = (ChatMessage(Role.USER, "Hi"),)
    events = list(provider.stream(ChatRequest("falcon-40b", question, {}, "c", probabilities=True), cancel))
    records = b"".join(event.records for event in events if isinstance(event, Told))
    assert [token.piece for token in TokenTable(records)] == [b"It", b" is", b" fine", b"."]
    again = list(provider.stream(ChatRequest("falcon-40b", question, {}, "d"), cancel))
    assert not any(isinstance(event, Told) for event in again)
    assert "logprobs" not in h2o_server.messages()[0]["parameters"]


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


def test_the_space_before_the_first_word_is_no_part_of_the_answer(talk: Talk, h2o_server: H2OServer) -> None:
    h2o_server.answers.append(Answer(tokens=[" ", " ", "Hi", " there "]))
    assert talk.say("one") == "Hi there "


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


def test_a_page_that_cannot_be_read_tells_nothing_of_what_was_stored(talk: Talk, h2o_server: H2OServer) -> None:
    talk.say("one")
    h2o_server.answers.append(Answer(cut_after=2))
    with pytest.raises(StreamCut):
        talk.say("two")
    h2o_server.pages_are_broken = True
    assert talk.again() == FINE
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


def test_an_address_that_is_none_is_refused_when_it_is_used(cancel: CancelToken) -> None:
    provider = H2OProvider("http://[bad")
    with pytest.raises(InputError):
        provider.list_models(cancel)


@pytest.mark.parametrize("messages", [(), (ChatMessage(Role.USER, " \n"),)])
def test_an_empty_prompt_is_refused(provider: H2OProvider, messages: tuple[ChatMessage, ...]) -> None:
    with pytest.raises(InputError, match="empty"):
        list(provider.stream(ChatRequest("falcon-40b", messages), CancelToken()))
