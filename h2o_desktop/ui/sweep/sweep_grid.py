"""The cells of a sweep, to be walked through and read."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from h2o_desktop.qt.sweep_model import Index, SweepModel
from h2o_desktop.ui.sweep.cell_delegate import CellDelegate
from h2o_desktop.ui.theme import SECONDARY_PX, ThemeSource

NARROWEST = 132


class SweepGrid(QTableView):
    """Arrows walk, Enter reads, Delete stops.

    Signals:
        cell_chosen(place): another cell is the current one; -1 for none.
        reading_requested(place): the person wants to read this cell.
        stop_requested(place): the person wants this cell stopped.
        menu_requested(place, position): the menu of this cell is wanted at a place of the screen.
    """

    cell_chosen = Signal(int)
    reading_requested = Signal(int)
    stop_requested = Signal(int)
    menu_requested = Signal(int, object)

    def __init__(self, model: SweepModel, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = model
        self._theme = theme
        self._delegate = CellDelegate(theme, self)
        self.setObjectName("sweepGrid")
        self.setAccessibleName(self.tr("Cells"))
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_headers()
        self.activated.connect(self._on_activated)
        theme.changed.connect(self._on_theme)

    def _set_up_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setMinimumSectionSize(self._theme.pixels(NARROWEST))
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self._delegate.height() + 7)
        across.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for header in (across, down):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setFont(self._theme.font(SECONDARY_PX))
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)

    @property
    def place(self) -> int:
        """The current cell, -1 for none."""
        return self._cells.place(self.currentIndex())

    def choose(self, place: int) -> None:
        """Make a cell the current one."""
        self.setCurrentIndex(self._cells.index_of(place))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which cell is the current one."""
        super().currentChanged(current, previous)
        self.cell_chosen.emit(self._cells.place(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for reading and Delete for stopping."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.place >= 0:
            self.reading_requested.emit(self.place)
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.place >= 0:
            self.stop_requested.emit(self.place)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the cell under the mouse, or of the current one by keyboard."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        position = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
        self.menu_requested.emit(self.place, position)

    def _on_activated(self, index: QModelIndex) -> None:
        self.reading_requested.emit(self._cells.place(index))

    def _on_theme(self) -> None:
        self.viewport().update()
