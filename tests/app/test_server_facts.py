"""The panel tells what the server uses for what is not sent, and what it refused."""

from __future__ import annotations

from collections.abc import Callable

from h2o_desktop.core.capabilities import Treatment
from h2o_desktop.core.parameters import SPECS
from tests.app.compare_driver import Comparing
from tests.app.conftest import Desktop
from tests.fakes.openai_server import MODEL, OpenAIServer, Pages, Reply, said

Open = Callable[..., Desktop]
PROPS = {"default_generation_settings": {"params": {"top_k": 40, "top_p": 0.949999988079071, "min_p": 0.05}}}
LLAMA = Pages({"/v1/models": {"data": [{"id": MODEL, "owned_by": "llamacpp"}]}, "/props": PROPS})
REFUSAL = Reply(400, {"error": {"message": "Unsupported parameter: 'seed'", "param": "seed"}})


def caption(desktop: Desktop, key: str) -> str:
    desktop.window.parameters.complete()
    return desktop.window.parameters.rows[key].caption_label.text()


def test_what_is_not_sent_shows_what_the_server_uses(open_desktop: Open) -> None:
    with OpenAIServer(said("One"), pages=LLAMA) as server:
        desktop = open_desktop(server)
        desktop.wait(lambda: caption(desktop, "top_k") == "this server uses 40")
        assert caption(desktop, "top_p") == "this server uses 0.95"
        assert caption(desktop, "typical_p") == ""
        assert caption(desktop, "temperature") == ""
        assert "this server uses 40" in desktop.window.parameters.rows["top_k"].controls()[0].accessibleDescription()
        desktop.program.models.parameters.set_value("top_k", 3)
        assert caption(desktop, "top_k") == ""
        desktop.program.models.connections.set_current("local", "other")
        assert caption(desktop, "top_p") == ""


def test_what_servers_of_a_kind_use(open_desktop: Open) -> None:
    pages = Pages({"/v1/models": {"data": [{"id": MODEL, "created": "NA"}]}})
    with OpenAIServer(said("One"), pages=pages) as server:
        desktop = open_desktop(server)
        desktop.program.models.parameters.set_value("max_new_tokens", None)
        desktop.wait(lambda: caption(desktop, "max_new_tokens") == "servers of this kind use 256")


def test_a_refused_field_is_remembered_over_a_restart(open_desktop: Open) -> None:
    with OpenAIServer(REFUSAL, said("One")) as server:
        first = open_desktop(server)
        first.wait(lambda: first.program.late_parts is not None)
        first.program.models.parameters.set_value("seed", 7)
        first.ask("Count")
        first.wait(lambda: "refused" in caption(first, "seed"))
        assert first.program.models.parameters.treated("seed").treatment is Treatment.REFUSED
        first.close()
        desktop = open_desktop(None)
        assert desktop.late
        desktop.program.models.parameters.set_value("seed", 7)
        desktop.wait(lambda: "refused" in caption(desktop, "seed"))
        desktop.ask("Count")
        assert ["seed" in chat for chat in server.chats] == [True, False, False]
        row = desktop.window.parameters.rows["seed"]
        menu = row.context_menu()
        next(action for action in menu.actions() if action.text() == "Send it to this server again").trigger()
        menu.close()
        desktop.wait(lambda: caption(desktop, "seed") == "")
        desktop.ask("Count")
        assert ["seed" in chat for chat in server.chats] == [True, False, False, True]
    assert SPECS["seed"].key == "seed"


def test_panes_that_are_compared_learn_of_their_servers_too(open_desktop: Open) -> None:
    pages = Pages({"/v1/models": {"data": [{"id": MODEL, "owned_by": "llamacpp"}]}, "/props": PROPS})
    with OpenAIServer(REFUSAL, said("One"), said("Two"), pages=pages) as server:
        desktop = open_desktop(server)
        comparing = Comparing(desktop)
        first, second = comparing.controller.panes
        desktop.wait(lambda: first.parameters.server_default("top_k") == 40)
        desktop.wait(lambda: second.parameters.server_default("top_k") == 40)
        first.parameters.set_value("seed", 7)
        comparing.ask("Count")
        desktop.wait(lambda: first.parameters.treated("seed").treatment is Treatment.REFUSED)
        comparing.controller.add_pane()
        third = comparing.controller.panes[2]
        desktop.wait(lambda: third.parameters.server_default("top_k") == 40)
        comparing.controller.remove_pane(third)
        assert desktop.program.network_lane.drain(30)
