"""The scale of sliders: there and back, round values, and steps of the keyboard."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.parameters import PARAMETERS, SPECS, ParameterKind, Scale
from h2o_desktop.core.slider_scale import LOG_POSITIONS, SliderScale

NUMBERS = {ParameterKind.NUMBER, ParameterKind.COUNT}
WITH_SLIDER = [spec for spec in PARAMETERS if spec.kind in NUMBERS and spec.key != "seed"]
KEYS = st.sampled_from([spec.key for spec in WITH_SLIDER])


def scale_of(key: str) -> SliderScale:
    return SliderScale(SPECS[key])


@pytest.mark.parametrize("spec", WITH_SLIDER, ids=lambda spec: spec.key)
def test_the_ends_of_the_slider_are_the_ends_of_the_range(spec: object) -> None:
    scale = SliderScale(spec)  # type: ignore[arg-type]

    assert scale.value(0) == scale.spec.lowest
    assert scale.value(scale.last) == scale.spec.highest
    assert scale.position(scale.spec.lowest) == 0
    assert scale.position(scale.spec.highest) == scale.last
    assert scale.position(scale.spec.lowest - 5) == 0
    assert scale.position(scale.spec.highest * 3) == scale.last


@settings(deadline=None, max_examples=60)
@given(KEYS, st.floats(-0.5, 1.5), st.booleans())
def test_every_place_of_the_handle_gives_a_value_that_the_table_allows(key: str, share: float, fine: bool) -> None:
    scale = scale_of(key)

    value = scale.value(share * scale.last, fine=fine)

    assert SPECS[key].checked(value) == value


@settings(deadline=None, max_examples=60)
@given(KEYS, st.floats(0, 1), st.floats(0, 1))
def test_further_right_is_never_less(key: str, one: float, other: float) -> None:
    scale = scale_of(key)
    left, right = sorted((one, other))

    assert scale.value(left * scale.last) <= scale.value(right * scale.last)
    assert scale.position(scale.value(left * scale.last)) <= scale.position(scale.value(right * scale.last))


@settings(deadline=None, max_examples=60)
@given(KEYS, st.floats(0, 1))
def test_the_handle_stays_near_the_mouse(key: str, share: float) -> None:
    scale = scale_of(key)
    there = share * scale.last

    back = scale.position(scale.value(there))

    # Small counts lie far apart on a logarithmic scale, since there is nothing between 1 and 2.
    allowed = scale.last * 0.08 if scale.spec.scale is Scale.LOG else scale.spec.step / 0.01
    assert abs(back - there) <= allowed


@settings(deadline=None, max_examples=60)
@given(KEYS, st.floats(0, 1), st.booleans())
def test_a_step_up_is_more_and_a_step_down_is_less(key: str, share: float, fine: bool) -> None:
    spec = SPECS[key]
    scale = SliderScale(spec)
    value = scale.value(share * scale.last, fine=True)

    up, down = scale.stepped(value, 1, fine=fine), scale.stepped(value, -1, fine=fine)

    assert up > value or value == spec.highest
    assert down < value or value == spec.lowest
    assert spec.checked(up) == up
    assert spec.checked(down) == down


@pytest.mark.parametrize("spec", WITH_SLIDER, ids=lambda spec: spec.key)
def test_stepping_down_meets_what_stepping_up_met(spec: object) -> None:
    scale = SliderScale(spec)  # type: ignore[arg-type]
    up = [scale.spec.lowest]
    while up[-1] < scale.spec.highest:
        up.append(scale.stepped(up[-1], 1))
    down = [scale.spec.highest]
    while down[-1] > scale.spec.lowest:
        down.append(scale.stepped(down[-1], -1))

    assert down == up[::-1]
    assert len(up) <= 120


@pytest.mark.parametrize(
    ("key", "value", "steps", "fine", "expected"),
    [
        ("temperature", 0.4, 1, False, 0.45),
        ("temperature", 0.4, -8, False, 0.0),
        ("temperature", 0.43, 1, False, 0.45),
        ("temperature", 0.43, -1, False, 0.4),
        ("temperature", 0.43, 1, True, 0.44),
        ("temperature", 2.0, 5, False, 2.0),
        ("top_k", 40, 1, False, 41),
        ("top_k", 100, 1, False, 110),
        ("top_k", 100, 1, True, 101),
        ("max_new_tokens", 1024, 1, False, 1152),
        ("max_new_tokens", 1024, -1, False, 960),
        ("max_new_tokens", 1024, 1, True, 1025),
        ("max_new_tokens", 1000, 1, False, 1024),
        ("truncate", 64, -3, False, 64),
    ],
)
def test_steps_go_to_the_values_that_a_person_expects(
    key: str, value: float, steps: int, fine: bool, expected: float
) -> None:
    assert scale_of(key).stepped(value, steps, fine=fine) == expected


@pytest.mark.parametrize(
    ("key", "value", "pages", "expected"),
    [
        ("temperature", 0.4, 1, 0.6),
        ("temperature", 0.1, -1, 0.0),
        ("max_new_tokens", 1024, 1, 2048),
        ("max_new_tokens", 1024, -2, 256),
        ("max_new_tokens", 32000, 1, 32768),
        ("top_k", 40, 1, 80),
    ],
)
def test_pages_go_far(key: str, value: float, pages: int, expected: float) -> None:
    assert scale_of(key).paged(value, pages) == expected


def test_token_counts_have_the_same_room_for_every_doubling() -> None:
    scale = scale_of("max_new_tokens")

    assert scale.last == LOG_POSITIONS
    assert [scale.position(2.0**power) for power in range(0, 16, 3)] == [0, 200, 400, 600, 800, 1000]
