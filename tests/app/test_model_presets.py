"""New chats with a model begin with its preset."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from h2o_desktop.core.model_presets import model_presets_in, preset_named
from h2o_desktop.core.presets import BUILT_IN, Preset
from tests.app.conftest import Desktop
from tests.fakes.openai_server import MODEL, OpenAIServer, said

Open = Callable[..., Desktop]


def opened(open_desktop: Open, server: OpenAIServer | None) -> Desktop:
    desktop = open_desktop(server)
    assert desktop.late.model_presets
    assert desktop.program.store_lane.drain(30)
    return desktop


def for_model(desktop: Desktop) -> tuple[QMenu, dict[str, QAction]]:
    menu = desktop.late.parameters.menu.menu()
    chosen = menu.findChild(QMenu, "presetOfModel")
    assert chosen is not None
    assert chosen.title() == f"New chats with {MODEL}"
    return menu, {action.text(): action for action in chosen.actions()}


def choose(desktop: Desktop, name: str) -> None:
    menu, actions = for_model(desktop)
    actions[name].trigger()
    menu.close()


def temperature(desktop: Desktop) -> object:
    return desktop.program.models.parameters.value("temperature")


def test_a_new_chat_begins_with_the_preset_of_its_model(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        desktop = opened(open_desktop, server)
        line = desktop.late.model_presets.line
        assert line.isHidden()
        choose(desktop, "Inventive")
        assert temperature(desktop) == 1.1
        assert line.label.text() == f"New chats with {MODEL} begin with “Inventive”."
        assert not line.isHidden()
        desktop.ask("Count")
        desktop.program.models.parameters.set_value("temperature", 0.2)
        desktop.window.actions_.new_chat.trigger()
        assert temperature(desktop) == 1.1
        assert not desktop.late.parameters.menu.undo.isEnabled()
        desktop.window.history.opened.emit(desktop.program.services.store.list_conversations()[0].id)
        desktop.wait(lambda: temperature(desktop) == 0.2)
        _menu, actions = for_model(desktop)
        assert [text for text, action in actions.items() if action.isChecked()] == ["Inventive"]
    assert server.chats[0]["temperature"] == 1.1


def test_it_is_there_after_a_restart_and_can_be_removed(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        first = opened(open_desktop, server)
        choose(first, "Precise")
        assert first.program.store_lane.drain(30)
        first.close()
        desktop = opened(open_desktop, None)
        desktop.wait(lambda: temperature(desktop) == 0.2)
        desktop.late.model_presets.line.button.click()
        assert desktop.late.model_presets.line.isHidden()
        assert temperature(desktop) == 0.4
        assert desktop.program.store_lane.drain(30)
        assert model_presets_in(desktop.program.services.read_presets()) == {}


def test_what_a_person_changed_in_a_new_chat_stays(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        desktop = opened(open_desktop, server)
        desktop.program.models.parameters.set_value("temperature", 0.7)
        choose(desktop, "Precise")
        assert temperature(desktop) == 0.7


def test_another_model_has_its_own(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        desktop = opened(open_desktop, server)
        choose(desktop, "Inventive")
        desktop.program.connections_presenter.choose("stub", "another")
        assert temperature(desktop) == 0.4
        assert desktop.late.model_presets.line.isHidden()
        desktop.program.connections_presenter.choose("stub", MODEL)
        assert temperature(desktop) == 1.1


def test_a_deleted_preset_is_given_to_nobody(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        desktop = opened(open_desktop, server)
        desktop.program.models.parameters.set_value("temperature", 1.7)
        desktop.late.parameters.keep("Wild")
        choose(desktop, "Wild")
        desktop.window.actions_.new_chat.trigger()
        assert temperature(desktop) == 1.7
        desktop.late.parameters.menu.deleted.emit("Wild")
        assert desktop.late.model_presets.line.isHidden()
        assert temperature(desktop) == 0.4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"models": 1}',
        '{"models": [1, {"connection": "a"}, {"connection": "", "model": "", "preset": ""}]}',
    ],
)
def test_what_is_no_such_file_gives_nothing(text: str) -> None:
    assert model_presets_in(text) == {}


def test_a_persons_own_preset_goes_before_a_built_in_one() -> None:
    own = Preset("Precise", {"temperature": 0.0})
    assert preset_named("Precise", [own]) is own
    assert preset_named("Precise", []) is BUILT_IN[0]
    assert preset_named("None such", [own]) is None
