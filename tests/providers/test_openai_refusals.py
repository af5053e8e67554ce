"""What happens when an OpenAI-compatible server says no."""

from __future__ import annotations

import json

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import (
    DesktopError,
    ModelGone,
    NotAllowed,
    RateLimited,
    RequestRefused,
    ServerError,
)
from h2o_desktop.core.provider import ChatRequest, Started
from h2o_desktop.providers import http_refusals
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from h2o_desktop.providers.openai_refusals import refused_field
from h2o_desktop.providers.openai_request import body_of
from tests.fakes.openai_asking import PLAIN, asked, failing, text_of
from tests.fakes.openai_server import MODEL, OpenAIServer, Reply, said


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, {"error": {"message": "Incorrect API key", "type": "auth"}}, NotAllowed),
        (401, {"detail": "Unauthorized"}, NotAllowed),
        (429, {"error": "rate limit exceeded"}, RateLimited),
        (400, {"error": {"message": "the request exceeds the available context size"}}, RequestRefused),
        (422, {"detail": [{"loc": ["body", "messages"], "msg": "bad"}]}, RequestRefused),
        (500, {"object": "error", "message": "it broke"}, ServerError),
        (404, {"error": {"message": f"model {MODEL} not found"}}, ModelGone),
    ],
)
def test_refusals_become_errors_with_the_servers_words(status: int, body: object, kind: type[DesktopError]) -> None:
    with OpenAIServer(Reply(status=status, body=body)) as server:
        error = failing(server)
    assert isinstance(error, kind)
    assert str(error.summary)
    assert str(error.hint)


def test_a_refused_field_is_left_out_once_and_for_all() -> None:
    refusal = Reply(status=400, body={"error": {"message": "Unrecognized request argument: seed"}})
    with OpenAIServer(refusal, said("one"), said("two")) as server:
        provider = OpenAICompatibleProvider(server.url)
        request = ChatRequest(MODEL, PLAIN, {"seed": 5, "temperature": 0.5})
        first = list(provider.stream(request, CancelToken()))
        second = list(provider.stream(request, CancelToken()))
        provider.close()
    assert (text_of(first), text_of(second)) == ("one", "two")
    assert ["seed" in body for body in server.chats] == [True, False, False]
    started = second[0]
    assert isinstance(started, Started)
    assert started.sent == {"temperature": 0.5}


def test_stream_options_are_left_out_when_they_are_refused() -> None:
    refusal = Reply(status=422, body={"detail": "stream_options: extra fields not permitted"})
    with OpenAIServer(refusal, said("ok")) as server:
        assert text_of(asked(server)) == "ok"
    assert ["stream_options" in body for body in server.chats] == [True, False]


def test_a_refusal_that_names_no_field_is_not_asked_again() -> None:
    with OpenAIServer(Reply(status=400, body={"error": "bad request"})) as server:
        assert isinstance(failing(server), RequestRefused)
    assert len(server.chats) == 1


REFUSALS: dict[str, tuple[object, str]] = {
    "param": ({"error": {"message": "No.", "param": "seed", "code": "unknown_parameter"}}, "seed"),
    "param with a path": ({"error": {"message": "No.", "param": "stream_options.include_usage"}}, "stream_options"),
    "param beside": ({"object": "error", "message": "No.", "param": "top_p", "code": 400}, "top_p"),
    "loc": ({"detail": [{"loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]}, "seed"),
    "a text": ({"error": "Unrecognized request argument supplied: seed"}, "seed"),
    "the first of several": ({"error": {"message": "top_p is unknown. Known are temperature and seed."}}, "top_p"),
    "plain": ("unexpected field: seed", "seed"),
    "a list": (["seed is unknown"], "seed"),
    "nothing": ({"error": {"message": "Bad request"}}, ""),
    "a longer name": ({"error": {"message": "seed_value is unknown"}}, ""),
    "a needed field": ({"error": {"message": "No.", "param": "messages"}}, ""),
    "loc of no kind": ({"detail": ["x", {"loc": 5, "msg": "No."}, {"loc": [0], "msg": "No."}]}, ""),
    "the request said again": (
        {"detail": [{"loc": ["body", "tools"], "msg": "missing", "input": {"seed": 1, "top_p": 1}}]},
        "",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_the_field_that_a_refusal_names(name: str) -> None:
    document, field = REFUSALS[name]
    body = document if isinstance(document, str) else json.dumps(document)
    request = body_of(MODEL, PLAIN, {"temperature": 0.5, "top_p": 0.9, "seed": 5})
    assert refused_field(request, http_refusals.Reply(400, {}, body.encode())) == field


def test_several_fields_are_left_out_one_after_the_other() -> None:
    replies = [
        Reply(status=400, body={"error": {"message": f"Unsupported parameter: {name}", "param": name}})
        for name in ("seed", "top_p")
    ]
    with OpenAIServer(*replies, said("ok")) as server:
        events = asked(server, requested={"seed": 5, "top_p": 0.9, "temperature": 0.5})
    assert text_of(events) == "ok"
    assert events[0] == Started({"temperature": 0.5})


def test_a_server_that_refuses_everything_is_not_asked_forever() -> None:
    refusal = Reply(status=400, body={"error": "temperature, top_p, seed, max_tokens, stream_options: not supported"})
    with OpenAIServer(refusal) as server, pytest.raises(RequestRefused):
        asked(server, requested={"seed": 5, "top_p": 0.9, "temperature": 0.5, "max_new_tokens": 5})
    assert len(server.chats) == 5


def test_the_other_name_of_the_limit_is_used_when_the_server_asks_for_it() -> None:
    words = "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
    refusal = Reply(status=400, body={"error": {"message": words, "param": "max_tokens"}})
    with OpenAIServer(refusal, said("ok")) as server:
        provider = OpenAICompatibleProvider(server.url)
        request = ChatRequest(MODEL, PLAIN, {"max_new_tokens": 100})
        started = [next(iter(provider.stream(request, CancelToken()))) for _ in range(2)]
        list(provider.stream(ChatRequest("another", PLAIN, {"max_new_tokens": 100}), CancelToken()))
        provider.close()
    assert started == [Started({"max_completion_tokens": 100})] * 2
    assert server.chats[-1]["max_tokens"] == 100


def test_a_value_that_is_refused_is_left_out_that_time_alone() -> None:
    words = "temperature must be less than or equal to 1"
    refusal = Reply(status=422, body={"detail": [{"loc": ["body", "temperature"], "msg": words}]})
    with OpenAIServer(refusal, said("one"), said("two")) as server:
        provider = OpenAICompatibleProvider(server.url)
        for temperature in (2.0, 0.5):
            list(provider.stream(ChatRequest(MODEL, PLAIN, {"temperature": temperature}), CancelToken()))
        provider.close()
    assert [body.get("temperature") for body in server.chats] == [2.0, None, 0.5]
