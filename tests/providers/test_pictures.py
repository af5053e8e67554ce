"""Pictures that answers name: fetched on request, and nothing is told to the server beside."""

from __future__ import annotations

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, InputError, ServerError
from h2o_desktop.providers.pictures import fetch_picture
from tests.fakes.socket_server import Connection, Received, SocketServer

PICTURE = b"\x89PNG\r\n\x1a\n and so on"


def serve(request: Received, connection: Connection) -> None:
    if request.target == "/a.png?size=2":
        connection.reply(200, PICTURE, "image/png")
    else:
        connection.reply(404, "no such picture", "text/plain")


def test_a_picture_comes_as_its_bytes_and_without_a_trace() -> None:
    with SocketServer(serve) as server:
        assert fetch_picture(f"{server.url}/a.png?size=2#part", CancelToken()) == PICTURE
    assert not {"cookie", "authorization", "referer"} & set(server.received[0].headers)


def test_a_picture_that_is_not_there() -> None:
    with SocketServer(serve) as server, pytest.raises(ServerError):
        fetch_picture(server.url, CancelToken())
    assert server.received[0].target == "/"


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "data:image/png;base64,AA", "http://", "http://u:p@host/a"]
)
def test_only_web_servers_are_asked(address: str) -> None:
    with pytest.raises(InputError):
        fetch_picture(address, CancelToken())


def test_a_stop_counts() -> None:
    cancel = CancelToken()
    cancel.set()
    with SocketServer(serve) as server, pytest.raises(Cancelled):
        fetch_picture(f"{server.url}/a.png?size=2", cancel)
