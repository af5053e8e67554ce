"""The cut line stands where the engine of this computer is really given its first words."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.cutting import edge_of
from h2o_desktop.core.engines import Engine
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Finished
from h2o_desktop.core.sampling import CUTS_FIRST, LLAMA_DEFAULTS
from h2o_desktop.local.runtime import LocalRuntime
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider

pytestmark = [pytest.mark.model, pytest.mark.slow]

MODEL = "smollm2-135m"
CONVERSATIONS = 8
WORDS = ("river ", "Волга ", "日本", "🦔", "\n\n", "don't ", "1,024 ", "def f(x): ")


@pytest.fixture(scope="module")
def provider(runtime: LocalRuntime) -> Iterator[OpenAICompatibleProvider]:
    endpoint = runtime.endpoint(MODEL, CancelToken())
    made = OpenAICompatibleProvider(endpoint.base_url, api_key=endpoint.api_key, dialect="llama.cpp", trust_env=False)
    yield made
    made.close()


def talk(chance: random.Random) -> tuple[ChatMessage, ...]:
    messages = [ChatMessage(Role.SYSTEM, "Be brief.")] if chance.random() < 0.5 else []
    for turn in range(2 * chance.randint(1, 4) + 1):
        text = f"mark{turn} " + "".join(chance.choices(WORDS, k=chance.randint(1, 25))).strip()
        messages.append(ChatMessage(Role.ASSISTANT if turn % 2 else Role.USER, text, str(turn)))
    return tuple(messages)


def test_the_edge_is_where_the_engine_begins(runtime: LocalRuntime, provider: OpenAICompatibleProvider) -> None:
    chance = random.Random(11)
    cut = 0
    for _ in range(CONVERSATIONS):
        messages, limit = talk(chance), chance.randint(64, 300)
        measured = provider.measure(MODEL, messages, limit, CancelToken())
        assert measured is not None
        edge = edge_of(messages, measured, is_sure=True)
        request = ChatRequest(MODEL, messages, {"truncate": limit, "max_new_tokens": 1, "temperature": 0})
        *_, end = provider.stream(request, CancelToken())
        assert isinstance(end, Finished)
        assert end.usage.prompt_tokens == measured.total
        read = messages[int(edge.after) + 1 + (messages[0].role is Role.SYSTEM) :] if edge else messages
        assert [messages[place] for place in measured.kept if messages[place].role is not Role.SYSTEM] == [
            message for message in read if message.role is not Role.SYSTEM
        ]
        cut += edge is not None
    assert cut > CONVERSATIONS // 4


def test_the_engine_tells_its_order(provider: OpenAICompatibleProvider) -> None:
    request = ChatRequest(MODEL, (ChatMessage(Role.USER, "Which river?"),))
    told = provider.next_tokens(request, CancelToken())
    assert told is not None
    assert told.engine == Engine(CUTS_FIRST, told.engine.defaults)
    assert told.engine.defaults == pytest.approx(LLAMA_DEFAULTS)
