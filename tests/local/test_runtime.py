"""The real engine with the real starter model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.connections import Reachability
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Finished, Started
from h2o_desktop.local.catalog import SMOLLM2
from h2o_desktop.local.runtime import Endpoint, LocalRuntime
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from tests.x11.screen import until

pytestmark = [pytest.mark.model, pytest.mark.slow]

MODEL = "smollm2-135m"
PATIENCE_S = 60.0
PARENT = """
import sys, time
from pathlib import Path
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.local.runtime import LocalRuntime
runtime = LocalRuntime(Path(sys.argv[1]))
runtime.endpoint("smollm2-135m", CancelToken())
assert not {"xllamacpp", "requests", "asyncio"} & set(sys.modules)
print(runtime.process_id, flush=True)
time.sleep(600)
"""


class Client:
    """Asks the engine directly."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.url = endpoint.base_url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {endpoint.api_key}"

    def ask(self, *texts: str, **fields: Any) -> str:
        roles = ["user", "assistant"] * len(texts)
        messages = [{"role": role, "content": text} for role, text in zip(roles, texts, strict=False)]
        body = {"messages": messages, "max_tokens": 12, **fields}
        reply = self.session.post(f"{self.url}/v1/chat/completions", json=body, timeout=PATIENCE_S)
        assert reply.status_code == 200, reply.text
        return str(reply.json()["choices"][0]["message"]["content"])

    def get(self, path: str) -> Any:
        reply = self.session.get(f"{self.url}{path}", timeout=PATIENCE_S)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def is_busy(self) -> bool:
        return any(slot["is_processing"] for slot in self.get("/slots"))


@pytest.fixture
def endpoint(runtime: LocalRuntime) -> Endpoint:
    return runtime.endpoint(MODEL, CancelToken())


@pytest.fixture
def client(endpoint: Endpoint) -> Iterator[Client]:
    client = Client(endpoint)
    yield client
    client.session.close()


def wait_until_gone(process_id: int) -> None:
    """Wait for the end of a process that is no child of ours, or that its parent has waited for."""
    until(lambda: not _runs(process_id), f"process {process_id} still runs")


def _runs(process_id: int) -> bool:
    if sys.platform == "linux":  # a process that nobody waits for stays as a zombie
        try:
            return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False
    try:
        os.kill(process_id, 0)
    except OSError:
        return False
    return True


def test_the_engine_is_ready_when_its_endpoint_is_given(
    runtime: LocalRuntime, endpoint: Endpoint, client: Client
) -> None:
    assert client.get("/health") == {"status": "ok"}
    assert endpoint.base_url.startswith("http://127.0.0.1:")
    assert runtime.is_ready(MODEL)
    assert runtime.is_alive(endpoint)
    assert runtime.status.state is Reachability.READY
    assert runtime.endpoint(MODEL, CancelToken()) == endpoint  # the same engine goes on
    assert [model["id"] for model in client.get("/v1/models")["data"]] == [MODEL]
    assert client.get("/props")["default_generation_settings"]["n_ctx"] == 8192
    assert "xllamacpp" not in sys.modules


def test_nobody_may_ask_without_the_key(runtime: LocalRuntime, endpoint: Endpoint) -> None:
    url = f"{endpoint.base_url}/v1/chat/completions"
    body = {"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 1}
    for headers in ({}, {"Authorization": "Bearer guess"}):
        assert requests.post(url, json=body, headers=headers, timeout=PATIENCE_S).status_code == 401
    assert endpoint.api_key not in runtime.log()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_key_stands_in_no_argument_and_no_environment(runtime: LocalRuntime, endpoint: Endpoint) -> None:
    for name in ("cmdline", "environ"):
        shown = Path(f"/proc/{runtime.process_id}/{name}").read_bytes()
        assert endpoint.api_key.encode() not in shown


def test_temperature_0_and_the_same_seed_repeat_whatever_was_asked_before(client: Client) -> None:
    conversation = ("Tell me about a fox.", "There was a fox in the forest. " * 2, "What did it eat?")
    for fields in ({"temperature": 0}, {"temperature": 0.9, "seed": 5}):
        first = client.ask(*conversation, **fields)
        assert first
        assert client.ask(*conversation, **fields) == first
        client.ask(conversation[0], max_tokens=1)
        assert client.ask(*conversation, **fields) == first


def test_different_seeds_differ_when_it_is_hot(client: Client) -> None:
    answers = {client.ask("Tell me a story.", temperature=1.2, seed=seed) for seed in (1, 2, 3)}
    assert len(answers) == 3


def test_a_chat_through_the_provider(endpoint: Endpoint) -> None:
    provider = OpenAICompatibleProvider(
        endpoint.base_url, api_key=endpoint.api_key, dialect="llama.cpp", trust_env=False
    )
    request = ChatRequest(
        MODEL, (ChatMessage(Role.USER, "Hello!"),), {"temperature": 0.0, "max_new_tokens": 8, "seed": 1}
    )
    try:
        events = list(provider.stream(request, CancelToken()))
    finally:
        provider.close()
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    assert "".join(event.text for event in events if isinstance(event, Delta))


def test_the_slot_is_free_after_the_client_hung_up(client: Client) -> None:
    body = {"messages": [{"role": "user", "content": "Count."}], "stream": True, "max_tokens": 4000, "ignore_eos": True}
    with client.session.post(
        f"{client.url}/v1/chat/completions", json=body, stream=True, timeout=PATIENCE_S
    ) as response:
        pieces = response.iter_content(1)
        assert next(pieces)
        assert client.is_busy()
        response.raw.shutdown()
    until(lambda: not client.is_busy(), "the slot is not free")


def test_calls_from_many_threads_share_one_engine(runtime: LocalRuntime, endpoint: Endpoint) -> None:
    found: list[Endpoint] = []
    threads = [threading.Thread(target=lambda: found.append(runtime.endpoint(MODEL, CancelToken()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert found == [endpoint] * 8


def test_another_model_waits_for_the_answer_that_is_under_way(models_dir: Path) -> None:
    other = replace(SMOLLM2, model=replace(SMOLLM2.model, id="other"))
    runtime = LocalRuntime(models_dir, catalog=(SMOLLM2, other))
    client = Client(runtime.endpoint(MODEL, CancelToken()))
    body = {"messages": [{"role": "user", "content": "Count."}], "stream": True, "max_tokens": 40, "ignore_eos": True}
    with client.session.post(f"{client.url}/v1/chat/completions", json=body, stream=True, timeout=PATIENCE_S) as answer:
        lines = answer.iter_lines()
        assert next(lines).startswith(b"data: ")
        thread = threading.Thread(target=lambda: runtime.endpoint("other", CancelToken()))
        thread.start()
        assert list(lines)[-2] == b"data: [DONE]"
    thread.join(PATIENCE_S)
    assert runtime.is_ready("other")
    assert not runtime.is_ready(MODEL)
    client.session.close()
    runtime.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_crash_is_noticed_and_the_next_call_starts_anew(runtime: LocalRuntime, endpoint: Endpoint) -> None:
    process_id = runtime.process_id
    assert process_id is not None
    os.kill(process_id, signal.SIGKILL)
    until(lambda: not runtime.is_alive(endpoint), "nobody noticed")
    assert not runtime.is_ready(MODEL)
    assert runtime.process_id is None
    again = runtime.endpoint(MODEL, CancelToken())
    assert again.api_key != endpoint.api_key
    client = Client(again)
    assert client.ask("Hello!", temperature=0)
    client.session.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_engine_ends_with_the_program_however_that_ends(models_dir: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT, str(models_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as parent:
        assert parent.stdout is not None
        engine_id = json.loads(parent.stdout.readline())
        assert _runs(engine_id)
        parent.send_signal(how)
        parent.wait(PATIENCE_S)
    wait_until_gone(engine_id)


def test_the_engine_writes_its_log_and_stop_ends_it(models_dir: Path) -> None:
    states: list[Reachability] = []
    runtime = LocalRuntime(models_dir, on_state=lambda status: states.append(status.state))
    runtime.endpoint(MODEL, CancelToken())
    until(lambda: "listening" in runtime.log(), "the engine says nothing")  # it is read as it comes
    process_id = runtime.process_id
    assert process_id is not None
    runtime.stop()
    assert not _runs(process_id)
    assert states == [Reachability.STARTING, Reachability.READY, Reachability.UNKNOWN]
