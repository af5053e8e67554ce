"""Finding the parts of a parameter panel, and using them as a person does."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.core.parameters import PARAMETERS, ParameterKind
from h2o_desktop.ui.parameter_panel import ParameterPanel
from h2o_desktop.ui.parameter_panel.slider import ParameterSlider
from h2o_desktop.ui.parameter_panel.switch_row import SwitchBox
from h2o_desktop.ui.parameter_panel.value_box import ValueBox

WITHOUT_SLIDER = {ParameterKind.SWITCH, ParameterKind.TEXTS}
WITH_SLIDER = [spec.key for spec in PARAMETERS if spec.kind not in WITHOUT_SLIDER and spec.key != "seed"]
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def box_of(panel: ParameterPanel, key: str) -> ValueBox:
    found = panel.findChild(ValueBox, f"{key}Value")
    assert found is not None
    return found


def slider_of(panel: ParameterPanel, key: str) -> ParameterSlider:
    found = panel.findChild(ParameterSlider, f"{key}Slider")
    assert found is not None
    return found


def switch_of(panel: ParameterPanel) -> SwitchBox:
    found = panel.findChild(SwitchBox, "do_sampleValue")
    assert found is not None
    return found


def caption_of(panel: ParameterPanel, key: str) -> str:
    label = panel.findChild(QLabel, f"{key}Caption")
    assert label is not None
    assert label.isHidden() == (not label.text())
    return label.text()


def reset_of(panel: ParameterPanel, key: str) -> QToolButton:
    button = panel.findChild(QToolButton, f"{key}Reset")
    assert button is not None
    return button


def focus(widget: QWidget, qtbot: QtBot) -> None:
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(widget.hasFocus)


def type_into(box: ValueBox, text: str, qtbot: QtBot) -> None:
    focus(box, qtbot)
    box.selectAll()
    if text:
        QTest.keyClicks(box, text)
    else:
        QTest.keyClick(box, Qt.Key.Key_Delete)


def turn_wheel(widget: QWidget, units: int, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> bool:
    """Turn the wheel over a widget; returns whether the widget took it."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, units),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.ignore()
    widget.wheelEvent(event)
    return event.isAccepted()
