"""What is kept with an answer tells what became of each parameter, and how fast it came."""

from __future__ import annotations

from dataclasses import replace

import pytest

from h2o_desktop.core.asked_before import request_of
from h2o_desktop.core.capabilities import DIALECTS, Treatment, resolve
from h2o_desktop.core.conversation import Message, Role, Status, Timings, Usage
from h2o_desktop.core.parameters import DEFAULTS, SPECS, ParameterValue
from h2o_desktop.core.stamp import additions, changed_settings, fates, tokens_per_second

ASKED: dict[str, ParameterValue] = {**DEFAULTS, "top_k": 1, "stop": "a\n\\n", "seed": 5, "temperature": 0.9}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_was_sent_tells_the_same_as_the_table(dialect: str) -> None:
    resolution = resolve(ASKED, DIALECTS[dialect])
    told = fates(ASKED, resolution.sent, DIALECTS[dialect])
    for key in SPECS:
        wanted = resolution.treated[key]
        if ASKED[key] is not None:
            assert (told[key].treatment, told[key].name) == (wanted.treatment, wanted.name), key
    assert additions(resolution.sent) == {}


def test_a_field_that_a_server_refused_is_told() -> None:
    sent = {key: value for key, value in resolve(ASKED, DIALECTS["openai"]).sent.items() if key != "seed"}
    assert fates(ASKED, sent, DIALECTS["openai"])["seed"].treatment is Treatment.REFUSED


def test_a_field_that_was_sent_under_its_second_name_is_found() -> None:
    told = fates({"max_new_tokens": 9}, {"max_completion_tokens": 9}, DIALECTS["openai"])["max_new_tokens"]
    assert (told.treatment, told.name, told.value) == (Treatment.RENAMED, "max_completion_tokens", 9)


def test_a_value_that_was_limited_is_told() -> None:
    told = fates({"top_k": 1}, {"top_k": 2}, DIALECTS["h2ogpt"])["top_k"]
    assert (told.treatment, told.value) == (Treatment.CLAMPED, 2)


def test_what_is_always_sent_is_told_though_nobody_asked() -> None:
    told = fates({}, {"top_k": 50}, DIALECTS["h2ogpt"])
    assert (told["top_k"].treatment, told["top_k"].value) == (Treatment.AS_IS, 50)
    assert told["top_p"].treatment is Treatment.NOT_SENT


def test_a_server_that_is_not_known_any_more() -> None:
    told = fates(ASKED, {"temperature": 0.9, "stop": ["a", "\n"]}, None)
    assert told["temperature"].treatment is Treatment.AS_IS
    assert told["stop"].treatment is Treatment.AS_IS
    assert told["truncate"].treatment is Treatment.EMULATED
    assert told["top_k"].treatment is Treatment.LEFT_OUT


def test_nothing_sent_means_what_would_have_become_of_it() -> None:
    assert fates(ASKED, {}, DIALECTS["vllm"]) == resolve(ASKED, DIALECTS["vllm"]).treated


def test_what_the_program_adds_is_apart() -> None:
    assert additions({"temperature": 1, "cache_prompt": True}) == {"cache_prompt": True}


def test_speed() -> None:
    assert tokens_per_second(Usage(3, 20), Timings(0.5, 2.5)) == 10.0
    assert tokens_per_second(Usage(3, 20), Timings(None, 2.0)) == 10.0
    assert tokens_per_second(Usage(3, None), Timings(0.5, 2.5)) is None
    assert tokens_per_second(Usage(3, 20), Timings(0.5, None)) is None
    assert tokens_per_second(Usage(3, 20), Timings(0.5, 0.5)) is None


ANSWER = Message("a", "p", Role.ASSISTANT, "One two", 2.0, model="m", requested=ASKED, seed=5)
PROMPT = Message("p", None, Role.USER, "Count", 1.0)


def test_the_settings_that_differ_from_the_defaults() -> None:
    assert changed_settings(ANSWER) == {"temperature": 0.9, "top_k": 1}
    assert changed_settings(replace(ANSWER, requested={"temperature": None})) == {"temperature": None}


def test_a_stored_answer_gives_its_request_again() -> None:
    answer = replace(ANSWER, requested={"temperature": 0.9, "seed": None, "system_prompt": "Be brief."})
    request = request_of(answer, (PROMPT, answer))
    assert [(message.role.value, message.content) for message in request.messages] == [
        ("system", "Be brief."),
        ("user", "Count"),
    ]
    assert request.requested == {"temperature": 0.9, "seed": 5}
    assert (request.model, request.response_id, request.conversation_id) == ("m", "a", "")


def test_an_answer_that_went_on_gives_the_request_with_its_beginning() -> None:
    cut = replace(ANSWER, id="cut", content="One", finish_reason="length")
    shorter = replace(cut, id="shorter", content="On", status=Status.STOPPED, finish_reason="")
    whole = replace(cut, id="whole", content="One t", finish_reason="stop")
    later = replace(cut, id="later", content="One tw")
    request = request_of(ANSWER, (PROMPT, shorter, cut, shorter, whole, ANSWER, later))
    assert [message.content for message in request.messages] == ["Count", "One"]
    assert request.messages[-1].role is Role.ASSISTANT
