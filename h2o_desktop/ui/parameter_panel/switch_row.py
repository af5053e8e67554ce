"""The row of a parameter that is on, off, or not sent."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from h2o_desktop.core.parameters import ParameterSpec, ParameterValue
from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.parameter_panel.captions import value_text
from h2o_desktop.ui.parameter_panel.row import ParameterRow
from h2o_desktop.ui.theme import ThemeSource


class SwitchBox(QCheckBox):
    """A check box with a third state for *not sent*.

    Signals:
        picked(value): the person wants it on, off, or with None not sent.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._showing = False
        self.checkStateChanged.connect(self._on_state_changed)

    def show_value(self, value: bool | None) -> None:
        """Show on, off or not sent."""
        self._showing = True
        if value is None:
            self.setCheckState(Qt.CheckState.PartiallyChecked)
        else:
            self.setTristate(False)
            self.setChecked(value)
        self._showing = False

    def nextCheckState(self) -> None:
        """A click turns it on or off; what was not sent goes on."""
        turned_on = self.checkState() is not Qt.CheckState.Checked
        self.setCheckState(Qt.CheckState.Checked if turned_on else Qt.CheckState.Unchecked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete stops sending the parameter."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.picked.emit(None)
        else:
            super().keyPressEvent(event)

    def _on_state_changed(self, state: Qt.CheckState) -> None:
        if not self._showing:
            self.picked.emit(state is Qt.CheckState.Checked)


class SwitchRow(ParameterRow):
    """A switch, with its state in words."""

    def __init__(self, spec: ParameterSpec, model: ParameterModel, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(spec, model, theme, parent)
        self.box = SwitchBox(self)
        self.box.setObjectName(f"{spec.key}Value")
        self.box.picked.connect(self.on_picked)
        self.add_controls(self.box)

    def controls(self) -> list[QWidget]:
        """The parts that take the keyboard."""
        return [self.box]

    def show_state(self, value: ParameterValue, *, faded: bool) -> None:
        """Show a value in every part."""
        self.box.show_value(None if value is None else bool(value))
        self.box.setText(value_text(self.spec, value))

    def _ways(self) -> str:
        return self.tr("Delete does not send it.")
