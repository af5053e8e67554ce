"""Engines that cannot start: every reason is told in words, and nothing is left running."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.errors import Cancelled, LocalModelError, UnknownModel
from h2o_desktop.core.local_model import LocalModel
from h2o_desktop.local.catalog import CatalogEntry, HubSource
from h2o_desktop.local.engine import Endpoint
from h2o_desktop.local.runtime import LocalRuntime

ENTRY = CatalogEntry(LocalModel("odd", "Odd Model", 1, "none", "nowhere"), "odd.gguf", HubSource("a/b", "c"), 100)


class Told:
    """The states that were told, in order."""

    def __init__(self) -> None:
        self.statuses: list[ConnectionStatus] = []

    def states(self) -> list[Reachability]:
        return [status.state for status in self.statuses]


def failure(runtime: LocalRuntime) -> LocalModelError:
    with pytest.raises(LocalModelError) as caught:
        runtime.endpoint("odd", CancelToken())
    assert str(caught.value.hint)
    assert runtime.status.state is Reachability.FAILED
    assert runtime.status.words == caught.value.summary
    assert runtime.process_id is None
    return caught.value


def test_a_model_that_is_not_fetched(tmp_path: Path) -> None:
    told = Told()
    runtime = LocalRuntime(tmp_path, catalog=(ENTRY,), on_state=told.statuses.append)
    assert "Odd Model is not on this computer. Fetch it first" in str(failure(runtime))
    assert told.states() == [Reachability.STARTING, Reachability.FAILED]
    with pytest.raises(UnknownModel, match="even"):
        runtime.endpoint("even", CancelToken())
    runtime.stop()  # nothing to do
    assert runtime.log() == ""


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    ENTRY.path(tmp_path).write_bytes(b"GGUF" + b"x" * 1000)
    told = Told()
    runtime = LocalRuntime(tmp_path, catalog=(ENTRY,), on_state=told.statuses.append)
    error = failure(runtime)
    assert "The model “odd” could not be loaded." in str(error)
    assert str(ENTRY.path(tmp_path)) in str(error)
    assert "gguf" in error.detail  # what the engine wrote
    assert "exit status" in error.detail
    assert not runtime.is_ready("odd")
    failure(runtime)  # each call tries anew
    assert told.states() == [Reachability.STARTING, Reachability.FAILED] * 2
    runtime.stop()


def test_a_python_without_the_engine(tmp_path: Path, bare_python: str) -> None:
    ENTRY.path(tmp_path).write_bytes(b"GGUF")
    runtime = LocalRuntime(tmp_path, catalog=(ENTRY,), python=bare_python)
    error = failure(runtime)
    assert "is not installed. Install the Python package xllamacpp." in str(error)
    assert "ModuleNotFoundError" in error.detail
    runtime.stop()


def test_a_python_that_is_not_there(tmp_path: Path) -> None:
    ENTRY.path(tmp_path).write_bytes(b"GGUF")
    runtime = LocalRuntime(tmp_path, catalog=(ENTRY,), python=str(tmp_path / "nothing"))
    assert "could not start" in str(failure(runtime))


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="needs a shell")
class TestOtherPrograms:
    """Children that behave as no engine should."""

    def program(self, folder: Path, script: str) -> str:
        ENTRY.path(folder).write_bytes(b"GGUF")
        path = folder / "engine"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return str(path)

    @pytest.mark.parametrize(
        "script",
        ["exit 7", "exec 0<&-; exit 7", "echo bad news >&2; exit 7", "echo '[1]'; exit 7", "echo half; exit 7"],
    )
    def test_one_that_ends_at_once(self, tmp_path: Path, script: str) -> None:
        runtime = LocalRuntime(tmp_path, catalog=(ENTRY,), python=self.program(tmp_path, script))
        error = failure(runtime)
        assert "could not start" in str(error)
        assert "exit status 7" in error.detail
        assert ("bad news" in error.detail) == ("bad news" in script)
        runtime.stop()

    def test_the_log_is_bounded(self, tmp_path: Path) -> None:
        script = "i=0; while [ $i -lt 1000 ]; do echo line $i >&2; i=$((i+1)); done; exit 7"
        runtime = LocalRuntime(tmp_path, catalog=(ENTRY,), python=self.program(tmp_path, script))
        failure(runtime)
        lines = runtime.log().splitlines()
        assert len(lines) == 200
        assert lines[-1] == "line 999"
        runtime.stop()

    def test_a_stop_frees_one_that_never_gets_ready(self, tmp_path: Path) -> None:
        told = Told()
        runtime = LocalRuntime(
            tmp_path, catalog=(ENTRY,), on_state=told.statuses.append, python=self.program(tmp_path, "exec sleep 600")
        )
        first, second = CancelToken(), CancelToken()
        threads = [threading.Thread(target=self.wait, args=(runtime, token)) for token in (first, second)]
        for thread in threads:
            thread.start()
        while runtime._waiting < 2:
            first.wait(0.01)
        first.set()
        threads[0].join(30)
        assert runtime.process_id is not None  # the other still waits for it
        second.set()
        threads[1].join(30)
        assert not any(thread.is_alive() for thread in threads)
        assert runtime.process_id is None
        assert told.states() == [Reachability.STARTING, Reachability.UNKNOWN]

    def test_the_end_of_the_window_frees_whoever_waits(self, tmp_path: Path) -> None:
        runtime = LocalRuntime(tmp_path, catalog=(ENTRY,), python=self.program(tmp_path, "exec sleep 600"))
        errors: list[LocalModelError] = []

        def ask() -> None:
            with pytest.raises(LocalModelError) as caught:
                runtime.endpoint("odd", CancelToken())
            errors.append(caught.value)

        thread = threading.Thread(target=ask)
        thread.start()
        while runtime.process_id is None:
            thread.join(0.01)
        runtime.stop()
        thread.join(30)
        assert len(errors) == 1

    @staticmethod
    def wait(runtime: LocalRuntime, cancel: CancelToken) -> None:
        with pytest.raises(Cancelled):
            runtime.endpoint("odd", cancel)


def test_a_stop_before_the_start_starts_nothing(tmp_path: Path) -> None:
    runtime = LocalRuntime(tmp_path, catalog=(ENTRY,))
    cancel = CancelToken()
    cancel.set()
    with pytest.raises(Cancelled):
        runtime.endpoint("odd", cancel)
    assert runtime.status == ConnectionStatus()


def test_the_key_is_not_shown() -> None:
    assert "secret" not in repr(Endpoint("http://127.0.0.1:1", "secret"))
