"""Runs the whole suite: first everything but the real screen side by side, then the real screen alone.

Tests that type into a real window need the machine for themselves: beside a loaded one the keys of a test arrive late.
Both halves count, and so does the coverage of both together. What the tests write goes into memory where there is a
file system in it: they wait for a disk tens of thousands of times otherwise.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCREEN_TESTS = "tests/x11"
WHOLE_FLOOR = 90
CORE_FLOOR = 98
CORE = "h2o_desktop/core/*,h2o_desktop/providers/*"
MEMORY = Path("/dev/shm")
MEMORY_FREE_BYTES = 2 * 2**30


@contextmanager
def temporary_folder() -> Iterator[None]:
    """Let temporary files be written into memory, when there is room and programs may be run from there."""
    try:
        fits = shutil.disk_usage(MEMORY).free >= MEMORY_FREE_BYTES and os.access(MEMORY, os.W_OK)
        fits = fits and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    except OSError:
        fits = False
    if not fits:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="h2o-", dir=MEMORY, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # some tests give up their rights and write as nobody
        os.environ["TMPDIR"] = folder
        yield


def pytest(*arguments: str) -> int:
    """Run pytest without a display and return its exit status."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def compile_everything() -> None:
    """Keep what Python makes of the sources: hundreds of processes start, and each would translate them anew.

    The tests, which pytest translates, are shared out; under coverage that takes three times as long.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    files = sorted(str(path) for path in (ROOT / "tests").rglob("test_*.py"))
    looking = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "--collect-only"]
    processors = os.cpu_count() or 1
    running = [
        subprocess.Popen([*looking, *files[number::processors]], cwd=ROOT, stdout=subprocess.DEVNULL)
        for number in range(processors)
    ]
    for process in running:
        process.wait()


def report(*arguments: str) -> int:
    """Report the coverage that was gathered; the status is 2 below the floor."""
    return subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=ROOT, check=False).returncode


def main() -> int:
    """Run both halves, then judge the coverage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=4)
    workers = parser.parse_args().workers
    # Whoever starts us in the background may have Ctrl+C ignored, and the programs under test would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for old in ROOT.glob(".coverage*"):
        old.unlink()
    compile_everything()
    gather = ["--cov", "--cov-report="]
    with temporary_folder():
        failed = pytest(
            "-n", str(workers), "--dist", "worksteal", *gather, f"--ignore={SCREEN_TESTS}", "--durations=10"
        )
        failed = pytest(*gather, "--cov-append", SCREEN_TESTS) or failed
    whole = report("report", "--skip-covered", f"--fail-under={WHOLE_FLOOR}")
    core = report("report", f"--include={CORE}", "--format=total", f"--fail-under={CORE_FLOOR}")
    if whole or core:
        print(f"Coverage is below {WHOLE_FLOOR} % of the whole or {CORE_FLOOR} % of core and providers.")
    return failed or whole or core


if __name__ == "__main__":
    sys.exit(main())
