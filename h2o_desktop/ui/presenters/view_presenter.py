"""What leaves the chat view: links to the browser, code into files, pictures from the network."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view import ChatView

SAFE_SCHEMES = {"http", "https", "mailto"}


class ViewPresenter(QObject):
    """Joins the chat view's wishes to the system.

    `write` puts text into a file and `fetch` gets the bytes of a picture; both run in `lane`.

    Signals:
        opened(address): a link went to the system.
    """

    opened = Signal(str)

    def __init__(
        self, window: MainWindow, write: Callable[[Path, str], None], fetch: Callable[[str], bytes], lane: Lane
    ) -> None:
        super().__init__(window)
        self._fetch = fetch
        self._window = window
        self._write = write
        self._lane = lane
        window.pane.view_made.connect(self._on_view_made)

    def _on_view_made(self, view: ChatView) -> None:
        self.serve(view)

    def serve(self, view: ChatView) -> None:
        """Do what a view asks for."""
        view.link_activated.connect(self.open_link)
        view.save_code_requested.connect(self._on_save_code)
        view.image_requested.connect(partial(self.load_image, view=view))

    def open_link(self, address: str) -> None:
        """Open an address outside; only schemes that cannot run anything."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        url = QUrl(address, QUrl.ParsingMode.StrictMode)
        if not url.isValid() or url.scheme().lower() not in SAFE_SCHEMES:
            return
        self.opened.emit(address)
        if not QDesktopServices.openUrl(url):
            words = Words(QT_TRANSLATE_NOOP("notices", "No program opens {address}."), {"address": address}, "notices")
            hint = Words(QT_TRANSLATE_NOOP("notices", "Copy the address and open it yourself."), context="notices")
            self._window.pane.notices.show_notice(Notice(Severity.WARNING, words, hint))

    def load_image(self, address: str, view: ChatView | None = None) -> None:
        """Fetch a picture and show it where a view names it, that of the conversation unless another one is given."""
        self._lane.submit(partial(self._fetch, address), partial(self._on_fetched, address, view))

    def _on_fetched(self, address: str, view: ChatView | None, outcome: Outcome[bytes]) -> None:
        if isinstance(outcome.error, DesktopError):
            self._window.pane.notices.show_notice(Notice.of(outcome.error))
        elif view is not None and not isValid(view):
            return
        elif not (view or self._window.pane.chat_view).show_image(address, outcome.result()):
            words = Words(
                QT_TRANSLATE_NOOP("notices", "No picture was found at {address}."), {"address": address}, "notices"
            )
            hint = Words(QT_TRANSLATE_NOOP("notices", "Open the address in the browser instead."), context="notices")
            self._window.pane.notices.show_notice(Notice(Severity.WARNING, words, hint))

    def _on_save_code(self, code: str, name: str) -> None:
        from PySide6.QtCore import QDir
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, self.tr("Save the code"), QDir.homePath())
        dialog.setObjectName("saveCodeDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        dialog.fileSelected.connect(partial(self.save_code, code))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_code(self, code: str, path_text: str) -> None:
        """Write code into a file."""
        text = code if code.endswith("\n") else code + "\n"
        self._lane.submit(partial(self._write, Path(path_text), text), partial(self._on_saved, path_text))

    def _on_saved(self, path_text: str, outcome: Outcome[None]) -> None:
        if isinstance(outcome.error, DesktopError):
            self._window.pane.notices.show_notice(Notice.of(outcome.error))
            return
        outcome.result()
        words = Words(QT_TRANSLATE_NOOP("notices", "Saved as {path}."), {"path": path_text}, "notices")
        self._window.pane.notices.show_notice(Notice(Severity.INFO, words))
