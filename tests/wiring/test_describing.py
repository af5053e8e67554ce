"""Requests that are shown without being sent: what stands between the window and the providers."""

from __future__ import annotations

from pathlib import Path

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.provider import ChatMessage, ChatRequest
from h2o_desktop.core.settings import LOCAL_ID, ConnectionKind, ConnectionProfile
from h2o_desktop.core.shaping import GO_ON
from h2o_desktop.wiring.describing import describe
from h2o_desktop.wiring.server_knowledge import ServerKnowledge
from h2o_desktop.wiring.services import Services
from tests.fakes.scripted_provider import ScriptedProvider

CUT = (ChatMessage(Role.USER, "Count"), ChatMessage(Role.ASSISTANT, "One, tw"))
STUB = ConnectionProfile("stub", ConnectionKind.OPENAI, "Stub", "http://127.0.0.1:9")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = Services(tmp_path)
    made.use_profile(STUB)
    return made


def test_an_engine_that_does_not_run_is_not_started(services: Services) -> None:
    request = ChatRequest("smollm2-135m", (ChatMessage(Role.USER, "Hi"),), {"truncate": 2048, "top_k": 5})
    shown = describe(services.provider_for, LOCAL_ID, request, CancelToken())
    assert shown is not None
    assert not shown.address_known
    assert shown.needs_key
    assert "later start" not in repr(shown)
    assert shown.body["top_k"] == 5
    facts = ServerKnowledge(services).facts((LOCAL_ID, "smollm2-135m"), CancelToken())
    assert facts.defaults == {}
    assert ServerKnowledge(services).take_again((LOCAL_ID, "smollm2-135m"), "seed") == frozenset()
    services.close()


def test_going_on_is_asked_for_in_words_where_a_server_takes_no_other_way(services: Services) -> None:
    shown = describe(services.provider_for, "stub", ChatRequest("m", CUT), CancelToken())
    services.close()
    assert shown is not None
    messages = shown.body["messages"]
    assert isinstance(messages, list)
    assert messages[-1] == {"role": "user", "content": GO_ON}


def test_a_provider_that_cannot_show_its_request(services: Services) -> None:
    assert describe(lambda _id: ScriptedProvider([]), "any", ChatRequest("m", CUT), CancelToken()) is None
    services.close()


def test_the_service_tells_nothing_and_refuses_nothing(services: Services) -> None:
    knowledge = ServerKnowledge(services)
    facts = knowledge.facts(("h2o", "falcon-7b"), CancelToken())
    assert (facts.defaults, facts.refused) == ({}, frozenset())
    assert facts.usual["max_new_tokens"] == 20
    services.close()
