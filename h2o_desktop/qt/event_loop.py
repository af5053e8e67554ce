"""The asyncio loop on top of Qt's loop. Imported late: asyncio and qasync cost a tenth of the start."""

from __future__ import annotations

import asyncio

import qasync
from PySide6.QtCore import QCoreApplication


class GuiLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no type hints
    """Joins a Qt loop that runs already, and can be given back without ending it.

    qasync's own `stop` calls `QCoreApplication.exit`, after which no nested Qt loop ever runs again in this process.
    """

    def __init__(self) -> None:
        self._given_back = False
        super().__init__(QCoreApplication.instance(), already_running=True)
        asyncio.set_event_loop(self)

    def is_running(self) -> bool:
        """Whether callbacks are called."""
        return not self._given_back and bool(super().is_running())

    def give_back(self) -> None:
        """End this loop; Qt's goes on."""
        self._given_back = True
        asyncio.events._set_running_loop(None)  # noqa: SLF001 - qasync sets it and leaves it to us
        self.close()
        asyncio.set_event_loop(None)
