"""Sweeps in the whole program: set up, asked, gone on from and kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from h2o_desktop.core.words import Words
from tests.app.sweep_driver import HELD, Open, Server, Sweeping, sweeping
from tests.fakes.choosing_server import spoken


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


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


def test_what_comes_before_an_answer_is_said_until_its_text_comes(open_desktop: Open, server: Server) -> None:
    sweep = sweeping(open_desktop, server)
    sweep.set_up("0.5", "1", prompt=HELD)
    sweep.start()
    sweep.desktop.wait(lambda: bool(server.chats))
    controller = sweep.window.controller
    assert controller is not None
    said: list[str] = []
    controller.text_arrived.connect(lambda _place, _text: said.append(sweep.window.message.text()))
    controller.preparing.emit(Words("Starting the model…"))
    assert sweep.window.message.text() == "Starting the model…"
    controller.text_arrived.emit(0, "")  # the first text may have come before, and the last one comes with the end
    server.go_on.set()
    sweep.wait_done()
    assert set(said) == {""}


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
