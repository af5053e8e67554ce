"""Where the program keeps its data on each system."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

DATA_DIR_VARIABLE = "H2O_DESKTOP_DATA_DIR"


def data_dir(
    chosen: Path | None = None, environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Path:
    """The data folder: the chosen one, else that of the environment, else the system's place for it. Not created."""
    named = environment.get(DATA_DIR_VARIABLE, "")
    if chosen is not None or named:
        return (chosen or Path(named)).expanduser().absolute()
    if platform == "win32":
        return Path(environment.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "H2O Desktop"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "H2O Desktop"
    # XDG base directory specification: a relative path in the variable is to be ignored.
    xdg = Path(environment.get("XDG_DATA_HOME", ""))
    return (xdg if xdg.is_absolute() else Path.home() / ".local" / "share") / "h2o-desktop"
