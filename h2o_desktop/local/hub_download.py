"""Fetches a file of the Hugging Face hub, going on where an earlier attempt or an earlier run broke off."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import requests

from h2o_desktop.core.errors import DownloadError
from h2o_desktop.core.local_model import DownloadPhase
from h2o_desktop.local.catalog import HubSource
from h2o_desktop.local.download_failures import hub_unreachable, not_as_promised
from h2o_desktop.local.download_job import DownloadJob, DownloadMeans
from h2o_desktop.local.hub import Broken, Hub, RemoteFile

CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
HASH_DIGITS = 16  # of the part's name: enough to tell one version of the file from another
FIRST_ATTEMPTS = 2  # while nothing came yet, a person waits for the word that there is no network
LONGEST_PAUSE_S = 30.0
Result = TypeVar("Result")


def fetch_from_hub(source: HubSource, job: DownloadJob, means: DownloadMeans) -> None:
    """Fetch the file, check its size and hash against what the hub promises, and put it in its place.

    Raises DownloadError and Cancelled; OSError when the disk refuses. A `.part` file stays behind for the next call.
    """
    hub = Hub(means, job.cancel)
    try:
        first = replace(means, attempts=min(FIRST_ATTEMPTS, means.attempts))
        file = _patiently(lambda: hub.describe(source), lambda: 0, job, first)
        part = _part_of(job.target, file)
        job.need_room(file.size_bytes - _size(part))
        _patiently(lambda: _fill(hub, file, part, job), lambda: _size(part), job, means)
        job.check(part, file.sha256, hub.host)
        job.put_in_place(part)
    finally:
        hub.close()


def _patiently(act: Callable[[], Result], size: Callable[[], int], job: DownloadJob, means: DownloadMeans) -> Result:
    """Do `act` again after a break, at most `means.attempts` times in a row in which `size` did not grow."""
    fruitless = 0
    while True:
        before = size()
        try:
            return act()
        except Broken as broken:
            fruitless = 1 if size() > before else fruitless + 1
            if fruitless >= means.attempts:
                raise broken.error from broken
            job.cancel.wait(min(means.pause_s * 2 ** (fruitless - 1), LONGEST_PAUSE_S))
            job.cancel.raise_if_set()


def _part_of(target: Path, file: RemoteFile) -> Path:
    """The name of the unfinished file. It holds the hash, so that parts of two versions are never joined."""
    part = target.with_name(f".{target.name}.{file.sha256[:HASH_DIGITS]}.part")
    for other in target.parent.glob(f".{target.name}.*.part"):
        if other != part:
            other.unlink()
    return part


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _fill(hub: Hub, file: RemoteFile, part: Path, job: DownloadJob) -> None:
    have = _size(part)
    if have == file.size_bytes:
        return
    if have > file.size_bytes:
        part.unlink()
        have = 0
    with hub.open(file, have) as response:
        start = _start(response, have, file, part, hub.host)
        with part.open("r+b" if start else "wb") as output:
            output.seek(start)
            done = start
            for piece in hub.read(response):
                done += len(piece)
                if done > file.size_bytes:
                    raise _changed(part, hub.host, f"more than the promised {file.size_bytes} bytes")
                output.write(piece)
                job.tell(DownloadPhase.FETCHING, done, file.size_bytes)
    if done < file.size_bytes:
        raise Broken(hub_unreachable(hub.host, f"{done} of {file.size_bytes} bytes came"))


def _start(response: requests.Response, have: int, file: RemoteFile, part: Path, host: str) -> int:
    """Where in the file the body of the response begins. Raises DownloadError when it is another file."""
    status = response.status_code
    if status == requests.codes.requested_range_not_satisfiable:
        part.unlink(missing_ok=True)
        raise Broken(hub_unreachable(host, f"{status} for bytes from {have} on"))
    if status == requests.codes.partial_content:
        found = CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
        start, total = (int(found[1]), int(found[2])) if found else (-1, file.size_bytes)
    else:
        start, total = 0, _length(response, file)
    if total != file.size_bytes:
        raise _changed(part, host, f"{total} bytes instead of {file.size_bytes}")
    if start not in (0, have):
        part.unlink(missing_ok=True)
        raise Broken(hub_unreachable(host, f"bytes from {start} on instead of {have}"))
    return start


def _length(response: requests.Response, file: RemoteFile) -> int:
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdigit() else file.size_bytes


def _changed(part: Path, host: str, detail: str) -> DownloadError:
    part.unlink(missing_ok=True)
    return not_as_promised(host, detail)
