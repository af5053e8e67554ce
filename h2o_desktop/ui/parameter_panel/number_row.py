"""Rows for numbers: a box with a slider below it, or for the seed a box with a die beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRandomGenerator, QSize, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QToolButton, QWidget

from h2o_desktop.core.parameters import ParameterSpec, ParameterValue
from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.parameter_panel.captions import absent_text
from h2o_desktop.ui.parameter_panel.row import ParameterRow
from h2o_desktop.ui.parameter_panel.slider import ParameterSlider
from h2o_desktop.ui.parameter_panel.value_box import ValueBox
from h2o_desktop.ui.theme import ThemeSource


class BoxRow(ParameterRow):
    """A row with a number box. The cross in it shows while the mouse or the keyboard is in the row."""

    def __init__(self, spec: ParameterSpec, model: ParameterModel, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(spec, model, theme, parent)
        self.box = ValueBox(spec, absent_text(spec), theme, self)
        self.box.clear_button.setToolTip(self._not_sent_text())
        self.box.clear_button.setAccessibleName(self._not_sent_text())
        self.box.picked.connect(self.on_picked)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse came in."""
        super().enterEvent(event)
        self.box.show_clear(True)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse went out."""
        super().leaveEvent(event)
        self.box.show_clear(self.box.hasFocus())


class NumberRow(BoxRow):
    """A number with its slider."""

    def __init__(self, spec: ParameterSpec, model: ParameterModel, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(spec, model, theme, parent)
        self.slider = ParameterSlider(spec, theme, self)
        self.slider.picked.connect(self.on_picked)
        self.add_controls(self.box, self.slider)

    def controls(self) -> list[QWidget]:
        """The parts that take the keyboard."""
        return [self.box, self.slider]

    def show_state(self, value: ParameterValue, *, faded: bool) -> None:
        """Show a value in every part."""
        number = None if value is None else float(value)
        self.box.show_value(number, faded=faded)
        self.slider.show_value(number, faded=faded)


class SeedRow(BoxRow):
    """The seed: random, or a number that a die draws or a person types."""

    def __init__(self, spec: ParameterSpec, model: ParameterModel, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(spec, model, theme, parent)
        self.die = QToolButton(self)
        self.die.setObjectName(f"{spec.key}Dice")
        self.die.setIcon(icon("dice", theme))
        self.die.setIconSize(QSize(16, 16))
        self.die.setToolTip(self.tr("Draw a seed and keep it, so that answers can be repeated"))
        self.die.setAccessibleName(self.tr("Draw a seed"))
        self.die.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.die.clicked.connect(self._on_drawn)
        self.add_controls(self.box)
        self.top.insertWidget(2, self.die)
        QWidget.setTabOrder(self.box, self.die)
        QWidget.setTabOrder(self.die, self.reset_button)

    def controls(self) -> list[QWidget]:
        """The parts that take the keyboard."""
        return [self.box]

    def show_state(self, value: ParameterValue, *, faded: bool) -> None:
        """Show a value in every part."""
        self.box.show_value(None if value is None else float(value), faded=faded)

    def _not_sent_text(self) -> str:
        return self.tr("Draw a new seed for every answer")

    def _ways(self) -> str:
        return self.tr("An empty box means random.")

    def _on_drawn(self) -> None:
        self.on_picked(QRandomGenerator.system().bounded(int(self.spec.highest)))
