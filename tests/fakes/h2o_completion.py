"""How the tests call `_create_completion`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from h2o_desktop.providers.h2o import _create_completion
from tests.fakes.socket_server import SocketServer

MESSAGES = [{"role": "user", "content": "Hello"}]
DEFAULTS = {
    "temperature": 0.4,
    "truncate": 2048,
    "max_new_tokens": 1024,
    "do_sample": True,
    "repetition_penalty": 1.2,
    "return_full_text": False,
}


def complete(server: SocketServer, **arguments: Any) -> str:
    text = _create_completion("falcon-40b", MESSAGES, False, base_url=server.url, **arguments)
    assert isinstance(text, str)
    return text


def stream(server: SocketServer, **arguments: Any) -> Iterator[str]:
    tokens = _create_completion("falcon-40b", MESSAGES, True, base_url=server.url, **arguments)
    assert not isinstance(tokens, str)
    return tokens
