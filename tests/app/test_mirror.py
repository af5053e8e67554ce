"""The copy of all chats as Markdown, from the menu to the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton

from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.qt import mirror_controller
from h2o_desktop.storage.settings_file import load_settings
from h2o_desktop.ui.mirror_dialog import MirrorDialog
from tests.app.conftest import Desktop
from tests.fakes.openai_server import OpenAIServer, said

Open = Callable[..., Desktop]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror_controller, "PAUSE_MS", 20)
    monkeypatch.setattr(mirror_controller, "RETRY_MS", 50)


def dialog_of(desktop: Desktop) -> MirrorDialog:
    desktop.wait(lambda: desktop.program.late_parts is not None)
    desktop.window.actions_.mirror.trigger()
    dialog = desktop.window.findChild(MirrorDialog)
    assert isinstance(dialog, MirrorDialog)
    return dialog


def state(dialog: MirrorDialog) -> str:
    return str(dialog.findChild(QLabel, "mirrorState").text())


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}


def test_the_copy_follows_the_chats(open_desktop: Open, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    with OpenAIServer(said("first answer"), said("second answer")) as server:
        desktop = open_desktop(server)
        desktop.ask("First")
        dialog = dialog_of(desktop)
        assert state(dialog) == "No copy is kept."
        dialog.findChild(QPushButton, "mirrorChoose").click()
        dialog.findChild(QFileDialog, "mirrorFolderDialog").fileSelected.emit(str(folder))
        desktop.wait(lambda: "up to date. Chats in it: 1" in state(dialog))
        assert dialog.findChild(QLineEdit, "mirrorFolder").text() == str(folder)
        dialog.findChild(QFileDialog, "mirrorFolderDialog").reject()
        dialog.reject()
        desktop.ask("Again")
        desktop.wait(lambda: any("second answer" in text for text in files(folder).values()))
        shown = desktop.program.chat.shown_id
        desktop.window.history.renamed.emit(shown, "Rivers")
        desktop.wait(lambda: any("Rivers" in name for name in files(folder)))
        desktop.window.history.asked.emit("pin", (shown,))
        desktop.window.pane.chat_view.branch_requested.emit("", 1)
        desktop.window.history.asked.emit("delete", (shown,))
        desktop.wait(lambda: files(folder) == {})
        desktop.window.pane.notices.action_chosen.emit("undo-delete", shown)
        desktop.wait(lambda: len(files(folder)) == 1)
        desktop.close()
    assert load_settings(desktop.folder / "settings.json").mirror_folder == str(folder)


def test_it_waits_for_its_folder_and_can_be_ended(open_desktop: Open, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    desktop = open_desktop()
    desktop.wait(lambda: desktop.program.late_parts is not None)
    assert desktop.program.late_parts is not None
    desktop.program.late_parts.mirror_presenter.choose(str(folder))
    desktop.wait(lambda: desktop.notices() == [f"The folder of the Markdown copy, {folder}, is not there."])
    desktop.window.pane.notices.action_chosen.emit("show-mirror", "")
    dialog = desktop.window.findChild(MirrorDialog)
    assert "Connect the drive or put the folder back" in state(dialog)
    folder.mkdir()
    desktop.wait(lambda: desktop.notices() == ["The Markdown copy is up to date again."])
    assert "Chats in it: 0" in state(dialog)
    dialog.findChild(QPushButton, "mirrorStop").click()
    assert state(dialog) == "No copy is kept."
    assert not dialog.findChild(QPushButton, "mirrorStop").isVisible()
    assert load_settings(desktop.folder / "settings.json").mirror_folder == ""


def test_the_next_run_goes_on_with_it(open_desktop: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("h2o_desktop.ui.presenters.mirror_presenter.FIRST_PAUSE_MS", 0)
    folder = tmp_path / "copy"
    folder.mkdir()
    with OpenAIServer(said("an answer")) as server:
        desktop = open_desktop(server)
        desktop.ask("First")
        desktop.program.settings_keeper.keep_mirror_folder(str(folder))
        desktop.close()
    again = open_desktop()
    again.wait(lambda: len(files(folder)) == 1)
    assert dict(again.program.services.settings.parameters) == dict(DEFAULTS)
