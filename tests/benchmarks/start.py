"""From the begin of the process to a painted window that takes keys, and the memory at that moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 15
LOOK_EVERY_S = 0.001
PATIENCE_S = 60.0
MEGABYTE = 1024 * 1024


def measure(environment: dict[str, str], rounds: int = ROUNDS) -> list[Figure]:
    """Start the program and a bare window in turns."""
    start = Figure("start to a painted, typable window", "s", 1.6)
    memory = Figure("memory at that moment (resident)", "MB", 1.6)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ready_file = folder / "ready"
        program = [sys.executable, "-m", "h2o_desktop", "--data-dir", str(folder / "data")]
        bare = [sys.executable, str(ROOT / "tests" / "benchmarks" / "bare_window.py"), str(ready_file)]
        surroundings = {**environment, "H2O_DESKTOP_READY_FILE": str(ready_file)}
        surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled already
        for command in (program, bare):  # once for the caches of the disk, and to make the store
            _start(command, surroundings, ready_file)
        for _round in range(rounds):
            for command, seconds, megabytes in (
                (program, start.program, memory.program),
                (bare, start.baseline, memory.baseline),
            ):
                took_s, bytes_ = _start(command, surroundings, ready_file)
                seconds.append(took_s)
                megabytes.append(bytes_ / MEGABYTE)
    return [start, memory] if all(memory.program) else [start]


def _start(command: Sequence[str], environment: dict[str, str], ready_file: Path) -> tuple[float, int]:
    """Seconds until the window is painted, and the bytes that it holds then (0 where that is not to be known)."""
    ready_file.unlink(missing_ok=True)
    began_s = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            while not ready_file.exists():
                if process.poll() is not None or time.perf_counter() - began_s > PATIENCE_S:
                    raise RuntimeError(f"no window: {' '.join(command)}")
                time.sleep(LOOK_EVERY_S)
            took_s = time.perf_counter() - began_s
            return took_s, _resident_bytes(process)
        finally:
            process.terminate()


def _resident_bytes(process: subprocess.Popen[bytes]) -> int:
    """What the process holds in memory, stopped at this moment."""
    if not sys.platform.startswith("linux"):
        return 0
    os.kill(process.pid, signal.SIGSTOP)
    pages = Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1]
    os.kill(process.pid, signal.SIGCONT)
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
