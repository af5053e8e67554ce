"""What the window needs for the copy of all chats as Markdown; `h2o_desktop.wiring.mirroring` fulfils it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from h2o_desktop.core.cancel import CancelToken


@dataclass(frozen=True, slots=True)
class MirrorWork:
    """What the copy has to catch up on: all conversations, or some that changed and some that were thrown away."""

    everything: bool = False
    changed: Collection[str] = field(default_factory=tuple)
    gone: Collection[str] = field(default_factory=tuple)


class MirrorServices(Protocol):
    """Blocks, perhaps for minutes; one thread at a time calls it."""

    def follow(self, folder: Path, work: MirrorWork, cancel: CancelToken) -> int:
        """Bring the files in `folder` up to date; returns how many conversations are kept there.

        Raises StorageError while the folder or the store cannot be used, and Cancelled.
        """
