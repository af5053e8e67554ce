"""Every recorded exchange is played to the client."""

from __future__ import annotations

import json

import pytest

from h2o_desktop.core.errors import DesktopError, NetworkError, StreamCut
from h2o_desktop.providers.http import HttpClient, Reply
from tests.fakes.replay_server import NOT_RECORDED, Exchange, ReplayServer, flows, load_flow


def test_the_recordings_are_there() -> None:
    assert len(flows()) == 40
    assert sum(len(load_flow(flow)) for flow in flows()) > 320


@pytest.mark.parametrize("flow", flows())
def test_every_exchange_is_understood(flow: str) -> None:
    for exchange in load_flow(flow):
        with ReplayServer([exchange]) as server:
            client = HttpClient(server.url)
            _check(exchange, client)
            client.close()
            assert server.received[0].played == exchange.file


def _check(exchange: Exchange, client: HttpClient) -> None:
    """The client must give exactly what was recorded, or the error that fits it."""
    got: list[bytes] = []
    broken: DesktopError | None = None
    status, headers = None, {}
    try:
        with client.open_stream(exchange.method, exchange.target) as stream:
            status, headers = stream.status, stream.headers
            got.extend(stream.chunks())
    except DesktopError as error:
        broken = error
    body = b"".join(got)
    if status == NOT_RECORDED:  # the client followed a redirect within the server
        assert exchange.status == 302, exchange.file
        return
    assert status == exchange.status, exchange.file
    if exchange.status is None:
        assert isinstance(broken, NetworkError)
        return
    if not exchange.complete:
        assert isinstance(broken, StreamCut), exchange.file
    else:
        assert broken is None, exchange.file
    if exchange.body:
        assert body.decode() == exchange.body, exchange.file
    if exchange.status >= 300:
        _check_refusal(exchange, client, body, headers)


def _check_refusal(exchange: Exchange, client: HttpClient, body: bytes, headers: dict[str, str]) -> None:
    assert exchange.status is not None
    error = client.error_for(Reply(exchange.status, headers, body))
    assert error.status == exchange.status
    assert "<!doctype" not in str(error).lower(), exchange.file
    assert "<html" not in str(error).lower(), exchange.file
    if exchange.body.startswith("{"):
        said = json.loads(exchange.body)
        words = said.get("message") or said["error"]
        words = words["message"] if isinstance(words, dict) else words
        assert words in str(error), exchange.file
