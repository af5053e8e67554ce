"""The number boxes of the parameter panel, used with keys and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.parameter_panel import ParameterPanel
from tests.ui.panel_driver import CTRL, LEFT, NO_MODIFIER, box_of, focus, slider_of, type_into


def test_a_typed_number_is_taken_with_enter(panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot) -> None:
    type_into(box_of(panel, "temperature"), "1.25", qtbot)
    assert parameters.value("temperature") == 0.4

    QTest.keyClick(box_of(panel, "temperature"), Qt.Key.Key_Return)

    assert parameters.value("temperature") == 1.25
    slider = slider_of(panel, "temperature")
    assert slider.value() == 125


def test_a_typed_number_is_taken_when_the_keyboard_leaves(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot
) -> None:
    type_into(box_of(panel, "max_new_tokens"), "300", qtbot)

    focus(slider_of(panel, "max_new_tokens"), qtbot)

    assert parameters.value("max_new_tokens") == 300


@pytest.mark.parametrize(
    ("key", "typed", "expected"),
    [
        ("temperature", "7", 2.0),
        ("temperature", ".5", 0.5),
        ("temperature", "0,75", 0.75),
        ("temperature", "0.123", 0.12),
        ("temperature", "0.x9", 0.9),
        ("max_new_tokens", "0", 1),
        ("max_new_tokens", "99999999", 32768),
        ("max_new_tokens", "2 048", 2048),
        ("max_new_tokens", "-5", 5),
        ("top_k", "1.5", 15),
        ("seed", "4294967295", 4294967295),
        ("seed", "99999999999", 4294967295),
    ],
)
def test_whatever_is_typed_becomes_a_value_that_fits(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot, key: str, typed: str, expected: float
) -> None:
    type_into(box_of(panel, key), typed, qtbot)
    QTest.keyClick(box_of(panel, key), Qt.Key.Key_Return)

    assert parameters.value(key) == expected
    assert box_of(panel, key).value() == expected


def test_an_empty_box_is_not_sent(panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot) -> None:
    type_into(box_of(panel, "temperature"), "", qtbot)
    QTest.keyClick(box_of(panel, "temperature"), Qt.Key.Key_Return)

    assert parameters.value("temperature") is None
    assert box_of(panel, "temperature").text() == "not sent"
    assert not box_of(panel, "temperature").is_sent


def test_a_digit_takes_the_place_of_not_sent(panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot) -> None:
    focus(box_of(panel, "top_k"), qtbot)
    QTest.keyClick(box_of(panel, "top_k"), Qt.Key.Key_End)
    QTest.keyClicks(box_of(panel, "top_k"), "25")
    QTest.keyClick(box_of(panel, "top_k"), Qt.Key.Key_Enter)

    assert parameters.value("top_k") == 25


def test_leaving_a_box_that_is_not_sent_sends_nothing(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot
) -> None:
    focus(box_of(panel, "top_k"), qtbot)
    QTest.keyClick(box_of(panel, "top_k"), Qt.Key.Key_Return)
    focus(slider_of(panel, "top_k"), qtbot)

    assert parameters.value("top_k") is None


def test_escape_gives_up_what_was_typed_and_only_then_is_for_the_window(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot
) -> None:
    box = box_of(panel, "temperature")
    type_into(box, "1.9", qtbot)

    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == QLocale().toString(0.4, "f", 2)
    focus(slider_of(panel, "temperature"), qtbot)
    assert parameters.value("temperature") == 0.4


def test_arrows_and_page_keys_step_in_the_box(panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot) -> None:
    box = box_of(panel, "temperature")
    focus(box, qtbot)
    for key, modifiers, expected in (
        (Qt.Key.Key_Up, NO_MODIFIER, 0.45),
        (Qt.Key.Key_Up, CTRL, 0.46),
        (Qt.Key.Key_Down, NO_MODIFIER, 0.45),
        (Qt.Key.Key_Down, CTRL, 0.44),
        (Qt.Key.Key_PageUp, NO_MODIFIER, 0.65),
        (Qt.Key.Key_PageDown, NO_MODIFIER, 0.45),
    ):
        QTest.keyClick(box, key, modifiers)
        assert parameters.value("temperature") == expected


@pytest.mark.parametrize("key_code", [Qt.Key.Key_Up, Qt.Key.Key_PageDown])
def test_a_step_from_not_sent_begins_at_a_sensible_value(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot, key_code: Qt.Key
) -> None:
    focus(box_of(panel, "top_p"), qtbot)
    QTest.keyClick(box_of(panel, "top_p"), key_code)
    focus(slider_of(panel, "top_k"), qtbot)
    QTest.keyClick(slider_of(panel, "top_k"), key_code)

    assert parameters.value("top_p") == 0.95
    assert parameters.value("top_k") == 40


def test_what_was_typed_counts_before_a_step(panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot) -> None:
    type_into(box_of(panel, "temperature"), "1.0", qtbot)
    QTest.keyClick(box_of(panel, "temperature"), Qt.Key.Key_Up)

    assert parameters.value("temperature") == 1.05


def test_the_cross_shows_in_the_row_under_the_mouse_and_stops_sending(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot
) -> None:
    cross = panel.findChild(QToolButton, "temperatureClear")
    assert cross is not None
    focus(slider_of(panel, "temperature"), qtbot)
    assert cross.isHidden()
    focus(box_of(panel, "temperature"), qtbot)
    assert cross.isVisible()

    QTest.mouseClick(cross, LEFT)

    assert parameters.value("temperature") is None
    assert cross.isHidden()


def test_programs_can_set_the_box_and_the_slider(panel: ParameterPanel, parameters: ParameterModel) -> None:
    box_of(panel, "temperature").setValue(1.5)
    assert parameters.value("temperature") == 1.5
    slider_of(panel, "temperature").setValue(20)
    assert parameters.value("temperature") == 0.2
    box_of(panel, "top_p").setValue(0.5)
    assert parameters.value("top_p") == 0.5


def test_assistive_tools_can_set_the_box(panel: ParameterPanel, parameters: ParameterModel) -> None:
    interface = QAccessible.queryAccessibleInterface(box_of(panel, "temperature"))

    interface.valueInterface().setCurrentValue(0.8)

    assert parameters.value("temperature") == 0.8
