"""Sweeps in the whole program: compared, listed, written out, and what their menus do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QTextBrowser

from h2o_desktop.core.conversation import Status
from h2o_desktop.core.parameters import SPECS
from h2o_desktop.qt.sweep_model import REPORT_ROLE, SweepModel
from h2o_desktop.ui.diff_view import DiffDialog
from h2o_desktop.ui.sweep.axis_chooser import AxisChooser
from tests.app.sweep_driver import HELD, Open, Server, sweeping


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


def says_all_about_a_cell(model: SweepModel) -> None:
    """The model has words for what is drawn."""
    index = model.index_of(2)
    words = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.startswith("length 6, distinct 83 %, repeated 0 %, alike ")
    assert words.endswith("Seed 1 at temperature 1.0.")
    assert index.data(REPORT_ROLE).answer.status is Status.COMPLETE
    down, across = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
    headings = [model.headerData(place, way) for way in (down, across) for place in (0, 1)]
    assert headings == ["Temperature 0.50", "Temperature 1.00", "Seed 1", "Seed 2"]


def test_two_cells_are_compared_and_described(open_desktop: Open, server: Server) -> None:
    sweep = sweeping(open_desktop, server, "What is a tree?")
    assert sweep.desktop.program.late_parts is not None
    sweep.set_up()
    sweep.start()
    sweep.wait_done()
    menu = sweep.window.reading.compare.menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == [
        "Temperature 0.50 · Seed 2",
        "Temperature 1.00 · Seed 1",
        "Temperature 1.00 · Seed 2",
    ]
    menu.actions()[2].trigger()
    (dialog,) = sweep.window.findChildren(DiffDialog)
    assert dialog.isVisible()
    dialog.close()
    says_all_about_a_cell(sweep.window.model)
    sweep.window.reading.view.details_requested.emit(sweep.window.reading.model.message(0).id)
    details = sweep.desktop.program.late_parts.details.dialog
    assert details.isVisible()
    details.close()


def test_a_sweep_is_exported(open_desktop: Open, server: Server, tmp_path: Path) -> None:
    sweep = sweeping(open_desktop, server, "What is a tree?")
    sweep.set_up("0.5", "1")
    sweep.start()
    sweep.wait_done()
    for ending, beginning in ((".md", "# Sweep"), (".csv", "\ufefftemperature"), (".html", "<!DOCTYPE")):
        path = tmp_path / f"sweep{ending}"
        action = next(entry for entry in sweep.window.head.export.menu().actions() if entry.data() == ending)
        action.trigger()
        dialog = sweep.window.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(path))
        dialog.close()
        sweep.desktop.wait(lambda path=path: str(path) in sweep.window.message.text())
        text = path.read_text(encoding="utf-8")
        assert text.startswith(beginning)
        assert "Seed 1 at temperature 0.5." in text
    sweep.desk.results.export_to(str(tmp_path))  # a folder
    sweep.desktop.wait(lambda: "Exported to" not in sweep.window.message.text())


def test_sweeps_are_listed_chosen_and_removed(open_desktop: Open, server: Server) -> None:
    sweep = sweeping(open_desktop, server, "What is a tree?")
    for rows in ("0.5", "1; 1.5; 2"):
        sweep.set_up(rows, "1")
        sweep.start()
        sweep.wait_done()
    sweep.desktop.wait(lambda: len(sweep.titles()) == 2)
    assert "3 × 1" in sweep.titles()[0]
    sweep.window.sweeps.itemActivated.emit(sweep.window.sweeps.item(1))
    sweep.desktop.wait(lambda: len(sweep.cells()) == 1)
    QTest.mouseClick(sweep.window.head.remove, Qt.MouseButton.LeftButton)
    sweep.desktop.wait(lambda: len(sweep.titles()) == 1)
    sweep.desktop.wait(lambda: sweep.window.controller is not None and len(sweep.cells()) == 3)
    assert sweep.window.message.text() == "The sweep Temperature × Seed was removed."
    QTest.mouseClick(sweep.window.undo, Qt.MouseButton.LeftButton)
    sweep.desktop.wait(lambda: len(sweep.cells()) == 1 and len(sweep.titles()) == 2)
    assert sweep.texts() == ["Seed 1 at temperature 0.5."]
    sweep.press(Qt.Key.Key_F1, sweep.window.setup.prompt)
    (page,) = sweep.window.findChildren(QTextBrowser, "helpPage")
    assert "What the bars mean" in page.toPlainText()
    page.window().close()
    sweep.desktop.program.chat.show_new()
    sweep.desktop.wait(lambda: sweep.window.controller is None)
    assert sweep.titles() == []
    assert sweep.window.head.name.text() == "No sweep yet"


def test_what_is_wrong_or_without_effect_is_said_before_the_start(open_desktop: Open, server: Server) -> None:
    sweep = sweeping(open_desktop, server, "What is a tree?")
    setup = sweep.window.setup
    sweep.set_up("0.5; warm")
    assert setup.problem.text().startswith("“warm” is not a value for temperature.")
    assert not setup.start.isEnabled()
    QTest.keyClick(setup.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sweep.window.controller is None
    sweep.set_up("0.5; 1")
    assert setup.start.isEnabled()
    setup.columns.parameter.setCurrentIndex(setup.columns.parameter.findData("top_k"))
    sweep.desk.setup.judge()
    assert setup.problem.text().startswith("Top-k changes nothing: ")
    assert setup.start.isEnabled()
    setup.columns.parameter.setCurrentIndex(setup.columns.parameter.findData("temperature"))
    sweep.desk.setup.judge()
    assert "same parameter" in setup.problem.text()
    sweep.desktop.program.models.parameters.set_value("max_new_tokens", None)
    setup.columns.parameter.setCurrentIndex(setup.columns.parameter.findData("do_sample"))
    assert setup.columns.values.text() == "on; off"
    sweep.desktop.wait(lambda: "no limit to what is written" in setup.cost.text())


@pytest.mark.parametrize("key", list(SPECS))
def test_every_parameter_has_values_that_can_be_swept(qapp: QApplication, key: str) -> None:
    chooser = AxisChooser("Rows", "rows")
    chooser.parameter.setCurrentIndex(chooser.parameter.findData("do_sample"))
    chooser.parameter.setCurrentIndex(chooser.parameter.findData(key))
    axis = chooser.axis()
    assert axis.key == key
    again = AxisChooser("Columns", "columns")
    again.show_axis(axis)
    assert again.axis() == axis
    for made in (chooser, again):
        made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_menu_of_a_cell_does_what_its_buttons_do(open_desktop: Open, server: Server) -> None:
    sweep = sweeping(open_desktop, server)
    sweep.set_up(prompt=HELD)
    sweep.start()
    sweep.desktop.wait(lambda: bool(sweep.texts()[0]))
    grid = sweep.window.grid
    grid.choose(0)
    where = grid.visualRect(sweep.window.model.index_of(0)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, grid.viewport().mapToGlobal(where))
    QApplication.sendEvent(grid.viewport(), event)
    menu = sweep.window.findChild(QMenu, "sweepCellMenu")
    assert menu is not None
    actions: dict[str, QAction] = {action.text(): action for action in menu.actions()}
    assert list(actions) == ["Stop", "Go on from here", "Compare with…"]
    actions["Stop"].trigger()
    assert sweep.statuses()[0] == "stopped"
    menu.close()
    keyboard = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(grid.viewport(), keyboard)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    menu = sweep.window.findChild(QMenu, "sweepCellMenu")
    assert menu is not None
    again = next(action for action in menu.actions() if action.text() == "Ask again")
    server.go_on.set()
    again.trigger()
    menu.close()
    sweep.wait_done()
    assert sweep.statuses() == ["complete"] * 4
