"""Files for other programs, as they are dragged out of the window: gone again when this program ends."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

from h2o_desktop.storage.failures import in_words
from h2o_desktop.storage.whole_file import write_whole

PREFIX = "h2o-desktop-"


class HandingOut:
    """A folder among the system's temporary ones, made for the first file. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: Path | None = None

    def write(self, name: str, text: str) -> Path:
        """A whole file of that name; one that is there already is replaced. Raises StorageError."""
        path = self._ready_folder() / name
        write_whole(path, text)
        return path

    def close(self) -> None:
        """Take the files away. What another program still has open it keeps."""
        with self._lock:
            folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def _ready_folder(self) -> Path:
        with self._lock:
            if self._folder is None or not self._folder.is_dir():
                with in_words(Path(tempfile.gettempdir())):
                    self._folder = Path(tempfile.mkdtemp(prefix=PREFIX))
            return self._folder
