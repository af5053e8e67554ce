"""The sliders of the parameter panel, used with keys, mouse and wheel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.parameter_panel import ParameterPanel
from tests.ui.panel_driver import CTRL, LEFT, NO_MODIFIER, box_of, focus, slider_of, turn_wheel


def test_keys_step_the_slider(panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot) -> None:
    slider = slider_of(panel, "max_new_tokens")
    focus(slider, qtbot)
    for key, modifiers, expected in (
        (Qt.Key.Key_Right, NO_MODIFIER, 1152),
        (Qt.Key.Key_Left, NO_MODIFIER, 1024),
        (Qt.Key.Key_Up, CTRL, 1025),
        (Qt.Key.Key_Down, CTRL, 1024),
        (Qt.Key.Key_PageUp, NO_MODIFIER, 2048),
        (Qt.Key.Key_PageDown, NO_MODIFIER, 1024),
        (Qt.Key.Key_Home, NO_MODIFIER, 1),
        (Qt.Key.Key_End, NO_MODIFIER, 32768),
        (Qt.Key.Key_Delete, NO_MODIFIER, None),
        (Qt.Key.Key_Right, NO_MODIFIER, 1024),
    ):
        QTest.keyClick(slider, key, modifiers)
        assert parameters.value("max_new_tokens") == expected


def test_the_mouse_puts_the_handle_where_it_is_pressed_and_drags_it(
    panel: ParameterPanel, parameters: ParameterModel
) -> None:
    slider = slider_of(panel, "temperature")
    middle = slider.rect().center()

    QTest.mousePress(slider, LEFT, NO_MODIFIER, middle)
    assert parameters.value("temperature") == 1.0
    assert slider.isSliderDown()
    QTest.mouseMove(slider, QPoint(slider.width() - 1, middle.y()))
    assert parameters.value("temperature") == 2.0
    QTest.mouseRelease(slider, LEFT, NO_MODIFIER, QPoint(slider.width() - 1, middle.y()))
    QTest.mouseMove(slider, middle)

    assert parameters.value("temperature") == 2.0
    assert not slider.isSliderDown()


def test_the_right_button_moves_nothing(panel: ParameterPanel, parameters: ParameterModel) -> None:
    slider = slider_of(panel, "temperature")

    QTest.mousePress(slider, Qt.MouseButton.RightButton, NO_MODIFIER, slider.rect().center())
    QTest.mouseRelease(slider, Qt.MouseButton.RightButton, NO_MODIFIER, slider.rect().center())

    assert parameters.value("temperature") == 0.4


def test_dragging_stops_at_steps_and_with_ctrl_at_fine_ones(panel: ParameterPanel, parameters: ParameterModel) -> None:
    slider = slider_of(panel, "temperature")
    coarse, fine = set(), set()
    for x in range(20, 80):
        QTest.mouseClick(slider, LEFT, NO_MODIFIER, QPoint(x, slider.height() // 2))
        coarse.add(parameters.value("temperature"))
        QTest.mouseClick(slider, LEFT, CTRL, QPoint(x, slider.height() // 2))
        fine.add(parameters.value("temperature"))

    assert all(round(float(value or 0) / 0.05, 6).is_integer() for value in coarse)
    assert len(fine) > 2 * len(coarse)


def test_a_slider_that_is_not_sent_is_unlike_any_value(panel: ParameterPanel, parameters: ParameterModel) -> None:
    slider = slider_of(panel, "temperature")
    not_sent_pictures, sent_pictures = set(), set()
    parameters.set_value("temperature", None)
    not_sent_pictures.add(slider.grab().toImage().bits().tobytes())
    for value in (0.0, 0.4, 2.0):
        parameters.set_value("temperature", value)
        sent_pictures.add(slider.grab().toImage().bits().tobytes())

    assert len(sent_pictures) == 3
    assert not sent_pictures & not_sent_pictures


def test_the_keyboard_is_seen_on_a_slider_in_every_state(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot
) -> None:
    for value in (0.4, None):
        parameters.set_value("temperature", value)
        focus(box_of(panel, "seed"), qtbot)
        without = slider_of(panel, "temperature").grab().toImage()
        focus(slider_of(panel, "temperature"), qtbot)
        assert slider_of(panel, "temperature").grab().toImage() != without


def test_a_slider_runs_the_other_way_where_people_read_the_other_way(
    panel: ParameterPanel, parameters: ParameterModel
) -> None:
    slider = slider_of(panel, "temperature")
    slider.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    QTest.mouseClick(slider, LEFT, NO_MODIFIER, QPoint(slider.width() - 3, slider.height() // 2))

    assert parameters.value("temperature") == 0.0
    assert not slider.grab().isNull()


@pytest.mark.parametrize("part", ["Slider", "Value"])
def test_the_wheel_scrolls_the_panel_unless_the_control_has_the_keyboard(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot, part: str
) -> None:
    control = panel.findChild(QWidget, f"temperature{part}")
    assert control is not None
    focus(box_of(panel, "seed"), qtbot)
    assert not turn_wheel(control, 120)
    assert parameters.value("temperature") == 0.4

    focus(control, qtbot)
    assert turn_wheel(control, 120)
    assert parameters.value("temperature") == 0.45
    assert turn_wheel(control, -120, CTRL)
    assert parameters.value("temperature") == 0.44


def test_a_smooth_wheel_adds_up_to_steps(panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot) -> None:
    slider = slider_of(panel, "temperature")
    focus(slider, qtbot)
    for _ in range(3):
        turn_wheel(slider, 40)
    assert parameters.value("temperature") == 0.45

    turn_wheel(slider, 100)
    turn_wheel(slider, -40)
    assert parameters.value("temperature") == 0.45
