"""The probabilities beside the text of an answer, in the forms that servers send."""

from __future__ import annotations

import json
from typing import Any

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Opening, Started, StreamEvent, Told
from h2o_desktop.core.tokens import Token, TokenTable
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from h2o_desktop.providers.openai_logprobs import LogprobReader
from tests.fakes.openai_server import DONE, MODEL, OpenAIServer, Reply, event, said

FOX = "🦊".encode()
HELLO = (ChatMessage(Role.USER, "Hello"),)


def row(piece: bytes | None, logprob: float, identifier: int | None = None, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"token": (piece or b"").decode("utf-8", "replace"), "logprob": logprob, **more}
    if piece is not None:
        made["bytes"] = list(piece)
    if identifier is not None:
        made["id"] = identifier
    return made


def read(*chunks: list[dict[str, Any]]) -> list[Token]:
    reader = LogprobReader()
    records = b"".join(reader.take({"content": rows}) for rows in chunks)
    return list(TokenTable(records))


def brief(tokens: list[Token]) -> list[tuple[bytes, float | None, int | None]]:
    return [(token.piece, token.logprob, token.id) for token in tokens]


def asked(server: OpenAIServer, dialect: str = "openai", **fields: Any) -> list[StreamEvent]:
    provider = OpenAICompatibleProvider(server.url, dialect=dialect, trust_env=False)
    try:
        messages = fields.pop("messages", HELLO)
        return list(provider.stream(ChatRequest(MODEL, messages, **fields), CancelToken()))
    finally:
        provider.close()


def test_the_form_of_openai() -> None:
    other = row(b"Hey", -2.0)
    (token,) = read([row(b"Hi", -0.25, top_logprobs=[row(b"Hi", -0.25), other])])
    assert (token.piece, token.logprob, token.id) == (b"Hi", -0.25, None)
    assert [(one.piece, one.logprob) for one in token.alternatives] == [(b"Hi", -0.25), (b"Hey", -2.0)]


def test_parts_of_a_character_are_tokens_of_their_own() -> None:
    tokens = read([row(FOX[:2], -1.0)], [row(FOX[2:], -0.5)])
    assert brief(tokens) == [(FOX[:2], -1.0, None), (FOX[2:], -0.5, None)]


def test_a_server_without_bytes_gives_its_text() -> None:
    assert brief(read([{"token": " né", "logprob": -0.5}])) == [(" né".encode(), -0.5, None)]


def test_llama_cpp_sends_a_character_with_its_last_token() -> None:
    last = row(b" " + FOX, -0.25, 229, top_logprobs=[row(FOX[3:], -0.25, 229), row(b"\x8a", -2.0, 228)])
    tokens = read([row(b"A", -0.5, 1, top_logprobs=[row(b"A", -0.5, 1)])], [last])
    assert brief(tokens) == [(b"A", -0.5, 1), (b" " + FOX[:3], None, None), (FOX[3:], -0.25, 229)]
    assert tokens[2].alternatives[1].piece == b"\x8a"


def test_llama_cpp_holds_back_what_may_be_a_stop_string() -> None:
    chunks = [
        [row(b"", -0.5, 94, top_logprobs=[row(b"n", -0.5, 94)])],
        [row(b"", -0.25, 95, top_logprobs=[row("ï".encode(), -0.25, 95)])],
        [row("nï.".encode(), -2.0, 30, top_logprobs=[row(b".", -2.0, 30)])],
    ]
    assert brief(read(*chunks)) == [(b"n", -0.5, 94), ("ï".encode(), -0.25, 95), (b".", -2.0, 30)]
    assert read(*chunks[:2]) == []  # the stop string came: nothing of it was sent


def test_a_hidden_token_before_and_held_ones() -> None:
    chunks = [
        [row(b"", -0.5, 94, top_logprobs=[row(b"n", -0.5, 94)])],
        [row(b"n" + FOX, -1.0, 9, top_logprobs=[row(FOX[3:], -1.0, 9)])],
    ]
    assert brief(read(*chunks)) == [(b"n", -0.5, 94), (FOX[:3], None, None), (FOX[3:], -1.0, 9)]


def test_an_unlikely_token_keeps_its_id_where_it_must_be_one() -> None:
    tokens = read([row(b"odd", -9.0, 77, top_logprobs=[row(b"a", -0.1, 1)])])
    assert brief(tokens) == [(b"odd", -9.0, 77)]
    several = read([row(FOX, -9.0, 78, top_logprobs=[row(b"a", -0.1, 1)])])
    assert brief(several) == [(FOX, -9.0, None)]  # it may be the last of several


def test_what_does_not_fit_is_told_as_text_alone() -> None:
    held = [row(b"", -0.5, 94, top_logprobs=[row(b"n", -0.5, 94)])]
    assert brief(read(held, [row(b"x.", -1.0, 30, top_logprobs=[row(b".", -1.0, 30)])])) == [
        (b"x", None, None), (b".", -1.0, 30)
    ]  # fmt: skip
    assert brief(read(held, [row(b".", -1.0, 30, top_logprobs=[row(b".", -1.0, 30)])])) == [(b".", -1.0, 30)]
    assert brief(read([row(b"yes", -1.0, 30, top_logprobs=[row(b".", -1.0, 30)])])) == [(b"yes", None, None)]


@pytest.mark.parametrize("rows", [None, 3, {"content": None}, {"content": ["x", {"token": "a"}]}])
def test_what_is_no_list_of_rows_tells_nothing(rows: object) -> None:
    assert LogprobReader().take(rows) == b""


def test_the_end_is_no_token_of_the_text() -> None:
    assert read([row(b"", -0.1, 2, top_logprobs=[row(b"", -0.1, 2)])]) == []


# -- through the provider ---------------------------------------------------------------------------------------------


def with_logprobs(text: str, *rows: dict[str, Any]) -> bytes:
    chunk = {"choices": [{"index": 0, "delta": {"content": text}, "logprobs": {"content": list(rows)}}]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def test_probabilities_are_asked_for_only_when_they_are_wanted() -> None:
    with OpenAIServer(said("Hi")) as server:
        for dialect in ("openai", "llama.cpp", "vllm", "ollama", "h2ogpt"):
            asked(server, dialect)
            asked(server, dialect, probabilities=True)
    fields = [(chat.get("logprobs"), chat.get("top_logprobs")) for chat in server.chats]
    assert fields == [
        (None, None), (True, 20), (None, None), (True, 10), (None, None), (True, 20), (None, None), (True, 20),
        (None, None), (None, None),
    ]  # fmt: skip


def test_what_is_told_comes_behind_its_text() -> None:
    pieces = [
        with_logprobs("Hi", row(b"Hi", -0.5, 1)),
        with_logprobs("!", row(b"!", -0.25, 2)),
        event(finish_reason="stop"),
        DONE,
    ]
    with OpenAIServer(Reply(pieces=pieces)) as server:
        events = asked(server, probabilities=True)
    text = "".join(one.text for one in events if isinstance(one, Delta))
    records = b"".join(one.records for one in events if isinstance(one, Told))
    assert text == "Hi!"
    assert brief(list(TokenTable(records))) == [(b"Hi", -0.5, 1), (b"!", -0.25, 2)]
    assert isinstance(events[0], Started)
    assert events[0].sent["logprobs"] is True


def test_a_server_that_refuses_to_tell_answers_without_them() -> None:
    no = {"error": {"message": "Unrecognized request argument: logprobs", "param": "logprobs"}}
    also = {"error": {"message": "Unrecognized request argument: top_logprobs", "param": "top_logprobs"}}
    with OpenAIServer(Reply(400, no), Reply(400, also), said("Hi")) as server:
        events = asked(server, probabilities=True)
    assert "".join(one.text for one in events if isinstance(one, Delta)) == "Hi"
    assert "logprobs" not in server.chats[-1]
    assert "top_logprobs" not in server.chats[-1]


def test_elsewhere_a_branch_begins_with_text() -> None:
    opening = Opening(((1, b"Good"), (None, b" day")))
    messages = (*HELLO, ChatMessage(Role.ASSISTANT, "Good day"))
    with OpenAIServer(said(" to you")) as server:
        asked(server, "vllm", messages=messages, opening=opening)
        with pytest.raises(InputError, match="part of a character"):
            asked(server, "vllm", messages=messages, opening=Opening(((1, FOX[:2]),)))
    assert server.chats[0]["messages"][-1] == {"role": "assistant", "content": "Good day"}
    assert server.chats[0]["continue_final_message"] is True
    assert len(server.chats) == 1
