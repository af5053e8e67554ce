from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.errors import LimitExceeded
from h2o_desktop.providers.sse import ServerSentEvent, SseDecoder
from tests.fakes.replay_server import flows, load_flow

STREAMS = [
    exchange
    for flow in flows()
    for exchange in load_flow(flow)
    if exchange.is_message and exchange.status == 200 and exchange.body.startswith(("data:", ":", "event:"))
]


def decode(*chunks: bytes) -> list[ServerSentEvent]:
    decoder = SseDecoder()
    events = [event for chunk in chunks for event in decoder.feed(chunk)]
    return events + decoder.flush()


def feed_all(decoder: SseDecoder, chunks: list[bytes]) -> None:
    for chunk in chunks:
        decoder.feed(chunk)


def texts(*chunks: bytes) -> list[str]:
    return [event.data for event in decode(*chunks)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_of_the_standard_ends_a_line(end: bytes) -> None:
    assert texts(b"data: a" + end + end + b"data: b" + end + end) == ["a", "b"]


def test_line_ends_may_be_mixed() -> None:
    assert texts(b"data:a\r\ndata:b\rdata:c\n\r\n") == ["a\nb\nc"]


def test_a_crlf_cut_between_two_chunks_is_one_line_end() -> None:
    assert texts(b"data:a\r", b"\ndata:b\r", b"\n\r", b"\n") == ["a\nb"]


def test_only_line_ends_end_a_line() -> None:
    text = "one\u2028two\u0085three\u000bfour\u000cfive\u001csix"
    assert texts(f"data:{text}\n\n".encode()) == [text]


def test_one_space_after_the_colon_is_dropped_and_no_more() -> None:
    assert texts(b"data:a\n\n", b"data: b\n\n", b"data:  c\n\n") == ["a", "b", " c"]


def test_only_the_name_at_the_beginning_of_a_line_is_taken_off() -> None:
    assert texts(b"data: data: data:\n\n") == ["data: data:"]


def test_comments_and_unknown_fields_say_nothing() -> None:
    assert texts(b": keep-alive\n\n:\n\nfoo: bar\ndata: a\nnonsense\n\n") == ["a"]


def test_a_field_without_colon_has_an_empty_value() -> None:
    assert texts(b"data\ndata\n\n") == ["\n"]


def test_data_of_several_lines_are_joined() -> None:
    assert texts(b"data: a\ndata:\ndata: b\n\n") == ["a\n\nb"]


def test_event_id_and_retry_are_read() -> None:
    events = decode(b"event: message\nid: 7\nretry: 250\ndata: a\n\nevent: end\ndata: b\n\ndata: c\n\n")
    assert events == [
        ServerSentEvent("a", "message", "7", 250),
        ServerSentEvent("b", "end", "7", None),
        ServerSentEvent("c", "message", "7", None),
    ]


@pytest.mark.parametrize("line", [b"retry: soon", b"retry: -1", b"retry: 99999999999", b"retry: \xc2\xb2"])
def test_a_retry_that_is_no_number_is_ignored(line: bytes) -> None:
    assert decode(line + b"\ndata: a\n\n") == [ServerSentEvent("a")]


def test_an_id_with_a_zero_is_ignored() -> None:
    assert decode(b"id: 1\nid: a\0b\ndata: a\n\n") == [ServerSentEvent("a", id="1")]


def test_an_event_without_data_is_none() -> None:
    assert decode(b"event: ping\n\ndata: a\n\n") == [ServerSentEvent("a")]


def test_a_byte_order_mark_at_the_beginning_is_skipped_even_when_cut() -> None:
    assert texts(b"\xef\xbb", b"\xbfdata: a\n\n") == ["a"]
    assert texts(b"\xef\xbb\xbfdata: a") == ["a"]
    assert texts(b"data: a\n\n\xef\xbb\xbfdata: b\n\n") == ["a"]


def test_utf8_is_decoded_by_line_so_that_no_cut_breaks_a_letter() -> None:
    body = "data: Привет 🚀 你好\n\n".encode()
    assert texts(*(body[at : at + 1] for at in range(len(body)))) == ["Привет 🚀 你好"]


def test_bytes_that_are_no_utf8_are_shown_as_such() -> None:
    assert texts(b"data: a\xffb\n\n") == ["a\ufffdb"]


def test_the_last_event_may_lack_its_blank_line() -> None:
    assert texts(b"data: a\n\ndata: b\n") == ["a", "b"]
    assert texts(b"data: a\n\ndata: b") == ["a", "b"]


def test_nothing_gives_nothing() -> None:
    assert decode() == []
    assert decode(b"") == []


def test_a_long_line_is_refused() -> None:
    decoder = SseDecoder(max_line_bytes=100)
    with pytest.raises(LimitExceeded):
        decoder.feed(b"data: " + b"x" * 100 + b"\n")


def test_a_long_line_is_refused_before_it_ends() -> None:
    decoder = SseDecoder(max_line_bytes=100)
    decoder.feed(b"data: ")
    with pytest.raises(LimitExceeded):
        feed_all(decoder, [b"xx"] * 100)
    with pytest.raises(LimitExceeded):
        decoder.feed(b"\n")
    with pytest.raises(LimitExceeded):
        decoder.flush()


def test_a_long_event_of_short_lines_is_refused() -> None:
    decoder = SseDecoder(max_line_bytes=100, max_event_bytes=1000)
    with pytest.raises(LimitExceeded):
        feed_all(decoder, [b"data: 0123456789\n"] * 100)


def test_events_before_the_long_line_are_not_lost() -> None:
    decoder = SseDecoder(max_line_bytes=100)
    assert decoder.feed(b"data: a\n\ndata: " + b"x" * 200 + b"\n\ndata: b\n\n") == [ServerSentEvent("a")]
    with pytest.raises(LimitExceeded):
        decoder.feed(b"data: c\n\n")


def test_a_long_line_in_tiny_pieces_takes_no_quadratic_time() -> None:
    decoder = SseDecoder()
    for _ in range(100_000):
        decoder.feed(b"data: xxx")
    assert len(decoder.flush()[0].data) == 100_000 * 9 - 6


@given(st.data())
@settings(max_examples=60)
def test_recorded_streams_cut_anywhere_give_the_same_events(data: st.DataObject) -> None:
    exchange = data.draw(st.sampled_from(STREAMS))
    body = exchange.body.encode()
    cuts = sorted(data.draw(st.sets(st.integers(0, len(body)), max_size=40)))
    pieces = [body[start:end] for start, end in zip([0, *cuts], [*cuts, len(body)], strict=True)]
    assert decode(*pieces) == decode(body)


@given(st.lists(st.sampled_from([b"data:", b" ", b"a", b"\xc3\xa9", b"\n", b"\r", b"\r\n", b":", b"id: 1", b"event"])))
@settings(max_examples=150)
def test_any_bytes_cut_anywhere_give_the_same_events(tokens: list[bytes]) -> None:
    body = b"".join(tokens)
    assert decode(*(body[at : at + 1] for at in range(len(body)))) == decode(body)
