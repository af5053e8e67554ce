"""Comparing in the window: two panes, one prompt, and the chat goes on with one of the answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from h2o_desktop.core.conversation import Status
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, Settings
from h2o_desktop.qt.compare_pane import PaneState
from h2o_desktop.storage.settings_file import load_settings, save_settings
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.ui.answer_details import Tab
from tests.app.compare_driver import Comparing
from tests.app.conftest import Desktop
from tests.fakes.openai_server import MODEL, OpenAIServer, Reply, event, said

Key = Qt.Key
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(said("One answer.")) as made:
        yield made


@pytest.fixture
def comparing(open_desktop: Callable[..., Desktop], server: OpenAIServer) -> Comparing:
    return Comparing(open_desktop(server))


def test_one_prompt_two_panes_by_keyboard_alone(comparing: Comparing, server: OpenAIServer) -> None:
    window = comparing.window
    assert window.prompt.editor.hasFocus()
    assert window.windowTitle().endswith("H2O Desktop")
    assert [view.letter for view in window.views] == ["A", "B"]
    assert window.views[0].differences.text() == "The same settings as the others"
    comparing.press(Key.Key_F6)
    comparing.press(Key.Key_F6)
    assert window.current is comparing.controller.panes[1]
    comparing.press(Key.Key_B, CONTROL | SHIFT)
    comparing.press(Key.Key_F6)
    assert window.parameters.system_prompt is not None
    assert window.parameters.system_prompt.hasFocus()
    QTest.keyClicks(window.parameters.system_prompt, "Be brief.")
    assert window.views[1].differences.text() == "≠ System prompt “Be brief.”"
    assert window.views[0].differences.text() == "≠ No system prompt"
    comparing.press(Key.Key_F6)
    assert window.prompt.editor.hasFocus()
    comparing.ask("Which river?")
    assert comparing.answers() == ["One answer.", "One answer."]
    assert window.prompt.text() == ""
    assert [len(chat["messages"]) for chat in server.chats] in ([1, 2], [2, 1])
    assert window.views[0].status.toolTip().startswith("Complete")


def test_what_came_is_in_the_history_with_its_settings_which_do_not_reach_the_chat(comparing: Comparing) -> None:
    before = comparing.desktop.program.models.parameters.asked()
    first, second = comparing.controller.panes
    first.parameters.set_values({"temperature": 1.25, "seed": 5})
    second.parameters.set_system_prompt("Only here.")
    comparing.ask("Which river?")
    assert comparing.desktop.program.models.parameters.asked() == before
    assert comparing.desktop.program.services.settings.parameters == Settings().parameters
    assert comparing.desktop.titles() == ["Which river?"]
    assert comparing.window.context.toolTip() == "Which river?"
    assert first.answer is not None
    comparing.window.view_of(first).view.request_requested.emit(first.answer.id)
    late_parts = comparing.desktop.program.late_parts
    assert late_parts is not None
    dialog = late_parts.details.dialog
    comparing.desktop.wait(lambda: "1.25" in dialog.texts[Tab.REQUEST].toPlainText())
    dialog.close()
    conversation = comparing.stored()
    assert [message.content for message in conversation.messages] == ["Which river?", "One answer.", "One answer."]
    assert len({message.parent_id for message in conversation.messages[1:]}) == 1
    comparing.desktop.window.history.opened.emit(conversation.summary.id)
    comparing.desktop.wait(lambda: len(comparing.desktop.rows()) == 2)
    assert comparing.desktop.program.models.conversation.branch(1) == (1, 2)


def test_the_chat_is_the_context_and_shows_the_new_branches(
    open_desktop: Callable[..., Desktop], server: OpenAIServer
) -> None:
    desktop = open_desktop(server)
    desktop.ask("First?")
    comparing = Comparing(desktop)
    assert comparing.window.context.toolTip() == "Context: “First?”, 2 messages"
    comparing.press(Key.Key_Up)
    assert comparing.window.prompt.text() == "First?"
    comparing.press(Key.Key_A, CONTROL)
    comparing.ask("Second?")
    assert [len(chat["messages"]) for chat in server.chats] == [1, 3, 3]
    desktop.wait(lambda: len(desktop.rows()) == 4)
    assert desktop.program.models.conversation.branch(3) == (1, 2)


def test_the_chat_goes_on_with_the_answer_that_is_chosen(comparing: Comparing, server: OpenAIServer) -> None:
    desktop = comparing.desktop
    second = comparing.controller.panes[1]
    second.parameters.set_values({"temperature": 1.5})
    second.parameters.set_system_prompt("Be brief.")
    second.choose("stub", "other-model")
    comparing.ask("Which river?")
    comparing.window.focus_pane(1)
    comparing.press(Key.Key_Return, ALT)
    desktop.wait(lambda: desktop.program.models.parameters.value("temperature") == 1.5)
    assert second.answer is not None
    shown = desktop.program.models.conversation
    assert shown.message(1).id == second.answer.id
    assert desktop.program.chat.choice == ("stub", "other-model")
    assert desktop.program.models.parameters.system_prompt == "Be brief."
    desktop.ask("And then?")
    assert server.chats[-1]["model"] == "other-model"
    assert server.chats[-1]["temperature"] == 1.5
    assert [message["role"] for message in server.chats[-1]["messages"]] == ["system", "user", "assistant", "user"]


def test_panes_that_differ_keep_their_settings_for_the_next_chat(comparing: Comparing) -> None:
    desktop, controller = comparing.desktop, comparing.controller
    controller.add_pane()
    controller.panes[2].parameters.set_values({"temperature": 1.7})
    comparing.ask("Which river?")
    desktop.program.models.parameters.set_values({"max_new_tokens": 50})
    comparing.press(Key.Key_N, CONTROL)
    assert comparing.answers() == ["", "", ""]
    assert [pane.parameters.value("temperature") for pane in controller.panes] == [0.4, 0.4, 1.7]
    assert controller.summary is None
    comparing.press(Key.Key_N, CONTROL | ALT)
    assert [pane.parameters.value("max_new_tokens") for pane in controller.panes] == [50, 50]
    desktop.program.models.parameters.set_values({"max_new_tokens": 60})
    comparing.window.close()
    comparing.open()
    assert [pane.parameters.value("max_new_tokens") for pane in controller.panes] == [60, 60]


def test_the_window_comes_back_as_it_was_with_what_was_typed(
    open_desktop: Callable[..., Desktop], server: OpenAIServer
) -> None:
    comparing = Comparing(open_desktop(server))
    comparing.window.resize(700, 560)
    comparing.window.show_parameters(shown=True)
    comparing.controller.add_pane()
    comparing.controller.panes[2].parameters.set_values({"temperature": 1.7})
    QTest.keyClicks(comparing.window.prompt.editor, "Not sent yet")
    comparing.press(Key.Key_W, CONTROL)
    assert comparing.window.isHidden()
    comparing.open()
    assert comparing.window.prompt.text() == "Not sent yet"
    comparing.desktop.close()
    assert load_settings(comparing.desktop.folder / "settings.json").compare_state
    again = Comparing(open_desktop(folder=comparing.desktop.folder))
    assert again.window.prompt.text() == "Not sent yet"
    assert again.window.size().width() == 700
    assert not again.window.parameters.isHidden()
    assert [pane.parameters.value("temperature") for pane in again.controller.panes] == [0.4, 0.4, 1.7]
    assert [pane.choice for pane in again.controller.panes] == [("stub", MODEL)] * 3


def test_closing_the_window_stops_and_keeps_what_came(comparing: Comparing, server: OpenAIServer) -> None:
    never = threading.Event()
    server.replies = [Reply(pieces=[event("Begins"), never])]
    comparing.send("Which river?")
    comparing.desktop.wait(lambda: [pane.state for pane in comparing.controller.panes] == [PaneState.STREAMING] * 2)
    comparing.window.close()
    comparing.wait_idle()
    assert [message.content for message in comparing.stored().messages[1:]] == ["Begins", "Begins"]
    comparing.open()
    assert comparing.answers() == ["", ""]


def test_the_chat_window_takes_the_comparison_along_when_it_closes(comparing: Comparing, server: OpenAIServer) -> None:
    never = threading.Event()
    server.replies = [Reply(pieces=[event("Begins"), never])]
    comparing.send("Which river?")
    comparing.desktop.wait(lambda: [pane.state for pane in comparing.controller.panes] == [PaneState.STREAMING] * 2)
    comparing.desktop.close()
    store = Transcripts(comparing.desktop.folder / "transcripts.sqlite3")
    (summary,) = store.list_conversations()
    assert [message.status for message in store.load(summary.id).messages[1:]] == [Status.STOPPED] * 2
    store.close()


KILLED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from h2o_desktop.app import Application
from h2o_desktop.ui.theme import styled_application
from h2o_desktop.wiring.services import Services
application = styled_application(["h2o-desktop"])
program = Application(Services(Path(sys.argv[1])), application)
program.show()
def begin():
    if program.late_parts is None:
        QTimer.singleShot(20, begin)
        return
    program.late_parts.compare.open()
    program.late_parts.compare.controller.send("Which river?")
    look()
def look():
    store = program.services.store
    summaries = store.list_conversations() if program.store_lane.drain(30) else []
    texts = [message.content for message in store.load(summaries[0].id).messages] if summaries else []
    if texts.count("Half ") == 2:
        print("stored", flush=True)
    else:
        QTimer.singleShot(20, look)
begin()
application.exec()
"""


@pytest.mark.slow
def test_a_killed_program_loses_no_answer(tmp_path: Path) -> None:
    never = threading.Event()
    with OpenAIServer(Reply(pieces=[event("Half "), never])) as server:
        profile = ConnectionProfile("stub", ConnectionKind.OPENAI, "Stub", server.url)
        settings = Settings(connection="stub", model=MODEL)
        folder = tmp_path / "killed"
        save_settings(folder / "settings.json", replace(settings, connections=(*settings.connections, profile)))
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-c", KILLED, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"stored\n"
            process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    store = Transcripts(folder / "transcripts.sqlite3")
    assert len(store.recover_interrupted()) == 2
    (summary,) = store.list_conversations()
    prompt, *answers = store.load(summary.id).messages
    assert prompt.content == "Which river?"
    assert [(answer.content, answer.status) for answer in answers] == [("Half ", Status.INTERRUPTED)] * 2
    store.close()
