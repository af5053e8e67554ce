"""What can be done with messages: by a click, by a key or from a menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from h2o_desktop.core.conversation import Message
from h2o_desktop.core.markdown_blocks import BlockKind, split_blocks
from h2o_desktop.ui.chat_view.code_layout import COPY_CODE, SAVE_CODE, WRAP_CODE
from h2o_desktop.ui.chat_view.menu import DRAG, SHARES, open_menu
from h2o_desktop.ui.chat_view.message_frame import MORE
from h2o_desktop.ui.chat_view.rich_text import Run, Style
from h2o_desktop.ui.chat_view.spotlight import OPEN_LINK, Target

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView

OPENED_SCHEMES = ("http", "https", "mailto")
EXTENSIONS = {"python": "py", "py": "py", "javascript": "js", "js": "js", "typescript": "ts", "bash": "sh", "sh": "sh"}


class MessageActions:
    """Carries actions out: what the view can do itself it does, for the rest it asks by its signals.

    `show_tokens` shows the tokens of a message, and `refuse_tokens` says why that cannot be; None and empty by nature.
    """

    def __init__(self, view: ChatView) -> None:
        self._view = view
        self.refuse_tokens: Callable[[Message], str] = lambda _message: ""
        self.show_tokens: Callable[[str], None] | None = None

    def run(self, target: Target) -> None:
        """Do what a zone stands for."""
        if target.zone.action in (COPY_CODE, SAVE_CODE, WRAP_CODE):
            self._run_on_code(target)
        elif target.zone.action == OPEN_LINK:
            self.open(target.zone.argument)
        elif target.zone.action == MORE:
            open_menu(self._view, target.row)
        else:
            self.run_on_message(target.row, target.zone.action)

    def run_on_message(self, row: int, action: str) -> None:
        """Do something with a whole message."""
        view = self._view
        message_id = view.model.message(row).id
        match action:
            case "copy":
                self.copy_message(row)
            case "thinking":
                entry = view.transcript.entry(row)
                entry.show_thinking(shown=not entry.shows_thinking)
                view.navigation.keep_place(row)
            case "regenerate":
                view.regenerate_requested.emit(message_id)
            case "edit":
                view.edit_requested.emit(message_id)
            case "delete":
                view.delete_requested.emit(message_id)
            case "fork":
                view.fork_requested.emit(message_id)
            case "details":
                view.details_requested.emit(message_id)
            case "request":
                view.request_requested.emit(message_id)
            case "tokens" if self.show_tokens is not None:
                self.show_tokens(message_id)
            case "continue":
                view.continue_requested.emit(message_id)
            case "raise-and-continue":
                view.raise_requested.emit(message_id)
            case _ if action in SHARES or action == DRAG:
                view.share_requested.emit(message_id, action)
            case "previous-branch":
                view.branch_requested.emit(message_id, -1)
            case "next-branch":
                view.branch_requested.emit(message_id, 1)

    def _run_on_code(self, target: Target) -> None:
        entry = self._view.transcript.entry(target.row)
        if target.zone.action == WRAP_CODE:
            entry.toggle_wrap(target.segment - 1)
            self._view.refresh()
            return
        code = (
            entry.text.code(target.segment - 1)
            or entry.ensure(target.segment).boxes[int(target.zone.argument)].text.text
        )
        if target.zone.action == COPY_CODE:
            self.copy(code)
        else:
            language = entry.blocks[target.segment - 1].info.split(" ")[0].lower()
            extension = EXTENSIONS.get(language, language if language.isalnum() and len(language) < 6 else "txt")
            self._view.save_code_requested.emit(code, f"code.{extension}")

    # -- copying ------------------------------------------------------------------------------------------------------

    def copy(self, text: str, markdown: str = "") -> None:
        """Put text on the clipboard."""
        if text:
            data = QMimeData()
            data.setText(text)
            if markdown:
                data.setData("text/markdown", markdown.encode())
            QGuiApplication.clipboard().setMimeData(data)

    def copy_selection(self) -> None:
        """Put the selected text on the clipboard."""
        self.copy(self._view.selection.text(), self._view.selection.markdown())

    def copy_selection_as_markdown(self) -> None:
        """Put the source of the selected text on the clipboard."""
        self.copy(self._view.selection.markdown())

    def copy_message(self, row: int) -> None:
        """Put a message on the clipboard, as it reads and as Markdown."""
        text = self._view.selection.text_of_message(row)
        self.copy(text, self._view.model.message(row).content)

    def copy_plain(self, row: int) -> None:
        """Put a message on the clipboard as it reads, and nothing else."""
        self.copy(self._view.selection.text_of_message(row))

    def copy_markdown(self, row: int) -> None:
        """Put the source of a message on the clipboard."""
        self.copy(self._view.model.message(row).content)

    def copy_code(self, row: int) -> None:
        """Put all code of a message on the clipboard, and nothing else."""
        entry = self._view.transcript.entry(row)
        blocks = split_blocks(entry.text.source) if entry.text.is_raw else entry.blocks
        codes: list[str] = []
        for block in blocks:
            if block.kind is BlockKind.CODE and block.begins:
                codes.append(block.source)
            elif block.kind is BlockKind.CODE:
                codes[-1] += ("" if block.joined else "\n") + block.source
        self.copy("\n\n".join(codes))

    # -- links --------------------------------------------------------------------------------------------------------

    def open_run(self, run: Run) -> None:
        """Open a link or a loaded image outside, or ask for an image."""
        if run.style & Style.IMAGE and run.target not in self._view.workshop.images:
            self._view.image_requested.emit(run.target)
        else:
            self.open(run.target)

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
