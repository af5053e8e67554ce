"""The copy of all chats as Markdown, written beside the window with a store of its own.

So the store of the window is free meanwhile, and answers that come are saved as usual.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.mirror import MirrorWork
from h2o_desktop.core.settings import Settings
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

if TYPE_CHECKING:
    from h2o_desktop.wiring.lazy_store import LazyStore
    from h2o_desktop.wiring.mirror import Mirror


class Mirroring:
    """Fulfils `MirrorServices`. `make_store` gives a store that nobody else uses."""

    def __init__(
        self, data_folder: Path, make_store: Callable[[], LazyStore], settings: Callable[[], Settings]
    ) -> None:
        self._data_folder = data_folder
        self._make_store = make_store
        self._settings = settings
        self._store: LazyStore | None = None
        self._mirrors: dict[Path, Mirror] = {}

    def follow(self, folder: Path, work: MirrorWork, cancel: CancelToken) -> int:
        """Bring the files in `folder` up to date; returns how many conversations are kept there."""
        if not folder.is_dir():  # it is not made anew: where a drive is missing, it would come to stand on another one
            raise _missing(folder)
        if self._store is None:
            self._store = self._make_store()
        try:
            return self._follow(self._mirror(folder), work, cancel)
        except StorageError as error:
            if not str(error.summary.fields.get("path", "")).startswith(str(folder)):
                raise
            raise _waiting(folder, error) from error
        finally:
            self._store.close()  # nothing is held open between two changes

    def _mirror(self, folder: Path) -> Mirror:
        from h2o_desktop.wiring.mirror import STATE_FILE, Mirror

        if folder not in self._mirrors:
            assert self._store is not None
            state_file = self._data_folder / STATE_FILE
            self._mirrors = {folder: Mirror(folder, state_file, self._store, self._settings)}
        return self._mirrors[folder]

    def _follow(self, mirror: Mirror, work: MirrorWork, cancel: CancelToken) -> int:
        if work.everything:
            mirror.sync(cancel)
        for conversation_id in work.gone:
            mirror.remove(conversation_id)
        for conversation_id in work.changed:
            cancel.raise_if_set()
            mirror.update(conversation_id)
        return mirror.count


def _missing(folder: Path) -> StorageError:
    return StorageError(
        Words(
            QT_TRANSLATE_NOOP("errors", "The folder of the Markdown copy, {path}, is not there."),
            {"path": str(folder)},
        ),
        Words(
            QT_TRANSLATE_NOOP(
                "errors",
                "All chats are safe in the store. Connect the drive or put the folder back: the copy then goes on by "
                "itself.",
            )
        ),
    )


def _waiting(folder: Path, error: StorageError) -> StorageError:
    return StorageError(
        Words(
            QT_TRANSLATE_NOOP("errors", "The Markdown copy in {path} cannot be written at the moment."),
            {"path": str(folder)},
        ),
        Words(
            QT_TRANSLATE_NOOP(
                "errors",
                "All chats are safe in the store. Check that the disk is not full and that you may write there: the "
                "copy then goes on by itself.",
            )
        ),
        f"{error.summary} {error.detail}",
    )
