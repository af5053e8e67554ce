"""The folder that everything of a person lies in: made when it is new, never made anew when it vanished."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from h2o_desktop.storage.failures import in_words, vanished


class HomeFolder:
    """Remembers whether the folder was ever there.

    A new folder at the place of one that was moved, or whose disk was taken out, would stand in the way when it comes
    back, and hide what is in it.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self._was_there = False

    def check(self) -> None:
        """Before a file in it is written: raises StorageError when the folder has vanished."""
        with in_words(self.path):
            is_there = self.path.is_dir()
        if self._was_there and not is_there:
            raise vanished(self.path)
        self._was_there = is_there

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """While something in it is opened, which may make it the first time. Raises StorageError as `check` does."""
        self.check()
        yield
        self._was_there = True
