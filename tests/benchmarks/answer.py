"""A long answer from a server that sends as fast as it can: in the program's window and store, and in a bare loop."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from tests.benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent.parent
TOKENS = 20_000
ROUNDS = 7
PATIENCE_S = 60.0


class Asker:
    """A process that gets one answer for each line written to it, and prints seconds and characters."""

    def __init__(self, environment: dict[str, str], *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="ascii",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self) -> tuple[float, int]:
        """The seconds that one answer takes, and its characters."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        seconds, characters = self._process.stdout.readline().split()
        return float(seconds), int(characters)


def measure(environment: dict[str, str], rounds: int = ROUNDS, tokens: int = TOKENS) -> list[Figure]:
    """Get the same answer in turns. The first answer of each, with its imports, does not count."""
    figure = Figure(f"{tokens:,} tokens shown and saved", "s", 3.0)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = _serve(stack, environment, folder / "port", tokens)
        program = stack.enter_context(Asker(environment, "tests.benchmarks.desktop_loop", url, str(folder / "data")))
        bare = stack.enter_context(Asker(environment, "tests.benchmarks.bare_loop", url))
        if program.ask()[1] != bare.ask()[1]:
            raise RuntimeError("the program and the bare loop read different answers")
        for _round in range(rounds):
            figure.program.append(program.ask()[0])
            figure.baseline.append(bare.ask()[0])
    return [figure]


def _serve(stack: ExitStack, environment: dict[str, str], port_file: Path, tokens: int) -> str:
    command = [
        sys.executable,
        "-m",
        "tests.fakes.openai_server",
        "--tokens",
        str(tokens),
        "--port-file",
        str(port_file),
    ]
    server = stack.enter_context(subprocess.Popen(command, cwd=ROOT, env=environment))
    stack.callback(server.kill)
    deadline_s = time.monotonic() + PATIENCE_S
    while not port_file.exists():
        if time.monotonic() > deadline_s:
            raise RuntimeError("the server does not start")
        time.sleep(0.01)
    return f"http://127.0.0.1:{port_file.read_text(encoding='ascii').strip()}"
