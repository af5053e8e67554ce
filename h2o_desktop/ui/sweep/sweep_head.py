"""What stands above the cells: which sweep it is, how far it has come, and what can be done with all of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from h2o_desktop.core.conversation import Status
from h2o_desktop.qt.sweep_controller import SweepController
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.sweep.sweep_words import sweep_name
from h2o_desktop.ui.text_for_people import number
from h2o_desktop.ui.theme import ThemeSource

EXPORTS = (".md", ".csv", ".html")


class SweepHead(QWidget):
    """Two lines of words and the buttons.

    Signals:
        export_requested(ending): write the sweep into a file of this kind.
    """

    export_requested = Signal(str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = QToolButton(self)
        self.side.setIcon(icon("sidebar-left", theme))
        self.name = QLabel(self)
        self.state = QLabel(self)
        self.stop_all = QPushButton(self.tr("Stop all"), self)
        self.rest = QPushButton(self.tr("Ask what is missing"), self)
        self.export = QPushButton(self.tr("Export"), self)
        self.remove = QPushButton(self.tr("Remove"), self)
        self._set_up()
        self._lay_out()

    def _set_up(self) -> None:
        self.side.setObjectName("sweepSide")
        self.side.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.side.setToolTip(self.tr("Show or hide the set-up (Ctrl+B)"))
        self.side.setAccessibleName(self.tr("Show or hide the set-up"))
        self.name.setObjectName("sweepName")
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.state.setObjectName("sweepState")
        self.state.setProperty("tone", "secondary")
        for label in (self.name, self.state):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        buttons = ((self.stop_all, "StopAll"), (self.rest, "Rest"), (self.export, "Export"), (self.remove, "Remove"))
        for button, name in buttons:
            button.setObjectName(f"sweep{name}")
        self.remove.setToolTip(self.tr("Remove this sweep with its answers"))
        menu = QMenu(self.export)
        names = (self.tr("Markdown…"), self.tr("CSV for spreadsheets…"), self.tr("HTML…"))
        for name, ending in zip(names, EXPORTS, strict=True):
            menu.addAction(name).setData(ending)
        menu.triggered.connect(self._on_export)
        self.export.setMenu(menu)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.state)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 4, 6)
        layout.setSpacing(8)
        layout.addWidget(self.side)
        layout.addLayout(words, 1)
        for button in (self.stop_all, self.rest, self.export, self.remove):
            layout.addWidget(button)

    def show_sweep(self, controller: SweepController | None) -> None:
        """Show how far a sweep has come, or that there is none."""
        self.name.setText(sweep_name(controller.plan) if controller is not None else self.tr("No sweep yet"))
        self.state.setText(self._state(controller) if controller is not None else self.tr("Set one up at the left."))
        at_work = controller is not None and controller.is_at_work
        self.stop_all.setVisible(at_work)
        self.rest.setVisible(controller is not None and not at_work and bool(controller.unfinished()))
        for button in (self.export, self.remove):
            button.setEnabled(controller is not None)

    def _state(self, controller: SweepController) -> str:
        cells = controller.sweep.cells
        statuses = [cell.status for cell in cells if cell is not None]
        count = self.tr("{done} of {all} answered").format(
            done=number(statuses.count(Status.COMPLETE)), all=number(len(cells))
        )
        running, failed = statuses.count(Status.STREAMING), statuses.count(Status.FAILED)
        parts = [
            controller.plan.model.rpartition("/")[2],
            count,
            self.tr("{count} on their way").format(count=number(running)) if running else "",
            self.tr("{count} failed").format(count=number(failed)) if failed else "",
        ]
        return " · ".join(filter(None, parts))

    def _on_export(self, action: QAction) -> None:
        self.export_requested.emit(str(action.data()))
