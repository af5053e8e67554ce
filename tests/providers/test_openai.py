"""OpenAI-compatible servers: streams in every dialect, refusals, breaks, and what exactly is sent."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role, Usage
from h2o_desktop.core.errors import (
    Cancelled,
    DesktopError,
    ModelGone,
    NotAllowed,
    ProtocolError,
    RateLimited,
    RequestRefused,
    ServerError,
    StreamCut,
)
from h2o_desktop.core.parameters import DEFAULTS, ParameterValue
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Finished, ModelInfo, Started, StreamEvent
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from tests.fakes.openai_server import DONE, MODEL, OpenAIServer, Pages, Reply, event, said, usage_event

PLAIN = (ChatMessage(Role.USER, "Hello"),)


def asked(
    server: OpenAIServer,
    *,
    dialect: str = "openai",
    messages: Sequence[ChatMessage] = PLAIN,
    requested: dict[str, ParameterValue] | None = None,
) -> list[StreamEvent]:
    """The events of one request to the server."""
    provider = OpenAICompatibleProvider(server.url, dialect=dialect)
    request = ChatRequest(MODEL, tuple(messages), requested or {})
    try:
        return list(provider.stream(request, CancelToken()))
    finally:
        provider.close()


def text_of(events: Sequence[StreamEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


def last(events: Sequence[StreamEvent]) -> Finished:
    assert isinstance(events[-1], Finished)
    assert sum(isinstance(event, Finished) for event in events) == 1
    return events[-1]


def test_a_usual_answer() -> None:
    with OpenAIServer(said("Hel", "lo")) as server:
        events = asked(server)
    assert isinstance(events[0], Started)
    assert text_of(events) == "Hello"
    assert last(events) == Finished("stop", Usage(7, 2))
    assert sum(event.tokens for event in events if isinstance(event, Delta)) == 2


def test_what_is_sent_is_what_the_dialect_takes_and_nothing_else() -> None:
    requested: dict[str, ParameterValue] = {**DEFAULTS, "top_k": 40, "top_p": 0.9, "seed": 7}
    with OpenAIServer(said("x")) as server:
        events = asked(server, requested=requested)
        asked(server, dialect="llama.cpp", requested=requested)
    common = {"model", "messages", "stream", "stream_options"}
    plain, llama = server.chats
    assert {key: value for key, value in plain.items() if key not in common} == {
        "temperature": 0.4,
        "top_p": 0.9,
        "max_tokens": 1024,
        "seed": 7,
    }
    assert {key: value for key, value in llama.items() if key not in common} == {
        "temperature": 0.4,
        "top_p": 0.9,
        "top_k": 40,
        "repeat_penalty": 1.2,
        "max_tokens": 1024,
        "seed": 7,
    }
    assert plain["messages"] == [{"role": "user", "content": "Hello"}]
    started = events[0]
    assert isinstance(started, Started)
    assert started.sent == {key: value for key, value in plain.items() if key not in common}


def test_greedy_is_temperature_zero_without_samplers() -> None:
    with OpenAIServer(said("x")) as server:
        asked(server, dialect="llama.cpp", requested={**DEFAULTS, "do_sample": False, "top_k": 40, "top_p": 0.5})
    body = server.chats[0]
    assert body["temperature"] == 0
    assert "top_k" not in body
    assert "top_p" not in body


@pytest.mark.parametrize("suffix", ["", "/", "/v1", "/v1/"])
def test_the_address_may_end_in_v1(suffix: str) -> None:
    with OpenAIServer(said("ok")) as server:
        provider = OpenAICompatibleProvider(server.url + suffix)
        events = list(provider.stream(ChatRequest(MODEL, PLAIN), CancelToken()))
        provider.close()
    assert text_of(events) == "ok"
    assert server.received[0].target == "/v1/chat/completions"


def test_the_key_rides_in_the_header() -> None:
    with OpenAIServer(said("ok")) as server:
        provider = OpenAICompatibleProvider(server.url, api_key="sesame")
        list(provider.stream(ChatRequest(MODEL, PLAIN), CancelToken()))
        provider.close()
    assert server.received[0].headers["authorization"] == "Bearer sesame"


ODD_STREAMS = {
    "no [DONE]": [event("a"), event("b", finish_reason="stop")],
    "no finish reason": [event("a"), event("b"), DONE],
    "usage in a chunk with text": [event("a", usage={"prompt_tokens": 1, "completion_tokens": 2}), event("b"), DONE],
    "null content": [event(delta={"role": "assistant", "content": None}), event("ab"), DONE],
    "empty choices and no choices": [b'data: {"choices":[]}\n\n', b"data: {}\n\n", event("ab"), DONE],
    "choices that are none": [
        b'data: {"choices":[null]}\n\n',
        b'data: {"choices":[{"delta":[]}]}\n\n',
        event("ab"),
        DONE,
    ],
    "CRLF and comments": [
        b": ping - now\r\n\r\n",
        event("a").replace(b"\n", b"\r\n"),
        event("b").replace(b"\n", b"\r\n"),
        DONE,
    ],
    "no space after the colon": [event("ab").replace(b"data: ", b"data:"), DONE],
    "message in place of delta": [b'data: {"choices":[{"message":{"content":"ab"},"finish_reason":"stop"}]}\n\n'],
    "events after [DONE]": [event("ab"), DONE, event("never")],
    "an empty event": [b"data:\n\n", event("ab"), DONE],
}


@pytest.mark.parametrize("name", ODD_STREAMS)
def test_odd_streams_give_the_same_answer(name: str) -> None:
    with OpenAIServer(Reply(pieces=ODD_STREAMS[name])) as server:
        events = asked(server)
    assert text_of(events) == "ab"
    assert last(events).finish_reason == "stop"


@settings(max_examples=25)
@given(st.lists(st.integers(min_value=1, max_value=400), max_size=8))
def test_any_cutting_of_the_bytes_gives_the_same_answer(cuts: list[int]) -> None:
    whole = event("Привет ") + event("😀\u2028 data: x") + event(finish_reason="stop") + usage_event(3, 2) + DONE
    places = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
    pieces = [whole[start:end] for start, end in pairwise(places)]
    with OpenAIServer(Reply(pieces=pieces)) as server:
        events = asked(server)
    assert text_of(events) == "Привет 😀\u2028 data: x"
    assert last(events).usage == Usage(3, 2)


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
def test_reasoning_becomes_text_that_can_be_told_from_the_answer(field: str) -> None:
    pieces = [event(delta={field: "Let me "}), event(delta={field: "see."}), event("42"), event(finish_reason="stop")]
    with OpenAIServer(Reply(pieces=pieces)) as server:
        events = asked(server)
    assert text_of(events) == "<think>\nLet me see.\n</think>\n\n42"


def test_a_thought_without_an_answer_is_closed() -> None:
    with OpenAIServer(Reply(pieces=[event(delta={"reasoning": "Hm."}), event(finish_reason="length")])) as server:
        events = asked(server)
    assert text_of(events) == "<think>\nHm.\n</think>\n\n"
    assert last(events).finish_reason == "length"


def test_a_server_that_does_not_stream() -> None:
    body = {
        "choices": [{"message": {"role": "assistant", "content": "All at once"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 4, "completion_tokens": 3, "text": "much more"},
    }
    with OpenAIServer(Reply(body=body)) as server:
        events = asked(server)
    assert text_of(events) == "All at once"
    assert last(events).usage == Usage(4, 3)


def failing(server: OpenAIServer) -> DesktopError:
    with pytest.raises(DesktopError) as caught:
        asked(server)
    return caught.value


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


def test_an_error_inside_the_stream_keeps_the_text() -> None:
    broken = b'data: {"error":{"message":"out of memory","code":500}}\n\n'
    with OpenAIServer(Reply(pieces=[event("so ") + event("far") + broken])) as server:
        error = failing(server)
    assert isinstance(error, ServerError)
    assert error.partial_text == "so far"
    assert "out of memory" in f"{error.summary} {error.detail}"


def test_text_before_an_error_is_given_as_text() -> None:
    broken = b'data: {"error":"no"}\n\n'
    provider_events: list[StreamEvent] = []
    with OpenAIServer(Reply(pieces=[event("kept") + broken])) as server:
        provider = OpenAICompatibleProvider(server.url)
        with pytest.raises(ServerError):
            collect(provider, provider_events)
        provider.close()
    assert text_of(provider_events) == "kept"


def collect(provider: OpenAICompatibleProvider, seen: list[StreamEvent]) -> None:
    """Collect events into `seen` until the stream ends or fails."""
    stream = provider.stream(ChatRequest(MODEL, PLAIN), CancelToken())
    while (streamed := next(stream, None)) is not None:
        seen.append(streamed)


def test_a_stream_that_ends_without_saying_so_is_cut() -> None:
    with OpenAIServer(Reply(pieces=[event("half an ans")])) as server:
        error = failing(server)
    assert isinstance(error, StreamCut)
    assert error.partial_text == "half an ans"


def test_a_connection_that_breaks_is_cut() -> None:
    with OpenAIServer(Reply(pieces=[event("half")], cut=True)) as server:
        error = failing(server)
    assert isinstance(error, StreamCut)
    assert error.partial_text == "half"


@pytest.mark.parametrize("piece", [b"data: not json\n\n", b"data: [1]\n\n"])
def test_what_is_no_chat_answer_is_said_so(piece: bytes) -> None:
    with OpenAIServer(Reply(pieces=[piece])) as server:
        error = failing(server)
    assert isinstance(error, ProtocolError)


def test_a_body_that_calls_itself_json_and_is_none() -> None:
    with OpenAIServer(Reply(body="{nonsense")) as server:
        assert isinstance(failing(server), ProtocolError)


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


def test_stop_shuts_the_connection_and_the_server_notices() -> None:
    never = threading.Event()
    cancel = CancelToken()
    with OpenAIServer(Reply(pieces=[event("some"), never])) as server:
        provider = OpenAICompatibleProvider(server.url)
        stream = provider.stream(ChatRequest(MODEL, PLAIN), cancel)
        assert isinstance(next(stream), Started)
        assert next(stream) == Delta("some", 1)
        cancel.set()
        with pytest.raises(Cancelled):
            next(stream)
        assert server.client_gone.wait(30)
        provider.close()


def long_talk(turns: int, words: int) -> list[ChatMessage]:
    """A conversation whose messages have that many words each, ending in a prompt."""
    messages = [ChatMessage(Role.SYSTEM, "Be brief.")]
    for number in range(turns):
        messages.append(ChatMessage(Role.USER, f"question{number} " + "word " * words))
        messages.append(ChatMessage(Role.ASSISTANT, f"answer{number} " + "word " * words))
    return [*messages, ChatMessage(Role.USER, "The last question")]


def test_truncate_drops_the_oldest_turns_and_keeps_system_and_prompt() -> None:
    with OpenAIServer(said("ok")) as server:
        asked(server, dialect="llama.cpp", messages=long_talk(10, 50), requested={"truncate": 300})
    sent = server.chats[0]["messages"]
    assert sent[0] == {"role": "system", "content": "Be brief."}
    assert sent[-1]["content"] == "The last question"
    assert sent[1]["role"] == "user"
    assert [message["content"].split()[0] for message in sent[1:-1]] == ["question8", "answer8", "question9", "answer9"]


def test_truncate_estimates_where_no_tokenizer_can_be_asked() -> None:
    with OpenAIServer(said("ok")) as server:
        asked(server, messages=long_talk(10, 50), requested={"truncate": 300})
    assert 2 < len(server.chats[0]["messages"]) < 22
    assert all(request.target != "/tokenize" for request in server.received)


def test_a_short_conversation_is_not_counted_at_all() -> None:
    with OpenAIServer(said("ok")) as server:
        asked(server, dialect="llama.cpp", requested={"truncate": 2048})
    assert [request.target for request in server.received] == ["/v1/chat/completions"]


def test_a_server_that_truncates_itself_gets_everything() -> None:
    with OpenAIServer(said("ok")) as server:
        asked(server, dialect="vllm", messages=long_talk(10, 50), requested={"truncate": 300})
    body = server.chats[0]
    assert len(body["messages"]) == 22
    assert body["truncate_prompt_tokens"] == 300


MODEL_LISTS: dict[str, tuple[object, tuple[ModelInfo, ...]]] = {
    "openai": ({"data": [{"id": "a"}, {"id": "b"}]}, (ModelInfo("a"), ModelInfo("b"))),
    "vllm": ({"data": [{"id": "a", "max_model_len": 4096}]}, (ModelInfo("a", context_tokens=4096),)),
    "llama.cpp": ({"data": [{"id": "a", "meta": {"n_ctx_train": 8192}}]}, (ModelInfo("a", context_tokens=8192),)),
    "h2ogpt": (
        {"data": [{"id": "a", "display_name": "A!", "created": "NA", "max_seq_len": 2048}]},
        (ModelInfo("a", "A!", context_tokens=2048),),
    ),
    "bare list": ([{"id": "a"}, {"name": "no id"}, "nonsense"], (ModelInfo("a"),)),
    "models": ({"models": [{"id": "a"}]}, (ModelInfo("a"),)),
}


@pytest.mark.parametrize("name", MODEL_LISTS)
def test_model_lists_of_many_servers(name: str) -> None:
    document, models = MODEL_LISTS[name]
    with OpenAIServer(said(), pages=Pages({"/v1/models": document})) as server:
        provider = OpenAICompatibleProvider(server.url)
        assert provider.list_models(CancelToken()) == models
        provider.close()


@pytest.mark.parametrize("document", [{"hello": 1}, "text", 5])
def test_something_else_than_a_model_list(document: object) -> None:
    with OpenAIServer(said(), pages=Pages({"/v1/models": document})) as server:
        provider = OpenAICompatibleProvider(server.url)
        with pytest.raises(ProtocolError):
            provider.list_models(CancelToken())
        provider.close()


def test_a_model_list_that_is_not_there() -> None:
    with OpenAIServer(said(), pages=Pages({})) as server:
        provider = OpenAICompatibleProvider(server.url)
        with pytest.raises(ServerError):
            provider.list_models(CancelToken())
        provider.close()


DIALECT_PAGES: dict[str, dict[str, object]] = {
    "llama.cpp": {"/props": {"default_generation_settings": {}}},
    "ollama": {"/api/version": {"version": "0.5"}},
    "vllm": {"/version": {"version": "0.9"}},
    "h2ogpt": {"/v1/models": {"data": [{"id": "a", "created": "NA"}]}},
    "openai": {},
}


@pytest.mark.parametrize("dialect", DIALECT_PAGES)
def test_the_dialect_of_a_server_is_found_out(dialect: str) -> None:
    pages = Pages({"/v1/models": {"data": [{"id": "a"}]}, **DIALECT_PAGES[dialect]})
    with OpenAIServer(said(), pages=pages) as server:
        provider = OpenAICompatibleProvider(server.url)
        provider.list_models(CancelToken())
        provider.learn_dialect(CancelToken())
        assert provider.dialect == dialect
        provider.close()


def test_asking_for_the_dialect_can_be_cancelled() -> None:
    cancel = CancelToken()
    with OpenAIServer(said()) as server:
        provider = OpenAICompatibleProvider(server.url)
        provider.list_models(cancel)
        cancel.set()
        with pytest.raises(Cancelled):
            provider.learn_dialect(cancel)
        provider.close()


def test_h2ogpt_gets_a_top_k_so_that_temperature_has_an_effect() -> None:
    with OpenAIServer(said("ok")) as server:
        asked(server, dialect="h2ogpt", requested={"temperature": 0.7, "seed": 0})
        asked(server, dialect="h2ogpt", requested={"temperature": 0.7, "top_k": 1})
    assert [body["top_k"] for body in server.chats] == [50, 2]
    assert server.chats[0]["seed"] == 1


def test_forgetting_keeps_nothing() -> None:
    with OpenAIServer(said("ok")) as server:
        provider = OpenAICompatibleProvider(server.url)
        provider.forget("any")
        provider.close()
    assert server.received == []
