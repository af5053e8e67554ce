"""Undo and redo of parameters."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.errors import InputError
from h2o_desktop.qt.parameter_history import MOST_STEPS, ParameterHistory
from h2o_desktop.qt.parameter_model import ParameterModel


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history(qtbot: QtBot, clock: Clock) -> ParameterHistory:
    model = ParameterModel()
    made = ParameterHistory(model, clock)
    made.setParent(None)
    made.model = model  # type: ignore[attr-defined]
    return made


def model_of(history: ParameterHistory) -> ParameterModel:
    model: ParameterModel = history.model  # type: ignore[attr-defined]
    return model


def test_a_step_back_and_forth(history: ParameterHistory) -> None:
    model = model_of(history)
    assert not history.can_undo
    model.set_value("temperature", 1.0)
    model.set_values({"top_p": 0.5, "top_k": 10})
    history.undo()
    assert (model.value("top_p"), model.value("top_k"), model.value("temperature")) == (None, None, 1.0)
    history.undo()
    assert model.value("temperature") == 0.4
    assert not history.can_undo
    history.redo()
    history.redo()
    assert (model.value("top_p"), model.value("temperature")) == (0.5, 1.0)
    assert not history.can_redo
    history.redo()


def test_a_dragged_slider_is_one_step(history: ParameterHistory, clock: Clock) -> None:
    model = model_of(history)
    for temperature in (0.5, 0.6, 0.7):
        model.set_value("temperature", temperature)
        clock.now_s += 0.05
    clock.now_s += 5
    model.set_value("temperature", 0.8)
    history.undo()
    assert model.value("temperature") == 0.7
    history.undo()
    assert model.value("temperature") == 0.4


def test_a_new_change_ends_what_could_be_redone(history: ParameterHistory, clock: Clock) -> None:
    model = model_of(history)
    model.set_value("temperature", 1.0)
    history.undo()
    model.set_value("seed", 4)
    assert not history.can_redo
    clock.now_s += 2
    model.reset_all()
    history.undo()
    assert model.value("seed") == 4


def test_another_conversation_has_no_steps_of_this_one(history: ParameterHistory) -> None:
    model = model_of(history)
    model.set_value("temperature", 1.0)
    model.replace({"temperature": 0.1})
    assert not history.can_undo
    history.undo()
    assert model.value("temperature") == 0.1


def test_the_steps_do_not_grow_without_end(history: ParameterHistory, clock: Clock) -> None:
    model = model_of(history)
    for seed in range(MOST_STEPS + 20):
        clock.now_s += 2
        model.set_value("seed", seed)
    for _ in range(MOST_STEPS):
        history.undo()
    assert not history.can_undo
    assert model.value("seed") == 19


def test_several_values_are_taken_together_or_not_at_all(history: ParameterHistory) -> None:
    model = model_of(history)
    with pytest.raises(InputError):
        model.set_values({"temperature": 1.0, "top_p": 9})
    assert model.value("temperature") == 0.4
    assert not history.can_undo
