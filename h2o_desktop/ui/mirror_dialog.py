"""Chooses the folder in which a copy of all chats is kept as Markdown, and says how the copy stands."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from h2o_desktop.qt.mirror_controller import MirrorController
from h2o_desktop.ui.text_for_people import moment, number, say

_WIDTH = 520
_HEIGHT = 260


class MirrorDialog(QDialog):
    """Shows the copy's state as it changes; what is chosen holds at once.

    Signals:
        folder_chosen(folder): keep the copy there; an empty text for nowhere.
    """

    folder_chosen = Signal(str)

    def __init__(self, mirror: MirrorController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mirror = mirror
        self.setObjectName("mirrorDialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Keep a copy as Markdown"))
        self._folder = QLineEdit(self)
        self._folder.setObjectName("mirrorFolder")
        self._folder.setAccessibleName(self.tr("Folder of the copy"))
        self._folder.setPlaceholderText(self.tr("No folder is chosen"))
        self._folder.setReadOnly(True)
        self._choose = QPushButton(self)
        self._choose.setObjectName("mirrorChoose")
        self._state = QLabel(self)
        self._state.setObjectName("mirrorState")
        self._state.setAccessibleName(self.tr("State of the copy"))
        self._state.setWordWrap(True)
        self._state.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._open = QPushButton(self.tr("Open the folder"), self)
        self._stop = QPushButton(self.tr("Stop keeping the copy"), self)
        self._stop.setObjectName("mirrorStop")
        self._lay_out()
        self._choose.clicked.connect(self._on_choose)
        self._open.clicked.connect(self._on_open)
        self._stop.clicked.connect(self._on_stop)
        mirror.changed.connect(self._show_state)
        self._show_state()
        self._choose.setFocus()

    def _lay_out(self) -> None:
        about = QLabel(
            self.tr(
                "Every chat is kept as a Markdown file in a folder of your choice, and each change follows within "
                "seconds. Files that you edit there are never overwritten: their chats go on in new files beside them."
            ),
            self,
        )
        about.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._folder, 1)
        row.addWidget(self._choose)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.NoButton, self)
        buttons.addButton(self._stop, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(self._open, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(about)
        layout.addLayout(row)
        layout.addWidget(self._state, 1)
        layout.addWidget(buttons)
        self.resize(_WIDTH, _HEIGHT)

    def _show_state(self) -> None:
        folder = self._mirror.folder
        self._folder.setText(str(folder) if folder is not None else "")
        self._choose.setText(self.tr("Choose a folder…") if folder is None else self.tr("Change…"))
        for button in (self._open, self._stop):
            button.setVisible(folder is not None)
        self._state.setText(self._words())

    def _words(self) -> str:
        mirror = self._mirror
        if mirror.folder is None:
            return self.tr("No copy is kept.")
        if mirror.error is not None:
            return "\n".join(filter(None, (say(mirror.error.summary), say(mirror.error.hint))))
        if mirror.is_busy or mirror.done_s is None:
            return self.tr("The copy is being written…")
        return self.tr("The copy is up to date. Chats in it: {count}. Last change written: {moment}").format(
            count=number(mirror.count), moment=moment(mirror.done_s)
        )

    def _on_choose(self) -> None:
        start = str(self._mirror.folder or Path.home())
        dialog = QFileDialog(self, self.tr("Folder for the copy"), start)
        dialog.setObjectName("mirrorFolderDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder.text()))

    def _on_stop(self) -> None:
        self.folder_chosen.emit("")
        self._choose.setFocus()
