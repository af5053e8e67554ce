"""The extras of llama.cpp with the real engine: it takes them, and they do something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Started
from h2o_desktop.core.request_scripts import as_python
from h2o_desktop.local.catalog import SMOLLM2
from h2o_desktop.local.runtime import LocalRuntime
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from tests.fakes.running_scripts import run_python

pytestmark = [pytest.mark.model, pytest.mark.slow]
ASKED: dict[str, ParameterValue] = {"temperature": 0.8, "seed": 3, "max_new_tokens": 16, "repetition_penalty": 1.5}
WISHES: tuple[dict[str, ParameterValue], ...] = (
    {"repeat_last_n": 1},
    {"dry_multiplier": 5.0},
    {"xtc_probability": 1.0, "xtc_threshold": 0.1},
)


@pytest.fixture(scope="module")
def provider(runtime: LocalRuntime) -> Iterator[OpenAICompatibleProvider]:
    endpoint = runtime.endpoint(SMOLLM2.model.id, CancelToken())
    made = OpenAICompatibleProvider(endpoint.base_url, api_key=endpoint.api_key, dialect="llama.cpp", trust_env=False)
    yield made
    made.close()


def answer(provider: OpenAICompatibleProvider, more: dict[str, ParameterValue]) -> tuple[dict[str, object], str]:
    messages = (
        ChatMessage(Role.USER, "Write a poem in which every line is the same. The river runs. The river runs."),
    )
    events = list(provider.stream(ChatRequest(SMOLLM2.model.id, messages, {**ASKED, **more}), CancelToken()))
    sent = next(dict(event.sent) for event in events if isinstance(event, Started))
    return sent, "".join(event.text for event in events if isinstance(event, Delta))


@pytest.mark.parametrize("more", WISHES, ids=str)
def test_the_engine_takes_an_extra(provider: OpenAICompatibleProvider, more: dict[str, ParameterValue]) -> None:
    sent, text = answer(provider, more)
    assert sent.items() >= more.items()
    assert text
    assert provider.refused() == {}


def test_the_engine_tells_its_own_values(provider: OpenAICompatibleProvider) -> None:
    told = provider.defaults(SMOLLM2.model.id, CancelToken())
    assert told["temperature"] == 0.8
    assert told["repeat_last_n"] == 64
    assert told.keys() >= {"top_k", "top_p", "min_p", "typical_p", "repetition_penalty", "dry_multiplier"}


def test_a_window_of_one_token_changes_the_answer(provider: OpenAICompatibleProvider) -> None:
    assert answer(provider, {"repeat_last_n": 1})[1] != answer(provider, {"repeat_last_n": 64})[1]


def test_what_is_copied_gives_the_same_answer(provider: OpenAICompatibleProvider, runtime: LocalRuntime) -> None:
    messages = (ChatMessage(Role.USER, "Name three rivers."),)
    events = list(provider.stream(ChatRequest(SMOLLM2.model.id, messages, ASKED), CancelToken()))
    request = next(event.request for event in events if isinstance(event, Started))
    text = "".join(event.text for event in events if isinstance(event, Delta))
    assert request is not None
    key = runtime.endpoint(SMOLLM2.model.id, CancelToken()).api_key
    assert key not in as_python(request)
    assert run_python(as_python(request), key=key) == f"{text}\n"
