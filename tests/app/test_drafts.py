"""Unsent text survives switching, closing, a kill, and a send that fails; prompts wait for the end of an answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from h2o_desktop.ui.prompt_queue import PromptQueue
from tests.app.conftest import Desktop
from tests.fakes.openai_server import DONE, OpenAIServer, Reply, event, said

Open = Callable[..., Desktop]

TYPING = """
import sys, time
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from h2o_desktop.app import Application
from h2o_desktop.wiring.services import Services
application = QApplication(["h2o-desktop"])
program = Application(Services(Path(sys.argv[1])), application)
program.show()
QTest.keyClicks(program.window.pane.prompt.editor, sys.argv[2])
application.exec()
"""


def text_of(desktop: Desktop) -> str:
    return desktop.window.pane.prompt.text()


def show(desktop: Desktop, title: str) -> str:
    """Open a stored conversation by its title."""
    found = next(chat for chat in desktop.program.services.store.list_conversations() if chat.title == title)
    desktop.window.history.opened.emit(found.id)
    desktop.wait(lambda: desktop.program.chat.shown_id == found.id)
    return found.id


def queue_of(desktop: Desktop) -> PromptQueue:
    queue = desktop.window.findChild(PromptQueue, "promptQueue")
    assert isinstance(queue, PromptQueue)
    return queue


def click(desktop: Desktop, name: str) -> None:
    """Press a button of the queue that is shown."""
    buttons = queue_of(desktop).findChildren(QAbstractButton, name)
    next(button for button in buttons if button.isVisibleTo(queue_of(desktop))).click()


def test_each_chat_has_its_own_draft(open_desktop: Open) -> None:
    with OpenAIServer(said("one"), said("two")) as server:
        desktop = open_desktop(server)
        desktop.ask("First")
        desktop.type("more of the first")
        desktop.window.actions_.new_chat.trigger()
        assert text_of(desktop) == ""
        desktop.type("something new")
        show(desktop, "First")
        assert text_of(desktop) == "more of the first"
        desktop.window.actions_.new_chat.trigger()
        assert text_of(desktop) == "something new"
        desktop.press(Qt.Key.Key_Return)
        desktop.wait(lambda: len(desktop.rows()) == 2)
        assert text_of(desktop) == ""
        desktop.window.actions_.new_chat.trigger()
        assert text_of(desktop) == ""


def test_drafts_are_there_after_a_restart(open_desktop: Open) -> None:
    with OpenAIServer(said("one")) as server:
        desktop = open_desktop(server)
        desktop.ask("First")
        desktop.type("more of the first")
        desktop.window.actions_.new_chat.trigger()
        desktop.type("something new")
        desktop.close()
        again = open_desktop(server)
        again.wait(lambda: text_of(again) == "something new")
        show(again, "First")
        assert text_of(again) == "more of the first"


def test_a_draft_survives_a_kill(open_desktop: Open, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    command = [sys.executable, "-c", TYPING, str(folder), "half a thought"]
    with subprocess.Popen(command, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}) as child:
        try:
            watcher = open_desktop(folder=tmp_path / "watching")
            watcher.wait(lambda: any("half a thought" in path.read_text() for path in folder.glob("drafts/*.json")))
        finally:
            child.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    desktop = open_desktop(folder=folder)
    desktop.wait(lambda: text_of(desktop) == "half a thought")


def test_what_is_typed_before_the_draft_was_read_joins_it(open_desktop: Open) -> None:
    desktop = open_desktop()
    desktop.type("before")
    desktop.close()
    again = open_desktop()
    again.type("after")
    again.wait(lambda: text_of(again) == "before\n\nafter")


def test_a_prompt_that_cannot_be_sent_stays(open_desktop: Open) -> None:
    desktop = open_desktop()
    desktop.send("Nobody to ask")
    assert desktop.notices() == ["No model is chosen."]
    desktop.close()
    again = open_desktop()
    again.wait(lambda: text_of(again) == "Nobody to ask")


def test_editing_an_old_prompt_leaves_the_draft_alone(open_desktop: Open) -> None:
    with OpenAIServer(said("One"), said("Two")) as server:
        desktop = open_desktop(server)
        desktop.ask("Hi")
        desktop.type("my next thought")
        message_id = desktop.program.models.conversation.message(0).id
        desktop.window.pane.chat_view.edit_requested.emit(message_id)
        desktop.type(" there")
        desktop.close()
        again = open_desktop(server)
        show(again, "Hi")
        again.wait(lambda: text_of(again) == "Hi there")
        assert "Editing" in again.window.pane.progress_line.text()
        again.press(Qt.Key.Key_Return)
        again.wait(lambda: again.rows() == [("user", "Hi there", "complete"), ("assistant", "Two", "complete")])
        assert text_of(again) == "my next thought"


def test_a_prompt_waits_for_the_end_of_the_answer(open_desktop: Open) -> None:
    go_on = threading.Event()
    with OpenAIServer(
        Reply(pieces=[event("One"), go_on, event(finish_reason="stop"), DONE]), said("Two"), said("Three")
    ) as server:
        desktop = open_desktop(server)
        desktop.send("First")
        desktop.wait(lambda: desktop.rows()[-1:] == [("assistant", "One", "streaming")])
        desktop.send("Second")
        desktop.send("Third")
        desktop.send("Dropped")
        assert text_of(desktop) == ""
        click(desktop, "cancelQueued2")
        click(desktop, "editQueued1")
        assert text_of(desktop) == "Third"
        desktop.type(" again")
        desktop.press(Qt.Key.Key_Return)
        desktop.type("a draft meanwhile")
        go_on.set()
        desktop.wait(lambda: [text for _, text, _ in desktop.rows()][-1] == "Three")
        desktop.wait(lambda: desktop.program.chat.state == "idle")
        assert not queue_of(desktop).isVisible()
        assert text_of(desktop) == "a draft meanwhile"
    assert [row[1] for row in desktop.rows()] == ["First", "One", "Second", "Two", "Third again", "Three"]


def test_a_stopped_answer_lets_the_queue_wait_until_it_is_sent(open_desktop: Open) -> None:
    never = threading.Event()
    with OpenAIServer(Reply(pieces=[event("One"), never]), said("Two")) as server:
        desktop = open_desktop(server)
        desktop.send("First")
        desktop.wait(lambda: desktop.rows()[-1:] == [("assistant", "One", "streaming")])
        desktop.send("Second")
        desktop.press(Qt.Key.Key_Escape)
        desktop.wait(lambda: desktop.rows()[-1] == ("assistant", "One", "stopped"))
        assert len(server.chats) == 1
        desktop.close()
        again = open_desktop(server)
        show(again, "First")
        again.wait(lambda: queue_of(again).isVisible())
        click(again, "sendQueuedButton")
        again.wait(lambda: again.rows()[-1] == ("assistant", "Two", "complete"))
        assert not queue_of(again).isVisible()


def test_the_queue_of_a_chat_that_is_not_shown_goes_on(open_desktop: Open) -> None:
    go_on = threading.Event()
    with OpenAIServer(Reply(pieces=[event("One"), go_on, event(finish_reason="stop"), DONE]), said("Two")) as server:
        desktop = open_desktop(server)
        desktop.program.models.parameters.set_value("temperature", 1.5)
        desktop.send("First")
        desktop.wait(lambda: desktop.rows()[-1:] == [("assistant", "One", "streaming")])
        first_id = desktop.program.chat.shown_id
        desktop.send("Second")
        desktop.window.actions_.new_chat.trigger()
        desktop.type("another matter")
        ended: list[str] = []
        desktop.program.chat.answer_ended.connect(lambda _id, message: ended.append(message.content))
        go_on.set()
        desktop.wait(lambda: ended == ["One", "Two"])
        assert text_of(desktop) == "another matter"
        assert desktop.program.store_lane.drain(30)
        stored = desktop.program.services.store.load(first_id)
    assert [message.content for message in stored.path()] == ["First", "One", "Second", "Two"]
    assert server.chats[1]["temperature"] == 1.5
