"""What listens for second starts takes the words of whoever knows the key, and of nobody else."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.qt.second_starts import LONGEST_WISH, MOST_AT_ONCE, SecondStarts

PATIENCE_MS = 30_000


@pytest.fixture
def starts(qtbot: QtBot) -> Iterator[SecondStarts]:
    listener = SecondStarts()
    yield listener
    listener.close()


def said_to(starts: SecondStarts, line: bytes, qtbot: QtBot) -> bytes:
    """What comes back until the connection is closed."""
    with socket.create_connection(("127.0.0.1", starts.port), 30) as caller:
        caller.sendall(line)
        caller.setblocking(False)
        received = bytearray()

        def is_closed() -> bool:
            try:
                piece = caller.recv(100)
            except BlockingIOError:
                return False
            except ConnectionResetError:
                return True
            received.extend(piece)
            return not piece

        qtbot.waitUntil(is_closed, timeout=PATIENCE_MS)
    return bytes(received)


def test_a_wish_arrives_and_is_answered(starts: SecondStarts, qtbot: QtBot) -> None:
    wishes: list[object] = []
    starts.arrived.connect(wishes.append)
    line = json.dumps({"key": starts.key, "server": "http://localhost:1", "model": "ж"}).encode() + b"\n"
    assert said_to(starts, line, qtbot) == b"taken\n"
    assert wishes == [{"server": "http://localhost:1", "model": "ж"}]


@pytest.mark.parametrize(
    "line",
    [b'{"key": "wrong"}\n', b'{"model": "x"}\n', b"GET / HTTP/1.1\r\n", b"[1]\n", b"\xff\n", b"x" * (LONGEST_WISH + 1)],
)
def test_nobody_else_is_listened_to(starts: SecondStarts, qtbot: QtBot, line: bytes) -> None:
    wishes: list[object] = []
    starts.arrived.connect(wishes.append)
    assert said_to(starts, line, qtbot) == b""
    assert wishes == []


def test_many_that_say_nothing_are_in_nobodys_way(starts: SecondStarts, qtbot: QtBot) -> None:
    silent = []
    for _number in range(2 * MOST_AT_ONCE):
        silent.append(socket.create_connection(("127.0.0.1", starts.port), 30))
        qtbot.wait(1)
    assert said_to(starts, json.dumps({"key": starts.key}).encode() + b"\n", qtbot) == b"taken\n"
    for connection in silent:
        connection.close()
