"""Presets, undo, help, budget and lens in the whole program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QTextBrowser

from h2o_desktop.core.presets import presets_in
from tests.app.conftest import Desktop
from tests.fakes.openai_server import OpenAIServer, said

Open = Callable[..., Desktop]


def opened(open_desktop: Open, **options: object) -> Desktop:
    desktop = open_desktop(**options)
    assert desktop.late.parameters
    assert desktop.program.store_lane.drain(30)
    return desktop


def choose(desktop: Desktop, name: str) -> None:
    menu = desktop.late.parameters.menu.menu()
    next(action for action in menu.actions() if action.text() == name).trigger()
    menu.close()


def test_a_preset_is_used_and_taken_back(open_desktop: Open) -> None:
    desktop = opened(open_desktop)
    parameters = desktop.program.models.parameters
    choose(desktop, "Inventive")
    assert (parameters.value("temperature"), parameters.value("min_p")) == (1.1, 0.05)
    assert parameters.value("max_new_tokens") == 1024
    desktop.late.parameters.menu.undo.trigger()
    assert (parameters.value("temperature"), parameters.value("min_p")) == (0.4, None)
    desktop.late.parameters.menu.redo.trigger()
    assert parameters.value("temperature") == 1.1


def test_a_preset_is_kept_for_the_next_start(open_desktop: Open) -> None:
    desktop = opened(open_desktop)
    desktop.program.models.parameters.set_values({"temperature": 1.3, "seed": 5})
    menu = desktop.late.parameters.menu.menu()
    field = menu.findChild(QLineEdit, "presetName")
    assert field is not None
    field.setText("My own")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desktop.program.store_lane.drain(30)
    desktop.close()
    again = opened(open_desktop)
    again.wait(lambda: bool(again.late.parameters.presets))
    (preset,) = again.late.parameters.presets
    assert (preset.name, preset.values["temperature"]) == ("My own", 1.3)
    assert "seed" not in preset.values
    choose(again, "My own")
    assert again.program.models.parameters.value("temperature") == 1.3
    again.late.parameters.menu.deleted.emit("My own")
    assert again.late.parameters.presets == ()


def test_presets_are_exchanged_as_json(open_desktop: Open, tmp_path: Path) -> None:
    desktop = opened(open_desktop)
    presenter = desktop.late.parameters
    presenter.keep(" ")
    assert desktop.notices() == ["A preset needs a name."]
    presenter.keep("First")
    presenter.export_to(tmp_path / "presets.json")
    assert desktop.program.store_lane.drain(30)
    text = (tmp_path / "presets.json").read_text(encoding="utf-8")
    assert [preset.name for preset in presets_in(text)] == ["First"]
    (tmp_path / "other.json").write_text(text.replace("First", "Second"), encoding="utf-8")
    presenter.import_from(tmp_path / "other.json")
    desktop.wait(lambda: [preset.name for preset in presenter.presets] == ["First", "Second"])
    presenter.import_from(tmp_path / "not there.json")
    desktop.wait(lambda: len(desktop.notices()) == 3)
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    presenter.import_from(tmp_path / "bad.json")
    desktop.wait(lambda: len(presenter.presets) == 2 and "This file holds no presets." in desktop.notices())
    presenter.export_to(tmp_path / "other.json" / "below")
    desktop.wait(lambda: len(desktop.window.pane.notices.notices) == 5)


def test_f1_on_a_control_opens_the_guide_there(open_desktop: Open) -> None:
    desktop = opened(open_desktop)
    desktop.window.parameters.complete()
    slider = desktop.window.parameters.rows["top_p"].controls()[1]
    slider.setFocus()
    desktop.late.parameters.show_help()
    help_window = desktop.window.findChild(QDialog, "helpWindow")
    assert help_window is not None
    assert help_window.isVisible()
    page = help_window.findChild(QTextBrowser, "helpPage")
    assert page is not None
    assert page.textCursor().block().text() == "Top-p"
    desktop.window.focus_prompt()
    desktop.window.actions_.help.trigger()
    assert page.toPlainText().startswith("Help")
    help_window.close()


def test_the_bar_follows_what_is_typed_and_cures_an_overflow(open_desktop: Open) -> None:
    with OpenAIServer(said("ok")) as server:
        desktop = opened(open_desktop, server=server)
        bar = desktop.late.budget_presenter.bar
        assert not bar.isHidden()
        desktop.type("a prompt of some length")
        desktop.wait(lambda: "prompt 7" in bar.parts.text())
        assert bar.sum.text().startswith("about")
        bar.cure_chosen.emit("max_new_tokens", 77)
        desktop.wait(lambda: "reply up to 77" in bar.parts.text())
        desktop.window.resize(700, 380)
        desktop.wait(bar.isHidden)


def test_the_lens_says_when_a_server_tells_nothing(open_desktop: Open) -> None:
    with OpenAIServer(said("ok")) as server:
        desktop = opened(open_desktop, server=server)
        panel = desktop.late.lens_presenter.panel
        panel.toggle.setChecked(True)
        assert "Write a prompt" in panel.legend.text()
        desktop.ask("Hi")
        desktop.type("And?")
        desktop.wait(lambda: "may cost money" in panel.legend.text())
        panel.allow.click()
        desktop.wait(lambda: "told nothing" in panel.legend.text())
        panel.toggle.setChecked(False)
        assert panel.legend.isHidden()


def test_the_menu_of_a_parameter_opens_the_guide_at_it(open_desktop: Open) -> None:
    desktop = opened(open_desktop)
    row = desktop.window.parameters.rows["top_k"]
    menu = row.context_menu()
    next(action for action in menu.actions() if action.text() == "What it does…").trigger()
    menu.close()
    page = desktop.window.findChild(QTextBrowser, "helpPage")
    assert page is not None
    assert page.textCursor().block().text() == "Top-k"
