"""The button of the model picker: what it shows, and how it opens the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.provider import ModelInfo
from h2o_desktop.core.settings import LOCAL_ID, Theme, default_connections
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.ui.model_picker import ModelPicker
from h2o_desktop.ui.model_picker_rows import RowKind, picker_rows, state_colour, state_text
from h2o_desktop.ui.theme import ThemeSource
from h2o_desktop.ui.theme_colours import LIGHT
from tests.ui.picker_driver import SERVER


def test_without_a_choice_it_asks_for_one(picker: ModelPicker) -> None:
    assert picker.text() == "Choose a model"
    assert picker.accessibleName() == "Model: Choose a model"


def test_it_names_the_model_and_says_how_its_connection_is(picker: ModelPicker, connections: ConnectionsModel) -> None:
    connections.set_current(LOCAL_ID, "small")
    assert picker.text() == "Small Model"
    assert picker.accessibleName() == "Model: Small Model\nThis computer · ready"
    assert picker.toolTip() == picker.accessibleName()

    connections.set_status(LOCAL_ID, ConnectionStatus(Reachability.STARTING, (ModelInfo("small", "Small Model"),)))
    assert picker.accessibleName().endswith("This computer · starting…")


def test_a_model_of_a_connection_that_is_gone_is_still_named(
    picker: ModelPicker, connections: ConnectionsModel
) -> None:
    connections.set_current("gone", "some-model")

    assert picker.accessibleName() == "Model: some-model"


def test_it_is_as_wide_as_its_words_and_never_too_wide(picker: ModelPicker, connections: ConnectionsModel) -> None:
    asking = picker.sizeHint().width()
    connections.set_current(LOCAL_ID, "small")
    assert picker.sizeHint().width() > asking
    connections.set_status(LOCAL_ID, ConnectionStatus(Reachability.READY, (ModelInfo("small", "A long name " * 20),)))
    assert picker.sizeHint().width() <= 440
    assert picker.minimumSizeHint().width() <= 160


@pytest.mark.parametrize("width", [120, 200, 440])
def test_it_draws_itself_at_any_width_in_both_themes(
    picker: ModelPicker, connections: ConnectionsModel, theme: ThemeSource, width: int
) -> None:
    connections.set_current(LOCAL_ID, "small")
    picker.setFixedWidth(width)
    light = picker.grab().toImage()
    theme.set_theme(Theme.DARK)
    dark = picker.grab().toImage()
    theme.set_theme(Theme.LIGHT)

    middle = light.height() // 2
    assert light.pixelColor(4, middle).name() == "#ffffff"
    assert dark.pixelColor(4, middle).name() == "#202429"
    assert light.pixelColor(14, middle).name() == LIGHT.good


def test_the_list_is_made_when_it_is_opened(picker: ModelPicker, qtbot: QtBot) -> None:
    assert picker.popup is None

    QTest.mouseClick(picker, Qt.MouseButton.LeftButton)

    assert picker.popup is not None
    assert picker.popup.isVisible()
    assert picker.popup.search.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_F4])
def test_keys_open_the_list_and_escape_closes_it(picker: ModelPicker, qtbot: QtBot, key: Qt.Key) -> None:
    picker.setFocus()
    QTest.keyClick(picker, key)
    assert picker.popup is not None
    assert picker.popup.isVisible()

    QTest.keyClick(picker.popup.search, Qt.Key.Key_Escape)

    assert not picker.popup.isVisible()
    QTest.keyClick(picker, Qt.Key.Key_A)
    assert not picker.popup.isVisible()


@pytest.mark.parametrize("state", list(Reachability))
def test_every_state_has_words_and_a_colour(state: Reachability) -> None:
    for profile in (*default_connections(), SERVER):
        assert state_text(profile, ConnectionStatus(state))
    assert state_colour(state, LIGHT).startswith("#")


def test_no_model_is_said_differently_here_and_there() -> None:
    local, h2o = default_connections()
    nothing = ConnectionStatus(Reachability.NO_MODEL)

    assert state_text(local, nothing) == "no model yet"
    assert state_text(h2o, nothing) == "offers no model"


def test_a_search_leaves_retrying_out(connections: ConnectionsModel) -> None:
    kinds = {row.kind for row in picker_rows(connections, "h2o")}

    assert kinds == {RowKind.CONNECTION, RowKind.MODEL}
