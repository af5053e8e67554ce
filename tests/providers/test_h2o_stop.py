from __future__ import annotations

import threading

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import (
    Cancelled,
)
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Finished, Started, Stopped
from h2o_desktop.providers import h2o_session
from h2o_desktop.providers.h2o import H2OProvider
from tests.fakes.h2o_server import Answer, H2OServer
from tests.fakes.h2o_talk import Asking
from tests.fakes.socket_server import PATIENCE_S, Connection, Received, SocketServer

FINE = "It is fine."


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is slow to take a stop is waited for; a person is not kept waiting that long."""
    monkeypatch.setattr(h2o_session, "ASIDE_TIMEOUT_S", PATIENCE_S)


@pytest.mark.usefixtures("patient")
def test_stop_asks_the_server_before_it_shuts_the_socket(
    provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken
) -> None:
    answer = Answer(hold=2)
    h2o_server.answers.append(answer)
    asking = Asking(provider, cancel)
    assert answer.holding.wait(PATIENCE_S)
    cancel.set()
    assert isinstance(asking.end(), Stopped)
    assert h2o_server.log[1:] == ["message", "stop", "gone"] or h2o_server.log[1:] == ["message", "stop"]


@pytest.mark.usefixtures("patient")
def test_stop_before_the_first_token(provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken) -> None:
    answer = Answer(hold=0)
    h2o_server.answers.append(answer)
    asking = Asking(provider, cancel)
    assert answer.holding.wait(PATIENCE_S)
    cancel.set()
    assert isinstance(asking.end(), Stopped)
    assert "stop" in h2o_server.log


def test_stop_ends_although_the_server_does_not_answer_it(
    provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken
) -> None:
    h2o_server.stop_hangs = True
    answer = Answer(hold=2)
    h2o_server.answers.append(answer)
    asking = Asking(provider, cancel)
    assert answer.holding.wait(PATIENCE_S)
    cancel.set()
    assert isinstance(asking.end(), Stopped)


@pytest.mark.usefixtures("patient")
def test_after_a_stop_the_twin_goes_on_when_the_server_has_stored_the_answer(
    provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken
) -> None:
    answer = Answer(hold=2)
    h2o_server.answers.append(answer)
    asking = Asking(provider, cancel)
    assert answer.holding.wait(PATIENCE_S)
    cancel.set()
    asking.end()
    (stored,) = h2o_server.conversations.values()
    wait_until(lambda: bool(stored.messages))
    messages = (
        ChatMessage(Role.USER, "Count", "m1"),
        ChatMessage(Role.ASSISTANT, "It is", "r1"),
        ChatMessage(Role.USER, "Go on", "m2"),
    )
    assert isinstance(Asking(provider, CancelToken(), messages).end(), Finished)
    assert h2o_server.messages()[-1]["inputs"] == "Go on"
    assert len(h2o_server.conversations) == 1


@pytest.mark.usefixtures("patient")
def test_after_a_stop_a_new_twin_begins_when_the_server_has_not_stored_the_answer(
    provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken
) -> None:
    h2o_server.stores = False
    answer = Answer(hold=2)
    h2o_server.answers.append(answer)
    asking = Asking(provider, cancel)
    assert answer.holding.wait(PATIENCE_S)
    cancel.set()
    asking.end()
    messages = (
        ChatMessage(Role.USER, "Count", "m1"),
        ChatMessage(Role.ASSISTANT, "It is", "r1"),
        ChatMessage(Role.USER, "Go on", "m2"),
    )
    assert isinstance(Asking(provider, CancelToken(), messages).end(), Finished)
    assert "assistant: It is" in h2o_server.messages()[-1]["inputs"]


def wait_until(condition: object) -> None:
    assert callable(condition)
    for _ in range(int(PATIENCE_S * 100)):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not happen")


def test_stop_while_the_conversation_is_being_made(cancel: CancelToken) -> None:
    reached = threading.Event()

    def silent(request: Received, connection: Connection) -> bool:
        reached.set()
        connection.wait_until_gone()
        return False

    with SocketServer(silent) as server:
        provider = H2OProvider(server.url)
        asking = Asking(provider, cancel)
        assert reached.wait(PATIENCE_S)
        cancel.set()
        assert isinstance(asking.end(), Stopped)
        provider.close()


@pytest.mark.usefixtures("patient")
def test_a_caller_that_stops_reading_stops_the_server_too(provider: H2OProvider, h2o_server: H2OServer) -> None:
    h2o_server.answers.append(Answer(hold=1))
    request = ChatRequest("falcon-40b", (ChatMessage(Role.USER, "Count"),), {}, "conversation")
    events = provider.stream(request, CancelToken())
    assert isinstance(next(events), Started)
    assert isinstance(next(events), Delta)
    events.close()  # type: ignore[attr-defined]
    assert h2o_server.log[1:3] == ["message", "stop"]


def test_a_turn_that_was_stopped_before_it_began_sends_nothing(
    provider: H2OProvider, h2o_server: H2OServer, cancel: CancelToken
) -> None:
    cancel.set()
    request = ChatRequest("falcon-40b", (ChatMessage(Role.USER, "Count"),))
    with pytest.raises(Cancelled):
        list(provider.stream(request, cancel))
    assert h2o_server.received == []
