"""What can be done with messages: by a click, by a key or from a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtGui import QGuiApplication

from h2o_desktop.ui.chat_view.laid_block import HotZone

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView

OPENED_SCHEMES = ("http", "https", "mailto")


class MessageActions:
    """Carries actions out: what the view can do itself it does, for the rest it asks by its signals."""

    def __init__(self, view: ChatView) -> None:
        self._view = view

    def run(self, row: int, segment: int, zone: HotZone) -> None:
        """Do what a zone stands for."""
        message_id = self._view.model.message(row).id
        match zone.action:
            case "previous-branch":
                self._view.branch_requested.emit(message_id, -1)
            case "next-branch":
                self._view.branch_requested.emit(message_id, 1)
            case "regenerate":
                self._view.regenerate_requested.emit(message_id)
            case "continue":
                self._view.continue_requested.emit(message_id)
            case "copy-code":
                self.copy(self.code_of(row, segment, int(zone.argument)))

    def code_of(self, row: int, segment: int, box: int) -> str:
        """The whole code of which a segment shows a part."""
        entry = self._view.transcript.entry(row)
        return entry.code(segment - 1) or entry.ensure(segment).boxes[box].text.text

    def copy(self, text: str) -> None:
        """Put text on the clipboard."""
        if text:
            QGuiApplication.clipboard().setText(text)

    def copy_selection(self) -> None:
        """Put the selected text on the clipboard."""
        self.copy(self._view.selection.text())

    def open(self, address: str) -> None:
        """Open a link outside, when it is of a kind that is safe to open."""
        if may_open(address):
            self._view.link_activated.emit(address)


def may_open(address: str) -> bool:
    """Whether an address may be opened: pages and mail only."""
    try:
        return urlsplit(address).scheme.lower() in OPENED_SCHEMES
    except ValueError:
        return False
