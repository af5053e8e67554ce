"""Sweeps in the whole program: set up, asked, read, compared, gone on from, kept and written out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QTextBrowser, QWidget

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.parameters import SPECS
from h2o_desktop.qt.sweep_model import REPORT_ROLE, SweepModel
from h2o_desktop.ui.diff_view import DiffDialog
from h2o_desktop.ui.presenters.sweep_desk import SweepDesk
from h2o_desktop.ui.sweep import SweepWindow
from h2o_desktop.ui.sweep.axis_chooser import AxisChooser
from tests.app.conftest import Desktop
from tests.fakes.choosing_server import ChoosingServer, spoken
from tests.fakes.openai_server import Reply

Open = Callable[..., Desktop]
HELD = "Hold this."


class Server(ChoosingServer):
    """Answers with what it was asked for; the prompt HELD is answered in part until `go_on` is set."""

    def __init__(self) -> None:
        super().__init__(self.said)
        self.go_on = threading.Event()

    def said(self, body: dict[str, Any]) -> Reply:
        text = f"Seed {body['seed']} at temperature {body['temperature']}"
        until = self.go_on if body["messages"][-1]["content"] == HELD else None
        return spoken(text, ".", until=until)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


class Sweeping:
    """The program with its window of sweeps open."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        desktop.wait(lambda: desktop.program.late_parts is not None)
        assert desktop.program.late_parts is not None
        self.presenter = desktop.program.late_parts.sweeps

    def open(self) -> None:
        self.desktop.window.actions_.sweep.trigger()
        assert self.window.isVisible()

    @property
    def desk(self) -> SweepDesk:
        return self.presenter.desk

    @property
    def window(self) -> SweepWindow:
        return self.desk.window

    def set_up(self, rows: str = "0.5; 1", columns: str = "1; 2", prompt: str = "") -> None:
        setup = self.window.setup
        setup.rows.values.setText(rows)
        setup.columns.values.setText(columns)
        if prompt:
            setup.prompt.setPlainText(prompt)
        self.desk.setup.judge()

    def start(self) -> None:
        before = self.window.controller
        assert self.window.setup.start.isEnabled()
        QTest.mouseClick(self.window.setup.start, Qt.MouseButton.LeftButton)
        self.desktop.wait(lambda: self.window.controller not in {before, None})

    def wait_done(self) -> None:
        self.desktop.wait(lambda: self.window.controller is not None and not self.window.controller.is_at_work)
        assert self.desktop.program.store_lane.drain(30)

    def cells(self) -> tuple[Message | None, ...]:
        assert self.window.controller is not None
        return self.window.controller.sweep.cells

    def texts(self) -> list[str]:
        return [cell.content if cell is not None else "" for cell in self.cells()]

    def statuses(self) -> list[str]:
        return [cell.status.value if cell is not None else "" for cell in self.cells()]

    def cells_conversation(self) -> str:
        assert self.window.controller is not None
        return self.window.controller.plan.conversation_id

    def titles(self) -> list[str]:
        return [self.window.sweeps.item(row).text() for row in range(self.window.sweeps.count())]

    def press(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        QTest.keyClick(widget or self.window.grid, key)


def sweeping(open_desktop: Open, server: Server, prompt: str = "") -> Sweeping:
    desktop = open_desktop(server)
    if prompt:
        desktop.ask(prompt)
    made = Sweeping(desktop)
    made.open()
    return made


@pytest.mark.slow
def test_the_last_prompt_is_swept_and_kept_with_the_chat(open_desktop: Open, server: Server) -> None:
    sweep = sweeping(open_desktop, server, "What is a tree?")
    setup = sweep.window.setup
    assert setup.prompt.toPlainText() == "What is a tree?"
    assert "nothing before it" in setup.context.text()
    sweep.set_up()
    assert setup.cost.text().startswith("4 cells · about")
    assert "up to 4096 to write" in setup.cost.text()
    before = sweep.desktop.program.models.parameters.asked()
    sweep.start()
    sweep.wait_done()
    assert sweep.texts() == [f"Seed {seed} at temperature {warmth}." for warmth in (0.5, 1.0) for seed in (1, 2)]
    assert sweep.desktop.program.models.parameters.asked() == before
    assert [row[0] for row in sweep.desktop.rows()] == ["user", "assistant"]  # the chat itself is as it was
    assert "2 × 2" in sweep.titles()[0]
    assert len(sweep.titles()) == 1
    sweep.desktop.close()
    again = Sweeping(open_desktop(server))
    again.desktop.wait(lambda: bool(again.desktop.titles()))
    again.desktop.program.chat.show_stored(sweep.cells_conversation())
    again.desktop.wait(lambda: len(again.desktop.rows()) == 2)
    again.open()
    again.desktop.wait(lambda: again.window.controller is not None)
    assert again.texts() == sweep.texts()
    assert again.statuses() == ["complete"] * 4


def test_an_unsent_prompt_is_swept_behind_the_chat(open_desktop: Open, server: Server) -> None:
    desktop = open_desktop(server)
    desktop.ask("What is a tree?")
    desktop.type("And a wood?")
    sweep = Sweeping(desktop)
    sweep.open()
    assert sweep.window.setup.prompt.toPlainText() == "And a wood?"
    assert "2 messages of this chat" in sweep.window.setup.context.text()
    sweep.set_up()
    sweep.start()
    sweep.wait_done()
    assert [message["content"] for message in server.chats[-1]["messages"]][::2] == ["What is a tree?", "And a wood?"]
    sweep.window.grid.choose(3)
    QTest.mouseClick(sweep.window.reading.go_on, Qt.MouseButton.LeftButton)
    desktop.wait(lambda: len(desktop.rows()) == 4)
    assert [row[1] for row in desktop.rows()][2:] == ["And a wood?", "Seed 2 at temperature 1.0."]
    assert desktop.window.pane.prompt.text() == ""  # it is in the chat now


def test_a_new_chat_is_made_for_a_sweep(open_desktop: Open, server: Server) -> None:
    sweep = sweeping(open_desktop, server)
    assert not sweep.window.setup.start.isEnabled()
    assert sweep.window.setup.problem.text() == "Write a prompt: every cell is asked the same."
    sweep.set_up(prompt="A haiku about rain")
    sweep.start()
    sweep.wait_done()
    desktop = sweep.desktop
    desktop.wait(lambda: desktop.titles() == ["A haiku about rain"])
    desktop.wait(lambda: desktop.rows() == [("user", "A haiku about rain", "complete")])
    assert ["2 × 2" in title for title in sweep.titles()] == [True]


def test_going_on_makes_a_branch_beside_the_answer(open_desktop: Open, server: Server) -> None:
    sweep = sweeping(open_desktop, server, "What is a tree?")
    sweep.set_up()
    sweep.start()
    sweep.wait_done()
    sweep.window.grid.choose(1)
    for _twice in range(2):  # the second time it is only shown
        QTest.mouseClick(sweep.window.reading.go_on, Qt.MouseButton.LeftButton)
        sweep.desktop.wait(lambda: sweep.desktop.rows()[-1][1] == "Seed 2 at temperature 0.5.")
        assert sweep.desktop.program.store_lane.drain(30)
    sweep.window.reading.view.regenerate_requested.emit("")
    assert sweep.window.message.text().startswith("This cell has its answer")
    conversation = sweep.desktop.program.chat.conversation
    assert conversation is not None
    assert len(conversation.messages) == 3
    assert sweep.desktop.program.models.conversation.branch(1) == (2, 2)
    answer = conversation.path()[-1]
    assert (answer.requested["temperature"], answer.requested["seed"], answer.seed) == (0.5, 2, 2)
    assert answer.sent["temperature"] == 0.5
    assert conversation.summary.parameters["temperature"] == 0.4
    sweep.desktop.ask("Go on.")
    assert server.chats[-1]["messages"][1]["content"] == "Seed 2 at temperature 0.5."


def test_a_cell_that_was_cut_goes_on_in_the_chat(open_desktop: Open, server: Server) -> None:
    server.choose = lambda body: spoken("Half of ", reason="length" if len(body["messages"]) == 1 else "stop")
    sweep = sweeping(open_desktop, server)
    sweep.set_up("0.5", "1", "Tell me")
    sweep.start()
    sweep.wait_done()
    sweep.window.reading.view.continue_requested.emit("")
    sweep.desktop.wait(lambda: [row[1] for row in sweep.desktop.rows()] == ["Tell me", "Half of Half of "])
    sweep.desktop.wait(lambda: sweep.desktop.program.chat.state == "idle")
    assert sweep.desktop.program.models.conversation.branch(1) == (2, 2)


def test_cells_are_walked_read_and_stopped_by_keyboard(open_desktop: Open, server: Server) -> None:
    sweep = sweeping(open_desktop, server)
    sweep.set_up(prompt=HELD)
    sweep.window.setup.at_once.setCurrentIndex(1)
    QTest.keyClick(sweep.window.setup.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sweep.desktop.wait(lambda: sweep.window.controller is not None and all(sweep.texts()[:2]))
    assert sweep.statuses() == ["streaming", "streaming", "", ""]
    grid, reading = sweep.window.grid, sweep.window.reading
    assert grid.place == 0
    sweep.desktop.wait(lambda: reading.model.message(0).content == "Seed 1 at temperature 0.5.")
    sweep.press(Qt.Key.Key_Down)
    assert grid.place == 2
    assert "waiting" in reading.figures.text()
    sweep.press(Qt.Key.Key_Delete)
    assert sweep.statuses()[2] == ""
    sweep.press(Qt.Key.Key_Up)
    sweep.press(Qt.Key.Key_Right)
    sweep.press(Qt.Key.Key_Delete)
    assert sweep.statuses()[1] == "stopped"
    sweep.desktop.wait(lambda: bool(sweep.texts()[3]))
    sweep.press(Qt.Key.Key_Return)
    sweep.desktop.wait(reading.view.hasFocus)
    sweep.press(Qt.Key.Key_Escape, reading.view)
    sweep.desktop.wait(grid.hasFocus)
    assert sweep.window.head.stop_all.isVisible()
    QTest.mouseClick(sweep.window.head.stop_all, Qt.MouseButton.LeftButton)
    assert sweep.statuses() == ["stopped", "stopped", "", "stopped"]
    server.go_on.set()
    QTest.mouseClick(sweep.window.head.rest, Qt.MouseButton.LeftButton)
    sweep.wait_done()
    assert sweep.statuses() == ["complete"] * 4
    assert not sweep.window.head.rest.isVisible()


@pytest.mark.slow
def test_closing_the_program_keeps_what_came(open_desktop: Open, server: Server) -> None:
    sweep = sweeping(open_desktop, server, "What is a tree?")
    sweep.set_up(prompt=HELD)
    sweep.start()
    sweep.desktop.wait(lambda: bool(sweep.texts()[0]))
    identifier = sweep.cells_conversation()
    sweep.desktop.close()
    again = Sweeping(open_desktop(server))
    again.desktop.wait(lambda: bool(again.desktop.titles()))
    again.desktop.program.chat.show_stored(identifier)
    again.desktop.wait(lambda: len(again.desktop.rows()) == 2)
    again.open()
    again.desktop.wait(lambda: again.window.controller is not None)
    assert again.statuses()[0] == "stopped"
    assert again.texts()[0] == "Seed 1 at temperature 0.5."
    assert again.window.head.rest.isVisible()


def test_a_closed_window_says_when_its_sweep_has_ended(open_desktop: Open, server: Server) -> None:
    sweep = sweeping(open_desktop, server, "What is a tree?")
    sweep.set_up(prompt=HELD)
    sweep.start()
    sweep.desktop.wait(lambda: bool(sweep.texts()[0]))
    sweep.window.close()
    server.go_on.set()
    sweep.desktop.wait(lambda: bool(sweep.desktop.notices()))
    assert sweep.desktop.notices() == ["The sweep Temperature × Seed has ended: 4 of 4 cells have an answer."]
    sweep.open()
    assert sweep.statuses() == ["complete"] * 4


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
