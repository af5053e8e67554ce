"""What every way of fetching a model shares: whom to tell, where to look for the stop, how a file gets its name."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.local_model import DownloadPhase, DownloadProgress
from h2o_desktop.local.download_failures import disk_full, fetched_elsewhere, not_as_promised

CHUNK_BYTES = 1 << 20
HUB_URL = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class DownloadMeans:
    """With what to fetch: the Python that has pip, the environment, and how patient to be with the hub.

    `hub_url` wins over HF_ENDPOINT in the environment. `attempts` is how often in a row nothing may come.
    """

    python: str = sys.executable
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    hub_url: str = ""
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 30.0
    attempts: int = 5
    pause_s: float = 1.0

    @property
    def hub(self) -> str:
        """The address of the hub, without a slash at its end."""
        return (self.hub_url or self.environment.get("HF_ENDPOINT", "") or HUB_URL).rstrip("/")


@dataclass(frozen=True, slots=True)
class DownloadJob:
    """One model on its way to `target`. `progress` is called in the thread that fetches."""

    target: Path
    progress: Callable[[DownloadProgress], None]
    cancel: CancelToken

    @property
    def folder(self) -> Path:
        """Where everything is written."""
        return self.target.parent

    def tell(self, phase: DownloadPhase, done_bytes: int, total_bytes: int) -> None:
        """Report how far it is, unless somebody asked to stop: then raise Cancelled."""
        self.cancel.raise_if_set()
        self.progress(DownloadProgress(phase, done_bytes, total_bytes))

    def need_room(self, needed_bytes: int) -> None:
        """Raise DownloadError when so many bytes do not fit on the disk."""
        if shutil.disk_usage(self.folder).free < needed_bytes:
            raise disk_full(self.folder, needed_bytes)

    def hash_of(self, path: Path) -> str:
        """The SHA-256 of a file, in lower-case hexadecimal digits."""
        digest, done, total = hashlib.sha256(), 0, path.stat().st_size
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
                done += len(chunk)
                self.tell(DownloadPhase.CHECKING, done, total)
        return digest.hexdigest()

    def check(self, path: Path, sha256: str, source: str) -> None:
        """Delete the file and raise DownloadError when its hash is another."""
        found = self.hash_of(path)
        if found != sha256:
            path.unlink()
            raise not_as_promised(source, f"SHA-256 {found} instead of {sha256}")

    def put_in_place(self, finished: Path) -> None:
        """Give a checked file its name; only now it looks installed."""
        self.cancel.raise_if_set()
        with finished.open("rb+") as stream:
            os.fsync(stream.fileno())
        os.replace(finished, self.target)


@contextmanager
def only_one(target: Path) -> Iterator[None]:
    """Hold the lock of a model file during this block. Raises DownloadError when another thread or process has it."""
    with target.with_name(f".{target.name}.lock").open("a+b") as stream:
        try:
            _lock(stream)
        except OSError as error:
            raise fetched_elsewhere() from error
        yield  # closing the file gives the lock back, and so does the death of the process


def _lock(stream: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
