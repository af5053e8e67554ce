"""The long runs: `python -m tests.torture [KILLS] [IMPORTS]`, by default 1,000 kills and 100,000 malformed files."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.wiring.lazy_store import LazyStore
from tests.commands.test_import_command import fuzz
from tests.storage.torture import kill_once

KILLS = 1_000
IMPORTS = 100_000
RUNS_ON_A_STORE = 25
CASES_ON_A_STORE = 2_000


def kills(runs: int) -> None:
    """Kill the process `runs` times."""
    for start in range(0, runs, RUNS_ON_A_STORE):
        with tempfile.TemporaryDirectory() as folder:
            for seed in range(start, min(start + RUNS_ON_A_STORE, runs)):
                kill_once(Path(folder) / "transcripts.sqlite3", seed)
        print(f"{min(start + RUNS_ON_A_STORE, runs)} kills, nothing lost", flush=True)


def malformed_files(cases: int) -> None:
    """Import `cases` malformed files."""
    for start in range(0, cases, CASES_ON_A_STORE):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "store" / "transcripts.sqlite3"
            store = LazyStore(lambda path=path: Transcripts(path))  # type: ignore[misc]
            store.opened._connection.pragma("synchronous", "OFF")
            fuzz(store, Path(folder), random.Random(start), min(CASES_ON_A_STORE, cases - start))
            store.close()
        print(f"{min(start + CASES_ON_A_STORE, cases)} malformed files, none imported in part", flush=True)


if __name__ == "__main__":
    wanted = [int(argument) for argument in sys.argv[1:]]
    kills(wanted[0] if wanted else KILLS)
    malformed_files(wanted[1] if len(wanted) > 1 else IMPORTS)
