"""The process is killed again and again, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storage.torture import kill_once

RUNS = 50


@pytest.mark.slow
def test_a_process_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    for seed in range(RUNS):
        if seed % 10 == 0:
            path = tmp_path / str(seed) / "transcripts.sqlite3"
        kill_once(path, seed)
