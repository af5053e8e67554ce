"""Connections and models in the window: nothing chosen yet, a server added, a model fetched."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, Theme
from h2o_desktop.core.words import Words
from h2o_desktop.storage.settings_file import load_settings
from h2o_desktop.ui.connection_dialog import ConnectionDialog
from h2o_desktop.ui.starter_offer import EmptyState, StarterOffer
from tests.app.conftest import STUB_ID, Desktop
from tests.fakes.openai_server import MODEL, OpenAIServer, Pages, said

Open = Callable[..., Desktop]


def in_the_middle(desktop: Desktop, kind: type) -> bool:
    return any(widget.isVisible() for widget in desktop.window.findChildren(kind))


def test_a_new_installation_offers_models_and_says_what_is_missing(open_desktop: Open) -> None:
    desktop = open_desktop()
    assert in_the_middle(desktop, StarterOffer)
    desktop.send("Hello?")
    assert desktop.notices() == ["No model is chosen."]
    assert desktop.window.pane.prompt.text() == "Hello?"
    assert desktop.rows() == []


def test_examples_stand_where_a_model_is_chosen_and_are_sent(open_desktop: Open) -> None:
    with OpenAIServer(said("An example's answer")) as server:
        desktop = open_desktop(server)
        assert in_the_middle(desktop, EmptyState)
        (empty,) = desktop.window.findChildren(EmptyState)
        button = empty.findChildren(QPushButton)[0]
        button.click()
        desktop.wait(lambda: bool(desktop.rows()) and desktop.rows()[-1][2] == "complete")
        assert desktop.rows()[0][1] == button.text()
        assert not in_the_middle(desktop, EmptyState)


def test_a_server_is_probed_after_the_first_paint_and_its_dialect_shown(open_desktop: Open) -> None:
    pages = Pages({"/v1/models": {"data": [{"id": MODEL}]}, "/props": {"default_generation_settings": {}}})
    with OpenAIServer(said("ok"), pages=pages) as server:
        desktop = open_desktop(server)
        connections = desktop.program.models.connections
        desktop.wait(lambda: connections.status(STUB_ID).state is Reachability.READY)
        assert desktop.program.models.parameters.treated("repetition_penalty").name == "repeat_penalty"


def test_a_server_is_added_tested_changed_and_removed(open_desktop: Open) -> None:
    with OpenAIServer(said("ok")) as server:
        desktop = open_desktop()
        desktop.window.actions_.add_connection.trigger()
        (dialog,) = desktop.window.findChildren(ConnectionDialog)
        profile = ConnectionProfile("new", ConnectionKind.OPENAI, "New", server.url)
        results: list[Reachability] = []
        desktop.program.connections.tested.connect(lambda status: results.append(status.state))
        dialog.test_requested.emit(profile, "sesame")
        desktop.wait(lambda: results == [Reachability.CHECKING, Reachability.READY])
        dialog.saved.emit(profile, "sesame")
        dialog.close()
        connections = desktop.program.models.connections
        desktop.wait(lambda: connections.status("new").state is Reachability.READY)
        desktop.window.pane.picker.model_chosen.emit("new", MODEL)
        desktop.ask("Hi")
        assert desktop.rows()[-1][1] == "ok"
        assert server.received[-1].headers["authorization"] == "Bearer sesame"
        kept = load_settings(desktop.folder / "settings.json")
        assert kept.profile("new") == profile
        assert (kept.connection, kept.model) == ("new", MODEL)
        assert "sesame" not in (desktop.folder / "settings.json").read_text(encoding="utf-8")
        desktop.window.pane.picker.edit_connection_requested.emit("new")
        desktop.program.connections_presenter.connection_removed.emit("new")
        assert load_settings(desktop.folder / "settings.json").profile("new") is None
        for open_dialog in desktop.window.findChildren(ConnectionDialog):
            open_dialog.close()


def test_a_run_on_another_server_keeps_nothing_of_it(open_desktop: Open) -> None:
    with OpenAIServer(said("ok")) as server:
        desktop = open_desktop()
        profile = ConnectionProfile("command-line", ConnectionKind.OPENAI, "Here", server.url)
        desktop.program.options.use(profile, "")
        desktop.wait(lambda: desktop.program.chat.choice == ("command-line", MODEL))
        desktop.ask("Hi")
        desktop.close()
    assert load_settings(desktop.folder / "settings.json").profile("command-line") is None


def test_theme_panes_and_sharing_are_remembered(open_desktop: Open) -> None:
    desktop = open_desktop()
    desktop.window.actions_.themes[Theme.DARK].trigger()
    assert desktop.program.theme.is_dark
    desktop.window.actions_.show_history.trigger()
    desktop.window.actions_.share.setChecked(True)
    desktop.close()
    kept = load_settings(desktop.folder / "settings.json")
    assert (kept.theme, kept.history_shown, kept.share_with_authors) == (Theme.DARK, False, True)
    again = open_desktop()
    assert again.program.theme.is_dark
    assert again.window.history.isHidden()
    again.window.actions_.themes[Theme.SYSTEM].trigger()


def test_the_engine_of_this_computer_tells_its_state(open_desktop: Open) -> None:
    desktop = open_desktop()
    connections = desktop.program.models.connections
    desktop.program.connections.look_at("local")
    tell = desktop.program.services.on_local_state
    assert tell is not None
    thread = threading.Thread(target=tell, args=(ConnectionStatus(Reachability.STARTING),))
    thread.start()
    desktop.wait(lambda: connections.status("local").state is Reachability.STARTING)
    thread.join()
    tell(ConnectionStatus(Reachability.FAILED, words=Words("No room.")))
    assert str(connections.status("local").words) == "No room."
    tell(ConnectionStatus())
    assert connections.status("local").state is Reachability.NO_MODEL


def test_damaged_settings_are_reported_and_set_aside(open_desktop: Open, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    folder.mkdir()
    (folder / "settings.json").write_text("{ not json", encoding="utf-8")
    desktop = open_desktop(folder=folder)
    desktop.wait(lambda: len(desktop.notices()) == 1)
    assert [path.name for path in folder.glob("settings.json.*")]


def test_servers_are_asked_when_the_list_is_opened_and_not_before(open_desktop: Open, tmp_path: Path) -> None:
    with OpenAIServer(said("ok")) as chosen, OpenAIServer(said("ok")) as other:
        desktop = open_desktop(chosen)
        settings = desktop.program.services.settings
        profile = ConnectionProfile("other", ConnectionKind.OPENAI, "Other", other.url)
        here = tuple(known for known in settings.connections if known.kind is not ConnectionKind.H2O)
        desktop.program.connections.use_settings(replace(settings, connections=(*here, profile)))
        desktop.program.services.use_profile(profile)
        connections = desktop.program.models.connections
        desktop.wait(lambda: connections.status(STUB_ID).state is Reachability.READY)
        assert other.received == []
        desktop.window.pane.picker.open_popup()
        desktop.wait(lambda: connections.status("other").state is Reachability.READY)
        popup = desktop.window.pane.picker.popup
        assert popup is not None
        popup.close()


def test_a_narrow_window_folds_its_side_panes(open_desktop: Open) -> None:
    desktop = open_desktop()
    panes = (desktop.window.history, desktop.window.parameters)
    for width, *shown in ((1200, True, True), (1000, True, False), (700, False, False), (1200, True, True)):
        desktop.window.resize(width, 600)
        QApplication.processEvents()
        assert [not pane.isHidden() for pane in panes] == shown
    desktop.window.resize(640, 480)
    QApplication.processEvents()
    desktop.window.actions_.show_parameters.trigger()
    assert not desktop.window.parameters.isHidden()
    desktop.window.actions_.show_history.trigger()
    assert desktop.window.parameters.isHidden()


def test_the_names_that_outsiders_rely_on(open_desktop: Open) -> None:
    desktop = open_desktop()
    desktop.wait(lambda: desktop.window.findChild(QWidget, "chatView") is not None)
    names = {widget.objectName() for widget in desktop.window.findChildren(object) if hasattr(widget, "objectName")}
    names.add(desktop.window.objectName())
    wanted = {"mainWindow", "promptBox", "sendButton", "stopButton", "modelPicker", "chatView", "historyList"}
    wanted |= {"searchBox", "parameterPanel", "temperatureSlider", "temperatureValue", "max_new_tokensSlider"}
    wanted |= {"truncateSlider", "seedValue"}
    assert wanted <= names
    assert desktop.window.windowTitle().endswith("H2O Desktop")
    desktop.wait(lambda: desktop.window.focusWidget() is not None)
    assert desktop.window.focusWidget().objectName() == "promptBox"
    desktop.window.actions_.search.trigger()
    focused = desktop.window.focusWidget()
    assert isinstance(focused, QLineEdit)
    assert focused.objectName() == "searchBox"
    desktop.press(Qt.Key.Key_Escape, focused)
