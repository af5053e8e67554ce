"""The table of parameters: what fits, what does not, and what is said then."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import DEFAULTS, PARAMETERS, SPECS, ParameterKind, checked_parameters, spec_of
from h2o_desktop.core.stop_strings import stop_strings

SPEC = st.sampled_from(PARAMETERS)
ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers(), max_size=2)


def test_the_defaults_are_those_of_the_h2o_service() -> None:
    assert DEFAULTS["temperature"] == 0.4
    assert DEFAULTS["truncate"] == 2048
    assert DEFAULTS["max_new_tokens"] == 1024
    assert DEFAULTS["do_sample"] is True
    assert DEFAULTS["repetition_penalty"] == 1.2


@pytest.mark.parametrize("spec", PARAMETERS, ids=lambda spec: spec.key)
def test_every_default_fits_its_own_range(spec: object) -> None:
    for key, value in DEFAULTS.items():
        assert SPECS[key].checked(value) == value


@given(SPEC, ANYTHING)
def test_whatever_is_given_is_a_value_in_range_or_an_error_in_words(spec: object, value: object) -> None:
    assert spec in PARAMETERS
    specification = next(known for known in PARAMETERS if known is spec)
    try:
        checked = specification.checked(value)
    except InputError as error:
        words = (str(error.summary), str(error.hint))
        assert all(words)
        return
    if value is None:
        assert checked is None
    elif specification.kind is ParameterKind.SWITCH:
        assert isinstance(checked, bool)
    elif specification.kind is ParameterKind.TEXTS:
        assert checked is None or (isinstance(checked, str) and stop_strings(checked))
    else:
        assert isinstance(checked, int if specification.kind is ParameterKind.COUNT else float)
        assert math.isfinite(float(checked))
        assert specification.lowest <= float(checked) <= specification.highest


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("temperature", "0.7", 0.7),
        ("temperature", 0, 0.0),
        ("top_k", "40", 40),
        ("top_k", 40.0, 40),
        ("do_sample", "off", False),
        ("do_sample", "Yes", True),
        ("do_sample", False, False),
        ("seed", None, None),
    ],
)
def test_texts_and_numbers_become_values(key: str, text: object, value: object) -> None:
    assert spec_of(key).checked(text) == value


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("temperature", 3, "between 0 and 2"),
        ("temperature", "hot", "“hot” is not a value"),
        ("temperature", float("nan"), "between 0 and 2"),
        ("temperature", True, "not a value"),
        ("top_k", 1.5, "not a value"),
        ("seed", 2**32, "4294967295"),
        ("do_sample", "perhaps", "not a value"),
        ("max_new_tokens", [1], "not a value"),
    ],
)
def test_what_does_not_fit_is_said_so(key: str, value: object, words: str) -> None:
    with pytest.raises(InputError) as caught:
        spec_of(key).checked(value)
    assert words in str(caught.value.summary)


def test_an_unknown_key_names_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        checked_parameters({"heat": 1})
    assert "heat" in str(caught.value.summary)
    assert "temperature" in str(caught.value.hint)


def test_several_are_checked_together() -> None:
    assert checked_parameters({"temperature": "1", "seed": 4}) == {"temperature": 1.0, "seed": 4}
