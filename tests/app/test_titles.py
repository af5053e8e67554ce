"""Titles by the model: only when switched on, and never in the way."""

from __future__ import annotations

from collections.abc import Callable

from tests.app.compare_driver import Comparing
from tests.app.conftest import Desktop
from tests.fakes.openai_server import OpenAIServer, Reply, said

Open = Callable[..., Desktop]


def test_the_model_names_a_new_chat_when_that_is_switched_on(open_desktop: Open) -> None:
    with OpenAIServer(said("The Volga."), said('"Long rivers"'), said("More"), said("Two"), said("ignored")) as server:
        desktop = open_desktop(server)
        desktop.wait(lambda: desktop.program.transcripts.transfer is not None)
        assert not desktop.window.actions_.titles_by_model.isChecked()
        desktop.window.actions_.titles_by_model.trigger()
        desktop.ask("Which rivers are long?")
        desktop.wait(lambda: desktop.titles() == ["Long rivers"])
        assert desktop.window.windowTitle() == "Long rivers — H2O Desktop"
        desktop.ask("And more?")
        assert desktop.program.store_lane.drain(30)
        desktop.close()
        again = open_desktop(folder=desktop.folder)
        assert again.window.actions_.titles_by_model.isChecked()
        again.wait(lambda: again.titles() == ["Long rivers"])
    assert len(server.chats) == 3


def test_without_it_and_when_it_fails_the_first_words_stay(open_desktop: Open) -> None:
    with OpenAIServer(said("One"), said("Two"), Reply(status=500, body={"error": "no"})) as server:
        desktop = open_desktop(server)
        desktop.wait(lambda: desktop.program.transcripts.transfer is not None)
        desktop.ask("First")
        assert len(server.chats) == 1
        desktop.window.actions_.titles_by_model.trigger()
        desktop.window.actions_.new_chat.trigger()
        desktop.ask("Second")
        desktop.wait(lambda: len(server.chats) >= 3)
        assert desktop.program.network_lane.drain(30)
        assert sorted(desktop.titles()) == ["First", "Second"]
        assert desktop.notices() == []


def test_a_chat_that_begins_with_a_comparison_is_named_as_well(open_desktop: Open) -> None:
    with OpenAIServer(said("The Volga."), said("The Danube."), said("Long rivers")) as server:
        desktop = open_desktop(server)
        comparing = Comparing(desktop)
        desktop.window.actions_.titles_by_model.trigger()
        comparing.ask("Which rivers are long?")
        desktop.wait(lambda: desktop.titles() == ["Long rivers"])
    assert len(server.chats) == 3
