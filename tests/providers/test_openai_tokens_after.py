"""Asking a llama.cpp server about the tokens of an answer afterwards, and going on behind exactly some of them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import InputError, ServerError
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Finished, Opening, Started, TokenTelling, Told
from h2o_desktop.core.tokens import TokenTable
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from h2o_desktop.providers.openai_completion import characters, prompt_of
from tests.fakes.socket_server import Connection, Received, SocketServer
from tests.fakes.token_server import (
    ANSWER,
    BEGINS,
    END,
    FOX_ENDS,
    NEXT,
    PIECES,
    PROMPT,
    RUNS,
    SECOND,
    SHRIMP_ENDS,
    STOP,
    THE,
    TokenServer,
)

HELLO = (ChatMessage(Role.USER, "Hello"),)
ASKED = ChatRequest("m", HELLO)


@pytest.fixture
def server() -> Iterator[TokenServer]:
    with TokenServer() as made:
        yield made


@pytest.fixture
def provider(server: TokenServer) -> Iterator[OpenAICompatibleProvider]:
    made = OpenAICompatibleProvider(server.url, dialect="llama.cpp", trust_env=False)
    yield made
    made.close()


def ids(*tokens: int) -> tuple[tuple[int | None, bytes], ...]:
    return tuple((token, PIECES[token]) for token in tokens)


def test_a_text_is_split_into_its_tokens(provider: OpenAICompatibleProvider) -> None:
    assert isinstance(provider, TokenTelling)
    pieces = provider.split("m", ANSWER, CancelToken())
    assert pieces == ids(THE, BEGINS, SECOND, FOX_ENDS, RUNS, STOP)


def test_marks_of_thoughts_are_tokens_of_their_own(server: TokenServer, provider: OpenAICompatibleProvider) -> None:
    provider.split("m", "<think>\nThe", CancelToken())
    provider.split("m", "The <|im_end|>", CancelToken())
    asked = [request.json() for request in server.received]
    assert [(one["parse_special"], one["add_special"]) for one in asked] == [(True, False), (False, False)]


def test_other_servers_tell_nothing_afterwards(server: TokenServer) -> None:
    provider = OpenAICompatibleProvider(server.url, dialect="vllm", trust_env=False)
    assert provider.split("m", ANSWER, CancelToken()) is None
    assert provider.choice_after(ASKED, (), CancelToken()) is None
    provider.close()


@pytest.mark.parametrize(
    "before", [(), (THE,), (THE, BEGINS), (THE, BEGINS, SECOND), (THE, BEGINS, SECOND, FOX_ENDS, RUNS)]
)
def test_every_place_is_told_whatever_is_likeliest_there(
    provider: OpenAICompatibleProvider, before: tuple[int, ...]
) -> None:
    told = provider.choice_after(ASKED, ids(*before), CancelToken())
    assert told is not None
    assert told.penalised is None
    assert told.engine is not None
    expected = NEXT[before[-1] if before else PROMPT]
    assert {one.id: round(one.probability, 6) for one in told.alternatives} == expected


@pytest.mark.parametrize("before", [(), (THE,), (THE, BEGINS, SECOND), (THE, BEGINS, SECOND, FOX_ENDS, RUNS)])
def test_penalties_are_told_as_the_engine_applies_them(
    provider: OpenAICompatibleProvider, before: tuple[int, ...]
) -> None:
    request = ChatRequest("m", HELLO, {"repetition_penalty": 2.0})
    told = provider.choice_after(request, ids(*before), CancelToken())
    assert told is not None
    assert told.penalised is not None
    raw = NEXT[before[-1] if before else PROMPT]
    for number, probability in raw.items():
        assert told.penalised[number] == pytest.approx(probability, rel=1e-3)  # nothing is repeated here


def test_what_the_bias_did_is_taken_back_from_penalised_probabilities(provider: OpenAICompatibleProvider) -> None:
    request = ChatRequest("m", HELLO, {"repetition_penalty": 2.0})
    told = provider.choice_after(request, ids(RUNS, STOP, THE, FOX_ENDS, RUNS), CancelToken())
    assert told is not None
    assert told.penalised is not None
    assert told.penalised[STOP] == pytest.approx(0.45 / 0.55, rel=1e-3)  # it stood there before
    assert told.penalised[END] == pytest.approx(0.1 / 0.55, rel=1e-3)


def test_a_neutral_penalty_is_none(server: TokenServer, provider: OpenAICompatibleProvider) -> None:
    request = ChatRequest("m", HELLO, {"repetition_penalty": 1.0, "frequency_penalty": 0.0})
    told = provider.choice_after(request, (), CancelToken())
    assert told is not None
    assert told.penalised is None
    assert len(server.completions) == 1


def test_a_server_that_fails_is_told(server: TokenServer, provider: OpenAICompatibleProvider) -> None:
    server.fails = True
    with pytest.raises(ServerError):
        provider.choice_after(ASKED, (), CancelToken())


@pytest.mark.parametrize("page", ["no json", "[]", '{"tokens": [3]}', '{"prompt": 3}', '{"prompt": "x"}'])
def test_a_server_that_tells_something_else_tells_nothing(page: str) -> None:
    def answer(_request: Received, connection: Connection) -> bool:
        connection.reply(200, page)
        return True

    with SocketServer(answer) as server:
        provider = OpenAICompatibleProvider(server.url, dialect="llama.cpp", trust_env=False)
        assert provider.split("m", "a", CancelToken()) is None
        assert provider.choice_after(ASKED, (), CancelToken()) is None
        provider.close()


@pytest.mark.parametrize("page", ["no json", '{"completion_probabilities": []}', '{"completion_probabilities": [3]}'])
def test_a_place_that_is_not_told(page: str) -> None:
    pages = {"/apply-template": {"prompt": "x"}, "/tokenize": {"tokens": [{"id": 1, "piece": "a"}]}}

    def answer(request: Received, connection: Connection) -> bool:
        connection.reply(200, json.dumps(pages[request.target]) if request.target in pages else page)
        return True

    with SocketServer(answer) as server:
        provider = OpenAICompatibleProvider(server.url, dialect="llama.cpp", trust_env=False)
        assert provider.choice_after(ASKED, (), CancelToken()) is None
        provider.close()


# -- going on ---------------------------------------------------------------------------------------------------------


def gone_on(provider: OpenAICompatibleProvider, opening: Opening, text: str) -> tuple[str, list[bytes], Finished]:
    """What an answer that begins with an opening says after it."""
    request = ChatRequest("m", (*HELLO, ChatMessage(Role.ASSISTANT, text)), {"temperature": 0.0}, opening=opening)
    events = list(provider.stream(request, CancelToken()))
    assert isinstance(events[0], Started)
    assert events[0].sent == {"temperature": 0.0, "cache_prompt": True, "n_probs": 10}
    assert events[0].request is not None
    assert events[0].request.url.endswith("/completion")
    records = b"".join(one.records for one in events if isinstance(one, Told))
    assert isinstance(events[-1], Finished)
    said = "".join(one.text for one in events if isinstance(one, Delta))
    return said, [token.piece for token in TokenTable(records)], events[-1]


def test_an_answer_goes_on_behind_exactly_these_tokens(server: TokenServer, provider: OpenAICompatibleProvider) -> None:
    said, pieces, finished = gone_on(provider, Opening(ids(THE, BEGINS, SECOND, SHRIMP_ENDS)), "The 🦐")
    assert (said, pieces) == (" runs.", [b" runs", b"."])
    assert (finished.finish_reason, finished.usage.completion_tokens) == ("stop", 2)
    assert server.completions[-1]["prompt"] == [PROMPT, THE, BEGINS, SECOND, SHRIMP_ENDS]


def test_a_character_that_was_begun_is_completed(provider: OpenAICompatibleProvider) -> None:
    said, pieces, _finished = gone_on(provider, Opening(ids(THE, BEGINS, SECOND)), "The ")
    assert said == "🦊 runs."
    assert pieces == [b"\x8a", b" runs", b"."]
    # The first part of the rest has no row of its own.
    said, pieces, _finished = gone_on(provider, Opening(ids(THE, BEGINS)), "The ")
    assert said == "🦊 runs."
    assert pieces == [b"\xa6", b"\x8a", b" runs", b"."]


def test_tokens_without_ids_are_text_where_they_are_whole_characters(
    server: TokenServer, provider: OpenAICompatibleProvider
) -> None:
    opening = Opening(((THE, b"The"), (None, b" \xf0\x9f\xa6"), (FOX_ENDS, b"\x8a"), (None, b" runs")))
    said, _pieces, _finished = gone_on(provider, opening, "The 🦊 runs")
    assert said == "."
    assert server.completions[-1]["prompt"] == [PROMPT, THE, " 🦊 runs"]


def test_parts_of_a_character_without_ids_are_looked_for(
    server: TokenServer, provider: OpenAICompatibleProvider
) -> None:
    said, _pieces, _finished = gone_on(provider, Opening(((THE, b"The"), (None, b" \xf0\x9f\xa6"))), "The ")
    assert said == "🦊 runs."
    assert server.completions[-1]["prompt"] == [PROMPT, THE, BEGINS, SECOND]


def test_what_no_token_is_cannot_be_begun_with(provider: OpenAICompatibleProvider) -> None:
    with pytest.raises(InputError, match="part of a character"):
        gone_on(provider, Opening(((None, b"\xf5"),)), "")


def test_a_refusal_is_told(server: TokenServer, provider: OpenAICompatibleProvider) -> None:
    server.fails = True
    with pytest.raises(ServerError):
        gone_on(provider, Opening(ids(THE)), "The")


def test_characters_are_kept_together() -> None:
    groups = list(characters(ids(THE, BEGINS, SECOND, FOX_ENDS, RUNS, BEGINS)))
    assert [[token for token, _piece in group] for group in groups] == [
        [THE], [BEGINS, SECOND, FOX_ENDS], [RUNS], [BEGINS]
    ]  # fmt: skip
    assert prompt_of([], lambda _prompt, _piece: None) == []
    assert math.isclose(sum(NEXT[THE].values()), 1.0)
