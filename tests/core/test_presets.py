"""Presets: what is written is read, and what cannot be used is left out or said so."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import DEFAULTS, checked_parameters
from h2o_desktop.core.presets import (
    BUILT_IN,
    MOST_LETTERS,
    Preset,
    checked_name,
    presets_in,
    presets_text,
    with_preset,
    without_preset,
)

HOT = Preset("Hot", {"temperature": 1.5, "stop": "Human:", "top_k": None})


@given(
    st.lists(
        st.text(min_size=1, max_size=MOST_LETTERS).filter(str.strip), unique_by=lambda name: " ".join(name.split())
    )
)
def test_what_is_written_is_read(names: list[str]) -> None:
    presets: tuple[Preset, ...] = ()
    for name in names:
        presets = with_preset(presets, Preset(checked_name(name), dict(DEFAULTS)))
    assert presets_in(presets_text(presets)) == presets


def test_the_built_in_ones_are_allowed_values() -> None:
    for preset in BUILT_IN:
        assert checked_parameters(preset.values) == preset.values


def test_a_name_stands_once() -> None:
    presets = with_preset((HOT,), Preset("Hot", {}))
    assert presets == (Preset("Hot", {}),)
    assert with_preset(presets, Preset("cool", {}))[0].name == "cool"
    assert without_preset(presets, "Hot") == ()


def test_a_name_is_one_line() -> None:
    assert checked_name("  two\nwords ") == "two words"
    with pytest.raises(InputError):
        checked_name(" \n")


def test_what_is_not_known_is_left_out() -> None:
    rows = [
        {"name": "Good", "parameters": {"temperature": 0.5, "top_p": 7, "warmth": 1}},
        {"name": "Empty", "parameters": [1]},
        {"name": " "},
        "no preset",
    ]
    text = json.dumps({"format": "h2o-desktop-presets", "version": 9, "presets": rows})
    assert presets_in(text) == (Preset("Empty", {}), Preset("Good", {"temperature": 0.5}))


@pytest.mark.parametrize(
    "text", ["", "nothing", "[]", '{"presets": []}', '{"format": "h2o-desktop-presets"}', "[" * 5000]
)
def test_another_file_is_said_so(text: str) -> None:
    with pytest.raises(InputError) as caught:
        presets_in(text)
    assert "no presets" in str(caught.value)
