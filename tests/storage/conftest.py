"""Stores in a folder of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from h2o_desktop.storage.transcripts import Transcripts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "transcripts.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Transcripts]:
    store = Transcripts(path, now_s=lambda: 1_790_000_900.0)
    yield store
    store.close()
