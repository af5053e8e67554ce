"""Running what was copied: shell scripts and Python programs, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 60.0
KEY = "sk-never-to-be-shown"


def run_shell(script: str, *, key: str = KEY) -> str:
    """What `sh` prints for a script."""
    return _run(["sh", "-s"], script, key)


def run_python(program: str, *, key: str = KEY) -> str:
    """What a program prints."""
    return _run([sys.executable, "-"], program, key)


def _run(command: list[str], text: str, key: str) -> str:
    environment = {**os.environ, "API_KEY": key, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, input=text, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
