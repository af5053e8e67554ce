"""Connections and their providers: made late, replaced, asked for their state."""

from __future__ import annotations

import subprocess
import sys

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.errors import InputError, UnknownModel
from h2o_desktop.core.provider import ModelInfo
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, default_connections
from h2o_desktop.providers.h2o import H2OProvider
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider
from h2o_desktop.providers.registry import Registry
from tests.fakes.openai_server import OpenAIServer, Pages, said
from tests.fakes.scripted_provider import ScriptedProvider

NOWHERE = "http://127.0.0.1:1"


def profile(url: str, identifier: str = "one") -> ConnectionProfile:
    return ConnectionProfile(identifier, ConnectionKind.OPENAI, identifier.title(), url)


def test_each_kind_has_its_provider() -> None:
    registry = Registry(
        (*default_connections(), profile(NOWHERE)), factories={ConnectionKind.LOCAL: lambda _: ScriptedProvider([])}
    )
    assert isinstance(registry.provider("local"), ScriptedProvider)
    assert isinstance(registry.provider("h2o"), H2OProvider)
    assert isinstance(registry.provider("one"), OpenAICompatibleProvider)
    assert registry.provider("one") is registry.provider("one")
    registry.close()


def test_an_unknown_connection_is_said_so() -> None:
    with pytest.raises(InputError):
        Registry(()).provider("gone")


def test_a_server_that_is_there_tells_its_models_and_its_dialect() -> None:
    pages = Pages({"/v1/models": {"data": [{"id": "a"}]}, "/props": {"default_generation_settings": {}}})
    with OpenAIServer(said(), pages=pages) as server:
        registry = Registry((profile(server.url),), key_for=lambda asked: f"key of {asked.name}")
        status = registry.probe("one", CancelToken())
        provider = registry.provider("one")
        registry.close()
    assert (status.state, status.models) == (Reachability.READY, (ModelInfo("a"),))
    assert isinstance(provider, OpenAICompatibleProvider)
    assert provider.dialect == "llama.cpp"
    assert server.received[0].headers["authorization"] == "Bearer key of One"


def test_a_server_without_models() -> None:
    with OpenAIServer(said(), pages=Pages({"/v1/models": {"data": []}})) as server:
        registry = Registry((profile(server.url),))
        assert registry.probe("one", CancelToken()).state is Reachability.NO_MODEL
        registry.close()


def test_a_server_that_is_away_is_a_status_in_words() -> None:
    registry = Registry((profile(NOWHERE),))
    status = registry.probe("one", CancelToken())
    registry.close()
    assert status.state is Reachability.FAILED
    assert "127.0.0.1" in str(status.words)


def test_a_probe_of_a_connection_that_was_removed_meanwhile() -> None:
    assert Registry(()).probe("gone", CancelToken()).state is Reachability.FAILED


def test_a_probe_that_was_cancelled_knows_nothing() -> None:
    registry = Registry((profile(NOWHERE),))
    cancel = CancelToken()
    cancel.set()
    assert registry.probe("one", cancel) == ConnectionStatus()
    registry.close()


def test_a_connection_of_another_kind_is_probed_too() -> None:
    local = ScriptedProvider([])
    registry = Registry(default_connections()[:1], factories={ConnectionKind.LOCAL: lambda _: local})
    assert registry.probe("local", CancelToken()) == ConnectionStatus(Reachability.READY, (ModelInfo("scripted"),))
    registry.close()


def test_a_model_is_found_where_it_is() -> None:
    with OpenAIServer(said(), pages=Pages({"/v1/models": {"data": [{"id": "big", "name": "Big One"}]}})) as server:
        registry = Registry((profile(NOWHERE, "away"), profile(server.url)))
        assert registry.resolve_model("big") == ("one", "big")
        assert registry.resolve_model("Big One") == ("one", "big")
        with pytest.raises(UnknownModel) as caught:
            registry.resolve_model("small")
        registry.close()
    assert "Big One" in str(caught.value.hint)


def test_a_changed_connection_gets_a_new_provider_and_the_others_keep_theirs() -> None:
    registry = Registry((profile(NOWHERE), profile(NOWHERE, "two")))
    before, kept = registry.provider("one"), registry.provider("two")
    registry.replace((profile("http://127.0.0.1:2"), profile(NOWHERE, "two")))
    assert registry.provider("one") is not before
    assert registry.provider("two") is kept
    registry.replace(())
    with pytest.raises(InputError):
        registry.provider("two")
    registry.close()


def test_no_network_library_is_imported_before_a_provider_is_asked() -> None:
    code = (
        "import sys; from h2o_desktop.providers.registry import Registry;"
        "from h2o_desktop.core.settings import default_connections;"
        "r = Registry(default_connections()); r.provider('h2o').capabilities();"
        "print([name for name in ('requests', 'urllib3', 'socket') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "requests" not in done.stdout
    assert "urllib3" not in done.stdout
