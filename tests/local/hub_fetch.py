"""A small file of a hub that tests fetch, and one attempt to fetch it."""

from __future__ import annotations

from pathlib import Path

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import DownloadError
from h2o_desktop.core.local_model import DownloadProgress, LocalModel
from h2o_desktop.local.catalog import CatalogEntry, HubSource
from h2o_desktop.local.download import fetch_entry
from h2o_desktop.local.download_job import DownloadJob, DownloadMeans
from tests.fakes.hub_server import FILE_NAME, REPOSITORY

CONTENT = bytes(range(256)) * 8192  # 2 MiB
HALF = len(CONTENT) // 2
ENTRY = CatalogEntry(
    LocalModel("some-model", "Some Model", len(CONTENT), "Apache-2.0", "a hub"),
    "some-model.gguf",
    HubSource(REPOSITORY, FILE_NAME),
    context_tokens=100,
)


class Fetch:
    """One fetch into a folder, with everything that was told on the way."""

    def __init__(self, folder: Path, hub_url: str = "", **means: object) -> None:
        self.told: list[DownloadProgress] = []
        self.cancel = CancelToken()
        self.on_bytes: int | None = None
        self.target = folder / ENTRY.file_name
        self.means = DownloadMeans(hub_url=hub_url, pause_s=0.01, **means)  # type: ignore[arg-type]

    def run(self) -> Path:
        return fetch_entry(ENTRY, DownloadJob(self.target, self._tell, self.cancel), self.means)

    def fails(self) -> DownloadError:
        with pytest.raises(DownloadError) as caught:
            self.run()
        assert not self.target.exists()
        assert str(caught.value.hint)
        return caught.value

    def _tell(self, progress: DownloadProgress) -> None:
        self.told.append(progress)
        if self.on_bytes is not None and progress.done_bytes >= self.on_bytes:
            self.cancel.set()


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob(".*.part"))
