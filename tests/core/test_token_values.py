"""Tokens as values: packed and read again, laid over a text, chosen from at settings, and branched from."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.answer_tokens import AnswerTokens, laid_over
from h2o_desktop.core.branching import BEGINS_WITH, draft_again, draft_branch, ends_whole, whole_characters
from h2o_desktop.core.capabilities import DIALECTS
from h2o_desktop.core.conversation import ConversationSummary, Message, Role, Status
from h2o_desktop.core.draft import Asking
from h2o_desktop.core.engines import LLAMA, OPENAI, TGI
from h2o_desktop.core.provider import Opening
from h2o_desktop.core.sampling import Step
from h2o_desktop.core.token_choice import MOST_ROWS, AnswerSettings, choice_at
from h2o_desktop.core.token_view import Refusal, asked_request, opening_of, refusal, text_of_tokens, told
from h2o_desktop.core.tokens import Alternative, Token, TokenTable, from_stored_form, packed, stored_form

FOX = "🦊".encode()
TOKENS = (
    Token(b"The", math.log(0.6), 1, (Alternative(b"The", math.log(0.6), 1), Alternative(b"A", math.log(0.3), 2))),
    Token(b" " + FOX[:2], None, None),
    Token(FOX[2:], math.log(0.25), 4, (Alternative(FOX[2:], math.log(0.25), 4), Alternative(b"\x8b\x8c", -2.0, 5))),
    Token(b" runs", -0.125, 6),
)
TEXT = "The 🦊 runs"


def answer(content: str = TEXT, **fields: object) -> Message:
    base = {"model": "m", "connection": "c", "requested": {"temperature": 0.5}, "seed": 7, **fields}
    return Message("a", "p", Role.ASSISTANT, content, 1.0, **base)  # type: ignore[arg-type]


PROMPT = Message("p", None, Role.USER, "What does the fox do?", 0.0)


# -- packed -----------------------------------------------------------------------------------------------------------


def test_packed_tokens_are_read_again() -> None:
    table = TokenTable(packed(TOKENS))
    assert len(table) == 4
    assert [table.brief(number).piece for number in range(4)] == [token.piece for token in TOKENS]
    assert table[1] == TOKENS[1]
    assert table[3] == TOKENS[3]
    first = table[0]
    assert (first.id, first.piece) == (1, b"The")
    assert first.logprob == pytest.approx(math.log(0.6), rel=1e-6)
    assert [(other.id, other.piece) for other in first.alternatives] == [(1, b"The"), (2, b"A")]
    assert first.alternatives[1].probability == pytest.approx(0.3, rel=1e-3)
    assert table[1:3] == [table[1], table[2]]


def test_records_of_several_times_are_joined() -> None:
    assert packed(TOKENS) == packed(TOKENS[:2]) + packed(TOKENS[2:])


def test_the_impossible_is_packed_as_the_least_that_there_is() -> None:
    token = Token(b"x", -math.inf, 1, (Alternative(b"y", -1e9, 2),))
    (read,) = TokenTable(packed([token]))
    assert read.logprob == -9999
    assert read.alternatives[0].probability == 0


@pytest.mark.parametrize("cut", [1, 5, 11, 20])
def test_cut_records_are_no_records(cut: int) -> None:
    with pytest.raises(ValueError, match="record"):
        TokenTable(packed(TOKENS)[:-1] if cut == 1 else packed(TOKENS)[:cut])


def test_the_stored_form_is_small_and_marked() -> None:
    records = packed(TOKENS * 200)
    stored = stored_form(records)
    assert len(stored) < len(records) / 5
    assert from_stored_form(stored) == records
    assert from_stored_form(b"\x02" + stored[1:]) == b""
    assert from_stored_form(stored[:-4]) == b""
    assert from_stored_form(stored_form(records[:-1])) == b""
    assert from_stored_form(b"") == b""


# -- laid over a text -------------------------------------------------------------------------------------------------


def test_pieces_cover_a_text_byte_by_byte() -> None:
    tokens = AnswerTokens(TEXT, packed(TOKENS))
    assert b"".join(place.token.piece for place in tokens.places) == TEXT.encode()
    assert [place.start for place in tokens.places] == [0, 3, 6, 8]
    assert tokens.places[3].end == len(TEXT.encode())
    assert list(tokens.holes()) == [1]
    assert tokens.character(0) == (0, 1)
    assert tokens.character(1) == tokens.character(2) == (1, 3)
    assert [token.piece for token in tokens.before(2)] == [b"The", b" " + FOX[:2]]
    assert tokens.token(2).alternatives[1].piece == b"\x8b\x8c"


def test_a_text_that_went_on_begins_with_a_hole() -> None:
    tokens = AnswerTokens("Once upon. " + TEXT, packed(TOKENS))
    assert [place.token.piece for place in tokens.places][:2] == [b"Once upon. ", b"The"]
    assert [place.is_told for place in tokens.places] == [False, True, True, True, True]


def test_a_text_that_was_cut_at_a_stop_string_drops_what_was_not_kept() -> None:
    tokens = AnswerTokens("The 🦊 ru", packed(TOKENS))
    assert [place.token.piece for place in tokens.places] == [b"The", b" " + FOX[:2], FOX[2:], b" ru"]
    assert tokens.places[-1].token.logprob is None


def test_thoughts_and_other_additions_are_holes_between() -> None:
    pieces = [b"Hm", b"\n", b"So", b": yes"]
    text = "<think>\nHm\n</think>\n\nSo: yes"
    laid = laid_over(text.encode(), pieces)
    assert laid == [
        (b"<think>\n", None), (b"Hm", 0), (b"\n", 1), (b"</think>\n\n", None), (b"So", 2), (b": yes", 3)
    ]  # fmt: skip


def test_what_a_server_cannot_write_is_a_hole() -> None:
    laid = laid_over("a🦊b".encode(), [b"a", "\ufffd".encode(), "\ufffd".encode(), b"b"])
    assert laid == [(b"a", 0), (FOX, None), (b"b", 3)]


def test_nothing_known_is_one_hole() -> None:
    assert laid_over(b"abc", []) == [(b"abc", None)]
    assert laid_over(b"abc", [b"xyz", b"q"]) == [(b"abc", None)]
    assert laid_over(b"", [b"xyz"]) == []


@given(st.text(max_size=60), st.lists(st.binary(max_size=5), max_size=12))
def test_whatever_is_told_the_pieces_are_the_text(text: str, pieces: list[bytes]) -> None:
    tokens = AnswerTokens(text, packed(Token(piece, -1.0, 1) for piece in pieces))
    assert b"".join(place.token.piece for place in tokens.places) == text.encode()


def test_holes_are_filled() -> None:
    tokens = AnswerTokens(TEXT, packed(TOKENS))
    assert not tokens.split(1, [(8, b" "), (9, FOX[:1])])
    assert tokens.split(1, [(8, b" "), (9, FOX[:2])])
    assert [place.start for place in tokens.places] == [0, 3, 4, 6, 8]
    tokens.tell(2, Token(FOX[:2], -0.5, 9, (Alternative(FOX[:2], -0.5, 9),)))
    assert list(tokens.holes()) == [1]
    assert tokens.token(2).alternatives[0].id == 9
    assert tokens.split(0, [(1, b"T"), (2, b"he")])
    assert tokens.token(3).alternatives[0].id == 9  # what is known of a token moves with it
    assert tokens.token(4).alternatives[0].id == 4


# -- the choice at a token --------------------------------------------------------------------------------------------


def test_the_choice_is_that_of_the_settings_in_the_order_of_the_engine() -> None:
    token = Token(
        b"b", math.log(0.3), 2, tuple(Alternative(piece, math.log(p), n) for n, (piece, p) in enumerate(
            [(b"a", 0.5), (b"b", 0.3), (b"c", 0.1)], 1))
    )  # fmt: skip
    choice = choice_at(token, AnswerSettings.of({"temperature": 1.0, "top_k": 2, "top_p": 1.0, "min_p": 0}, LLAMA))
    assert [(row.alternative.piece, round(row.share, 3)) for row in choice.rows] == [
        (b"a", 0.625),
        (b"b", 0.375),
        (b"c", 0),
    ]
    assert [row.cut_by for row in choice.rows] == [None, None, Step.TOP_K]
    assert choice.chosen is choice.rows[1]
    assert choice.rest == 0


def test_what_is_not_told_is_others_and_never_nothing() -> None:
    choice = choice_at(TOKENS[0], AnswerSettings.of({}, OPENAI))
    assert choice.rest == pytest.approx(0.1)
    assert sum(row.share for row in choice.rows) + choice.rest == pytest.approx(1.0)


def test_a_token_that_was_unlikely_stands_among_the_others() -> None:
    token = Token(b"odd", math.log(0.001), 9, (Alternative(b"a", math.log(0.9), 1),))
    choice = choice_at(token, AnswerSettings.of({}, OPENAI))
    assert choice.chosen is not None
    assert choice.chosen.alternative == Alternative(b"odd", math.log(0.001), 9)


def test_without_ids_the_bytes_tell_which_one_came() -> None:
    token = Token(b"b", math.log(0.3), None, (Alternative(b"a", math.log(0.5)), Alternative(b"b", math.log(0.3))))
    choice = choice_at(token, AnswerSettings.of({}, OPENAI), {1: 0.5})
    assert [row.is_chosen for row in choice.rows] == [False, True]


def test_the_chosen_one_is_shown_however_far_down_it_is() -> None:
    others = tuple(Alternative(f"t{n}".encode(), math.log(0.01), n) for n in range(80))
    choice = choice_at(Token(b"t70", math.log(0.01), 70, others), AnswerSettings.of({}, OPENAI))
    assert len(choice.rows) == MOST_ROWS + 1
    assert choice.rows[-1].is_chosen
    assert sum(row.share for row in choice.rows) + choice.rest == pytest.approx(1.0)


def test_penalties_are_in_the_shares_where_the_engine_told_them() -> None:
    settings = AnswerSettings.of({"repeat_penalty": 1.2, "temperature": 1.0, "top_k": 0, "top_p": 1, "min_p": 0}, LLAMA)
    without = choice_at(TOKENS[0], settings)
    assert (without.has_penalties, without.misses_penalties) == (False, True)
    choice = choice_at(TOKENS[0], settings, {1: 0.2, 2: 0.7})
    assert (choice.has_penalties, choice.misses_penalties) == (True, False)
    assert [(row.alternative.id, round(row.share, 3)) for row in choice.rows] == [(2, 0.7), (1, 0.2)]
    assert choice.rows[1].alternative.probability == pytest.approx(0.6)


def test_what_is_told_at_the_settings_is_not_changed_by_them_again() -> None:
    settings = AnswerSettings.of({"temperature": 0.1, "top_k": 1, "repetition_penalty": 1.2}, TGI, is_final=True)
    choice = choice_at(Token(b"x", math.log(0.25), 3), settings)
    assert [(round(row.share, 6), row.raw, row.is_chosen) for row in choice.rows] == [(0.25, None, True)]
    assert choice.rest == pytest.approx(0.75)
    assert not choice.misses_penalties


def test_nothing_is_known_of_a_hole() -> None:
    for engine in (OPENAI, LLAMA):
        choice = choice_at(TOKENS[1], AnswerSettings.of({}, engine))
        assert (choice.rows, choice.chosen, choice.rest) == ((), None, 0.0)


# -- who can be looked at, and branches -------------------------------------------------------------------------------


def test_why_tokens_cannot_be_looked_at() -> None:
    openai, llama, h2o, h2ogpt = (DIALECTS[name] for name in ("openai", "llama.cpp", "h2o", "h2ogpt"))
    assert refusal(PROMPT, llama) is Refusal.NO_ANSWER
    assert refusal(answer(""), llama) is Refusal.NO_ANSWER
    assert refusal(answer(status=Status.STREAMING), llama) is Refusal.RUNNING
    assert refusal(answer(), llama) is Refusal.NONE
    assert refusal(answer(), openai) is Refusal.NOT_ASKED
    assert refusal(answer(), h2o) is Refusal.NONE
    assert refusal(answer(), h2ogpt) is Refusal.NOT_TOLD
    assert refusal(answer(), None) is Refusal.NOT_TOLD
    assert refusal(answer(sent={"logprobs": True}), openai) is Refusal.NONE
    assert refusal(answer(sent={"n_probs": 10}), None) is Refusal.NONE


def test_the_request_is_asked_again_as_it_was() -> None:
    path = (PROMPT, answer(requested={"temperature": 0.5, "system_prompt": "Be brief."}))
    request = asked_request(path)
    assert [(message.role, message.content) for message in request.messages] == [
        (Role.SYSTEM, "Be brief."), (Role.USER, PROMPT.content)
    ]  # fmt: skip
    assert request.requested["seed"] == 7


def test_a_prompt_before_the_answer_is_no_part_of_its_tokens() -> None:
    full = answer(f"{PROMPT.content}\n\n{TEXT}", requested={"return_full_text": True})
    assert text_of_tokens((PROMPT, full)) == TEXT
    assert text_of_tokens((PROMPT, answer())) == TEXT


def test_a_branch_begins_with_the_same_bytes_and_another_token() -> None:
    tokens = AnswerTokens(TEXT, packed(TOKENS))
    opening = opening_of(tokens, 2, tokens.token(2).alternatives[1])
    assert opening.tokens == ((1, b"The"), (None, b" " + FOX[:2]), (5, b"\x8b\x8c"))
    assert opening.content == b"The " + FOX[:2] + b"\x8b\x8c"
    kept = TokenTable(opening.records)
    assert [token.piece for token in kept] == [piece for _id, piece in opening.tokens]
    assert kept[2].logprob == pytest.approx(-2.0)
    assert kept[2].alternatives == TokenTable(packed(TOKENS))[2].alternatives


def test_a_branch_is_asked_for_as_the_answer_was() -> None:
    tokens = AnswerTokens(TEXT, packed(TOKENS))
    opening = opening_of(tokens, 2, Alternative(FOX[2:3], -1.0, 11))
    asking = Asking("other", "other-model", {"temperature": 2.0}, 5.0)
    draft = draft_branch(opening, asking, ConversationSummary("c", "t", 0.0, 0.0), (PROMPT, answer()))
    (made,) = draft.messages
    assert (made.parent_id, made.content, made.model, made.connection, made.seed) == ("p", "The ", "m", "c", 7)
    assert made.requested["temperature"] == 0.5
    assert made.requested[BEGINS_WITH] == "The "
    assert made.usage.completion_tokens == 3
    assert draft.request.opening is opening
    assert [message.content for message in draft.request.messages] == [PROMPT.content, "The "]


def test_asked_for_again_a_branch_begins_as_it_began() -> None:
    asking, summary = Asking("other", "other-model", {}, 5.0), ConversationSummary("c", "t", 0.0, 0.0)
    plain = draft_again(asking, summary, (PROMPT, answer()))
    assert (plain.request.opening, plain.messages[0].content) == (None, "")
    begun = answer(requested={"temperature": 0.5, BEGINS_WITH: "The 🦐"})
    again = draft_again(asking, summary, (PROMPT, begun))
    assert again.messages[0].content == "The 🦐"
    assert again.request.opening == Opening(((None, "The 🦐".encode()),))
    assert again.request.requested["seed"] == 7


def test_half_characters() -> None:
    assert whole_characters(b"a" + FOX[:3]) == "a"
    assert whole_characters(FOX) == "🦊"
    assert ends_whole(FOX)
    assert not ends_whole(FOX[:2])


def test_what_becomes_known_of_a_token() -> None:
    others = (Alternative(b"x", -0.1, 3), Alternative(b"y", -2.5, 4))
    assert told(Token(b"y"), others, 1) == Token(b"y", -2.5, 4, others[:1])
    assert told(Token(b"y", None, 9), others, 2) == Token(b"y", None, 9, others)
