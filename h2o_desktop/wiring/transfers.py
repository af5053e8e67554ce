"""Imports and exports of many conversations beside the window, each with a store of its own.

So the store of the window is free meanwhile, and answers that come are saved as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import InputError, StorageError
from h2o_desktop.core.settings import Settings
from h2o_desktop.core.transfer import ENDINGS, MOST_HANDED_OUT, HandedOut, Progress
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.wiring.handing_out import HandingOut

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import Conversation
    from h2o_desktop.core.paper import PageMaker
    from h2o_desktop.storage.importing import Imported
    from h2o_desktop.wiring.imports import FilePreview
    from h2o_desktop.wiring.lazy_store import LazyStore


class Transfers:
    """`make_store` gives a store that nobody else uses. Methods are those of `TransferServices`.

    `pages` gives what makes the pages of PDF files, where there is anything. `store_file` is the file of the store; it
    is not made anew for an export of what the window shows.
    """

    def __init__(
        self,
        store_file: Path,
        make_store: Callable[[], LazyStore],
        settings: Callable[[], Settings],
        pages: Callable[[], PageMaker | None] = lambda: None,
    ) -> None:
        self._make_store = make_store
        self._settings = settings
        self._pages = pages
        self._store_file = store_file
        self._handing_out = HandingOut()

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
        from h2o_desktop.wiring.exports import export_all

        with self._store() as store:
            return export_all(
                store,
                folder,
                form,
                self._settings(),
                ids=ids,
                pages=self._pages(),
                progress=lambda count, _title: progress(count),
                cancel=cancel,
            )

    def export_one(self, conversation: Conversation, path: Path, progress: Progress, cancel: CancelToken) -> None:
        """Write a conversation into a file, in the form that its ending names."""
        from h2o_desktop.wiring.exports import complete, export_to, form_of

        # What the window shows can be written even where the store cannot be read, and perhaps that is why it is.
        with suppress(StorageError):
            if self._store_file.is_file():
                with self._store() as store:
                    conversation = complete(conversation, form_of(path), store)
        export_to(conversation, path, self._settings(), pages=self._pages(), progress=progress, cancel=cancel)

    def clipboard_texts(self, conversation: Conversation, form: str, *, is_message: bool) -> dict[str, str]:
        """What goes onto the clipboard, by media types."""
        from h2o_desktop.formats.clipboard import clipboard_texts, message_texts

        texts = message_texts if is_message else clipboard_texts
        return texts(conversation, form, self.servers_of(conversation))

    def servers_of(self, conversation: Conversation) -> dict[str, str]:
        """What exports call the connections of a conversation, by their ids."""
        from h2o_desktop.wiring.exports import servers_of

        return servers_of(conversation, self._settings())

    def hand_out(self, ids: Sequence[str]) -> HandedOut:
        """Write conversations into Markdown files for other programs."""
        if len(ids) > MOST_HANDED_OUT:
            raise _too_many(len(ids))
        with self._store() as store:
            parts = [self.hand_out_one(store.load(conversation_id)) for conversation_id in ids]
        return HandedOut(tuple(file for part in parts for file in part.files), "\n".join(part.text for part in parts))

    def hand_out_one(self, conversation: Conversation) -> HandedOut:
        """The same for a conversation that is at hand."""
        from h2o_desktop.formats.file_names import file_name
        from h2o_desktop.formats.markdown import readable_markdown
        from h2o_desktop.wiring.exports import conversation_text

        text = conversation_text(conversation, "markdown", self._settings())
        name = file_name(conversation.summary, ENDINGS["markdown"])
        return HandedOut((self._handing_out.write(name, text),), readable_markdown(conversation))

    def close(self) -> None:
        """Take away the files that were handed out."""
        self._handing_out.close()

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


def _too_many(count: int) -> InputError:
    return InputError(
        Words(
            QT_TRANSLATE_NOOP("errors", "{count} chats are too many at once; {most} can be taken out like this."),
            {"count": count, "most": MOST_HANDED_OUT},
        ),
        Words(QT_TRANSLATE_NOOP("errors", "Choose fewer, or “Export…” in the menu of the chats.")),
    )
