"""Fixtures of the provider tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.providers.h2o import H2OProvider
from tests.fakes.h2o_server import H2OServer
from tests.fakes.h2o_talk import Talk
from tests.fakes.socket_server import Connection, Received, SocketServer


@pytest.fixture
def cancel() -> CancelToken:
    return CancelToken()


@pytest.fixture
def h2o_server() -> Iterator[H2OServer]:
    with H2OServer() as server:
        yield server


@pytest.fixture
def proxy_to_a_host_elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[SocketServer]:
    """A proxy in the environment that answers for every host."""

    def answer(request: Received, connection: Connection) -> None:
        connection.reply(200, Set_Cookie="hf-chat=abc; Path=/; Secure")

    with SocketServer(answer) as server:
        monkeypatch.setenv("http_proxy", server.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        yield server


@pytest.fixture
def provider(h2o_server: H2OServer) -> Iterator[H2OProvider]:
    provider = H2OProvider(h2o_server.url)
    yield provider
    provider.close()


@pytest.fixture
def talk(provider: H2OProvider) -> Talk:
    return Talk(provider)
