"""A folder that holds every conversation as Markdown, beside the store and for other programs to read.

What stands there is ours as long as it is what we wrote: a file that somebody edited is never written, renamed or
removed again; its conversation goes on in another file beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation, ConversationSummary
from h2o_desktop.core.errors import NotInStore, StorageError
from h2o_desktop.core.settings import Settings
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.formats.file_names import file_name
from h2o_desktop.storage.failures import in_words
from h2o_desktop.storage.whole_file import write_whole
from h2o_desktop.wiring.exports import all_summaries, conversation_text

STATE_FILE = "mirror.json"
_ENDING = ".md"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file of the mirror: its name, what we wrote into it, and of which state of the conversation."""

    name: str
    digest: str
    state: str


class Mirror:
    """Keeps the folder like the store. One thread at a time may call it, the one that may call the store.

    `state_file` remembers what was written, so that edited files are known after a restart. Methods raise StorageError.
    """

    def __init__(
        self, folder: Path, state_file: Path, store: TranscriptStore, settings: Callable[[], Settings]
    ) -> None:
        self._folder = folder
        self._state_file = state_file
        self._store = store
        self._settings = settings
        self._kept = _load(state_file, folder)

    def sync(self, cancel: CancelToken | None = None) -> int:
        """Bring all files up to date, and remove those of conversations that are gone; returns how many were written.

        Conversations that did not change since are not read.
        """
        summaries = list(all_summaries(self._store))
        written = 0
        try:
            for summary in summaries:
                if cancel is not None:
                    cancel.raise_if_set()
                kept = self._kept.get(summary.id)
                if kept is None or kept.state != _state(summary) or not (self._folder / kept.name).exists():
                    written += self._write(self._store.load(summary.id))
            for conversation_id in self._kept.keys() - {summary.id for summary in summaries}:
                self._remove(conversation_id)
        finally:
            self._save()
        return written

    @property
    def count(self) -> int:
        """How many conversations are kept."""
        return len(self._kept)

    def update(self, conversation_id: str) -> None:
        """Write one conversation anew; call it after a turn, a rename, or a choice of another branch."""
        try:
            self._write(self._store.load(conversation_id))
        except NotInStore:  # it was removed for good meanwhile
            self._remove(conversation_id)
        self._save()

    def remove(self, conversation_id: str) -> None:
        """Take a conversation that went into the trash out of the folder, unless its file was edited."""
        self._remove(conversation_id)
        self._save()

    def _write(self, conversation: Conversation) -> bool:
        summary = conversation.summary
        text = conversation_text(conversation, "markdown", self._settings())
        kept = self._kept.get(summary.id)
        ours = kept is not None and self._is_ours(kept)
        name = self._free_name(file_name(summary, _ENDING), kept.name if kept is not None and ours else "")
        digest = _digest(text.encode())
        state = _state(summary)
        if kept is not None and ours and kept.name == name and kept.digest == digest:
            self._kept[summary.id] = replace(kept, state=state)
            return False
        write_whole(self._folder / name, text)
        self._kept[summary.id] = _Kept(name, digest, state)
        if kept is not None and ours and kept.name != name:
            _unlink(self._folder / kept.name)
        return True

    def _is_ours(self, kept: _Kept) -> bool:
        """Whether the file is there and holds what we wrote."""
        path = self._folder / kept.name
        with in_words(path):
            try:
                return _digest(path.read_bytes()) == kept.digest
            except FileNotFoundError:
                return False

    def _free_name(self, wanted: str, own: str) -> str:
        """The wanted name, with a number where somebody else has it."""
        stem = wanted.removesuffix(_ENDING)
        name, number = wanted, 1
        while name != own and (self._folder / name).exists():
            number += 1
            name = f"{stem} ({number}){_ENDING}"
        return name

    def _remove(self, conversation_id: str) -> None:
        kept = self._kept.pop(conversation_id, None)
        if kept is not None and self._is_ours(kept):
            _unlink(self._folder / kept.name)

    def _save(self) -> None:
        files = {conversation_id: asdict(kept) for conversation_id, kept in self._kept.items()}
        write_whole(self._state_file, json.dumps({"folder": str(self._folder), "files": files}, ensure_ascii=False))


def _load(path: Path, folder: Path) -> dict[str, _Kept]:
    """What was written into this folder; nothing when the file is lost, so that all that is there counts as edited."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["folder"] == str(folder):
            return {str(key): _Kept(**fields) for key, fields in document["files"].items()}
    return {}


def _state(summary: ConversationSummary) -> str:
    return _digest(repr(summary).encode("utf-8", "replace"))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _unlink(path: Path) -> None:
    with suppress(StorageError), in_words(path):
        path.unlink(missing_ok=True)
