"""The values of the parameters, and what becomes of them at the chosen server."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.capabilities import DIALECTS, Treatment
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import DEFAULTS, SPECS
from h2o_desktop.qt.parameter_model import ParameterModel


@pytest.fixture
def model(qtbot: QtBot) -> ParameterModel:
    return ParameterModel()


def heard(model: ParameterModel) -> list[tuple[str, object]]:
    changes: list[tuple[str, object]] = []
    model.value_changed.connect(lambda key, value: changes.append((key, value)))
    return changes


def test_it_begins_with_the_defaults(model: ParameterModel) -> None:
    assert model.values() == dict(DEFAULTS)
    assert not model.is_anything_changed


def test_a_changed_value_is_told_once(model: ParameterModel) -> None:
    changes = heard(model)

    model.set_value("temperature", 0.9)
    model.set_value("temperature", 0.9)

    assert changes == [("temperature", 0.9)]
    assert model.value("temperature") == 0.9
    assert model.is_changed("temperature")
    assert not model.is_changed("top_p")
    assert model.is_anything_changed


def test_text_and_whole_numbers_become_the_type_of_the_parameter(model: ParameterModel) -> None:
    model.set_value("max_new_tokens", "256")
    model.set_value("top_k", 40.0)

    assert model.value("max_new_tokens") == 256
    assert isinstance(model.value("top_k"), int)


@pytest.mark.parametrize(("key", "value"), [("temperature", 9), ("seed", "x"), ("no_such", 1)])
def test_what_the_table_does_not_allow_is_refused(model: ParameterModel, key: str, value: object) -> None:
    changes = heard(model)

    with pytest.raises(InputError):
        model.set_value(key, value)

    assert changes == []
    assert model.values() == dict(DEFAULTS)


def test_none_means_not_sent(model: ParameterModel) -> None:
    model.set_value("temperature", None)

    assert model.value("temperature") is None
    assert model.treated("temperature").treatment is Treatment.NOT_SENT


def test_reset_brings_one_default_back_and_reset_all_brings_all(model: ParameterModel) -> None:
    model.set_value("temperature", 1.0)
    model.set_value("seed", 7)
    changes = heard(model)

    model.reset("temperature")
    assert changes == [("temperature", 0.4)]
    model.reset_all()
    assert changes == [("temperature", 0.4), ("seed", None)]
    assert not model.is_anything_changed


def test_values_of_one_conversation_never_leak_into_another(model: ParameterModel) -> None:
    model.replace({"temperature": 1.3, "seed": 5, "top_k": 3})
    model.replace({"top_p": 0.5})

    assert model.values() == {**DEFAULTS, "top_p": 0.5}


def test_a_damaged_file_gives_defaults_for_what_it_damaged(model: ParameterModel) -> None:
    model.replace({"temperature": "hot", "max_new_tokens": -1, "top_k": 12, "from_a_newer_version": 3})

    assert model.values() == {**DEFAULTS, "top_k": 12}


def test_replacing_tells_only_what_differs(model: ParameterModel) -> None:
    changes = heard(model)

    model.replace({**DEFAULTS, "seed": 9})

    assert changes == [("seed", 9)]


def test_a_copy_of_the_values_is_given_away(model: ParameterModel) -> None:
    model.values()["temperature"] = 2.0

    assert model.value("temperature") == 0.4


def test_the_server_decides_how_parameters_are_treated(model: ParameterModel, qtbot: QtBot) -> None:
    assert model.treated("repetition_penalty").treatment is Treatment.AS_IS

    with qtbot.waitSignal(model.treatments_changed):
        model.set_capabilities(DIALECTS["llama.cpp"])
    assert model.treated("repetition_penalty").name == "repeat_penalty"

    with qtbot.waitSignal(model.treatments_changed):
        model.set_capabilities(DIALECTS["openai"])
    assert model.treated("repetition_penalty").treatment is Treatment.LEFT_OUT
    with qtbot.assertNotEmitted(model.treatments_changed):
        model.set_capabilities(DIALECTS["openai"])


def test_treatments_are_true_when_a_changed_value_is_told_again(model: ParameterModel, qtbot: QtBot) -> None:
    model.set_capabilities(DIALECTS["h2o"])

    with qtbot.waitSignal(model.treatments_changed):
        model.set_value("temperature", 0.001)

    assert model.treated("temperature").treatment is Treatment.CLAMPED
    assert model.treated("temperature").value == 0.01


def test_every_parameter_is_treated_somehow(model: ParameterModel) -> None:
    for capabilities in DIALECTS.values():
        model.set_capabilities(capabilities)
        assert all(model.treated(key) for key in SPECS)


def test_the_system_prompt_goes_with_what_is_asked_for_and_is_no_parameter() -> None:
    model = ParameterModel()
    texts: list[str] = []
    model.system_prompt_changed.connect(texts.append)
    model.set_system_prompt("Be brief.")
    model.set_system_prompt("Be brief.")
    assert model.asked() == {**model.values(), "system_prompt": "Be brief."}
    assert "system_prompt" not in model.values()
    asked = model.asked()
    model.replace({})
    assert model.asked() == model.values()
    model.replace(asked)
    assert model.system_prompt == "Be brief."
    assert texts == ["Be brief.", "", "Be brief."]
