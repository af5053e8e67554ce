"""Tokens of answers of the real engine: what it tells of them, and branches that begin with exactly these."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from h2o_desktop.core.answer_tokens import AnswerTokens
from h2o_desktop.core.branching import draft_branch, whole_characters
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import ConversationSummary, Message, Role
from h2o_desktop.core.draft import Asking, TurnDraft, draft_turn
from h2o_desktop.core.engines import LLAMA
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import ChatRequest, Delta, Finished, Opening, Started, Told
from h2o_desktop.core.token_choice import AnswerSettings, choice_at
from h2o_desktop.core.token_view import opening_of, told
from h2o_desktop.core.tokens import Alternative, Token, TokenTable
from h2o_desktop.core.turn import ended, run_turn
from h2o_desktop.local.engine import Endpoint
from h2o_desktop.local.runtime import LocalRuntime
from h2o_desktop.providers.http import HttpClient
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from h2o_desktop.qt.token_filler import put_into_holes

pytestmark = [pytest.mark.model, pytest.mark.slow]

MODEL = "smollm2-135m"
GREEDY: dict[str, ParameterValue] = {"do_sample": False, "repetition_penalty": 1.1, "seed": 1, "max_new_tokens": 20}
# Each token of the greedy answer to this is at least half again as likely as the next best one, so that no processor's
# rounding makes another answer of it.
PROMPT = Message("p", None, Role.USER, "Repeat: " + ", ".join(["Straßen und 🦊"] * 5), 0.0)
OPEN_PROMPT = replace(PROMPT, content="Repeat exactly: 日本 🙂🦊 ünï")  # many tokens are about as likely here
NUDGE = 1e-4
SUMMARY = ConversationSummary("c", "t", 0.0, 0.0)


@dataclass
class Asker:
    """Asks the engine for answers and for what is known of their tokens."""

    provider: OpenAICompatibleProvider
    endpoint: Endpoint

    def post(self, path: str, **fields: object) -> dict[str, Any]:
        """Ask the engine itself."""
        client = HttpClient(self.endpoint.base_url, api_key=self.endpoint.api_key, trust_env=False)
        reply = client.request("POST", path, json=fields, cancel=CancelToken())
        client.close()
        document = reply.json()
        assert isinstance(document, dict)
        return document

    def answer(self, draft: TurnDraft) -> tuple[Message, bytes]:
        texts, count, records, sent = [draft.messages[-1].content], 0, b"", {}
        request = replace(draft.request, probabilities=True)
        for event in run_turn(self.provider, request, CancelToken(), lambda: 0.0):
            match event:
                case Started():
                    sent = dict(event.sent)
                case Delta():
                    texts.append(event.text)
                    count += event.tokens
                case Told():
                    records += event.records
                case Finished():
                    answer = ended(draft.messages[-1], event, text="".join(texts), tokens=count)
                    return replace(answer, sent=sent), records
                case _:
                    raise AssertionError(event)
        raise AssertionError("no end")

    def greedy(self, prompt: Message = PROMPT) -> tuple[TurnDraft, Message, AnswerTokens]:
        """A greedy answer with characters of several tokens, and its tokens as the stream told them."""
        draft = draft_turn(Asking("l", MODEL, GREEDY, 0.0), None, path=(prompt,))
        answer, records = self.answer(draft)
        return draft, answer, AnswerTokens(answer.content, records)

    def branch(self, answer: Message, opening: Opening, tokens: int) -> tuple[Message, bytes]:
        asked = replace(answer, requested={**answer.requested, "max_new_tokens": tokens})
        return self.answer(draft_branch(opening, Asking("l", MODEL, {}, 0.0), SUMMARY, (PROMPT, asked)))


@pytest.fixture(scope="module")
def asker(runtime: LocalRuntime) -> Iterator[Asker]:
    endpoint = runtime.endpoint(MODEL, CancelToken())
    provider = OpenAICompatibleProvider(
        endpoint.base_url, api_key=endpoint.api_key, dialect="llama.cpp", trust_env=False
    )
    yield Asker(provider, endpoint)
    provider.close()


def filled(asker: Asker, tokens: AnswerTokens) -> AnswerTokens:
    """The tokens with the ids of those that the stream hid in characters."""
    groups = sorted({tokens.character(hole) for hole in tokens.holes()}, reverse=True)
    for first, last in groups:
        text = b"".join(place.token.piece for place in tokens.places[first:last]).decode()
        pieces = asker.provider.split(MODEL, text, CancelToken())
        assert pieces
        put_into_holes(tokens, first, last, pieces)
    return tokens


def test_a_branch_with_the_same_token_is_the_same_greedy_answer(asker: Asker) -> None:
    _draft, answer, tokens = asker.greedy()
    assert not answer.content.isascii()  # so that there are characters of several tokens
    assert b"".join(place.token.piece for place in tokens.places) == answer.content.encode()
    assert tokens.holes()
    for number in range(len(tokens)):
        opening = Opening(tuple((place.token.id, place.token.piece) for place in tokens.places[: number + 1]))
        if not opening.content or tokens.places[number].token.logprob is None:
            continue
        branch, _records = asker.branch(answer, opening, len(tokens) + 2)
        assert branch.content.startswith(answer.content), number


def test_tokens_inside_a_character_are_begun_with_and_gone_on_from(asker: Asker) -> None:
    _draft, answer, tokens = asker.greedy()
    tokens = filled(asker, tokens)
    inside = [number for number in range(len(tokens)) if tokens.character(number)[0] != number]
    assert inside
    for number in inside:
        opening = Opening(tuple((place.token.id, place.token.piece) for place in tokens.places[:number]))
        assert None not in [identifier for identifier, _piece in opening.tokens]
        branch, _records = asker.branch(answer, opening, len(tokens) + 2)  # ends inside a character
        assert branch.content.startswith(answer.content), number


def test_another_part_of_a_character_makes_another_character(asker: Asker) -> None:
    draft, answer, tokens = asker.greedy()
    tokens = filled(asker, tokens)
    number = next(number for number in range(len(tokens)) if tokens.character(number)[0] != number)
    before = [(token.id, token.piece) for token in tokens.before(number)]
    next_tokens = asker.provider.choice_after(draft.request, before, CancelToken())
    assert next_tokens is not None
    there = tokens.places[number].token
    other = next(one for one in next_tokens.alternatives if one.piece and one.id != there.id)
    branch, records = asker.branch(answer, opening_of(tokens, number, other), 12)
    begun = b"".join(piece for _id, piece in before) + other.piece
    assert branch.content.encode()[: len(begun)] == begun  # byte by byte, also within the character
    assert branch.content != answer.content
    assert "\ufffd" not in branch.content
    pieces = b"".join(token.piece for token in TokenTable(records))
    assert branch.content.encode().endswith(pieces)  # what was told is what stands there
    assert whole_characters(begun) == branch.content[: len(whole_characters(begun))]


def test_tokens_that_the_stream_hid_are_found_again(asker: Asker) -> None:
    _draft, answer, tokens = asker.greedy()
    hole = next(tokens.holes())
    there = tokens.places[hole].token
    assert there.id is None
    branch, _records = asker.branch(answer, Opening((*opening_ids(tokens, hole), (None, there.piece))), 8)
    assert branch.content.startswith(whole_characters(answer.content.encode()[: tokens.places[hole].end]))
    with pytest.raises(InputError, match="part of a character"):
        list(asker.provider.stream(impossible_request(answer, tokens, hole), CancelToken()))


def opening_ids(tokens: AnswerTokens, number: int) -> tuple[tuple[int | None, bytes], ...]:
    return tuple((token.id, token.piece) for token in tokens.before(number))


def impossible_request(answer: Message, tokens: AnswerTokens, hole: int) -> ChatRequest:
    opening = Opening((*opening_ids(tokens, hole), (None, b"\xf5")))  # no token has this byte
    return draft_branch(opening, Asking("l", MODEL, {}, 0.0), SUMMARY, (PROMPT, answer)).request


def test_what_came_with_the_stream_is_what_the_engine_says_afterwards(asker: Asker) -> None:
    draft, _answer, tokens = asker.greedy()
    tokens = filled(asker, tokens)
    for number in range(len(tokens)):
        place = tokens.places[number]
        next_tokens = asker.provider.choice_after(draft.request, opening_ids(tokens, number), CancelToken())
        assert next_tokens is not None
        token = told(place.token, next_tokens.alternatives, 60)
        assert token.logprob is not None
        if place.token.logprob is not None:
            assert math.exp(token.logprob) == pytest.approx(math.exp(place.token.logprob), abs=0.02)


def test_shares_with_penalties_are_those_of_the_engine(asker: Asker) -> None:
    draft, answer, tokens = asker.greedy(OPEN_PROMPT)
    tokens = filled(asker, tokens)
    fields = {"temperature": 0.7, "top_k": 20, "top_p": 0.9, "min_p": 0.02, "repeat_penalty": 1.1}
    compared = 0
    for number in range(0, len(tokens), 3):
        before = opening_ids(tokens, number)
        next_tokens = asker.provider.choice_after(draft.request, before, CancelToken())
        assert next_tokens is not None
        assert next_tokens.penalised is not None
        token = told(tokens.places[number].token, next_tokens.alternatives, 200)
        ours = [shares_of(token, wished, next_tokens.penalised) for wished in a_little_aside(fields)]
        theirs = engine_shares(asker, draft, before, fields)
        compared += len(theirs)
        assert any(agree(one, theirs) for one in ours), (number, ours[0], theirs)
    assert compared > 10
    assert answer.content


def a_little_aside(fields: Mapping[str, float]) -> Iterator[Mapping[str, float]]:
    """The settings, and with each limit a little aside: some processors only keep a token that stands on a limit."""
    yield fields
    for key in ("top_p", "min_p"):
        for factor in (1 - NUDGE, 1 + NUDGE):
            yield {**fields, key: fields[key] * factor}


def shares_of(token: Token, fields: Mapping[str, float], penalised: Mapping[int, float]) -> dict[int | None, float]:
    choice = choice_at(token, AnswerSettings.of(fields, LLAMA), penalised)
    return {row.alternative.id: row.share for row in choice.rows}


def agree(ours: Mapping[int | None, float], theirs: Mapping[int, float]) -> bool:
    return all(ours.get(identifier, 0.0) == pytest.approx(share, abs=1e-3) for identifier, share in theirs.items())


def engine_shares(
    asker: Asker, draft: TurnDraft, before: tuple[tuple[int | None, bytes], ...], fields: Mapping[str, object]
) -> dict[int, float]:
    """What the engine itself says of its choice after all samplers; empty where its draw was a part of a character."""
    turns = [{"role": message.role.value, "content": message.content} for message in draft.request.messages]
    rendered = asker.post("/apply-template", messages=turns)["prompt"]
    prompt = [rendered, *(identifier for identifier, _piece in before)]
    for seed in range(20):
        body = {"n_predict": 1, "n_probs": 20, "post_sampling_probs": True, "seed": seed, "cache_prompt": True}
        rows = asker.post("/completion", prompt=prompt, **fields, **body).get("completion_probabilities")
        if rows and rows[0].get("top_probs"):
            return {row["id"]: row["prob"] for row in rows[0]["top_probs"]}
    return {}


def test_the_end_of_an_answer_is_one_of_the_alternatives(asker: Asker) -> None:
    draft, _answer, _tokens = asker.greedy()
    next_tokens = asker.provider.choice_after(draft.request, [], CancelToken())
    assert next_tokens is not None
    ends = [one for one in next_tokens.alternatives if not one.piece]
    assert all(isinstance(one, Alternative) for one in ends)
    assert sum(one.probability for one in next_tokens.alternatives) <= 1.0001
