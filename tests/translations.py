"""Brings the translations up to date: `python -m tests.translations`.

Collects the texts of the whole program into each .ts file (texts that are gone are dropped, new ones come in as
unfinished) and compiles it to the .qm file beside it, which the program reads.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("ru",)


def ts_file(language: str) -> Path:
    """Where the texts and their translations stand."""
    return FOLDER / f"h2o_desktop_{language}.ts"


def collect(ts: Path, language: str) -> None:
    """Bring a .ts file in line with the program's texts."""
    sources = sorted(str(path) for path in (ROOT / "h2o_desktop").rglob("*.py"))
    options = ("-silent", "-locations", "none", "-no-obsolete", "-source-language", "en", "-target-language", language)
    _run_tool("pyside6-lupdate", *options, *sources, "-ts", str(ts))


def compile_to(qm: Path, ts: Path) -> None:
    """Make the .qm file of a .ts file."""
    _run_tool("pyside6-lrelease", "-silent", str(ts), "-qm", str(qm))


def _run_tool(name: str, *arguments: str) -> None:
    suffix = ".exe" if sys.platform == "win32" else ""
    subprocess.run([str(Path(sysconfig.get_path("scripts")) / f"{name}{suffix}"), *arguments], check=True)


def main() -> None:
    """Collect and compile every language."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        ts = ts_file(language)
        collect(ts, language)
        compile_to(ts.with_suffix(".qm"), ts)


if __name__ == "__main__":
    main()
