"""20,000 tokens at full speed, shown as live Markdown and saved, against a bare requests loop over the same stream.

python -m tests.benchmarks.chat_view_stream
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.answer import PATIENCE_S, ROOT, Asker
from tests.benchmarks.figures import Figure

TOKENS = 20_000
ROUNDS = 7


class Reporter(Asker):
    """A process that reports on one answer for each line written to it."""

    def report(self) -> list[float]:
        """Seconds, processor seconds, characters, longest and 99th percentile of absences in milliseconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return [float(word) for word in self._process.stdout.readline().split()]


def serve(
    stack: ExitStack,
    environment: dict[str, str],
    port_file: Path,
    *options: str,
    module: str = "tests.benchmarks.chat_view_server",
) -> str:
    """Start the server; returns its address."""
    command = [sys.executable, "-m", module, "--port-file", str(port_file), *options]
    server = stack.enter_context(subprocess.Popen(command, cwd=ROOT, env=environment))
    stack.callback(server.kill)
    deadline_s = time.monotonic() + PATIENCE_S
    while not port_file.exists():
        if time.monotonic() > deadline_s:
            raise RuntimeError("the server does not start")
        time.sleep(0.01)
    return f"http://127.0.0.1:{port_file.read_text(encoding='ascii').strip()}"


def measure(environment: dict[str, str], rounds: int = ROUNDS, tokens: int = TOKENS) -> list[Figure]:
    """Get the same answer in turns. The first answers of each, with imports and fonts, do not count."""
    wall = Figure(f"{tokens:,} tokens as live Markdown: wall", "s", 1.7)
    processor = Figure(f"{tokens:,} tokens as live Markdown: processor", "s", 2.0)
    longest = Figure("GUI thread away: longest, against 1 ms", "ms", 50.0, baseline=[1.0])
    usual = Figure("GUI thread away: 99th percentile, 1 ms", "ms", 17.0, baseline=[1.0])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = serve(stack, environment, folder / "port", "--tokens", str(tokens))
        module = "tests.benchmarks.chat_view_loop"
        program = stack.enter_context(Reporter(environment, module, "program", url, str(folder / "one")))
        watched = stack.enter_context(Reporter(environment, module, "watched", url, str(folder / "two")))
        bare = stack.enter_context(Reporter(environment, module, "bare", url, str(folder)))
        for _round in range(2):
            if len({one.report()[2] for one in (program, watched, bare)}) != 1:
                raise RuntimeError("the program and the bare loop read different answers")
        for _round in range(rounds):
            ours, least, away = program.report(), bare.report(), watched.report()
            wall.program.append(ours[0])
            wall.baseline.append(least[0])
            processor.program.append(ours[1])
            processor.baseline.append(least[1])
            longest.program.append(away[3])
            usual.program.append(away[4])
    return [wall, processor, longest, usual]


if __name__ == "__main__":
    from tests.benchmarks.chat_view_bench import print_figures

    print_figures(measure)
