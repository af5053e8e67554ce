"""Exports name the server as the person did, and no secret."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, Settings
from h2o_desktop.wiring.exports import conversation_text, export_to, server_names
from h2o_desktop.wiring.services import Services
from tests.fakes.conversation_examples import finished, first_turn

SETTINGS = Settings(
    connections=(
        ConnectionProfile("local", ConnectionKind.LOCAL, "This computer"),
        ConnectionProfile("lab", ConnectionKind.OPENAI, "The lab", "http://lab.example:8080"),
    )
)


def example() -> Conversation:
    turn = first_turn()
    answer = replace(finished(turn.messages[-1], "A plant."), connection="lab")
    return Conversation(turn.summary, (turn.messages[0], answer), answer.id)


def test_a_server_is_named_with_its_address() -> None:
    assert server_names(SETTINGS) == {"local": "This computer", "lab": "The lab, http://lab.example:8080"}


def test_both_forms_name_the_server() -> None:
    loaded = json.loads(conversation_text(example(), "json", SETTINGS))
    assert loaded["messages"][1]["server"] == "The lab, http://lab.example:8080"
    assert 'server: "The lab, http://lab.example:8080"' in conversation_text(example(), "markdown", SETTINGS)


def test_the_ending_of_the_file_chooses_the_form(tmp_path: Path) -> None:
    export_to(example(), tmp_path / "one.json", SETTINGS)
    export_to(example(), tmp_path / "one.md", SETTINGS)
    assert json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))["format"] == "h2o-desktop-conversation"
    assert (tmp_path / "one.md").read_text(encoding="utf-8").startswith("---\n")


def test_damaged_settings_are_told(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{ not json", encoding="utf-8")
    services = Services(tmp_path)
    assert [error.kind for error in services.startup_reports] == ["storage"]
    services.close()
    assert Services(tmp_path).startup_reports == []
