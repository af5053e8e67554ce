"""Asks for the file into which a conversation shall go."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDir
from PySide6.QtWidgets import QFileDialog, QWidget

from h2o_desktop.core.transfer import ENDINGS

LONGEST_NAME = 80
translate = QCoreApplication.translate


def filter_text(form: str) -> str:
    """What a form is called in a file dialog."""
    texts = {
        "markdown": translate("ExportPresenter", "Markdown (*.md)"),
        "json": translate("ExportPresenter", "JSON (*.json)"),
        "html": translate("ExportPresenter", "HTML (*.html)"),
        "pdf": translate("ExportPresenter", "PDF (*.pdf)"),
        "text": translate("ExportPresenter", "Plain text (*.txt)"),
        "jsonl": translate("ExportPresenter", "JSON lines (*.jsonl)"),
    }
    return texts[form]


class SaveDialog(QFileDialog):
    """A file dialog with one form or several; the file's name always ends as the chosen form wants it."""

    def __init__(
        self, window: QWidget, title: str, name: str, forms: Sequence[str], done: Callable[[Path], None]
    ) -> None:
        texts = [filter_text(form) for form in forms]
        super().__init__(window, title, QDir.homePath(), ";;".join(texts))
        self.setObjectName("saveDialog")
        self._endings = {text: ENDINGS[form] for text, form in zip(texts, forms, strict=True)}
        self._done = done
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.selectFile(file_name(name) + ENDINGS[forms[0]])
        self._on_filter(texts[0])
        self.filterSelected.connect(self._on_filter)
        self.fileSelected.connect(self._on_file)
        self.finished.connect(self.deleteLater)

    def _on_filter(self, text: str) -> None:
        self.setDefaultSuffix(self._endings[text].lstrip("."))

    def _on_file(self, path: str) -> None:
        self._done(Path(path))


def file_name(title: str) -> str:
    """A title as a file's name that every system takes."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", title).strip(". ")
    return " ".join(name.split())[:LONGEST_NAME].strip() or "chat"
