"""What each kind of server takes, and how a person's parameters become the fields that are sent.

One table, `DIALECTS`, declares it for every kind; `resolve` makes the sent fields out of the requested ones and
says for every parameter what became of it. Nothing that is not declared here is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from h2o_desktop.core import engines
from h2o_desktop.core.parameters import SPECS, ParameterKind, ParameterValue
from h2o_desktop.core.server_kind import (
    SENT,
    Capabilities,
    Continuing,
    Cutting,
    Field,
    Greedy,
    Resolution,
    Treated,
    Treatment,
)
from h2o_desktop.core.stop_strings import stop_strings
from h2o_desktop.core.words import QT_TRANSLATE_NOOP

__all__ = [
    "DIALECTS",
    "EMULATED",
    "SAMPLERS",
    "SENT",
    "Capabilities",
    "Continuing",
    "Cutting",
    "Field",
    "Greedy",
    "Resolution",
    "Treated",
    "Treatment",
    "resolve",
    "without_refused",
]


def resolve(requested: Mapping[str, ParameterValue], capabilities: Capabilities) -> Resolution:
    """Make the fields that are sent out of what a person asked for."""
    greedy = requested.get("do_sample") is False or requested.get("temperature") == 0
    sent: dict[str, object] = dict(capabilities.always)
    treated: dict[str, Treated] = {}
    for key in SPECS:
        value = _when_greedy(key, requested.get(key), capabilities.greedy) if greedy else requested.get(key)
        treated[key] = _treated(value, key, capabilities.fields.get(key))
        if treated[key].treatment in SENT:
            sent[treated[key].name] = _on_the_wire(key, treated[key].value)
    if greedy:
        sent.update(capabilities.when_greedy)
    if greedy and capabilities.greedy is Greedy.ZERO_TEMPERATURE and "temperature" in capabilities.fields:
        sent[capabilities.fields["temperature"].name or "temperature"] = 0.0
    return Resolution(MappingProxyType(sent), MappingProxyType(treated))


def without_refused(treated: Mapping[str, Treated], refused: frozenset[str]) -> Mapping[str, Treated]:
    """What becomes of the parameters when the server does not take the fields of these names after all."""
    if not refused:
        return treated
    return {
        key: replace(how, treatment=Treatment.REFUSED) if how.name in refused and how.treatment in SENT else how
        for key, how in treated.items()
    }


def _when_greedy(key: str, value: ParameterValue, greedy: Greedy) -> ParameterValue:
    """The value to send when the likeliest token is always taken: samplers are dropped, so none switches it off."""
    if key == "temperature":
        return 0.0 if greedy is Greedy.ZERO_TEMPERATURE else None
    if key in SAMPLERS:
        return None
    if key == "do_sample":
        return False
    return value


def _on_the_wire(key: str, value: ParameterValue) -> object:
    return list(stop_strings(value)) if SPECS[key].kind is ParameterKind.TEXTS else value


def _treated(value: ParameterValue, key: str, how: Field | None) -> Treated:
    if how is None:
        return Treated(Treatment.LEFT_OUT)
    if value is None:
        return Treated(Treatment.NOT_SENT, how.name or key)
    if how.emulated:
        return Treated(Treatment.EMULATED, value=value)
    name = how.name or key
    as_is = Treatment.RENAMED if name != key else Treatment.AS_IS
    if isinstance(value, str):
        lines = value.split("\n")
        taken = "\n".join([line for line in lines if line][: how.most])
        return Treated(Treatment.CLAMPED if how.most and len(stop_strings(value)) > how.most else as_is, name, taken)
    if isinstance(value, bool):
        return Treated(as_is, name, value)
    if how.omit_from is not None and value >= how.omit_from:
        return Treated(Treatment.NOT_SENT, name)
    fitting: float = value
    if how.lowest is not None:
        fitting = max(fitting, type(value)(how.lowest))
    if how.highest is not None:
        fitting = min(fitting, type(value)(how.highest))
    if fitting != value:
        return Treated(Treatment.CLAMPED, name, fitting)
    return Treated(as_is, name, value, how.note)


# What cuts the choice of tokens.
SAMPLERS = frozenset({"top_p", "top_k", "min_p", "typical_p", "xtc_probability", "xtc_threshold"})
EMULATED = Field(emulated=True)

_OPENAI_FIELDS: Mapping[str, Field] = {
    "temperature": Field(lowest=0.0, highest=2.0),
    "top_p": Field(),
    "max_new_tokens": Field("max_tokens"),
    "truncate": EMULATED,
    "do_sample": EMULATED,
    "seed": Field(),
    "frequency_penalty": Field(lowest=-2.0, highest=2.0),
    "presence_penalty": Field(lowest=-2.0, highest=2.0),
    "stop": Field(most=4),
    "return_full_text": EMULATED,
}

# As many likely tokens as OpenAI tells at most; vLLM allows as many unless it is set up otherwise.
_PROBABILITIES: Mapping[str, object] = {"logprobs": True, "top_logprobs": 20}

DIALECTS: Mapping[str, Capabilities] = MappingProxyType(
    {
        # The form of text-generation-inference in June 2023, behind the classic chat-ui server.
        "h2o": Capabilities(
            fields={
                "temperature": Field(lowest=0.01),
                "top_p": Field(omit_from=1.0),
                "top_k": Field(),
                "repetition_penalty": Field(),
                "max_new_tokens": Field(),
                "truncate": Field(),
                "do_sample": Field(),
                "seed": Field(),
                "typical_p": Field(omit_from=1.0),
                "frequency_penalty": Field(),
                "stop": Field(most=4),
                "return_full_text": Field(),
            },
            greedy=Greedy.SWITCH_ALONE,
            always={"return_full_text": False},
            tells_chosen=True,
            usual={"temperature": 1.0, "repetition_penalty": 1.0, "max_new_tokens": 20},
            cutting=Cutting.FIRST_TOKENS,
            engine=engines.TGI,
        ),
        "openai": Capabilities(
            fields=_OPENAI_FIELDS, when_probabilities=_PROBABILITIES, telling=engines.OPENAI_TELLING
        ),
        "llama.cpp": Capabilities(
            fields={
                **_OPENAI_FIELDS,
                "temperature": Field(),
                "top_k": Field(),
                "repetition_penalty": Field("repeat_penalty"),
                "repeat_last_n": Field(),
                "dry_multiplier": Field(),
                "xtc_probability": Field(),
                "xtc_threshold": Field(),
                "min_p": Field(),
                "typical_p": Field(),
                "stop": Field(),
            },
            continuing=Continuing.PREFIX,
            # What the engine computed for the cut answer is used again: computed anew it would be rounded otherwise.
            when_continuing={"cache_prompt": True},
            # Fewer than others, since the engine can be asked for one token at a time afterwards.
            when_probabilities={"logprobs": True, "top_logprobs": 10},
            takes_tokens=True,
            counts=True,
            engine=engines.LLAMA,
            telling=engines.LLAMA_TELLING,
        ),
        "vllm": Capabilities(
            fields={
                **_OPENAI_FIELDS,
                "top_k": Field(),
                "repetition_penalty": Field(),
                "truncate": Field("truncate_prompt_tokens"),
                "min_new_tokens": Field("min_tokens"),
                "min_p": Field(),
            },
            continuing=Continuing.PREFIX,
            when_continuing={"continue_final_message": True, "add_generation_prompt": False},
            when_probabilities=_PROBABILITIES,
            counts=True,
            cutting=Cutting.FIRST_TOKENS,
            engine=engines.VLLM,
            telling=engines.VLLM_TELLING,
        ),
        # top_k is 1 on an h2oGPT server unless it is sent, and then temperature has no effect; seed 0 means random.
        "h2ogpt": Capabilities(
            fields={
                **_OPENAI_FIELDS,
                "top_k": Field(lowest=2),
                "repetition_penalty": Field(),
                "truncate": Field("max_input_tokens"),
                "min_new_tokens": Field(),
                "max_time": Field(),
                "seed": Field(lowest=1),
                "min_p": Field(),
                "presence_penalty": Field(
                    note=QT_TRANSLATE_NOOP("captions", "this server makes a repetition penalty of it")
                ),
            },
            always={"top_k": 50},
            when_greedy={"top_p": 1.0},
            usual={"temperature": 0.3, "top_p": 1.0, "max_new_tokens": 256, "repetition_penalty": 1.0},
            continuing=Continuing.PREFIX,
            engine=engines.TRANSFORMERS,
        ),
        "ollama": Capabilities(
            fields=_OPENAI_FIELDS,
            continuing=Continuing.PREFIX,
            when_probabilities=_PROBABILITIES,
            engine=engines.OLLAMA,
            telling=engines.OLLAMA_TELLING,
        ),
    }
)
