"""Unsent text on disk: one small file for each conversation that has any, apart from the store.

They change with every few letters that are typed, and are worth keeping also where the store cannot be written.
"""

from __future__ import annotations

import json
from pathlib import Path

from h2o_desktop.core.unsent import Unsent
from h2o_desktop.storage.failures import in_words
from h2o_desktop.storage.home_folder import HomeFolder
from h2o_desktop.storage.whole_file import write_whole


class DraftFiles:
    """The files of a folder in the home folder, which is made when there is something to keep."""

    def __init__(self, home: HomeFolder) -> None:
        self._home = home
        self._folder = home.path / "drafts"

    def load(self) -> dict[str, Unsent]:
        """Everything that is kept; a file that cannot be read is passed over and left as it is.

        Raises StorageError for a folder that cannot be read.
        """
        found: dict[str, Unsent] = {}
        with in_words(self._folder):
            paths = sorted(self._folder.iterdir()) if self._folder.is_dir() else []  # `glob` hides a folder's errors
        for path in paths:
            if path.suffix != ".json":
                continue
            try:
                document = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            if isinstance(document, dict) and "conversation" in document:
                found[str(document["conversation"])] = _unsent_of(document)
        return found

    def keep(self, conversation_id: str, unsent: Unsent) -> None:
        """Write or remove the file of one conversation. Raises StorageError."""
        path = self._path(conversation_id)
        if unsent.is_empty:
            with in_words(path):
                path.unlink(missing_ok=True)
            return
        document = {
            "conversation": conversation_id,
            "text": unsent.text,
            "queued": list(unsent.queued),
            "edited_id": unsent.edited_id,
            "edited": unsent.edited,
            "system": unsent.system,
        }
        self._home.check()
        write_whole(path, json.dumps(document, ensure_ascii=False) + "\n")

    def _path(self, conversation_id: str) -> Path:
        # Ids of imported conversations may be of any form, so a name is made that every file system takes.
        import hashlib  # not before something is typed

        name = hashlib.sha256(conversation_id.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / f"{name}.json"


def _unsent_of(document: dict[str, object]) -> Unsent:
    queued = document.get("queued")
    return Unsent(
        text=str(document.get("text", "")),
        queued=tuple(str(prompt) for prompt in queued) if isinstance(queued, list) else (),
        edited_id=str(document.get("edited_id", "")),
        edited=str(document.get("edited", "")),
        system=str(document.get("system", "")),
    )
