"""Resetting parameters, the switch, the seed, and the menus of the rows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.parameter_panel import ParameterPanel
from tests.ui.panel_driver import LEFT, box_of, focus, reset_of, switch_of, type_into


def test_reset_shows_only_where_something_changed(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot
) -> None:
    button = reset_of(panel, "temperature")
    assert button.isHidden()

    parameters.set_value("temperature", 1.0)
    assert button.isVisible()
    assert "0.40" in button.toolTip()
    focus(button, qtbot)
    QTest.keyClick(button, Qt.Key.Key_Space)

    assert parameters.value("temperature") == 0.4
    assert button.isHidden()
    assert box_of(panel, "temperature").hasFocus()


def test_reset_all_brings_everything_back(panel: ParameterPanel, parameters: ParameterModel) -> None:
    button = panel.findChild(QPushButton, "resetAllButton")
    assert button is not None
    assert not button.isEnabled()
    parameters.replace({"temperature": 1.0, "seed": 3, "do_sample": False})
    assert button.isEnabled()

    QTest.mouseClick(button, LEFT)

    assert parameters.values() == dict(DEFAULTS)
    assert not button.isEnabled()


def test_the_switch_goes_on_and_off_and_says_so(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot
) -> None:
    switch = switch_of(panel)
    focus(switch, qtbot)

    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert parameters.value("do_sample") is False
    assert switch.text() == "off"
    QTest.keyClick(switch, Qt.Key.Key_Delete)
    assert parameters.value("do_sample") is None
    assert switch.text() == "not sent"
    assert switch.checkState() is Qt.CheckState.PartiallyChecked
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert parameters.value("do_sample") is True
    switch.setChecked(False)
    assert parameters.value("do_sample") is False


def test_the_die_draws_a_seed_and_an_empty_box_is_random(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot
) -> None:
    die = panel.findChild(QToolButton, "seedDice")
    assert die is not None
    drawn = set()
    for _ in range(3):
        QTest.mouseClick(die, LEFT)
        drawn.add(parameters.value("seed"))
    assert len(drawn) == 3
    assert box_of(panel, "seed").text() == str(parameters.value("seed"))

    type_into(box_of(panel, "seed"), "", qtbot)
    QTest.keyClick(box_of(panel, "seed"), Qt.Key.Key_Return)

    assert parameters.value("seed") is None
    assert box_of(panel, "seed").text() == "random"


@pytest.mark.parametrize(("key", "words"), [("temperature", "Do not send"), ("seed", "Draw a new seed")])
def test_the_menu_of_a_row_offers_the_same(
    panel: ParameterPanel, parameters: ParameterModel, key: str, words: str
) -> None:
    parameters.set_value(key, 1)
    leave_out, reset = panel.rows[key].context_menu().actions()
    assert leave_out.text().startswith(words)
    leave_out.trigger()
    assert parameters.value(key) is None

    parameters.set_value(key, 1)
    reset.trigger()
    assert parameters.value(key) == DEFAULTS[key]
    leave_out, reset = panel.rows["top_p"].context_menu().actions()
    assert not leave_out.isEnabled()
    assert not reset.isEnabled()
