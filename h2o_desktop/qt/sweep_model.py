"""The cells of a sweep as a table: what there is to see of each, kept true while they fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.sweep_report import CellReport, reports_of
from h2o_desktop.qt.sweep_controller import SweepController

REPORT_ROLE = int(Qt.ItemDataRole.UserRole)
WAITING_ROLE = REPORT_ROLE + 1
REFRESH_MS = 100  # text that comes is shown so often

Index = QModelIndex | QPersistentModelIndex


class SweepModel(QAbstractTableModel):
    """Rows and columns are the values of the axes. Lives in the GUI thread.

    `heading` names a value of an axis, `describe` says all about a cell in words, for people who do not see it.
    """

    def __init__(
        self,
        heading: Callable[[str, ParameterValue], str],
        describe: Callable[[CellReport, bool], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._heading = heading
        self._describe = describe
        self._controller: SweepController | None = None
        self._reports: tuple[CellReport, ...] = ()
        self._grown: set[int] = set()
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._show_grown)

    def show_sweep(self, controller: SweepController | None) -> None:
        """Show another sweep, or none."""
        self.beginResetModel()
        if self._controller is not None:
            self._controller.cell_changed.disconnect(self._on_cell)
            self._controller.text_arrived.disconnect(self._on_text)
        self._controller = controller
        self._grown.clear()
        self._reports = () if controller is None else reports_of(controller.sweep)
        if controller is not None:
            controller.cell_changed.connect(self._on_cell)
            controller.text_arrived.connect(self._on_text)
        self.endResetModel()

    def report(self, place: int) -> CellReport:
        """What there is to see of a cell now."""
        report = self._reports[place]
        answer = self._controller.cell(place) if self._controller is not None else None
        return report if answer is report.answer else replace(report, answer=answer)

    def place(self, index: Index) -> int:
        """The place of a cell, -1 for none."""
        return index.row() * self.columnCount() + index.column() if index.isValid() else -1

    def index_of(self, place: int) -> QModelIndex:
        """The cell at a place."""
        row, column = divmod(place, max(1, self.columnCount()))
        return self.index(row, column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many values the axis of the rows has."""
        return 0 if parent.isValid() or self._controller is None else len(self._controller.plan.rows.values)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many values the axis of the columns has."""
        return 0 if parent.isValid() or self._controller is None else len(self._controller.plan.columns.values)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own type
        """What there is to see of a cell, whether it waits, and both in words."""
        if not index.isValid() or self._controller is None:
            return None
        place = self.place(index)
        if role == REPORT_ROLE:
            return self.report(place)
        if role == WAITING_ROLE:
            return self._controller.is_waiting(place)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._describe(self.report(place), self._controller.is_waiting(place))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own type
        """The value of an axis with the name of its parameter."""
        if role != Qt.ItemDataRole.DisplayRole or self._controller is None:
            return None
        plan = self._controller.plan
        axis = plan.columns if orientation == Qt.Orientation.Horizontal else plan.rows
        return self._heading(axis.key, axis.values[section]) if section < len(axis.values) else None

    def _on_cell(self, place: int) -> None:
        """One more answer that ended changes the figures of all others."""
        assert self._controller is not None
        self._reports = reports_of(self._controller.sweep)
        self._grown.discard(place)
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def _on_text(self, place: int, _text: str) -> None:
        self._grown.add(place)
        if not self._refresh.isActive():
            self._refresh.start()

    def _show_grown(self) -> None:
        grown, self._grown = self._grown, set()
        for place in grown:
            self.dataChanged.emit(self.index_of(place), self.index_of(place))
