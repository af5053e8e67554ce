"""What is asked for by menu or shortcut before the part of the window that does it is there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import SIGNAL, QObject
from PySide6.QtGui import QAction

_TRIGGERED = SIGNAL("triggered(bool)")


class EarlyActions(QObject):
    """Remembers the last of `actions` that was triggered while nobody listened to it; `release` triggers it again.

    Checkable ones are left alone: the part that comes reads whether they are checked.
    """

    def __init__(self, actions: Sequence[QAction], parent: QObject) -> None:
        super().__init__(parent)
        self._deaf = [action for action in actions if not action.isCheckable() and not action.receivers(_TRIGGERED)]
        self._wanted: QAction | None = None
        for action in self._deaf:
            action.triggered.connect(self._on_triggered)

    def release(self) -> None:
        """Every part is there."""
        for action in self._deaf:
            action.triggered.disconnect(self._on_triggered)
        wanted, self._wanted, self._deaf = self._wanted, None, []
        if wanted is not None:
            wanted.trigger()

    def _on_triggered(self) -> None:
        action = self.sender()
        self._wanted = action if isinstance(action, QAction) else None
