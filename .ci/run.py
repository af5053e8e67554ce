"""Opens the window; without a display it does the same on a virtual screen and shows what came of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from h2o_desktop.preflight import problem_with_display

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the program, or the demonstration."""
    problem = problem_with_display()
    if problem is None:
        return subprocess.run([sys.executable, "-m", "h2o_desktop"], check=False).returncode
    print(problem)
    print("Showing the program on a virtual screen instead …", flush=True)
    tools = subprocess.run([sys.executable, str(ROOT / ".ci" / "system_packages.py"), "screen"], check=False)
    if tools.returncode:
        return tools.returncode
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "tests.x11.demo", "demo.png"], cwd=ROOT, env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
