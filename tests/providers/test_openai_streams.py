"""Answers of OpenAI-compatible servers in every dialect: whole, cut, and broken."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Usage
from h2o_desktop.core.errors import (
    ProtocolError,
    ServerError,
    StreamCut,
)
from h2o_desktop.core.provider import ChatRequest, Delta, Finished, StreamEvent
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from tests.fakes.openai_asking import PLAIN, asked, failing, last, text_of
from tests.fakes.openai_server import (
    DONE,
    MODEL,
    WORDS,
    OpenAIServer,
    Reply,
    event,
    full_speed_pieces,
    usage_event,
)

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
    "a message beside the delta, both with the text": [
        b'data: {"choices":[{"delta":{"content":"ab"},"message":{"content":"ab"}}]}\n\n',
        b'data: {"choices":[{"delta":{},"message":{"content":"ab"},"finish_reason":"stop"}]}\n\n',
    ],
    "text in parts": [event(delta={"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}), DONE],
    "a refusal of the model": [event(delta={"content": None, "refusal": "ab"}), DONE],
    "content of no kind": [event(delta={"content": 5}), event(delta={"content": [[[[["x"]]]], "ab"]}), DONE],
    "an empty line first": [b"\n", b"\r\n", event("ab"), DONE],
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


@pytest.mark.parametrize(
    "piece",
    [
        b"data: not json\n\n",
        b"data: [1]\n\n",
        b"data: 1\n\n",
        b"data: " + b"[" * 100_000 + b"\n\n",
        b'data: {"choices":[]},{"choices":[]}\n\n',
        b"<!doctype html><title>Welcome</title>",
    ],
)
def test_what_is_no_chat_answer_is_said_so(piece: bytes) -> None:
    with OpenAIServer(Reply(pieces=[piece])) as server:
        error = failing(server)
    assert isinstance(error, ProtocolError)


def test_a_body_that_calls_itself_json_and_is_none() -> None:
    with OpenAIServer(Reply(body="{nonsense")) as server:
        assert isinstance(failing(server), ProtocolError)


WHOLE = {"choices": [{"message": {"role": "assistant", "content": "All at once"}, "finish_reason": "stop"}]}


@pytest.mark.parametrize("content_type", ["text/event-stream", "text/plain", "application/json; charset=utf-8"])
def test_the_first_letter_tells_what_an_answer_is_and_not_its_type(content_type: str) -> None:
    streamed = Reply(pieces=[event("All at "), event("once"), DONE], content_type=content_type)
    with OpenAIServer(Reply(body=WHOLE, content_type=content_type), streamed) as server:
        assert text_of(asked(server)) == "All at once"
        assert text_of(asked(server)) == "All at once"


def test_thinking_in_parts_and_an_answer_in_one_chunk() -> None:
    pieces = [event(delta={"reasoning": [{"thinking": [{"text": "Hm."}]}], "content": "42"}, finish_reason="stop")]
    with OpenAIServer(Reply(pieces=pieces)) as server:
        events = asked(server)
    assert text_of(events) == "<think>\nHm.\n</think>\n\n42"


def test_the_counts_of_llama_cpp_stand_in_for_the_usage() -> None:
    timings = {"prompt_n": 5, "cache_n": 20, "predicted_n": 2, "predicted_per_second": 80.5}
    with OpenAIServer(
        Reply(pieces=[event("ab", finish_reason="stop", timings=timings)]),
        Reply(pieces=[event("ab"), usage_event(9, 1), event(finish_reason="stop", timings=timings)]),
        Reply(pieces=[event("ab", finish_reason="stop", timings={"prompt_n": True}, usage=None)]),
    ) as server:
        assert [last(asked(server)).usage for _ in range(3)] == [Usage(25, 2), Usage(9, 1), Usage()]


@pytest.mark.parametrize(
    "piece",
    [
        b'event: error\ndata: {"message": "out of memory"}\n\n',
        b"event: error\ndata: out of memory\n\n",
        b'data: {"object": "error", "message": "out of memory", "code": 500}\n\n',
        b'data: {"detail": "out of memory"}\n\n',
        b'data: {"error": "out of memory", "error_type": "generation"}\n\n',
        b'data: {"error": {"message": "out of memory"}, "choices": []}\n\n',
    ],
)
def test_faults_inside_a_stream_in_every_shape(piece: bytes) -> None:
    with OpenAIServer(Reply(pieces=[event("kept"), piece, DONE])) as server:
        error = failing(server)
    assert isinstance(error, ServerError)
    assert error.partial_text == "kept"
    assert "out of memory" in str(error.summary)


def test_a_refusal_that_calls_itself_a_success() -> None:
    with OpenAIServer(Reply(body={"error": {"message": "out of memory"}})) as server:
        error = failing(server)
    assert isinstance(error, ServerError)
    assert "out of memory" in str(error.summary)


def test_a_thought_that_is_cut_keeps_its_words() -> None:
    with OpenAIServer(Reply(pieces=[event(delta={"reasoning": "Hm."})])) as server:
        error = failing(server)
    assert isinstance(error, StreamCut)
    assert error.partial_text == "<think>\nHm.\n</think>\n\n"


def test_an_answer_without_its_last_blank_line_is_whole() -> None:
    with OpenAIServer(Reply(pieces=[event("a"), event("b", finish_reason="stop").rstrip()])) as server:
        events = asked(server)
    assert text_of(events) == "ab"
    assert last(events).finish_reason == "stop"


def test_an_answer_of_nothing_is_cut() -> None:
    with OpenAIServer(Reply()) as server:
        error = failing(server)
    assert isinstance(error, StreamCut)
    assert error.partial_text == ""


def test_a_long_answer_in_few_pieces_is_whole() -> None:
    with OpenAIServer(Reply(pieces=full_speed_pieces(1000))) as server:
        events = asked(server)
    deltas = [event for event in events if isinstance(event, Delta)]
    assert text_of(events) == "".join(WORDS) * 100
    assert sum(delta.tokens for delta in deltas) == 1000
    assert last(events).usage == Usage(7, 1000)


@pytest.mark.parametrize("ending", [[event("ok"), DONE], [event("ok", finish_reason="stop")]])
def test_a_server_that_closes_after_each_answer_loses_no_question(ending: list[bytes]) -> None:
    with OpenAIServer(Reply(pieces=ending, closes=True)) as server:
        provider = OpenAICompatibleProvider(server.url, dialect="llama.cpp")
        for _ in range(20):
            # Counting asks at once where the answer before has just ended.
            request = ChatRequest(MODEL, PLAIN, {"truncate": 1})
            assert isinstance(list(provider.stream(request, CancelToken()))[-1], Finished)
            provider.list_models(CancelToken())
        provider.close()
    assert len(server.chats) == 20
