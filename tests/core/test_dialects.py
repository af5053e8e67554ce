"""Every kind of server: exactly the fields that it takes, under its names, for the same wishes."""

from __future__ import annotations

import pytest

from h2o_desktop.core.capabilities import DIALECTS, Treatment, resolve
from h2o_desktop.core.parameters import DEFAULTS, ParameterValue

EVERYTHING: dict[str, ParameterValue] = {
    "temperature": 0.7,
    "top_p": 0.9,
    "top_k": 40,
    "min_p": 0.05,
    "typical_p": 0.95,
    "repetition_penalty": 1.1,
    "frequency_penalty": 0.5,
    "presence_penalty": -0.5,
    "max_new_tokens": 300,
    "truncate": 1000,
    "do_sample": True,
    "seed": 7,
    "stop": "Human:\n\\n\\n",
    "return_full_text": True,
    "repeat_last_n": 128,
    "dry_multiplier": 0.8,
    "xtc_probability": 0.5,
    "xtc_threshold": 0.1,
    "min_new_tokens": 5,
    "max_time": 60,
}
STOPS = ["Human:", "\n\n"]
OPENAI = {
    "temperature": 0.7,
    "top_p": 0.9,
    "frequency_penalty": 0.5,
    "presence_penalty": -0.5,
    "max_tokens": 300,
    "seed": 7,
    "stop": STOPS,
}
FIELDS: dict[str, dict[str, object]] = {
    "h2o": {
        "temperature": 0.7,
        "top_p": 0.9,
        "top_k": 40,
        "typical_p": 0.95,
        "repetition_penalty": 1.1,
        "frequency_penalty": 0.5,
        "max_new_tokens": 300,
        "truncate": 1000,
        "do_sample": True,
        "seed": 7,
        "stop": STOPS,
        "return_full_text": True,
    },
    "openai": OPENAI,
    "ollama": OPENAI,
    "llama.cpp": {
        **OPENAI,
        "top_k": 40,
        "min_p": 0.05,
        "typical_p": 0.95,
        "repeat_penalty": 1.1,
        "repeat_last_n": 128,
        "dry_multiplier": 0.8,
        "xtc_probability": 0.5,
        "xtc_threshold": 0.1,
    },
    "vllm": {
        **OPENAI,
        "top_k": 40,
        "min_p": 0.05,
        "repetition_penalty": 1.1,
        "truncate_prompt_tokens": 1000,
        "min_tokens": 5,
    },
    "h2ogpt": {
        **OPENAI,
        "top_k": 40,
        "min_p": 0.05,
        "repetition_penalty": 1.1,
        "max_input_tokens": 1000,
        "min_new_tokens": 5,
        "max_time": 60,
    },
}
CUTS = {"top_p", "top_k", "min_p", "typical_p", "xtc_probability", "xtc_threshold"}


def test_no_kind_of_server_is_forgotten() -> None:
    assert set(FIELDS) == set(DIALECTS)


@pytest.mark.parametrize("dialect", FIELDS)
def test_all_wishes_at_once(dialect: str) -> None:
    assert resolve(EVERYTHING, DIALECTS[dialect]).sent == FIELDS[dialect]


@pytest.mark.parametrize("dialect", FIELDS)
@pytest.mark.parametrize("wish", [{"do_sample": False}, {"temperature": 0.0}])
def test_greedy(dialect: str, wish: dict[str, ParameterValue]) -> None:
    others = {key: value for key, value in FIELDS[dialect].items() if key not in CUTS | {"temperature", "do_sample"}}
    extra: dict[str, object] = {"do_sample": False} if dialect == "h2o" else {"temperature": 0.0}
    if dialect == "h2ogpt":  # top-k is always sent there, and top-p 1 is what makes temperature 0 greedy
        extra |= {"top_p": 1.0, "top_k": 50}
    assert resolve({**EVERYTHING, **wish}, DIALECTS[dialect]).sent == {**others, **extra}


@pytest.mark.parametrize("dialect", FIELDS)
def test_what_is_not_asked_for_is_not_sent(dialect: str) -> None:
    nothing: dict[str, ParameterValue] = dict.fromkeys(EVERYTHING)
    assert resolve(nothing, DIALECTS[dialect]).sent == dict(DIALECTS[dialect].always)


def test_values_that_a_server_refuses_are_left_out_or_limited() -> None:
    assert "typical_p" not in resolve({"typical_p": 1.0}, DIALECTS["h2o"]).sent
    assert "top_p" not in resolve({"top_p": 1.0}, DIALECTS["h2o"]).sent
    assert resolve({"temperature": 0.001}, DIALECTS["h2o"]).sent["temperature"] == 0.01
    assert resolve({"seed": 0}, DIALECTS["h2ogpt"]).sent["seed"] == 1
    assert resolve({"top_k": 1}, DIALECTS["h2ogpt"]).sent["top_k"] == 2
    assert resolve({}, DIALECTS["h2ogpt"]).sent == {"top_k": 50}


@pytest.mark.parametrize("dialect", ["h2o", "openai", "vllm", "ollama", "h2ogpt"])
def test_four_stop_strings_are_sent_and_the_rest_is_told(dialect: str) -> None:
    resolution = resolve({"stop": "a\n\nb\nc\nd\ne"}, DIALECTS[dialect])
    assert resolution.sent["stop"] == ["a", "b", "c", "d"]
    assert resolution.treated["stop"].treatment is Treatment.CLAMPED
    assert resolve({"stop": "a\nb\nc\nd\ne"}, DIALECTS["llama.cpp"]).sent["stop"] == ["a", "b", "c", "d", "e"]


def test_a_server_that_makes_something_else_of_a_value_is_told_of() -> None:
    assert (
        "repetition penalty" in resolve({"presence_penalty": 0.5}, DIALECTS["h2ogpt"]).treated["presence_penalty"].note
    )
    assert resolve({"presence_penalty": 0.5}, DIALECTS["vllm"]).treated["presence_penalty"].note == ""


def test_the_table_is_asked_for_as_a_whole() -> None:
    assert set(EVERYTHING) == set(DEFAULTS)


def test_the_new_parameters_are_not_sent_by_default() -> None:
    quiet = {"min_p", "typical_p", "frequency_penalty", "presence_penalty", "stop"}
    assert {DEFAULTS[key] for key in quiet} == {None}
    assert DEFAULTS["return_full_text"] is False
