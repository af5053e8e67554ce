"""Does the store care how much history there is? `python -m tests.benchmarks.store [MESSAGES]`, by default 1,000,000.

Fills a store with conversations of ten messages of made-up words, and compares it with an empty one in the same run.
The exit status is 1 when a figure is beyond its limit.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from statistics import median

from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import NOW_S, first_turn

ROOT = Path(__file__).parents[2]
MESSAGES = 1_000_000
MESSAGES_OF_A_CONVERSATION = 10
WORDS = 30_000
WORDS_OF_A_MESSAGE = (20, 120)
STARTS = 15
TRIES = 60
CHECKPOINTS = 400


@dataclass(frozen=True)
class Figure:
    """What was measured, and the most that it may be."""

    name: str
    value: float
    limit: float
    unit: str = ""

    def line(self) -> str:
        """The figure for people."""
        verdict = "ok" if self.value <= self.limit else "TOO MUCH"
        return f"{self.name:<52} {self.value:9.2f} {self.unit:<3} (at most {self.limit:g}) {verdict}"


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Made-up words, Latin and Cyrillic, and how often each is used: as in real texts a few very often, most rarely."""
    letters = ("etaoinshrdlucmfwypvbgkjqxz", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё")
    words: dict[str, None] = {}
    while len(words) < WORDS:
        words["".join(chance.choices(letters[len(words) % 2], k=chance.randint(2, 10)))] = None
    return list(words), list(accumulate(1 / (rank + 10) for rank in range(WORDS)))


def fill(path: Path, messages: int) -> int:
    """Fill a store as its own code would, though in few transactions; returns the bytes of text in it."""
    chance = random.Random(1)
    words, weights = vocabulary(chance)
    store = Transcripts(path)
    connection = store._connection
    connection.pragma("synchronous", "OFF")
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    size = 0
    for number in range(messages // MESSAGES_OF_A_CONVERSATION):
        if number % 500 == 0:
            if connection.in_transaction:
                connection.execute("COMMIT")
            connection.execute("BEGIN")
        size += _conversation(connection, chance, words, weights, number)
    connection.execute("COMMIT")
    store.close()
    return size


def _conversation(
    connection: object, chance: random.Random, words: list[str], weights: list[float], number: int
) -> int:
    run = connection.execute  # type: ignore[attr-defined]
    texts = [
        " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(*WORDS_OF_A_MESSAGE)))
        for _ in range(MESSAGES_OF_A_CONVERSATION)
    ]
    moment_s = NOW_S + number
    conversation = run(
        "INSERT INTO conversations (id, title, created_s, updated_s, message_count, model, connection, parameters) "
        "VALUES (?, ?, ?, ?, ?, 'smollm2-135m', 'local', '{}') RETURNING number",
        (_id(chance), texts[0][:60], moment_s, moment_s, len(texts)),
    ).get
    parent = None
    for position, text in enumerate(texts):
        answer = position % 2
        parent = run(
            "INSERT INTO messages (id, conversation, parent, role, status, created_s, asking, seed, seed_sent_as, "
            "finish_reason, prompt_tokens, completion_tokens, first_text_s, total_s, content) "
            "VALUES (?, ?, ?, ?, 'complete', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number",
            (
                _id(chance), conversation, parent, "assistant" if answer else "user", moment_s + position,
                *((1, chance.getrandbits(32), "seed", "stop", 321, 123, 0.21, 3.21) if answer else (None,) * 8),
                text,
            ),
        ).get  # fmt: skip
    run("UPDATE conversations SET leaf = ? WHERE number = ?", (parent, conversation))
    return sum(len(text.encode()) for text in texts)


def _id(chance: random.Random) -> bytes:
    return uuid.UUID(int=chance.getrandbits(128), version=4).bytes


def milliseconds(act: Callable[[], object]) -> float:
    """How long a call takes."""
    start_s = time.perf_counter()
    act()
    return (time.perf_counter() - start_s) * 1000


def start_ratio(full: Path, empty: Path) -> float:
    """The start of a process that lists the newest conversations: with the full store against the empty one."""

    def start(path: Path) -> None:
        command = [sys.executable, "-m", "h2o_desktop", "list", "--limit", "50", "--data-dir", str(path.parent)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    times: dict[Path, list[float]] = {full: [], empty: []}
    for _ in range(STARTS):
        for path in (empty, full):  # in turns, so that a busy moment hits both
            times[path].append(milliseconds(lambda path=path: start(path)))  # type: ignore[misc]
    return median(times[full]) / median(times[empty])


def checkpoint_ratio(full: Transcripts, empty: Transcripts) -> float:
    """Saving what arrived of an answer: with the full store against the empty one."""
    times: dict[Transcripts, list[float]] = {full: [], empty: []}
    answers = {}
    for store in times:
        turn = first_turn("measured")
        store.begin_turn(turn.summary, turn.messages)
        answers[store] = turn.messages[-1].id
    for _ in range(CHECKPOINTS):
        for store, taken in times.items():
            taken.append(milliseconds(lambda store=store: store.checkpoint(answers[store], "some words ")))  # type: ignore[misc]
    return median(times[full]) / median(times[empty])


def searches(store: Transcripts) -> float:
    """The median of searches for two words, frequent and rare ones, the second while it is typed."""
    chance = random.Random(2)
    words, weights = vocabulary(random.Random(1))
    queries = [" ".join(chance.choices(words, cum_weights=weights, k=2)) for _ in range(TRIES // 2)]
    queries += [" ".join(chance.choices(words, k=2)) for _ in range(TRIES // 2)]
    return median(milliseconds(lambda query=query: store.search(query)) for query in queries)  # type: ignore[misc]


def measure(folder: Path, messages: int) -> list[Figure]:
    """All figures."""
    full_path, empty_path = (folder / name / "transcripts.sqlite3" for name in ("full", "empty"))
    text_bytes = fill(full_path, messages)
    Transcripts(empty_path).close()
    ratio = start_ratio(full_path, empty_path)
    full, empty = Transcripts(full_path), Transcripts(empty_path)
    try:
        return [
            Figure("start against an empty store", ratio, 1.15),
            Figure(
                "first page of the history",
                median(milliseconds(full.list_conversations) for _ in range(TRIES)),
                limit=50,
                unit="ms",
            ),
            Figure("search for two words", searches(full), 50, "ms"),
            Figure("saving a checkpoint against an empty store", checkpoint_ratio(full, empty), 1.3),
            Figure("size of the store against its text", full_path.stat().st_size / text_bytes, 2.5),
        ]
    finally:
        full.close()
        empty.close()


def main() -> int:
    """Print the figures; 1 when one is beyond its limit."""
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), messages)
    print(f"A store of {messages:,} messages")
    for figure in figures:
        print(figure.line())
    return int(any(figure.value > figure.limit for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
