"""A process is killed while it makes the store what it was when a backup was made: it is the one or the other."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import finished, first_turn

ROOT = Path(__file__).parents[2]
KILLS = 12
BACK_AND_FORTH = """
import sys
from pathlib import Path
from h2o_desktop.storage.transcripts import Transcripts
store = Transcripts(Path(sys.argv[1]))
while True:
    for copy in sys.argv[2:]:
        store.become(Path(copy))
        print("done", flush=True)
"""


def told(store: Transcripts, count: int) -> set[str]:
    for number in range(count):
        turn = first_turn(f"prompt {number}")
        store.begin_turn(turn.summary, turn.messages)
        store.finish(finished(turn.messages[-1], "text " * 400))
    return {summary.id for summary in store.list_conversations(limit=1_000)}


@pytest.mark.slow
def test_a_kill_leaves_the_state_before_or_the_state_after(path: Path) -> None:
    chance = random.Random(4)
    store = Transcripts(path)
    first = told(store, 20)
    copies = [store.back_up(1_790_000_000.0)]
    second = told(store, 40)
    copies.append(store.back_up(1_790_100_000.0))
    store.close()
    for _ in range(KILLS):
        command = [sys.executable, "-c", BACK_AND_FORTH, str(path), *map(str, copies)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _line in range(chance.randrange(1, 4)):
                assert process.stdout.readline() == "done\n"
            time.sleep(chance.random() * 0.01)  # somewhere in the next one
            process.kill()
        store = Transcripts(path)
        assert store.check() == []
        assert {summary.id for summary in store.list_conversations(limit=1_000)} in (first, second)
        store.close()
