"""What the window needs for conversations that leave and come in; `h2o_desktop.wiring.transfers` fulfils it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from h2o_desktop.core.cancel import CancelToken
    from h2o_desktop.core.conversation import Conversation

Progress = Callable[[int], None]

FORMS = ("markdown", "json", "html", "pdf", "text", "jsonl")
"""The forms of exports: JSON comes back without loss, Markdown with all messages; `jsonl` is for training models."""

ENDINGS = {"markdown": ".md", "json": ".json", "html": ".html", "pdf": ".pdf", "text": ".txt", "jsonl": ".jsonl"}
"""What the names of the files end in."""


MOST_HANDED_OUT = 100
"""So many chats are dragged or copied as files at once."""

COPY_FORMS = ("text", "markdown", "html", "json")
"""The forms in which chats and messages are copied."""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Files that another program may take, which last until this one ends, and the same as text."""

    files: tuple[Path, ...]
    text: str


class ImportCounts(Protocol):
    """What an import did or would do: conversations that are new, that grew, and that are here already."""

    @property
    def new(self) -> int:
        """How many are new."""

    @property
    def grown(self) -> int:
        """How many are known and get messages that they lack."""

    @property
    def known(self) -> int:
        """How many are here already, with all their messages."""


class ImportPreview(Protocol):
    """What one file holds."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def programs(self) -> tuple[str, ...]:
        """The programs that wrote it."""

    @property
    def conversations(self) -> int:
        """How many there are in it."""

    @property
    def imported(self) -> ImportCounts:
        """What an import would do."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The first titles."""


class TransferServices(Protocol):
    """Every method blocks, perhaps for minutes, and raises InputError, StorageError or Cancelled.

    `progress` is told how many conversations are done.
    """

    def preview_import(self, paths: Sequence[Path], progress: Progress, cancel: CancelToken) -> Sequence[ImportPreview]:
        """Read files and compare them with the store; nothing is changed."""

    def import_files(self, paths: Sequence[Path], progress: Progress, cancel: CancelToken) -> ImportCounts:
        """Import all of the files, or nothing."""

    def export_many(
        self, ids: Sequence[str] | None, folder: Path, form: str, progress: Progress, cancel: CancelToken
    ) -> int:
        """Write these conversations, or all for None, into files of `folder`; returns how many."""

    def export_one(self, conversation: Conversation, path: Path, progress: Progress, cancel: CancelToken) -> None:
        """Write a conversation into a file, in the form that its ending names; `progress` is told of pages."""

    def clipboard_texts(self, conversation: Conversation, form: str, *, is_message: bool) -> dict[str, str]:
        """What goes onto the clipboard by media types; `form` is one of COPY_FORMS. Raises nothing of its own."""

    def hand_out(self, ids: Sequence[str]) -> HandedOut:
        """Write conversations into Markdown files for other programs; InputError for more than MOST_HANDED_OUT."""

    def hand_out_one(self, conversation: Conversation) -> HandedOut:
        """The same for a conversation, or a part of one, that is at hand."""

    def keep_house(self) -> None:
        """Make the daily copy when it is due, and empty the trash of what is older than 30 days."""
