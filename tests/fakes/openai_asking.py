"""Asking an OpenAI-compatible server through the provider, for tests."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Finished, StreamEvent
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from tests.fakes.openai_server import MODEL, OpenAIServer

PLAIN = (ChatMessage(Role.USER, "Hello"),)


def asked(
    server: OpenAIServer,
    *,
    dialect: str = "openai",
    messages: Sequence[ChatMessage] = PLAIN,
    requested: dict[str, ParameterValue] | None = None,
) -> list[StreamEvent]:
    """The events of one request to the server."""
    provider = OpenAICompatibleProvider(server.url, dialect=dialect)
    request = ChatRequest(MODEL, tuple(messages), requested or {})
    try:
        return list(provider.stream(request, CancelToken()))
    finally:
        provider.close()


def text_of(events: Sequence[StreamEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


def last(events: Sequence[StreamEvent]) -> Finished:
    assert isinstance(events[-1], Finished)
    assert sum(isinstance(event, Finished) for event in events) == 1
    return events[-1]


def failing(server: OpenAIServer) -> DesktopError:
    with pytest.raises(DesktopError) as caught:
        asked(server)
    return caught.value
