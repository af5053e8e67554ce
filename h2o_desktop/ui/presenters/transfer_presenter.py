"""Chats that come in and go out by the dozen: dialogs, files dropped on the window, progress, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDir, QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.transfer import ImportCounts, ImportPreview, Progress
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.transfer_controller import TransferController
from h2o_desktop.ui.main_window import MainWindow
from h2o_desktop.ui.text_for_people import number
from h2o_desktop.ui.transfer_bar import TransferBar

T = TypeVar("T")


class TransferPresenter(QObject):
    """Joins the actions and drops to the controller. `reload` brings the history up to date after an import."""

    def __init__(self, window: MainWindow, transfer: TransferController, reload: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._transfer = transfer
        self._reload = reload
        self._bar = TransferBar(window.pane)
        window.pane.put_above_prompt(self._bar)
        self._bar.cancel_requested.connect(transfer.cancel)
        transfer.progressed.connect(self._bar.show_count)
        transfer.ended.connect(self._bar.hide)
        transfer.previewed.connect(self._on_previewed)
        transfer.imported.connect(self._on_imported)
        transfer.exported.connect(self._on_exported)
        transfer.written.connect(self._on_written)
        transfer.failed.connect(self._on_failed)
        window.actions_.import_files.triggered.connect(self._on_import)
        window.actions_.export_all.triggered.connect(self._on_export_all)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    # Import.

    def _on_import(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        filters = self.tr("Chats (*.json *.jsonl *.md *.zip);;All files (*)")
        dialog = QFileDialog(self._window, self.tr("Import chats"), QDir.homePath(), filters)
        dialog.setObjectName("importFilesDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_files(self, files: list[str]) -> None:
        self.preview([Path(file) for file in files])

    def preview(self, paths: Sequence[Path]) -> None:
        """Read files, and ask whether to import them."""
        if self._may_begin():
            self._bar.begin(self.tr("Reading chats…"), self.tr("Chats read: {count}"))
            self._transfer.preview(paths)

    def _on_previewed(self, paths: Sequence[Path], previews: Sequence[ImportPreview]) -> None:
        from h2o_desktop.ui.import_dialog import ImportDialog

        dialog = ImportDialog(previews, self._window)
        dialog.wanted.connect(partial(self._import, tuple(paths)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _import(self, paths: tuple[Path, ...]) -> None:
        if self._may_begin():
            self._bar.begin(self.tr("Importing chats…"), self.tr("Chats imported: {count}"))
            self._transfer.import_files(paths)

    def _on_imported(self, counts: ImportCounts) -> None:
        self._reload()
        words = Words(
            QT_TRANSLATE_NOOP(
                "notices", "Imported. New chats: {new}. With something new: {grown}. Here already: {known}."
            ),
            {"new": number(counts.new), "grown": number(counts.grown), "known": number(counts.known)},
            "notices",
        )
        self._window.pane.notices.show_notice(Notice(Severity.INFO, words))

    # Export.

    def _on_export_all(self) -> None:
        self.ask_for_form(None)

    def ask_for_form(self, ids: Sequence[str] | None) -> None:
        """Ask how and where to write these chats, or all for None."""
        from h2o_desktop.ui.export_dialog import ExportDialog

        question = (
            self.tr("Export all chats in this form:")
            if ids is None
            else self.tr("Export the chosen chats ({count}) in this form:").format(count=number(len(ids)))
        )
        dialog = ExportDialog(question, self._window)
        dialog.form_chosen.connect(partial(self._ask_for_folder, ids))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_for_folder(self, ids: Sequence[str] | None, form: str) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, self.tr("Folder for the files"), QDir.homePath())
        dialog.setObjectName("exportFolderDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(partial(self._on_folder, ids, form))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_folder(self, ids: Sequence[str] | None, form: str, folder: str) -> None:
        self.export(ids, Path(folder), form)

    def export(self, ids: Sequence[str] | None, folder: Path, form: str) -> None:
        """Write these chats, or all for None."""
        if self._may_begin():
            self._bar.begin(self.tr("Exporting chats…"), self.tr("Chats exported: {count}"))
            self._transfer.export(ids, folder, form)

    def export_one(self, conversation: Conversation, path: Path) -> None:
        """Write a conversation into a file that takes a while, such as a PDF file."""
        if self._may_begin():
            self._bar.begin(self.tr("Laying out the pages…"), self.tr("Pages laid out: {count}"))
            self._transfer.export_one(conversation, path)

    def lay_out(self, job: Callable[[Progress, CancelToken], T], done: Callable[[T], object]) -> None:
        """Lay out pages beside the window; `done` gets them."""
        if self._may_begin():
            self._bar.begin(self.tr("Laying out the pages…"), self.tr("Pages laid out: {count}"))
            self._transfer.run(job, done)

    def _on_written(self, path: Path) -> None:
        words = Words(QT_TRANSLATE_NOOP("notices", "Exported to {path}."), {"path": str(path)}, "notices")
        self._window.pane.notices.show_notice(Notice(Severity.INFO, words))

    def _on_exported(self, count: int, folder: Path) -> None:
        template = QT_TRANSLATE_NOOP("notices", "Exported chats: {count}, to {path}.")
        words = Words(template, {"count": number(count), "path": str(folder)}, "notices")
        self._window.pane.notices.show_notice(Notice(Severity.INFO, words))

    # Both.

    def _on_failed(self, error: DesktopError) -> None:
        self._window.pane.notices.show_notice(Notice.of(error))

    def _may_begin(self) -> bool:
        if self._transfer.is_busy:
            words = Words(
                QT_TRANSLATE_NOOP("notices", "Another import or export is still under way."), context="notices"
            )
            self._window.pane.notices.show_notice(Notice(Severity.INFO, words))
        return not self._transfer.is_busy

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files that are dropped on the window are read."""
        if watched is self._window and isinstance(event, QDropEvent):
            # What comes from this very window was only let go too early.
            paths = _files_in(event.mimeData()) if event.source() is None else []
            if paths and event.type() in {QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop}:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.preview(paths)
                return True
        return super().eventFilter(watched, event)


def _files_in(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
