"""The budget's count is the engine's own count of a prompt."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
import requests

from h2o_desktop.core.budget import budget_of
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.local.runtime import LocalRuntime
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider

pytestmark = [pytest.mark.model, pytest.mark.slow]

MODEL = "smollm2-135m"
CONVERSATIONS = 200
PIECES = (
    "river ",
    "Волга ",
    "日本",
    "🦔",
    "\n\n",
    "def f(x):\n    return x\n",
    "  ",
    "don't ",
    "1,024 ",
    "<|im_end|>",
    "```",
)


@pytest.fixture(scope="module")
def provider(runtime: LocalRuntime) -> Iterator[OpenAICompatibleProvider]:
    endpoint = runtime.endpoint(MODEL, CancelToken())
    made = OpenAICompatibleProvider(endpoint.base_url, api_key=endpoint.api_key, dialect="llama.cpp", trust_env=False)
    yield made
    made.close()


def conversation_at_random(chance: random.Random) -> tuple[ChatMessage, ...]:
    messages = [ChatMessage(Role.SYSTEM, "Be brief.")] if chance.random() < 0.3 else []
    for turn in range(2 * chance.randint(0, 4) + 1):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 30))).strip() or "x"
        messages.append(ChatMessage(Role.ASSISTANT if turn % 2 else Role.USER, text))
    return tuple(messages)


def test_the_count_is_that_of_the_server(runtime: LocalRuntime, provider: OpenAICompatibleProvider) -> None:
    endpoint = runtime.endpoint(MODEL, CancelToken())
    chance = random.Random(5)
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {endpoint.api_key}"
        for _ in range(CONVERSATIONS):
            messages = conversation_at_random(chance)
            turns = [{"role": message.role.value, "content": message.content} for message in messages]
            url = f"{endpoint.base_url}/v1/chat/completions/input_tokens"
            theirs = session.post(url, json={"messages": turns}, timeout=60).json()["input_tokens"]
            measured = provider.measure(MODEL, messages, None, CancelToken())
            assert measured is not None
            assert measured.total == theirs, messages
            assert budget_of(messages, measured, reply=0, window=None).read == theirs
