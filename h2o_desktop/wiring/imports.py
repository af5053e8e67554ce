"""Files of conversations, ours and other programs', into the store: a preview first, then all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

if TYPE_CHECKING:
    from h2o_desktop.formats.reading import Found
    from h2o_desktop.storage.importing import Imported
    from h2o_desktop.wiring.lazy_store import LazyStore

TITLES_SHOWN = 20
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a file holds, and what an import of it would do. `titles` are the first ones; `empty` hold no message."""

    path: Path
    programs: tuple[str, ...]
    conversations: int
    empty: int
    imported: Imported
    titles: tuple[str, ...]


def preview(
    store: LazyStore,
    paths: Sequence[Path],
    *,
    progress: Progress = lambda _count: None,
    cancel: CancelToken | None = None,
) -> list[FilePreview]:
    """Read the files and compare them with the store; nothing is changed.

    A folder stands for the files in it. `progress` is told how many conversations have been read. Raises InputError
    that names file, place and reason, StorageError, or Cancelled.
    """
    count = 0
    previews: list[FilePreview] = []
    for path in files_of(paths):
        shown = _Tally(store)
        for found in _found(path, cancel):
            shown.add(found)
            count += 1
            progress(count)
        previews.append(shown.preview(path))
    return previews


def import_files(
    store: LazyStore,
    paths: Sequence[Path],
    *,
    progress: Progress = lambda _count: None,
    cancel: CancelToken | None = None,
) -> Imported:
    """Import the files: all of their conversations, or none when one of them does not fit, or when it is cancelled.

    Raises as `preview` does.
    """
    files = files_of(paths)

    def conversations() -> Iterator[Conversation]:
        count = 0
        for path in files:
            for found in _found(path, cancel):
                count += 1
                progress(count)
                if found.conversation.messages:
                    yield found.conversation

    return store.import_all(conversations())


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files that are meant: a folder stands for what can be imported in it and below."""
    from h2o_desktop.formats.reading import ENDINGS

    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(file for file in path.rglob("*") if file.suffix.lower() in ENDINGS and file.is_file())
        else:
            files.append(path)
    if not files:
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "There is no file that could be imported.")),
            Words(QT_TRANSLATE_NOOP("errors", "Choose files that end in .json, .jsonl, .md or .zip.")),
        )
    return files


class _Tally:
    def __init__(self, store: LazyStore) -> None:
        from h2o_desktop.storage.importing import Imported

        self._store = store
        self._programs: dict[str, None] = {}
        self._titles: list[str] = []
        self._count = self._empty = 0
        self._imported = Imported()

    def add(self, found: Found) -> None:
        self._programs[found.program] = None
        self._count += 1
        if not found.conversation.messages:
            self._empty += 1
            return
        self._imported = self._imported.plus(self._store.would_import(found.conversation))
        if len(self._titles) < TITLES_SHOWN:
            self._titles.append(found.conversation.summary.title)

    def preview(self, path: Path) -> FilePreview:
        return FilePreview(path, tuple(self._programs), self._count, self._empty, self._imported, tuple(self._titles))


def _found(path: Path, cancel: CancelToken | None) -> Iterator[Found]:
    from h2o_desktop.formats.reading import read_file
    from h2o_desktop.storage.failures import in_words

    with in_words(path):
        try:
            for found in read_file(path):
                if cancel is not None:
                    cancel.raise_if_set()
                yield found
        except InputError as error:
            raise InputError(error.summary, _hint(path, error), f"{path}: {error.detail}") from error


def _hint(path: Path, error: InputError) -> Words:
    """What to do, with the name of the file; what the reader of the file says stays where it says more."""
    if error.hint.template.startswith("Nothing was imported."):
        template = QT_TRANSLATE_NOOP("errors", "Nothing was imported. Mend {path} there, or export it once more.")
    elif "programs" in error.hint.fields:
        template = QT_TRANSLATE_NOOP(
            "errors", "Nothing was imported. The file is {path}; exports of these can be imported: {programs}."
        )
    else:
        return error.hint
    return Words(template, {**error.hint.fields, "path": str(path)})
