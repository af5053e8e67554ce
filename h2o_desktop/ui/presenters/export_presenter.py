"""Export of the shown conversation: asks for a file and reports what became of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.ui.main_window import MainWindow

LONGEST_NAME = 80
Export = Callable[[Conversation, Path], None]


class ExportPresenter(QObject):
    """Joins the export actions to `export`, which runs in `lane`."""

    def __init__(self, window: MainWindow, chat: ChatController, export: Export, lane: Lane) -> None:
        super().__init__(window)
        self._window = window
        self._chat = chat
        self._export = export
        self._lane = lane
        window.actions_.export_markdown.triggered.connect(self._on_markdown)
        window.actions_.export_json.triggered.connect(self._on_json)
        window.actions_.export_html.triggered.connect(self._on_html)
        window.actions_.export_text.triggered.connect(self._on_text)
        window.actions_.export_jsonl.triggered.connect(self._on_jsonl)

    def _on_markdown(self) -> None:
        self._ask(".md", self.tr("Markdown (*.md)"))

    def _on_json(self) -> None:
        self._ask(".json", self.tr("JSON (*.json)"))

    def _on_html(self) -> None:
        self._ask(".html", self.tr("HTML (*.html)"))

    def _on_text(self) -> None:
        self._ask(".txt", self.tr("Plain text (*.txt)"))

    def _on_jsonl(self) -> None:
        self._ask(".jsonl", self.tr("JSON lines (*.jsonl)"))

    def _ask(self, ending: str, filter_text: str) -> None:
        conversation = self._chat.conversation
        if conversation is None:
            words = Words(QT_TRANSLATE_NOOP("notices", "This chat is empty: nothing to export."), context="notices")
            self._window.pane.notices.show_notice(Notice(Severity.INFO, words))
            return
        from PySide6.QtCore import QDir  # with their enumerations they are for an export alone
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, self.tr("Export this chat"), QDir.homePath(), filter_text)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending.lstrip("."))
        dialog.selectFile(file_name(conversation.summary.title) + ending)
        dialog.fileSelected.connect(self.export_shown)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_shown(self, path_text: str) -> None:
        """Write the shown conversation into a file; its ending names the format."""
        conversation = self._chat.conversation
        if conversation is not None:
            path = Path(path_text)
            self._lane.submit(partial(self._export, conversation, path), partial(self._on_exported, path))

    def _on_exported(self, path: Path, outcome: Outcome[None]) -> None:
        if isinstance(outcome.error, DesktopError):
            self._window.pane.notices.show_notice(Notice.of(outcome.error))
            return
        outcome.result()
        words = Words(QT_TRANSLATE_NOOP("notices", "Exported to {path}."), {"path": str(path)}, "notices")
        self._window.pane.notices.show_notice(Notice(Severity.INFO, words))


def file_name(title: str) -> str:
    """A title as a file's name that every system takes."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", title).strip(". ")
    return " ".join(name.split())[:LONGEST_NAME].strip() or "chat"
