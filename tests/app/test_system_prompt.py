"""The system prompt of a conversation: edited in its panel, sent first, kept, and written into exports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from h2o_desktop.formats.json_format import from_json
from h2o_desktop.ui.system_prompt_panel import SystemPromptPanel
from tests.app.conftest import Desktop
from tests.fakes.openai_server import OpenAIServer, said

Open = Callable[..., Desktop]
PIRATE = "Answer like a pirate."


def panel(desktop: Desktop) -> SystemPromptPanel:
    found = desktop.window.findChild(SystemPromptPanel)
    assert isinstance(found, SystemPromptPanel)
    return found


def set_prompt(desktop: Desktop, text: str) -> None:
    desktop.window.actions_.system_prompt.trigger()
    panel(desktop).field.selectAll()
    QTest.keyClicks(panel(desktop).field, text)
    desktop.press(Qt.Key.Key_Escape, panel(desktop).field)


def line(desktop: Desktop) -> str:
    label = panel(desktop).findChild(QLabel, "systemPromptLine")
    return str(label.accessibleName())


def test_it_is_sent_first_and_belongs_to_its_conversation(open_desktop: Open) -> None:
    with OpenAIServer(said("Arr"), said("Hello"), said("Arr again")) as server:
        desktop = open_desktop(server)
        set_prompt(desktop, PIRATE)
        assert desktop.window.focusWidget() is desktop.window.pane.prompt.editor
        assert line(desktop) == f"System prompt: {PIRATE}"
        desktop.ask("Hi")
        pirate_id = desktop.program.chat.shown_id
        desktop.window.actions_.new_chat.trigger()
        assert not panel(desktop).isVisible()
        desktop.ask("Hi")
        desktop.window.history.opened.emit(pirate_id)
        desktop.wait(lambda: desktop.program.chat.shown_id == pirate_id)
        assert panel(desktop).isVisible()
        desktop.window.actions_.regenerate.trigger()
        desktop.wait(lambda: desktop.rows()[-1] == ("assistant", "Arr again", "complete"))
        assert desktop.program.models.conversation.branch(1) == (2, 2)
    assert [[(message["role"], message["content"]) for message in chat["messages"]] for chat in server.chats] == [
        [("system", PIRATE), ("user", "Hi")],
        [("user", "Hi")],
        [("system", PIRATE), ("user", "Hi")],
    ]
    assert "system_prompt" not in server.chats[0]


def test_it_survives_a_restart_before_and_after_the_first_prompt(open_desktop: Open) -> None:
    with OpenAIServer(said("Arr")) as server:
        desktop = open_desktop(server)
        set_prompt(desktop, PIRATE)
        desktop.close()
        again = open_desktop(server)
        again.wait(lambda: again.program.models.parameters.system_prompt == PIRATE)
        again.ask("Hi")
        identifier = again.program.chat.shown_id
        set_prompt(again, "Be brief.")
        again.close()
        third = open_desktop(server)
        third.window.history.opened.emit(identifier)
        third.wait(lambda: third.program.models.parameters.system_prompt == "Be brief.")
        third.window.actions_.new_chat.trigger()
        assert third.program.models.parameters.system_prompt == ""


def test_exports_carry_it(open_desktop: Open, tmp_path: Path) -> None:
    with OpenAIServer(said("Arr")) as server:
        desktop = open_desktop(server)
        set_prompt(desktop, PIRATE)
        desktop.ask("Hi")
        names = ("chat.json", "chat.md", "chat.html", "chat.txt", "chat.jsonl")
        for name in names:
            desktop.program.export_presenter.export_shown(str(tmp_path / name))
        desktop.wait(lambda: all((tmp_path / name).exists() for name in names))
        stored = desktop.program.services.store.load(desktop.program.chat.shown_id)
    written = json.loads((tmp_path / "chat.json").read_text(encoding="utf-8"))
    assert from_json(written).messages == stored.messages
    assert [name for name in names if PIRATE not in (tmp_path / name).read_text(encoding="utf-8")] == []
    training = json.loads((tmp_path / "chat.jsonl").read_text(encoding="utf-8"))
    assert training["messages"][0] == {"role": "system", "content": PIRATE}
