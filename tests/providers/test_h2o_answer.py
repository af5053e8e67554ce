from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.errors import DesktopError, ProtocolError, ServerError
from h2o_desktop.core.tokens import TokenTable
from h2o_desktop.providers.h2o_answer import STOP_TEXTS, AnswerReader, Ending
from h2o_desktop.providers.http_refusals import error_in_stream


def reader() -> AnswerReader:
    return AnswerReader(address="h2o", refused=lambda value: error_in_stream(value, address="h2o"))


def token(text: str, *, special: bool = False, whole: str | None = None, details: Any = None) -> str:
    value = {"id": 1, "text": text, "logprob": -0.2, "special": special}
    return json.dumps({"token": value, "generated_text": whole, "details": details})


def read(*events: str) -> tuple[str, Ending | None]:
    taken = reader()
    text = "".join(taken.take(event) for event in events)
    assert text == taken.text
    return text, taken.ending


def test_tokens_are_text_until_the_special_one() -> None:
    text, ending = read(token(" Hi"), token(" there"), token("</s>", special=True, whole=" Hi there"))
    assert text == " Hi there"
    assert ending == Ending("stop", 3)


def test_a_special_token_ends_the_answer_without_generated_text() -> None:
    assert read(token("Hi"), token("<|im_end|>", special=True)) == ("Hi", Ending("stop", 2))


def test_a_token_whose_whole_text_is_the_end_ends_the_answer() -> None:
    assert read(token("Hi"), token("<|endoftext|>")) == ("Hi", Ending("stop", 2))


def test_the_same_letters_inside_ordinary_text_are_text() -> None:
    for text in ('"<|endoftext|>"', "a<|endoftext|>b", "x </s> y", "<|prompt|>!"):
        got, ending = read(token(text), token(" and on"))
        assert (got, ending) == (text + " and on", None)


def test_the_end_spelt_over_several_tokens_inside_text_is_text() -> None:
    pieces = ["see ", "<|", "endof", "text|>", '"', " there"]
    text, ending = read(*map(token, pieces), token("<|endoftext|>", special=True, whole="".join(pieces)))
    assert text == 'see <|endoftext|>" there'
    assert ending == Ending("stop", 7)


def test_data_inside_the_text_is_kept() -> None:
    assert read(token("data: {"), token("data:"))[0] == "data: {data:"


def test_what_may_become_a_stop_text_is_held_back_until_it_is_known() -> None:
    taken = reader()
    assert taken.take(token("a <")) == "a "
    assert taken.take(token("|pro")) == ""
    assert taken.take(token("blem")) == "<|problem"
    assert taken.text == "a <|problem"


def test_what_is_held_back_is_not_lost_when_the_stream_breaks() -> None:
    taken = reader()
    taken.take(token("a <|pro"))
    assert taken.rest() == "<|pro"
    assert taken.rest() == ""
    assert taken.text == "a <|pro"


@pytest.mark.parametrize("stop", STOP_TEXTS)
@pytest.mark.parametrize("cut", [0, 2, 4])
def test_a_stop_text_at_the_end_does_not_leak_even_when_it_comes_in_pieces(stop: str, cut: int) -> None:
    whole = f" Fine.{stop}"
    details = {"finish_reason": "stop_sequence", "generated_tokens": 9}
    events = [token(" Fine."), *([token(stop[:cut])] if cut else []), token(stop[cut:], whole=whole, details=details)]
    text, ending = read(*events)
    assert text == " Fine."
    assert ending is not None
    assert ending.finish_reason == "stop"


def test_html_that_ends_like_a_stop_text_is_kept_when_the_end_is_a_token_of_its_own() -> None:
    text, _ = read(token("<s>old"), token("</s>"), token("<|endoftext|>", special=True, whole="<s>old</s>"))
    assert text == "<s>old</s>"


def test_the_last_token_of_an_answer_that_reached_the_limit_is_text() -> None:
    text, ending = read(token(" It"), token(" is", whole=" It is", details={"finish_reason": "length"}))
    assert (text, ending) == (" It is", Ending("length", 2))
    text, ending = read(token(" It"), token(" is", whole=" It is"))
    assert (text, ending) == (" It is", Ending("length", 2))


def test_an_empty_generated_text_is_an_end_too() -> None:
    assert read(token("<|endoftext|>", special=True, whole="")) == ("", Ending("stop", 1))
    assert read(json.dumps({"generated_text": ""})) == ("", Ending("length", 0))


def test_half_a_letter_is_an_empty_token_and_the_whole_text_makes_up_for_the_last_one() -> None:
    text, _ = read(token("a"), token(""), token("", special=True, whole="a🚀"))
    assert text == "a🚀"


def test_a_whole_text_that_begins_with_the_prompt_adds_nothing() -> None:
    whole = "<|prompt|>Hi<|endoftext|><|answer|> It is."
    assert read(token(" It"), token(" is."), token("</s>", special=True, whole=whole))[0] == " It is."


def test_a_whole_text_that_ends_with_the_end_token_is_freed_of_it() -> None:
    assert read(token("<|endoftext|>", special=True, whole="Hi<|endoftext|>"))[0] == "Hi"


def test_the_number_of_tokens_comes_from_the_server_when_it_tells() -> None:
    details = {"finish_reason": "eos_token", "generated_tokens": 26}
    assert read(token("Hi"), token("x", special=True, whole="Hi", details=details))[1] == Ending("stop", 26)


def test_another_reason_is_given_as_it_is() -> None:
    details = {"finish_reason": "cancelled"}
    assert read(token("Hi"), token("", special=True, whole="Hi", details=details))[1] == Ending("cancelled", 2)


@pytest.mark.parametrize("event", [{"error": "no", "error_type": "overloaded"}, {"error": {"message": "no"}}])
def test_an_error_event_is_an_error(event: dict[str, object]) -> None:
    with pytest.raises(ServerError, match="no"):
        reader().take(json.dumps(event))


@pytest.mark.parametrize("data", ["", "nonsense", '{"token":', "[1]", "null", '"text"', "[" * 100_000])
def test_what_is_no_event_is_a_protocol_error(data: str) -> None:
    with pytest.raises(ProtocolError):
        reader().take(data)


def test_events_of_another_form_say_nothing() -> None:
    assert read('{"details": 1}', '{"token": null}', '{"token": {"text": null}}', '{"error": null}') == ("", None)


texts = st.text(alphabet=list("ab <|/s>endoftxprmw"), max_size=12) | st.sampled_from([*STOP_TEXTS, "data:", " "])


@given(st.lists(texts.filter(lambda text: text != "<|endoftext|>"), max_size=12), st.booleans())
@settings(max_examples=200)
def test_no_letter_is_lost_or_doubled_whatever_the_tokens_are(pieces: list[str], tells: bool) -> None:
    whole = "".join(pieces)
    end = token("<|endoftext|>", special=True, whole=whole if tells else None)
    assert read(*map(token, pieces), end)[0] == whole


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_any_data_gives_text_or_one_of_our_errors(data: str) -> None:
    try:
        text = reader().take(data)
    except DesktopError as error:
        text = str(error.summary)
    assert isinstance(text, str)


def test_how_likely_each_token_was_is_told_without_the_space_before_the_first_word() -> None:
    taken = reader()
    for event in (token(" "), token(" Hi"), token(" there"), token("</s>", special=True)):
        taken.take(event)
    told = TokenTable(taken.take_told())
    assert [(one.piece, round(one.logprob or 0.0, 3), one.id) for one in told] == [
        (b"Hi", -0.2, 1),
        (b" there", -0.2, 1),
    ]
    assert taken.take_told() == b""


def test_a_token_without_a_probability_is_told_without() -> None:
    taken = reader()
    taken.take(json.dumps({"token": {"text": "Hi"}}))
    (told,) = TokenTable(taken.take_told())
    assert (told.logprob, told.id) == (None, None)
