"""In which order engines narrow the choice of the next token, and what a server tells of that choice.

The order decides what the sliders do. Sources: llama.cpp's `samplers` (a server tells its own in `/props`); vLLM's
sampler (temperature, min-p, then top-k and top-p); the warpers of text-generation-inference and of transformers;
Ollama's own runner, whose OpenAI interface takes temperature and top-p as 1 where they are not sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from h2o_desktop.core.sampling import CUTS_FIRST, LLAMA_DEFAULTS, Candidate, Step

NEUTRAL_VALUES: Mapping[str, float] = {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0, "typical_p": 1.0}


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine chooses.

    `order` has the steps that it knows, `defaults` the values that it takes for what is not sent. `is_sure` when the
    server told this or its kind works in no other way. `others` names what else it uses, which is not computed here.
    """

    order: tuple[Step, ...] = CUTS_FIRST
    defaults: Mapping[str, float] = field(default_factory=lambda: NEUTRAL_VALUES)
    is_sure: bool = True
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """How a kind of server tells its choice: the `most` likeliest tokens, in an answer of one token.

    `neutral` are the generation fields with which what it tells is the model's own choice. `has_penalties` when it can
    tell the choice after the penalties too. `costs` when each question may cost money.
    """

    most: int = 20
    neutral: Mapping[str, object] = field(default_factory=dict)
    has_penalties: bool = False
    costs: bool = False


@dataclass(frozen=True, slots=True)
class NextToken:
    """What a server told: its likeliest tokens, the likeliest first, and how it chooses among them."""

    candidates: tuple[Candidate, ...]
    engine: Engine
    has_penalties: bool = False


LLAMA = Engine(CUTS_FIRST, LLAMA_DEFAULTS, is_sure=False)
VLLM = Engine((Step.TEMPERATURE, Step.MIN_P, Step.TOP_K, Step.TOP_P))
TGI = Engine((Step.TEMPERATURE, Step.TOP_K, Step.TOP_P, Step.TYPICAL_P))
TRANSFORMERS = Engine((Step.TEMPERATURE, Step.TOP_K, Step.TOP_P, Step.MIN_P, Step.TYPICAL_P), is_sure=False)
OLLAMA = Engine((Step.TOP_K, Step.TEMPERATURE, Step.TOP_P, Step.MIN_P), {**NEUTRAL_VALUES, "top_k": 40}, is_sure=False)
OPENAI = Engine((Step.TEMPERATURE, Step.TOP_P), is_sure=False)

LLAMA_TELLING = Telling(most=500, has_penalties=True)
OLLAMA_TELLING = Telling(neutral={"temperature": 1.0, "top_p": 1.0})
OPENAI_TELLING = Telling(neutral={"temperature": 1.0, "top_p": 1.0}, costs=True)
# Some versions tell the choice after penalties and cuts, which these values leave as it is.
VLLM_TELLING = Telling(
    neutral={
        "temperature": 1.0,
        "top_p": 1.0,
        "top_k": -1,
        "min_p": 0.0,
        "repetition_penalty": 1.0,
        "frequency_penalty": 0.0,
        "presence_penalty": 0.0,
    }
)
