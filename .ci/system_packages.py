"""Makes sure of what pip does not bring: the shared libraries of Qt, and the tools of a virtual screen.

    system_packages.py venv     what this Python needs to make a virtual environment
    system_packages.py qt       the shared libraries that Qt loads
    system_packages.py screen   Xvfb and xdotool

As root on Debian or Ubuntu the missing packages are installed; otherwise the one command that does so is printed and
the exit status is 2. Nothing is asked of the network when nothing is missing.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys

from h2o_desktop.preflight import install_command, missing_libraries

SCREEN_TOOLS = {"Xvfb": "xvfb", "xdotool": "xdotool"}
NEWER_NAMES = {"libglib2.0-0": "libglib2.0-0t64"}  # Debian 13 and Ubuntu 24.04 renamed it


def missing(what: str) -> dict[str, str]:
    """What is not there, each with its package."""
    if not sys.platform.startswith("linux"):
        return {}
    if what == "venv":
        package = "python{}.{}-venv".format(*sys.version_info)
        return {} if importlib.util.find_spec("ensurepip") else {"ensurepip": package}
    if what == "screen":
        return {tool: package for tool, package in SCREEN_TOOLS.items() if shutil.which(tool) is None}
    return missing_libraries()


def install(packages: list[str]) -> bool:
    """Install packages with apt; false when that is not possible here."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {' '.join(packages)} …", flush=True)
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            sys.stderr.write(done.stdout.decode("utf-8", "replace"))
            return False
    return True


def main(what: str) -> int:
    """Install or name what is missing."""
    needed = missing(what)
    if not needed:
        return 0
    packages = sorted(set(needed.values()))
    if install(packages) or install([NEWER_NAMES.get(package, package) for package in packages]):
        needed = missing(what)
    if not needed:
        return 0
    print(f"Missing: {', '.join(needed)}. Install them with:\n    {install_command(needed)}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "qt"))
