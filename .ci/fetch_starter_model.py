"""Fetches the starter model with a progress bar, unless it is there; the window opens without it too."""

from __future__ import annotations

import sys

from h2o_desktop.cli import main
from h2o_desktop.local.catalog import installed
from h2o_desktop.storage.paths import data_dir

MODEL = "smollm2-135m"

if __name__ == "__main__" and MODEL not in installed(data_dir() / "models"):
    print("Fetching a small model for this computer …", file=sys.stderr)
    if main(["models", "get", MODEL]):
        print("The window offers the model again; starting without it.", file=sys.stderr)
