"""What the command line of a start asks for, in its window."""

from __future__ import annotations

from collections.abc import Callable

from h2o_desktop.commands import Options
from h2o_desktop.storage.settings_file import load_settings
from tests.app.conftest import STUB_ID, Desktop
from tests.fakes.openai_server import MODEL, OpenAIServer, Pages, said

Open = Callable[..., Desktop]
COLD = Options(assignments=("temperature=0", "seed=7"))


def test_every_new_chat_of_the_run_begins_with_the_parameters_that_were_set(open_desktop: Open) -> None:
    with OpenAIServer(said("One"), said("Two")) as server:
        desktop = open_desktop(server)
        desktop.program.options.take(COLD)
        desktop.ask("First")
        desktop.program.models.parameters.set_value("temperature", 0.9)
        desktop.window.actions_.new_chat.trigger()
        assert desktop.program.models.parameters.value("temperature") == 0
        desktop.ask("Second")
        desktop.close()
    assert [chat["seed"] for chat in server.chats] == [7, 7]
    assert [chat["temperature"] for chat in server.chats] == [0, 0]
    again = open_desktop()
    assert again.program.models.parameters.value("temperature") == 0.4


def test_they_win_over_the_preset_of_the_model(open_desktop: Open) -> None:
    with OpenAIServer(said("One")) as server:
        desktop = open_desktop(server)
        desktop.program.options.take(COLD)
        desktop.late.model_presets.choose("Inventive")
        desktop.window.actions_.new_chat.trigger()
        values = desktop.program.models.parameters.values()
        assert (values["temperature"], values["min_p"]) == (0, 0.05)


def test_a_model_without_a_server_is_looked_for_in_every_connection(open_desktop: Open) -> None:
    pages = Pages({"/v1/models": {"data": [{"id": MODEL}, {"id": "another"}]}})
    with OpenAIServer(said("One"), pages=pages) as server:
        desktop = open_desktop(server)
        desktop.program.options.take(Options(model="another"))
        desktop.wait(lambda: desktop.program.chat.choice == (STUB_ID, "another"))
        desktop.ask("Hello")
        desktop.close()
    assert server.chats[0]["model"] == "another"
    assert load_settings(desktop.folder / "settings.json").model == MODEL


def test_a_model_that_nobody_has_is_said_in_the_window(open_desktop: Open) -> None:
    with OpenAIServer() as server:
        desktop = open_desktop(server)
        desktop.program.options.take(Options(model="nobody"))
        desktop.wait(lambda: desktop.notices() == ["No connection has a model “nobody”."])
        assert desktop.program.chat.choice == (STUB_ID, MODEL)
