"""A request as it is shown is the one that is sent, holds no secret, and runs when it is copied."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from typing import Any

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import DesktopError, Unreachable
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Started
from h2o_desktop.core.request_scripts import as_curl, as_json, as_python
from h2o_desktop.core.wire_request import HIDDEN, WireRequest
from h2o_desktop.providers.h2o import H2OProvider, models
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from tests.fakes.h2o_server import Answer, H2OServer
from tests.fakes.openai_server import MODEL, OpenAIServer, Reply, said
from tests.fakes.running_scripts import KEY, run_python, run_shell
from tests.fakes.socket_server import Received

NASTY = (
    'It\'s "quoted" $HOME `id` \\n !! %s \u2028 <|im_end|>\nEND_OF_BODY\n\'\'\'""" Größe 猫 \U0001f600 \x07\r\n\tend\\'
)
WISHES: dict[str, ParameterValue] = {
    "temperature": 0.7,
    "top_p": 0.9,
    "seed": 7,
    "max_new_tokens": 30,
    "stop": "Human:\n\\n\\n",
    "truncate": 2000,
    "do_sample": True,
    "repetition_penalty": 1.1,
    "return_full_text": False,
}
HAS_CURL = pytest.mark.skipif(shutil.which("curl") is None or shutil.which("sh") is None, reason="no curl here")


def question(text: str = NASTY, model: str = MODEL, requested: dict[str, ParameterValue] | None = None) -> ChatRequest:
    messages = (ChatMessage(Role.SYSTEM, "Be brief; don't."), ChatMessage(Role.USER, text, "m1"))
    return ChatRequest(model, messages, WISHES if requested is None else requested)


def sent_for(provider: OpenAICompatibleProvider | H2OProvider, request: ChatRequest) -> WireRequest:
    """What the provider says that it sent."""
    started = [event for event in provider.stream(request, CancelToken()) if isinstance(event, Started)][-1]
    assert started.request is not None
    return started.request


def headers_of(received: Received) -> dict[str, str]:
    return {name.lower(): value for name, value in received.headers.items()}


def shown_headers(request: WireRequest) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers}


def chats(server: OpenAIServer) -> list[Received]:
    return [one for one in server.received if one.target.endswith("/chat/completions")]


@pytest.mark.parametrize("dialect", [dialect for dialect in DIALECTS if dialect not in {"h2o", "llama.cpp"}])
def test_what_is_shown_is_what_is_sent(dialect: str) -> None:
    with OpenAIServer(said("Hello")) as server:
        provider = OpenAICompatibleProvider(server.url, api_key=KEY, dialect=dialect)
        before = provider.describe(question(), CancelToken())
        assert chats(server) == []
        sent = sent_for(provider, question())
        provider.close()
    received = chats(server)[0]
    assert sent == before
    assert sent.method == received.method
    assert sent.url == server.url + received.target
    assert sent.body == received.json()
    assert {**headers_of(received), "authorization": f"Bearer {HIDDEN}"} == shown_headers(sent)
    assert KEY not in repr(sent)


def test_a_key_in_the_conversation_is_not_shown_either() -> None:
    with OpenAIServer(said("Hello")) as server:
        provider = OpenAICompatibleProvider(server.url, api_key=KEY)
        shown = provider.describe(question(f"Is {KEY} a good key?"), CancelToken())
        provider.close()
    assert KEY not in as_json(shown) + as_curl(shown) + as_python(shown)
    assert f"Is {HIDDEN} a good key?" in as_json(shown)


def test_a_short_key_hides_no_ordinary_words() -> None:
    provider = OpenAICompatibleProvider("http://127.0.0.1:9", api_key="no")
    shown = provider.describe(question("nothing now"), CancelToken())
    provider.close()
    assert json.loads(as_json(shown))["body"]["messages"][1]["content"] == "nothing now"
    assert shown_headers(shown)["authorization"] == f"Bearer {HIDDEN}"


def test_what_a_refusal_took_away_is_not_shown() -> None:
    refusal = Reply(400, {"error": {"message": "Unsupported parameter: 'seed'", "param": "seed"}})
    with OpenAIServer(refusal, said("Hello")) as server:
        provider = OpenAICompatibleProvider(server.url)
        sent = sent_for(provider, question())
        again = provider.describe(question(), CancelToken())
        provider.close()
    assert "seed" not in sent.body
    assert sent == again
    assert sent.body == chats(server)[1].json()


def test_a_refused_request_is_told_with_the_error() -> None:
    with OpenAIServer(Reply(401, {"error": {"message": "no"}})) as server:
        provider = OpenAICompatibleProvider(server.url)
        with pytest.raises(DesktopError) as caught:
            list(provider.stream(question(), CancelToken()))
        provider.close()
    assert caught.value.request is not None
    assert caught.value.request.body == chats(server)[0].json()


def test_a_server_that_is_away_is_described_all_the_same() -> None:
    provider = OpenAICompatibleProvider("http://127.0.0.1:9", dialect="llama.cpp")
    long = question("word " * 4000)
    with pytest.raises(Unreachable):
        list(provider.stream(long, CancelToken()))
    shown = provider.describe(long, CancelToken())
    provider.close()
    assert shown.body["messages"][-1]["content"].startswith("word")  # type: ignore[index]


def bodies(server: OpenAIServer) -> list[dict[str, Any]]:
    return [one.json() for one in chats(server)]


@HAS_CURL
def test_the_copied_curl_asks_the_same() -> None:
    with OpenAIServer(said("Hello ", "there")) as server:
        provider = OpenAICompatibleProvider(server.url, api_key=KEY)
        sent = sent_for(provider, question())
        provider.close()
        printed = run_shell(as_curl(sent))
    assert bodies(server)[0] == bodies(server)[1]
    assert headers_of(chats(server)[1])["authorization"] == f"Bearer {KEY}"
    assert headers_of(chats(server)[1])["content-type"] == "application/json"
    assert '"content": "there"' in printed
    assert KEY not in as_curl(sent)


def test_the_copied_python_asks_the_same() -> None:
    with OpenAIServer(said("Hello ", "there")) as server:
        provider = OpenAICompatibleProvider(server.url, api_key=KEY)
        sent = sent_for(provider, question())
        provider.close()
        printed = run_python(as_python(sent))
    assert bodies(server)[0] == bodies(server)[1]
    assert headers_of(chats(server)[1])["authorization"] == f"Bearer {KEY}"
    assert printed == "Hello there\n"
    assert KEY not in as_python(sent)


def test_half_a_letter_can_be_copied() -> None:
    with OpenAIServer(said("Hello")) as server:
        provider = OpenAICompatibleProvider(server.url)
        sent = sent_for(provider, question("half \ud83d"))
        provider.close()
        run_python(as_python(sent))
        as_curl(sent).encode()
    assert bodies(server)[0] == bodies(server)[1]


def asked_parameters(server: H2OServer) -> list[Mapping[str, object]]:
    return [message["parameters"] for message in server.messages()]


def test_the_service_is_shown_what_it_is_sent() -> None:
    with H2OServer() as server:
        provider = H2OProvider(server.url)
        planned = provider.describe(question(model="falcon-7b"), CancelToken())
        sent = sent_for(provider, question(model="falcon-7b"))
        provider.close()
    received = next(one for one in server.received if b'"inputs"' in one.body)
    assert not planned.address_known
    assert sent.address_known
    assert sent.body == received.json()
    assert sent.url == server.url + received.target
    hidden = {name: HIDDEN if name == "cookie" else value for name, value in headers_of(received).items()}
    assert shown_headers(sent) == hidden
    assert planned.body["parameters"] == sent.body["parameters"]
    assert planned.body["inputs"] == sent.body["inputs"]


def test_the_second_turn_of_the_service_is_shown_in_its_conversation() -> None:
    with H2OServer() as server:
        provider = H2OProvider(server.url)
        first = ChatRequest("falcon-7b", (ChatMessage(Role.USER, "One", "m1"),), WISHES, "c", "r1")
        sent_for(provider, first)
        answer = ChatMessage(Role.ASSISTANT, "It is fine.", "r1")
        second = ChatRequest("falcon-7b", (*first.messages, answer, ChatMessage(Role.USER, "Two", "m2")), {}, "c", "r2")
        planned = provider.describe(second, CancelToken())
        sent = sent_for(provider, second)
        provider.close()
    assert planned.url == sent.url
    assert planned.body["inputs"] == sent.body["inputs"] == "Two"
    assert sent.call is not None
    assert "One" in str(sent.call.body["inputs"])


def test_the_request_of_a_lost_conversation_is_the_last_one() -> None:
    with H2OServer() as server:
        provider = H2OProvider(server.url)
        first = ChatRequest("falcon-7b", (ChatMessage(Role.USER, "One", "m1"),), WISHES, "c", "r1")
        sent_for(provider, first)
        server.forget_sessions()
        answer = ChatMessage(Role.ASSISTANT, "It is fine.", "r1")
        second = ChatRequest("falcon-7b", (*first.messages, answer, ChatMessage(Role.USER, "Two", "m2")), {}, "c", "r2")
        sent = sent_for(provider, second)
        provider.close()
    assert sent.body == server.messages()[-1]


def test_a_message_that_the_service_refuses_is_told_with_the_error() -> None:
    with H2OServer() as server:
        server.answers.append(Answer(status=422, body='{"error":"no"}'))
        provider = H2OProvider(server.url)
        with pytest.raises(DesktopError) as caught:
            list(provider.stream(question(model="falcon-7b"), CancelToken()))
        provider.close()
    assert caught.value.request is not None
    assert caught.value.request.body == server.messages()[-1]


@HAS_CURL
def test_the_copied_curl_asks_the_service_the_same() -> None:
    with H2OServer() as server:
        provider = H2OProvider(server.url)
        sent = sent_for(provider, question(model="falcon-7b"))
        provider.close()
        printed = run_shell(as_curl(sent))
    assert server.messages()[0] == server.messages()[1]
    assert "It is fine." in printed
    assert [one.json()["model"] for one in server.received if one.target == "/conversation"] == [
        models["falcon-7b"]
    ] * 2
    assert server.settings()["shareConversationsWithModelAuthors"] == ""


@pytest.mark.parametrize("wish", [{}, {"do_sample": False}, {"temperature": 0.0}, {"top_k": 40, "typical_p": 1.0}])
def test_the_copied_python_asks_the_service_the_same(wish: dict[str, ParameterValue]) -> None:
    request = question(model="falcon-7b", requested={**WISHES, **wish})
    with H2OServer() as server:
        provider = H2OProvider(server.url)
        sent = sent_for(provider, request)
        provider.close()
        program = as_python(sent)
        server.origin = server.url
        printed = run_python(program)
    assert "_create_completion" in program
    assert asked_parameters(server)[0] == asked_parameters(server)[1]
    assert server.messages()[0]["inputs"] == server.messages()[1]["inputs"]
    assert printed.strip() == "It is fine."


def test_a_completion_that_begins_with_tokens_can_be_copied_too() -> None:
    pieces = [b'data: {"content": "Hello "}\n\n', b'data: {"content": "there", "stop": true}\n\n']
    with OpenAIServer(Reply(pieces=pieces)) as server:
        body = {"prompt": [1, 2], "temperature": 0.5, "n_probs": 5, "stream": True}
        program = as_python(WireRequest("POST", f"{server.url}/completion", (("Accept", "text/event-stream"),), body))
        assert run_python(program) == "Hello there\n"
        assert server.received[-1].json() == body
