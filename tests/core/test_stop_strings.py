"""Stop strings: as they are written, and an answer cut before the first of them however it comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role, Usage
from h2o_desktop.core.errors import InputError, StreamCut
from h2o_desktop.core.parameters import SPECS, ParameterValue
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Failed, Finished, Started, StreamEvent
from h2o_desktop.core.shaping import shaped
from h2o_desktop.core.stop_strings import MOST_STOP_STRINGS, StopCutter, stop_strings, written_lines
from h2o_desktop.core.turn import run_turn
from h2o_desktop.core.words import Words
from tests.fakes.scripted_provider import ScriptedProvider

FEW_LETTERS = st.text(alphabet="ab\n", max_size=30)
STOPS = st.lists(st.text(alphabet="ab\n", min_size=1, max_size=5), min_size=1, max_size=4)


@given(st.lists(st.text(min_size=1), unique=True))
def test_what_is_written_is_read(texts: list[str]) -> None:
    assert stop_strings(written_lines(texts)) == tuple(texts)


def test_lines_and_escapes() -> None:
    assert stop_strings("Human:\n\n\\n\\n\nHuman:\nC:\\\\new") == ("Human:", "\n\n", "C:\\new")
    assert stop_strings(None) == ()


def test_the_table_takes_texts_and_lists() -> None:
    spec = SPECS["stop"]
    assert spec.checked("a\nb") == "a\nb"
    assert spec.checked(["a", "b\n"]) == "a\nb\\n"
    assert spec.checked("") is None
    for value in (3, [3], "\n".join(map(str, range(MOST_STOP_STRINGS + 1)))):
        with pytest.raises(InputError):
            spec.checked(value)


@given(FEW_LETTERS, STOPS, st.lists(st.integers(1, 4), max_size=30))
def test_the_cut_is_at_the_first_stop_string_whatever_the_pieces(text: str, stops: list[str], sizes: list[int]) -> None:
    cutter, given_out, at = StopCutter(stops), "", 0
    for size in [*sizes, len(text) + 1]:
        given_out += cutter.take(text[at : at + size])
        at += size
    given_out += cutter.rest()
    places = [text.find(stop) for stop in stops if stop in text]
    assert cutter.found == bool(places)
    if places:
        # A stop string that is whole may stand a little before another one that began earlier and came later.
        assert given_out in {
            text[:place] for place in range(min(places), len(text)) if any(text.startswith(s, place) for s in stops)
        }
    else:
        assert given_out == text


def request(prompt_role: Role = Role.USER, **requested: ParameterValue) -> ChatRequest:
    return ChatRequest("m", (ChatMessage(prompt_role, "The prompt"),), requested)


def text_of(events: Iterator[StreamEvent]) -> tuple[str, list[StreamEvent]]:
    listed = list(events)
    return "".join(event.text for event in listed if isinstance(event, Delta)), listed


def test_an_answer_ends_before_a_stop_string_and_the_server_is_left() -> None:
    left: list[bool] = []

    def stream() -> Iterator[StreamEvent]:
        try:
            yield Started({})
            yield Delta("Yes. Hum", 3)
            yield Delta("an: more", 2)
            yield Delta("never read", 1)
        finally:
            left.append(True)

    text, events = text_of(shaped(stream(), request(stop="Human:")))
    assert text == "Yes. "
    assert events[-1] == Finished("stop")
    assert left == [True]


def test_what_only_looked_like_a_stop_string_is_given_out_at_the_end() -> None:
    events: list[StreamEvent] = [Delta("Yes. Hum", 3), Finished("stop", Usage(1, 3))]
    text, shown = text_of(shaped(iter(events), request(stop="Human:")))
    assert text == "Yes. Hum"
    assert shown[-1] == events[-1]


def test_what_was_held_back_is_not_lost_when_an_answer_breaks_off() -> None:
    cut = StreamCut(Words("cut"))
    provider = ScriptedProvider([(Delta("Yes. Hum", 3), cut)])
    text, events = text_of(run_turn(provider, request(stop="Human:"), CancelToken(), lambda: 0.0))
    assert text == "Yes. Hum"
    assert isinstance(events[-1], Failed)


def test_the_full_text_begins_with_the_prompt() -> None:
    events: list[StreamEvent] = [Delta("An ", 1), Delta("answer", 1), Finished("stop")]
    assert text_of(shaped(iter(events), request(return_full_text=True)))[0] == "The prompt\n\nAn answer"
    assert text_of(shaped(iter(events), request(return_full_text=False)))[0] == "An answer"
    assert text_of(shaped(iter(events), request(Role.ASSISTANT, return_full_text=True)))[0] == "An answer"
