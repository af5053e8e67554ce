"""The window of sweeps: what a new one shall be at the left, the cells of one and the answer of a cell at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.sweep import SweepPlan
from h2o_desktop.core.sweep_report import CellReport
from h2o_desktop.qt.sweep_controller import SweepController
from h2o_desktop.qt.sweep_model import SweepModel
from h2o_desktop.ui.sweep.reading_pane import ReadingPane
from h2o_desktop.ui.sweep.setup_pane import SetupPane
from h2o_desktop.ui.sweep.sweep_grid import SweepGrid
from h2o_desktop.ui.sweep.sweep_head import SweepHead
from h2o_desktop.ui.sweep.sweep_list import SweepList
from h2o_desktop.ui.sweep.sweep_style import sweep_style
from h2o_desktop.ui.sweep.sweep_words import described, heading
from h2o_desktop.ui.text_for_people import say
from h2o_desktop.ui.theme import ThemeSource

FIRST_SIZE = QSize(1180, 780)
SETUP_WIDTH = 320
NARROW_WIDTH = 900  # below this the set-up folds away when a sweep is shown
SOON_MS = 50  # one look at all cells for all that change at once


class SweepWindow(QDialog):
    """Shows one sweep, stands beside the main window, and asks for everything by its signals.

    Signals:
        rest_requested(): ask the cells that have no whole answer.
        undo_requested(): bring back the sweep that was removed last.
        help_requested(): explain sweeps.
        stop_all_requested(): stop every cell.
        sweep_chosen(id), remove_requested(id): open a sweep of the list, or remove it.
        export_requested(ending): write the sweep into a file of this kind.
    """

    rest_requested = Signal()
    undo_requested = Signal()
    help_requested = Signal()
    stop_all_requested = Signal()
    sweep_chosen = Signal(str)
    remove_requested = Signal(str)
    export_requested = Signal(str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._controller: SweepController | None = None
        self._theme = theme
        self._is_narrow = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._show_all)
        self.setObjectName("sweepWindow")
        self.setModal(False)
        self.setWindowTitle(self.tr("Sweep"))
        self.resize(FIRST_SIZE)
        self.setup = SetupPane(self)
        self.sweeps = SweepList(self)
        self.head = SweepHead(theme, self)
        self.message = QLabel(self)
        self.undo = QPushButton(self.tr("Undo"), self)
        self.model = SweepModel(heading, described, self)
        self.grid = SweepGrid(self.model, theme, self)
        self.reading = ReadingPane(theme, self)
        self.side = QScrollArea(self)
        self._set_up()
        self._lay_out()
        self._connect()
        self._on_theme()
        self.show_sweep(None)
        self.show_message("")

    def _set_up(self) -> None:
        self.message.setObjectName("sweepMessage")
        self.undo.setObjectName("sweepUndo")
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a field is not Start

    def _lay_out(self) -> None:
        self._fill_side()
        right = QSplitter(Qt.Orientation.Vertical, self)
        right.addWidget(self._cells())
        right.addWidget(self.reading)
        right.setStretchFactor(0, 1)
        right.setSizes([560, 240])
        whole = QSplitter(Qt.Orientation.Horizontal, self)
        whole.addWidget(self.side)
        whole.addWidget(right)
        whole.setStretchFactor(1, 1)
        whole.setSizes([SETUP_WIDTH, FIRST_SIZE.width() - SETUP_WIDTH])
        for splitter in (right, whole):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(whole)

    def _fill_side(self) -> None:
        kept = QLabel(self.tr("Sweeps of this chat"), self)
        kept.setBuddy(self.sweeps)
        inner = QWidget(self)
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(6)
        layout.addWidget(self.setup)
        layout.addStretch(1)
        layout.addWidget(kept)
        layout.addWidget(self.sweeps)
        self.side.setObjectName("sweepSetup")
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setWidgetResizable(True)
        self.side.setWidget(inner)
        bar = self.side.verticalScrollBar().sizeHint().width()
        self.side.setMinimumWidth(max(SETUP_WIDTH, inner.minimumSizeHint().width() + bar))

    def _cells(self) -> QWidget:
        box = QWidget(self)
        layout = QVBoxLayout(box)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 4, 6)
        line.addWidget(self.message, 1)
        line.addWidget(self.undo)
        layout.addLayout(line)
        layout.addWidget(self.grid, 1)
        layout.setContentsMargins(0, 0, 8, 4)
        return box

    def _connect(self) -> None:
        self.head.stop_all.clicked.connect(self.stop_all_requested)
        self.undo.clicked.connect(self.undo_requested)
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self).activated.connect(self.help_requested)
        self.head.rest.clicked.connect(self.rest_requested)
        self.head.export_requested.connect(self.export_requested)
        self.head.remove.clicked.connect(self._on_remove)
        self.sweeps.sweep_chosen.connect(self.sweep_chosen)
        self.grid.cell_chosen.connect(self._on_cell_chosen)
        self.grid.reading_requested.connect(self._on_reading)
        self.grid.menu_requested.connect(self._on_menu)
        self.reading.left.connect(self._on_left)
        self._theme.changed.connect(self._on_theme)
        self.head.side.clicked.connect(self.toggle_side)
        QShortcut(QKeySequence("Ctrl+B"), self).activated.connect(self.toggle_side)
        QShortcut(QKeySequence("Ctrl+D"), self).activated.connect(self.reading.open_compare_menu)

    # -- what is shown ------------------------------------------------------------------------------------------------

    @property
    def controller(self) -> SweepController | None:
        """The sweep that is shown."""
        return self._controller

    def show_sweep(self, controller: SweepController | None) -> None:
        """Show another sweep, or none."""
        if self._controller is not None:
            self._controller.cell_changed.disconnect(self._on_cell_changed)
            self._controller.text_arrived.disconnect(self.reading.grow)
        self._controller = controller
        self.model.show_sweep(controller)
        if controller is not None:
            controller.cell_changed.connect(self._on_cell_changed)
            controller.text_arrived.connect(self.reading.grow)
            self.grid.choose(0)
        self.head.show_sweep(self._controller)
        self._show_cell()
        self.sweeps.mark(self._shown_id)

    def show_list(self, plans: Sequence[SweepPlan]) -> None:
        """Show the sweeps of the chat."""
        self.sweeps.show_plans(plans, self._shown_id)

    @property
    def _shown_id(self) -> str:
        return self._controller.plan.id if self._controller is not None else ""

    def toggle_side(self) -> None:
        """Show or hide the set-up."""
        self.side.setVisible(self.side.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the set-up away where it leaves the cells no room, and bring it back."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < NARROW_WIDTH
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.side.setVisible(not is_narrow or self._controller is None)

    def show_message(self, text: str, *, is_warning: bool = False, undo: bool = False) -> None:
        """Say something about what was done or failed, with a way back; an empty text takes the line away."""
        self.message.setProperty("tone", "warning" if is_warning else "secondary")
        self.message.style().polish(self.message)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.undo.setVisible(undo)

    def show_error(self, error: DesktopError) -> None:
        """Say what failed, and what to do next."""
        self.show_message(f"{say(error.summary)} {say(error.hint)}".strip(), is_warning=True)

    def _show_cell(self) -> None:
        place = self.grid.place
        report = self.model.report(place) if place >= 0 else CellReport()
        self.reading.show_cell(self._controller if place >= 0 else None, place, report)

    # -- what happens -------------------------------------------------------------------------------------------------

    def _on_theme(self) -> None:
        self.setStyleSheet(sweep_style(self._theme.colours))

    def _on_cell_changed(self, place: int) -> None:
        if place == self.grid.place:
            self._show_cell()
        if not self._soon.isActive():
            self._soon.start()

    def _show_all(self) -> None:
        self.head.show_sweep(self._controller)
        self._show_cell()  # its figures depend on the others

    def _on_cell_chosen(self, _place: int) -> None:
        self._show_cell()

    def _on_reading(self, _place: int) -> None:
        self.reading.focus_answer()

    def _on_left(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_menu(self, _place: int, position: QPoint) -> None:
        """What the buttons above the answer do, where the mouse is."""
        menu = QMenu(self)
        menu.setObjectName("sweepCellMenu")
        menu.aboutToHide.connect(menu.deleteLater)
        for button in (self.reading.stop, self.reading.ask, self.reading.go_on):
            if not button.isHidden():
                action = menu.addAction(button.text())
                action.setEnabled(button.isEnabled())
                action.triggered.connect(button.click)
        compare = menu.addAction(self.tr("Compare with…"))
        compare.setEnabled(self.reading.compare.isEnabled())
        compare.triggered.connect(self.reading.open_compare_menu)
        menu.popup(position)

    def _on_remove(self) -> None:
        if self._controller is not None:
            self.remove_requested.emit(self._controller.plan.id)
