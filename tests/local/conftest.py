"""Fixtures for the models of this computer."""

from __future__ import annotations

import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from h2o_desktop.local.runtime import LocalRuntime
from tests.model_cache import data_dir_with_model


@pytest.fixture(scope="session")
def bare_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python that has neither pip nor the engine."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    return str(folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the starter model in it."""
    return data_dir_with_model(tmp_path_factory.mktemp("data")) / "models"


@pytest.fixture(scope="session")
def runtime(models_dir: Path) -> Iterator[LocalRuntime]:
    """One runtime for all tests that only talk to it."""
    runtime = LocalRuntime(models_dir)
    yield runtime
    runtime.stop()
