"""Lists the backups of the store, and brings back what a person chooses of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from h2o_desktop.core.safekeeping import BackupInfo, BackupKind
from h2o_desktop.ui.text_for_people import file_size, moment, number

_SIZE = (600, 520)
_TABLE_STYLE = """
QTreeView::item { padding: 4px 6px; }
QTreeView::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QHeaderView::section { background: transparent; border: none; padding: 6px; color: palette(placeholder-text); }
"""
_ROW = Qt.ItemDataRole.UserRole


class _PlainRows(QStyledItemDelegate):
    """Rows without the style's frame of focus, which would veil the text; the chosen row shows where the focus is."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus


class BackupsDialog(QDialog):
    """Shows what `show_backups` gives.

    Signals:
        restore_requested(backup, whole): bring back what is missing, or with `whole` everything as it was.
        backup_requested: make a backup now.
    """

    restore_requested = Signal(object, bool)
    backup_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._backups: list[BackupInfo] = []
        self.setObjectName("backupsDialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Backups"))
        self.resize(*_SIZE)
        self._list = self._made_list()
        self._how = QComboBox(self)
        self._how.setObjectName("backupsHow")
        self._how.setAccessibleName(self.tr("What to bring back"))
        self._how.addItem(self.tr("Bring back what is missing"), False)
        self._how.addItem(self.tr("Go back to this backup"), True)
        self._state = QLabel(self)
        self._state.setObjectName("backupsState")
        self._state.setAccessibleName(self.tr("What will happen"))
        self._state.setWordWrap(True)
        self._state.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._restore = QPushButton(self.tr("Restore"), self)
        self._restore.setObjectName("backupsRestore")
        self._restore.setProperty("primary", True)
        self._restore.setDefault(True)
        self._now = QPushButton(self.tr("Back up now"), self)
        self._now.setObjectName("backupsNow")
        self._open = QPushButton(self.tr("Open the folder"), self)
        self._lay_out()
        self._connect()
        self.set_busy(self.tr("Reading the backups…"))

    def _made_list(self) -> QTreeWidget:
        table = QTreeWidget(self)
        table.setObjectName("backupsList")
        table.setAccessibleName(self.tr("Backups"))
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setStyleSheet(_TABLE_STYLE)
        table.setItemDelegate(_PlainRows(table))
        table.setHeaderLabels([self.tr("Made"), self.tr("Why"), self.tr("Chats"), self.tr("Size")])
        header = table.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column in (2, 3):
            table.headerItem().setTextAlignment(column, _RIGHT)
        return table

    def _lay_out(self) -> None:
        about = QLabel(
            self.tr(
                "Once a day the program copies all chats. It keeps the copies of the last seven days and of four weeks."
            ),
            self,
        )
        about.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.NoButton, self)
        buttons.addButton(self._now, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(self._open, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(self._restore, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(about)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._how)
        layout.addWidget(self._state)
        layout.addWidget(buttons)

    def _connect(self) -> None:
        self._list.currentItemChanged.connect(self._show_state)
        self._how.currentIndexChanged.connect(self._show_state)
        self._restore.clicked.connect(self._on_restore)
        self._now.clicked.connect(self._on_now)
        self._open.clicked.connect(self._on_open)

    def show_backups(self, backups: list[BackupInfo]) -> None:
        """List these backups, the newest first."""
        self._backups = backups
        self._list.clear()
        for position, backup in enumerate(backups):
            chats = "–" if backup.conversations is None else number(backup.conversations)
            row = QTreeWidgetItem([moment(backup.made_s), self._why(backup.kind), chats, file_size(backup.size_bytes)])
            row.setData(0, _ROW, position)
            for column in (2, 3):
                row.setTextAlignment(column, _RIGHT)
            self._list.addTopLevelItem(row)
        self._list.setCurrentIndex(self._list.model().index(0, 0))
        if backups:
            self._list.setFocus()
        self.set_busy("")

    def set_busy(self, words: str) -> None:
        """Say what is under way, and let nothing else be begun; an empty text when it is over."""
        self._busy = words
        self._now.setEnabled(not words)
        self._show_state()

    def _why(self, kind: BackupKind) -> str:
        words = {
            BackupKind.DAILY: self.tr("Daily"),
            BackupKind.BEFORE_CHANGE: self.tr("Before a new version of the program"),
            BackupKind.BEFORE_RESTORE: self.tr("Before a restoration"),
        }
        return words[kind]

    @property
    def _chosen(self) -> BackupInfo | None:
        row = self._list.currentItem()
        return self._backups[row.data(0, _ROW)] if row is not None else None

    def _show_state(self) -> None:
        backup = self._chosen
        usable = backup is not None and backup.conversations is not None
        for widget in (self._restore, self._how):
            widget.setEnabled(usable and not self._busy)
        self._open.setEnabled(bool(self._backups))
        self._state.setText(self._busy or self._words(backup))

    def _words(self, backup: BackupInfo | None) -> str:
        if backup is None:
            return self.tr("There is no backup yet. The first one is made by itself soon; you can make one now.")
        if backup.conversations is None:
            return self.tr("This backup cannot be read. Choose another one.")
        if bool(self._how.currentData()):
            return self.tr(
                "All chats become what they were on {moment}: what is newer is taken out. The present state is kept as "
                "a backup of its own, so that you can return to it."
            ).format(moment=moment(backup.made_s))
        return self.tr(
            "Chats and messages that are in the backup of {moment} and no longer here come back, also those that were "
            "deleted for good. Nothing that is here is changed."
        ).format(moment=moment(backup.made_s))

    def _on_restore(self) -> None:
        backup = self._chosen
        if backup is not None:
            self.restore_requested.emit(backup, bool(self._how.currentData()))

    def _on_now(self) -> None:
        self.backup_requested.emit()

    def _on_open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._backups[0].path.parent)))


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
