"""The fields that servers have refused, kept between two starts."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path

from h2o_desktop.core.settings import ConnectionProfile
from h2o_desktop.storage.whole_file import write_whole

FORMAT = "h2o-desktop-refusals"

Refused = dict[str, dict[str, str]]
"""By model the names of refused fields, each with the name that is sent instead; empty when none is."""


class RefusalsFile:
    """A small JSON file, by connection and its address: another address is another server.

    It can be found out again at any time, so a file that is damaged or cannot be read counts as an empty one. Threads
    may use it at the same time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._known: dict[str, Refused] | None = None

    def of(self, profile: ConnectionProfile) -> Refused:
        """What the server of a connection has refused."""
        with self._lock:
            return {model: dict(fields) for model, fields in self._read().get(_key(profile), {}).items()}

    def keep(self, profile: ConnectionProfile, refused: Mapping[str, Mapping[str, str]]) -> None:
        """Keep what the server of a connection has refused. Raises StorageError."""
        with self._lock:
            known = self._read()
            wanted = {model: dict(fields) for model, fields in refused.items() if fields}
            if wanted == known.get(_key(profile), {}):
                return
            others = {key: value for key, value in known.items() if key.split(" ")[0] != profile.id}
            self._known = {**others, _key(profile): wanted} if wanted else others
            text = json.dumps({"format": FORMAT, "refused": self._known}, ensure_ascii=False, indent=2)
            write_whole(self._path, text + "\n")

    def _read(self) -> dict[str, Refused]:
        if self._known is None:
            try:
                text = self._path.read_text(encoding="utf-8", errors="replace")
            except OSError:  # not there yet, or not to be read
                text = ""
            self._known = _refused_in(text)
        return self._known


def _key(profile: ConnectionProfile) -> str:
    return f"{profile.id} {profile.base_url}"


def _refused_in(text: str) -> dict[str, Refused]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    rows = document.get("refused") if isinstance(document, dict) and document.get("format") == FORMAT else None
    if not isinstance(rows, dict):
        return {}
    return {key: _models_in(models) for key, models in rows.items() if isinstance(models, dict)}


def _models_in(models: dict[str, object]) -> Refused:
    return {
        model: {name: other for name, other in fields.items() if isinstance(other, str)}
        for model, fields in models.items()
        if isinstance(fields, dict)
    }
