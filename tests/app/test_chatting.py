"""Chatting in the window: from the key press to the store, and every way an answer can end."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage

from tests.app.conftest import Desktop
from tests.fakes.openai_server import MODEL, OpenAIServer, Reply, event, said
from tests.fakes.socket_server import Connection, Received, SocketServer

Open = Callable[..., Desktop]


def test_a_typed_prompt_is_answered(open_desktop: Open) -> None:
    with OpenAIServer(said("Hel", "lo")) as server:
        desktop = open_desktop(server)
        desktop.ask("Greet me")
        assert desktop.rows() == [("user", "Greet me", "complete"), ("assistant", "Hello", "complete")]
        assert desktop.window.pane.prompt.text() == ""
        assert desktop.window.windowTitle() == "Greet me — H2O Desktop"
        assert desktop.titles() == ["Greet me"]
        assert desktop.notices() == []
        desktop.close()
    assert server.chats[0]["model"] == MODEL


def test_the_sliders_reach_the_server(open_desktop: Open) -> None:
    with OpenAIServer(said("ok")) as server:
        desktop = open_desktop(server)
        desktop.program.models.parameters.set_value("temperature", 1.25)
        desktop.ask("Hi")
        desktop.close()
    assert server.chats[0]["temperature"] == 1.25


def test_escape_stops_and_keeps_what_came(open_desktop: Open) -> None:
    never = threading.Event()
    with OpenAIServer(Reply(pieces=[event("Once upon "), event("a time"), never])) as server:
        desktop = open_desktop(server)
        desktop.send("A story")
        desktop.wait(lambda: desktop.rows()[-1:] == [("assistant", "Once upon a time", "streaming")])
        assert desktop.window.pane.prompt.is_busy
        desktop.press(Qt.Key.Key_Escape)
        assert not desktop.window.pane.prompt.is_busy
        desktop.wait(lambda: desktop.rows()[-1] == ("assistant", "Once upon a time", "stopped"))
        assert server.client_gone.wait(30)
        assert desktop.notices() == []


def test_a_failure_stands_in_the_notice_bar_and_the_text_stays(open_desktop: Open) -> None:
    with OpenAIServer(Reply(pieces=[event("As far as "), event("this")], cut=True)) as server:
        desktop = open_desktop(server)
        desktop.ask("Hi")
        assert desktop.rows()[-1] == ("assistant", "As far as this", "failed")
        assert len(desktop.notices()) == 1


def test_a_notice_of_a_failure_goes_when_it_is_asked_again(open_desktop: Open) -> None:
    with OpenAIServer(Reply(status=500, body={"error": "Out of memory"}), said("Well.")) as server:
        desktop = open_desktop(server)
        desktop.ask("Hi")
        assert ["Out of memory" in told for told in desktop.notices()] == [True]
        desktop.window.actions_.regenerate.trigger()
        desktop.wait(lambda: desktop.rows()[-1] == ("assistant", "Well.", "complete"))
        assert desktop.notices() == []


def test_a_server_that_is_away_is_said_so(open_desktop: Open) -> None:
    with OpenAIServer(said("unheard")) as server:
        pass
    desktop = open_desktop(server)
    desktop.ask("Anybody?")
    assert desktop.rows()[-1][2] == "failed"
    assert "127.0.0.1" in desktop.notices()[0]


def test_everything_is_there_again_after_a_restart(open_desktop: Open) -> None:
    with OpenAIServer(said("First answer"), said("Second answer")) as server:
        desktop = open_desktop(server)
        desktop.program.models.parameters.set_value("temperature", 0.9)
        desktop.ask("First prompt")
        desktop.close()
        again = open_desktop(server)
        again.wait(lambda: again.titles() == ["First prompt"])
        conversation_id = again.program.services.store.list_conversations()[0].id
        again.window.history.opened.emit(conversation_id)
        again.wait(lambda: again.program.chat.shown_id == conversation_id)
        assert [text for _, text, _ in again.rows()] == ["First prompt", "First answer"]
        assert again.program.models.parameters.value("temperature") == 0.9
        again.ask("Second prompt")
    assert [message["content"] for message in server.chats[1]["messages"]] == [
        "First prompt",
        "First answer",
        "Second prompt",
    ]


def test_closing_during_an_answer_keeps_it(open_desktop: Open) -> None:
    never = threading.Event()
    with OpenAIServer(Reply(pieces=[event("So far"), never])) as server:
        desktop = open_desktop(server)
        desktop.send("Go on")
        desktop.wait(lambda: bool(desktop.rows()) and desktop.rows()[-1][1] == "So far")
        desktop.close()
        again = open_desktop(server)
        again.wait(lambda: bool(again.titles()))
        stored = again.program.services.store.load(again.program.services.store.list_conversations()[0].id)
    assert [(message.content, message.status.value) for message in stored.path()] == [
        ("Go on", "complete"),
        ("So far", "stopped"),
    ]


def test_settings_of_one_conversation_never_leak_into_another(open_desktop: Open) -> None:
    with OpenAIServer(said("one"), said("two")) as server:
        desktop = open_desktop(server)
        desktop.program.models.parameters.set_value("temperature", 1.9)
        desktop.ask("Hot")
        desktop.window.actions_.new_chat.trigger()
        assert desktop.program.models.parameters.value("temperature") == 0.4
        desktop.ask("Cool")
        hot = next(summary for summary in desktop.program.services.store.list_conversations() if summary.title == "Hot")
        desktop.window.history.opened.emit(hot.id)
        desktop.wait(lambda: desktop.program.chat.shown_id == hot.id)
        assert desktop.program.models.parameters.value("temperature") == 1.9


def test_rename_delete_and_undo(open_desktop: Open) -> None:
    with OpenAIServer(said("ok")) as server:
        desktop = open_desktop(server)
        desktop.ask("Old title")
        shown = desktop.program.chat.shown_id
        desktop.window.history.renamed.emit(shown, "New title")
        assert desktop.window.windowTitle().startswith("New title")
        desktop.window.actions_.delete.trigger()
        desktop.wait(lambda: desktop.titles() == [])
        assert desktop.rows() == []
        desktop.window.pane.notices.action_chosen.emit("undo-delete", shown)
        desktop.wait(lambda: desktop.titles() == ["New title"])


def test_regenerate_and_edit_make_branches(open_desktop: Open) -> None:
    with OpenAIServer(said("One"), said("Two"), said("Three")) as server:
        desktop = open_desktop(server)
        desktop.ask("Hi")
        desktop.window.actions_.regenerate.trigger()
        desktop.wait(lambda: desktop.rows()[-1] == ("assistant", "Two", "complete"))
        assert desktop.program.store_lane.drain(30)
        desktop.wait(lambda: desktop.program.chat.state == "idle")
        prompt_id = desktop.program.models.conversation.message(0).id
        desktop.window.pane.chat_view.edit_requested.emit(prompt_id)
        assert desktop.window.pane.prompt.text() == "Hi"
        desktop.type(" there")
        desktop.press(Qt.Key.Key_Return)
        desktop.wait(lambda: desktop.rows()[-1] == ("assistant", "Three", "complete"))
        assert desktop.rows()[0][1] == "Hi there"
        assert desktop.program.models.conversation.branch(0) == (2, 2)


def test_editing_can_be_given_up(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        desktop = open_desktop(server)
        desktop.ask("Hi")
        desktop.window.pane.chat_view.edit_requested.emit(desktop.program.models.conversation.message(0).id)
        desktop.window.actions_.stop.trigger()
        assert desktop.window.pane.prompt.text() == ""
        assert not desktop.window.pane.progress_line.isVisible()


def test_export_writes_whole_files(open_desktop: Open, tmp_path: Path) -> None:
    with OpenAIServer(said("An answer")) as server:
        desktop = open_desktop(server)
        desktop.ask("A question")
        for name in ("chat.md", "chat.json"):
            desktop.program.export_presenter.export_shown(str(tmp_path / name))
        desktop.wait(lambda: len(desktop.notices()) == 2)
    assert "A question" in (tmp_path / "chat.md").read_text(encoding="utf-8")
    document = json.loads((tmp_path / "chat.json").read_text(encoding="utf-8"))
    assert [message["content"] for message in document["messages"]] == ["A question", "An answer"]


def test_an_export_that_fails_is_said_so(open_desktop: Open, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    with OpenAIServer(said("An answer")) as server:
        desktop = open_desktop(server)
        desktop.window.actions_.exports["markdown"].trigger()
        assert desktop.notices() == ["This chat is empty: nothing to export."]
        desktop.ask("A question")
        desktop.program.export_presenter.export_shown(str(blocked / "chat.md"))
        desktop.wait(lambda: len(desktop.notices()) == 2)


def test_code_is_saved_and_only_safe_links_are_opened(open_desktop: Open, tmp_path: Path) -> None:
    desktop = open_desktop()
    desktop.program.view_presenter.save_code("print(1)", str(tmp_path / "code.py"))
    desktop.wait(lambda: bool(desktop.notices()))
    assert (tmp_path / "code.py").read_text(encoding="utf-8") == "print(1)\n"
    opened: list[str] = []
    desktop.program.view_presenter.opened.connect(opened.append)
    for address in ("javascript:alert(1)", "file:///etc/passwd", "not an address"):
        desktop.program.view_presenter.open_link(address)
    assert opened == []


def test_a_picture_is_fetched_when_it_is_asked_for_and_never_before(open_desktop: Open) -> None:
    pixels = QImage(2, 2, QImage.Format.Format_RGB32)
    pixels.fill(0)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert pixels.save(buffer, "PNG")

    def serve(request: Received, connection: Connection) -> None:
        connection.reply(200, bytes(data.data()) if request.target == "/a.png" else b"none", "image/png")

    with SocketServer(serve) as pictures, OpenAIServer(said(f"![A dot]({pictures.url}/a.png)")) as server:
        desktop = open_desktop(server)
        desktop.ask("Show me")
        assert pictures.received == []
        desktop.window.pane.chat_view.image_requested.emit(f"{pictures.url}/a.png")
        desktop.wait(lambda: f"{pictures.url}/a.png" in desktop.window.pane.chat_view.workshop.images)
        desktop.window.pane.chat_view.image_requested.emit(f"{pictures.url}/other")
        desktop.wait(lambda: len(desktop.notices()) == 1)
        desktop.window.pane.chat_view.image_requested.emit("file:///nothing")
        desktop.wait(lambda: len(desktop.notices()) == 2)
