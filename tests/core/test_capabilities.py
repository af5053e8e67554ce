"""From what was asked for to what is sent: nothing undeclared, and every parameter accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core.capabilities import DIALECTS, Capabilities, Field, Greedy, Treated, Treatment, resolve
from h2o_desktop.core.parameters import DEFAULTS, PARAMETERS, SPECS, ParameterKind, ParameterSpec, ParameterValue
from h2o_desktop.core.stop_strings import written_lines


def values_of(spec: ParameterSpec) -> st.SearchStrategy[ParameterValue]:
    if spec.kind is ParameterKind.SWITCH:
        return st.none() | st.booleans()
    if spec.kind is ParameterKind.TEXTS:
        return st.none() | st.lists(st.text(min_size=1), min_size=1, max_size=6).map(written_lines)
    if spec.kind is ParameterKind.COUNT:
        return st.none() | st.integers(int(spec.lowest), int(spec.highest))
    return st.none() | st.floats(spec.lowest, spec.highest)


REQUESTED = st.fixed_dictionaries({}, optional={spec.key: values_of(spec) for spec in PARAMETERS})
DIALECT = st.sampled_from(sorted(DIALECTS))


@given(REQUESTED, DIALECT)
def test_nothing_undeclared_is_sent_and_every_parameter_is_accounted_for(
    requested: dict[str, ParameterValue], dialect: str
) -> None:
    capabilities = DIALECTS[dialect]
    resolution = resolve(requested, capabilities)
    declared = {how.name or key for key, how in capabilities.fields.items() if not how.emulated}
    assert set(resolution.sent) <= declared | set(capabilities.always)
    assert set(resolution.treated) == set(SPECS)
    for key, treated in resolution.treated.items():
        if key not in capabilities.fields:
            assert treated.treatment is Treatment.LEFT_OUT


@given(REQUESTED, DIALECT)
def test_what_is_sent_is_within_the_servers_limits(requested: dict[str, ParameterValue], dialect: str) -> None:
    capabilities = DIALECTS[dialect]
    sent = resolve(requested, capabilities).sent
    for key, how in capabilities.fields.items():
        value = sent.get(how.name or key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            assert how.lowest is None or value >= how.lowest
            assert how.highest is None or value <= how.highest
            assert how.omit_from is None or value < how.omit_from


def test_the_defaults_reach_the_h2o_service_as_its_first_client_sent_them() -> None:
    assert resolve(DEFAULTS, DIALECTS["h2o"]).sent == {
        "temperature": 0.4,
        "truncate": 2048,
        "max_new_tokens": 1024,
        "do_sample": True,
        "repetition_penalty": 1.2,
        "return_full_text": False,
    }


def test_each_treatment_is_told() -> None:
    requested: dict[str, ParameterValue] = {**DEFAULTS, "top_k": 40, "top_p": None, "seed": 3}
    treated = resolve(requested, DIALECTS["llama.cpp"]).treated
    assert treated["temperature"] == Treated(Treatment.AS_IS, "temperature", 0.4)
    assert treated["repetition_penalty"] == Treated(Treatment.RENAMED, "repeat_penalty", 1.2)
    assert treated["truncate"].treatment is Treatment.EMULATED
    assert treated["top_p"].treatment is Treatment.NOT_SENT
    assert resolve(requested, DIALECTS["openai"]).treated["top_k"].treatment is Treatment.LEFT_OUT
    clamped = resolve({"top_k": 1}, DIALECTS["h2ogpt"]).treated["top_k"]
    assert clamped == Treated(Treatment.CLAMPED, "top_k", 2)


def test_a_limit_keeps_the_kind_of_number() -> None:
    capabilities = Capabilities({"top_k": Field(highest=10.0)})
    sent = resolve({"top_k": 40}, capabilities).sent
    assert sent == {"top_k": 10}
    assert isinstance(sent["top_k"], int)


@pytest.mark.parametrize("requested", [{"do_sample": False}, {"temperature": 0.0}])
def test_greedy_for_a_server_that_has_a_switch(requested: dict[str, ParameterValue]) -> None:
    sent = resolve({**DEFAULTS, "top_p": 0.9, "top_k": 5, **requested}, DIALECTS["h2o"]).sent
    assert sent["do_sample"] is False
    assert not {"temperature", "top_p", "top_k"} & set(sent)


@pytest.mark.parametrize("requested", [{"do_sample": False}, {"temperature": 0.0}])
def test_greedy_for_a_server_that_knows_temperature_alone(requested: dict[str, ParameterValue]) -> None:
    sent = resolve({**DEFAULTS, "top_p": 0.9, "top_k": 5, **requested}, DIALECTS["llama.cpp"]).sent
    assert sent["temperature"] == 0
    assert not {"do_sample", "top_p", "top_k"} & set(sent)


def test_a_top_p_of_one_is_left_out_where_it_is_refused() -> None:
    assert "top_p" not in resolve({"top_p": 1.0}, DIALECTS["h2o"]).sent
    assert resolve({"top_p": 0.99}, DIALECTS["h2o"]).sent["top_p"] == 0.99


def test_the_two_ways_of_saying_greedy() -> None:
    assert DIALECTS["h2o"].greedy is Greedy.SWITCH_ALONE
    assert {DIALECTS[name].greedy for name in DIALECTS if name != "h2o"} == {Greedy.ZERO_TEMPERATURE}
