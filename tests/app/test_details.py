"""The details of an answer, and the request as it went out, in the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton

from h2o_desktop.ui.answer_details import AnswerDetails, Tab
from h2o_desktop.ui.chat_view.menu import message_menu
from tests.app.conftest import Desktop
from tests.fakes.openai_server import OpenAIServer, Reply, said
from tests.fakes.running_scripts import KEY

Open = Callable[..., Desktop]


def details(desktop: Desktop) -> AnswerDetails:
    parts = desktop.program.late_parts
    assert parts is not None
    return parts.details.dialog


def opened(open_desktop: Open, server: OpenAIServer | None) -> Desktop:
    desktop = open_desktop(server)
    desktop.wait(lambda: desktop.program.late_parts is not None)
    return desktop


def shown_request(desktop: Desktop) -> dict[str, Any]:
    page = details(desktop).texts[Tab.REQUEST]
    desktop.wait(lambda: bool(page.toPlainText()))
    document: dict[str, Any] = json.loads(page.toPlainText())
    return document


def rows(desktop: Desktop) -> dict[str, tuple[str, str, str]]:
    table = details(desktop).facts.table
    texts = [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]
    return {name: (asked, sent, became) for name, asked, sent, became in texts}


def test_an_answer_tells_how_it_was_made(open_desktop: Open) -> None:
    with OpenAIServer(said("One", " two")) as server:
        desktop = opened(open_desktop, server)
        desktop.program.services.use_key("stub", KEY)
        desktop.program.models.parameters.set_value("top_k", 40)
        desktop.ask("Count")
        desktop.window.actions_.details.trigger()
        dialog = details(desktop)
        seed = server.chats[0]["seed"]
        facts = dialog.facts.text()
        assert f"Server: Stub · {server.url}" in facts
        assert f"Seed: {seed}, drawn by the program" in facts
        assert "Tokens: 7 read, 2 written" in facts
        assert "Ended: by the model or a stop string (stop)" in facts
        assert rows(desktop)["Temperature"] == ("0.40", "temperature = 0.4", "sent as it is")
        assert rows(desktop)["Max new tokens"][1:] == ("max_tokens = 1024", "sent under another name")
        assert rows(desktop)["Top-k"] == ("40", "", "not accepted by this server")
        assert rows(desktop)["Seed"] == ("drawn", f"seed = {seed}", "sent as it is")
        shown = shown_request(desktop)
    assert shown["body"] == server.chats[0]
    assert shown["url"] == f"{server.url}/v1/chat/completions"
    assert KEY not in "".join(page.toPlainText() for page in dialog.texts.values()) + facts


def test_after_a_restart_the_request_is_made_again(open_desktop: Open) -> None:
    with OpenAIServer(said("One"), said("Two")) as server:
        first = opened(open_desktop, server)
        first.program.models.parameters.set_system_prompt("Be brief.")
        first.ask("Count")
        first.ask("Go on")
        first.close()
        desktop = opened(open_desktop, None)
        desktop.wait(lambda: bool(desktop.titles()))
        summary = desktop.program.services.store.list_conversations()[0]
        desktop.window.history.opened.emit(summary.id)
        desktop.wait(lambda: len(desktop.rows()) == 4)
        desktop.window.actions_.details.trigger()
        shown = shown_request(desktop)
        assert "Made again" in details(desktop).note.text() or details(desktop).tabs.currentIndex() == Tab.DETAILS
        assert len(server.chats) == 2
    assert shown["body"] == server.chats[1]


def test_the_next_request_is_shown_before_it_is_sent(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        desktop = opened(open_desktop, server)
        desktop.program.models.parameters.set_value("seed", 11)
        desktop.type("Count, please")
        assert desktop.window.actions_.next_request.shortcut().toString() == "Ctrl+Shift+J"
        desktop.window.parameters.findChild(QToolButton, "showRequestButton").click()
        shown = shown_request(desktop)
        assert details(desktop).tabs.currentIndex() == Tab.REQUEST
        assert server.chats == []
        desktop.window.activateWindow()
        desktop.press(Qt.Key.Key_Return)
        desktop.wait(lambda: len(desktop.rows()) == 2 and desktop.rows()[1][2] == "complete")
    assert shown["body"] == server.chats[0]


def test_without_a_model_there_is_no_next_request(open_desktop: Open) -> None:
    desktop = opened(open_desktop, None)
    desktop.window.actions_.next_request.trigger()
    assert desktop.notices() == ["Choose a model first."]
    desktop.window.actions_.details.trigger()
    assert desktop.notices()[-1] == "There is no answer in this chat yet."


def test_a_refused_request_can_be_seen(open_desktop: Open) -> None:
    with OpenAIServer(Reply(401, {"error": {"message": "wrong key"}})) as server:
        desktop = opened(open_desktop, server)
        desktop.ask("Count")
        message_id = desktop.program.models.conversation.message(1).id
        desktop.window.pane.chat_view.request_requested.emit(message_id)
        shown = shown_request(desktop)
        assert "Ended: failed" in details(desktop).facts.text()
    assert shown["body"] == server.chats[0]


def test_a_connection_that_is_gone(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        first = opened(open_desktop, server)
        first.ask("Count")
        first.close()
        desktop = opened(open_desktop, None)
        desktop.wait(lambda: bool(desktop.titles()))
        desktop.program.connections_presenter.connection_removed.emit("stub")
        desktop.window.history.opened.emit(desktop.program.services.store.list_conversations()[0].id)
        desktop.wait(lambda: len(desktop.rows()) == 2)
        message_id = desktop.program.models.conversation.message(1).id
        desktop.window.pane.chat_view.request_requested.emit(message_id)
        dialog = details(desktop)
        desktop.wait(lambda: "not there any more" in dialog.note.text())
        assert rows(desktop)["Temperature"][2] == "sent as it is"
        assert not dialog.copy_button.isEnabled()


def test_the_stamp_and_the_menu_lead_there(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        desktop = opened(open_desktop, server)
        desktop.ask("Count")
        view = desktop.window.pane.chat_view
        asked: list[tuple[str, str]] = []
        view.details_requested.connect(lambda identifier: asked.append(("details", identifier)))
        view.request_requested.connect(lambda identifier: asked.append(("request", identifier)))
        message_id = desktop.program.models.conversation.message(1).id
        view.setFocus()
        desktop.press(Qt.Key.Key_Up, view)
        for _ in range(len(view.spotlight.targets(1))):
            desktop.press(Qt.Key.Key_Right, view)
        assert view.spotlight.current is not None
        assert view.spotlight.current.zone.words == "Details"
        desktop.press(Qt.Key.Key_Return, view)
        menu = message_menu(view, 1)
        entries = {action.text(): action for action in menu.actions()}
        entries["Show the request…"].trigger()
        menu.close()
        assert isinstance(menu, QMenu)
    assert asked == [("details", message_id), ("request", message_id)]


def test_each_page_can_be_copied(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        desktop = opened(open_desktop, server)
        desktop.ask("Count")
        desktop.window.actions_.details.trigger()
        shown_request(desktop)
        dialog = details(desktop)
        for tab, beginning in {
            Tab.DETAILS: "Model: ",
            Tab.REQUEST: "{",
            Tab.CURL: "# For a POSIX shell",
            Tab.PYTHON: '"""Asks',
        }.items():
            dialog.tabs.setCurrentIndex(tab)
            dialog.copy_button.click()
            assert QGuiApplication.clipboard().text().startswith(beginning)
            assert dialog.copied.text() == "Copied."
        dialog.tabs.setCurrentIndex(Tab.CURL)
        assert "POSIX" in dialog.note.text()


def test_the_engine_of_this_computer_is_not_started_to_show_a_request(open_desktop: Open) -> None:
    desktop = opened(open_desktop, None)
    desktop.program.connections_presenter.choose("local", "smollm2-135m")
    desktop.type("Hi")
    desktop.window.actions_.next_request.trigger()
    shown = shown_request(desktop)
    assert shown["body"]["messages"] == [{"role": "user", "content": "Hi"}]
    assert "gets port and key when it starts" in details(desktop).note.text()
    assert "with a seed that is drawn anew" in details(desktop).note.text()


def test_an_answer_that_began_with_chosen_tokens_says_so(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        desktop = opened(open_desktop, server)
        desktop.ask("Count")
        conversation = desktop.program.chat.conversation
        assert conversation is not None
        begun = replace(conversation.messages[1], sent={"n_probs": 10, "temperature": 0.4})
        desktop.late.details.show_stored(begun, conversation.messages, Tab.REQUEST)
        shown = shown_request(desktop)
        assert "n_probs" not in shown["body"]
        assert "began with tokens that you chose" in details(desktop).note.text()
