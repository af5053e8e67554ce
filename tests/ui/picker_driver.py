"""The connections that the tests of the model picker show, and ways to use its list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.local_model import LocalModel
from h2o_desktop.core.provider import ModelInfo
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile
from h2o_desktop.core.words import Words
from h2o_desktop.ui.model_picker import ModelPicker
from h2o_desktop.ui.model_picker_popup import ModelPopup

SERVER = ConnectionProfile("mine", ConnectionKind.OPENAI, "My server", "http://localhost:8080")
SMALL = LocalModel("small", "Small Model", 98_362_432, "Apache-2.0", "somewhere")
BIGGER = LocalModel("bigger", "Bigger Model", 320_000_000, "Apache-2.0", "somewhere")
FALCONS = (ModelInfo("falcon-40b"), ModelInfo("falcon-7b"), ModelInfo("llama-13b"))
NOT_FOUND = Words("There is no server called {host}.", {"host": "gpt-gm.h2o.ai"})
Heard = list[tuple[str, ...]]


def opened(picker: ModelPicker, qtbot: QtBot) -> ModelPopup:
    picker.open_popup()
    popup = picker.popup
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    return popup


def words_of(popup: ModelPopup) -> list[str]:
    return [str(popup.rows.index(row).data()) for row in range(popup.rows.rowCount())]


def current_words(popup: ModelPopup) -> str:
    return str(popup.list.currentIndex().data())


def go_to(popup: ModelPopup, words: str) -> None:
    """Press the arrow down until the row with these words has the keyboard."""
    for _ in range(popup.rows.rowCount()):
        if current_words(popup).startswith(words):
            return
        QTest.keyClick(popup.search, Qt.Key.Key_Down)
    raise AssertionError(f"{words} is not reached")
