from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.provider import ModelInfo
from h2o_desktop.providers.h2o import models
from h2o_desktop.providers.h2o_page_data import message_ids_in, models_in
from tests.fakes.h2o_server import node
from tests.fakes.replay_server import CLASSIC, load


def page(file: str) -> object:
    return json.loads(load(CLASSIC / file).body)


def test_the_models_of_the_recorded_page() -> None:
    found = models_in(page("01-pages-and-models/02-get-root-data.json"))
    assert {info.id for info in found} == set(models.values())
    assert found[0] == ModelInfo(models["falcon-40b"], "h2oGPT Falcon 40B", "H2O.ai open model")


def test_the_messages_of_a_recorded_conversation() -> None:
    assert message_ids_in(page("04-normal-two-turns/05-conversation-data.json")) == (
        "27058d30-a4c5-42a6-b547-ba46a5a81729",
        "73435856-83c4-4925-9118-cdbcbb32f71e",
    )


def test_a_conversation_that_the_page_does_not_show() -> None:
    assert message_ids_in(page("08-errors/18-data-page-unknown.json")) is None
    assert message_ids_in(page("01-pages-and-models/02-get-root-data.json")) is None


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"nodes": None},
        {"nodes": []},
        {"nodes": [None]},
        {"nodes": [{"type": "redirect", "location": "/login"}]},
        {"nodes": [{"data": []}]},
        {"nodes": [{"data": [{"models": 1}, {"no": "list"}]}]},
        {"nodes": [{"data": [{"models": -1}]}]},
        {"nodes": [{"data": [{"models": 99}]}]},
    ],
)
def test_a_page_without_models(value: object) -> None:
    with pytest.raises(ValueError, match="no list of models"):
        models_in(value)


def test_models_without_an_id_and_things_that_are_no_model_are_left_out() -> None:
    value = {"nodes": [node({"models": [{"id": "a"}, {"displayName": "b"}, "c", None]})]}
    assert models_in(value) == (ModelInfo("a", "a"),)


def test_typed_values_and_circles_do_no_harm() -> None:
    data = [{"models": 1}, [2, 5], {"id": 3, "description": 4}, "a", ["Date", "2023"], {"id": 6}, ["Map", 1, 1, 2]]
    assert models_in({"nodes": [{"data": data}]}) == (ModelInfo("a", "a", "2023"),)
    circle = [{"models": 1}, [2], {"id": 3, "description": 0}, "a"]
    assert [info.id for info in models_in({"nodes": [{"data": circle}]})] == ["a"]


def test_lists_that_point_at_each_other_take_no_endless_time() -> None:
    data = [{"models": 1}, [1] * 30, *([[2, 3, 4] * 10] * 3)]
    assert models_in({"nodes": [{"data": data}]}) == ()


values = st.recursive(
    st.none() | st.integers(-7, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["models", "messages", "id", "data", "nodes"]), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(st.lists(values, max_size=8))
@settings(max_examples=150)
def test_any_page_is_read_or_refused(data: list[object]) -> None:
    value = {"nodes": [{"data": data}, {"data": data}]}
    message_ids_in(value)
    try:
        models_in(value)
    except ValueError as error:
        assert "no list of models" in str(error)  # noqa: PT017 - most pages have none
