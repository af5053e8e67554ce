"""Imports and exports of many conversations beside the window, each with a store of its own.

So the store of the window is free meanwhile, and answers that come are saved as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.settings import Settings
from h2o_desktop.core.transfer import Progress

if TYPE_CHECKING:
    from h2o_desktop.storage.importing import Imported
    from h2o_desktop.wiring.imports import FilePreview
    from h2o_desktop.wiring.lazy_store import LazyStore


class Transfers:
    """`make_store` gives a store that nobody else uses. Methods are those of `TransferServices`."""

    def __init__(self, make_store: Callable[[], LazyStore], settings: Callable[[], Settings]) -> None:
        self._make_store = make_store
        self._settings = settings

    def preview_import(self, paths: Sequence[Path], progress: Progress, cancel: CancelToken) -> list[FilePreview]:
        """Read files and compare them with the store; nothing is changed."""
        from h2o_desktop.wiring.imports import preview

        with self._store() as store:
            return preview(store, paths, progress=progress, cancel=cancel)

    def import_files(self, paths: Sequence[Path], progress: Progress, cancel: CancelToken) -> Imported:
        """Import all of the files, or nothing."""
        from h2o_desktop.wiring.imports import import_files

        with self._store() as store:
            return import_files(store, paths, progress=progress, cancel=cancel)

    def export_many(
        self, ids: Sequence[str] | None, folder: Path, form: str, progress: Progress, cancel: CancelToken
    ) -> int:
        """Write these conversations, or all for None, into files of `folder`; returns how many."""
        from h2o_desktop.wiring.exports import ENDINGS, TRAINING_FILE, conversation_text, export_all

        settings = self._settings()
        with self._store() as store:
            if ids is None:
                told = lambda count, _title: progress(count)  # noqa: E731
                return export_all(store, folder, form, settings, progress=told, cancel=cancel)
            from h2o_desktop.formats.file_names import file_name
            from h2o_desktop.storage.whole_file import write_whole

            lines: list[str] = []
            for count, conversation_id in enumerate(ids):
                cancel.raise_if_set()
                progress(count)
                conversation = store.load(conversation_id)
                text = conversation_text(conversation, form, settings)
                if form == "jsonl":
                    lines.append(text)
                else:
                    write_whole(folder / file_name(conversation.summary, ENDINGS[form]), text)
            if lines:
                write_whole(folder / TRAINING_FILE, "".join(lines))
            return len(ids)

    def keep_house(self) -> None:
        """Make the daily copy when it is due, and empty the trash of what is older than 30 days."""
        with self._store() as store:
            store.backup_if_due()
            store.purge_trash()

    @contextmanager
    def _store(self) -> Iterator[LazyStore]:
        store = self._make_store()
        try:
            yield store
        finally:
            store.close()
