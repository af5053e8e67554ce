"""What the child process tells the engine, tried without it."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled
from h2o_desktop.local import runtime_process
from h2o_desktop.local.engine import Endpoint
from h2o_desktop.local.engine_slots import wait_until_idle
from tests.fakes.socket_server import Connection, Received, SocketServer

ORDERS = {"model_id": "m", "model_path": "/somewhere/m.gguf", "context_tokens": 512, "api_key": "k"}


def parameters() -> SimpleNamespace:
    return SimpleNamespace(
        model=SimpleNamespace(path=""),
        cpuparams=SimpleNamespace(n_threads=-1),
        cpuparams_batch=SimpleNamespace(n_threads=-1),
    )


def test_the_engine_listens_here_alone_and_remembers_nothing() -> None:
    chosen = parameters()
    assert runtime_process._parameters(chosen, ORDERS) is chosen
    assert chosen.model.path == "/somewhere/m.gguf"
    assert chosen.hostnames == ["127.0.0.1"]
    assert chosen.port == 0
    assert chosen.api_keys == ["k"]
    assert chosen.n_ctx == 512
    assert chosen.cache_prompt is False
    assert chosen.cpuparams.n_threads == chosen.cpuparams_batch.n_threads


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs the processors of a process to be settable")
def test_one_processor_is_left_to_the_window() -> None:
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, set(sorted(before)[:2]))
        assert runtime_process._threads() == 1
        os.sched_setaffinity(0, set(sorted(before)[:1]))
        assert runtime_process._threads() == 1
    finally:
        os.sched_setaffinity(0, before)


@pytest.mark.parametrize("body", ["[]", "{", '{"error": "no"}', "[1]", '[{"is_processing": false}]'])
def test_an_engine_that_tells_nothing_useful_is_not_waited_for(body: str) -> None:
    with SocketServer(lambda _request, connection: connection.reply(200, body)) as server:
        wait_until_idle(Endpoint(server.url, "k"), CancelToken())
        assert server.received[0].headers["authorization"] == "Bearer k"
        url = server.url
    wait_until_idle(Endpoint(url, "k"), CancelToken())  # gone altogether


def test_a_stop_ends_the_wait_for_another_answer() -> None:
    cancel = CancelToken()

    def busy(_request: Received, connection: Connection) -> None:
        connection.reply(200, '[{"is_processing": true}]')
        cancel.set()

    with SocketServer(busy) as server, pytest.raises(Cancelled):
        wait_until_idle(Endpoint(server.url, "k"), cancel)
