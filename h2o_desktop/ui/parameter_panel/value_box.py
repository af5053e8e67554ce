"""The number box of one parameter, which can also hold no number at all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from h2o_desktop.core.parameters import ParameterKind, ParameterSpec
from h2o_desktop.core.slider_scale import SliderScale
from h2o_desktop.ui.parameter_panel.number_text import could_become_number, number_in
from h2o_desktop.ui.parameter_panel.stepping import WheelSteps, is_fine, starting_value
from h2o_desktop.ui.parameter_panel.value_field import ValueField
from h2o_desktop.ui.theme import ThemeSource


class ValueBox(ValueField):
    """Shows a number, or the words for none, and asks for another one; it does not change by itself.

    An empty box and Enter, or the small cross, ask for none. A number outside the range becomes the nearest inside.

    Signals:
        picked(value): the person wants this value, None for *not sent*.
    """

    picked = Signal(object)

    def __init__(self, spec: ParameterSpec, absent: str, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(spec, absent, theme, parent)
        self._scale = SliderScale(spec)
        self._wheel = WheelSteps()
        self.clear_button.clicked.connect(self._on_clear_clicked)
        self.valueChanged.connect(self._on_value_changed)

    def setValue(self, value: float) -> None:
        """Ask for a number, as if it had been typed."""
        self.picked.emit(value)

    def valueFromText(self, text: str) -> float:
        """The number of a text; the present one where the text holds none."""
        number = self._number(text)
        return self.value() if number is None else number

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let a number grow while it is typed."""
        number = self._number(text)
        if text == self._absent:
            return QValidator.State.Acceptable, text, position
        if not could_become_number(text, self.locale(), whole=self._is_whole):
            return QValidator.State.Invalid, text, position
        fits = number is not None and self._spec.lowest <= number <= self._spec.highest
        return (QValidator.State.Acceptable if fits else QValidator.State.Intermediate), text, position

    def stepBy(self, steps: int) -> None:
        """Go some steps, up or down."""
        self._step(steps, fine=is_fine(QGuiApplication.keyboardModifiers()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, Page keys go far, Enter takes what is typed, Esc gives it up."""
        key, fine = event.key(), is_fine(event.modifiers())
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(1 if key == Qt.Key.Key_Up else -1, fine=fine)
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self._page(1 if key == Qt.Key.Key_PageUp else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take_typed()
            self.selectAll()
        elif key == Qt.Key.Key_Escape and self._is_edited():
            self.show_value(self._shown, faded=self._faded)
            self.selectAll()
        else:
            if self.lineEdit().text() == self._absent:
                self.lineEdit().selectAll()  # a digit takes the place of the words
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Esc for the box while something is typed into it; otherwise it stops the answer."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._is_edited()
        ):
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came in."""
        super().focusInEvent(event)
        self.show_clear(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went out: take what was typed."""
        self._take_typed()
        super().focusOutEvent(event)
        self.show_clear(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step while the box has the keyboard; otherwise the panel scrolls."""
        if not self.hasFocus():
            event.ignore()
            return
        steps = self._wheel.taken(event)
        if steps:
            self._step(steps, fine=is_fine(event.modifiers()))
        event.accept()

    def _step(self, steps: int, *, fine: bool) -> None:
        self._take_typed()
        if self._shown is None:
            self.picked.emit(starting_value(self._spec))
        else:
            self.picked.emit(self._scale.stepped(self._shown, steps, fine=fine))
        self.selectAll()

    def _page(self, pages: int) -> None:
        self._take_typed()
        self.picked.emit(starting_value(self._spec) if self._shown is None else self._scale.paged(self._shown, pages))
        self.selectAll()

    def _is_edited(self) -> bool:
        return self.lineEdit().text() != self.textFromValue(self.value())

    def _take_typed(self) -> None:
        """Ask for what stands in the box, if a person changed it."""
        if not self._is_edited():
            return
        number = self._number(self.lineEdit().text())
        if number is None:
            self.picked.emit(None)
        else:
            self.picked.emit(round(min(self._spec.highest, max(self._spec.lowest, number)), self._spec.decimals))
        self.show_value(self._shown, faded=self._faded)

    def _number(self, text: str) -> float | None:
        return number_in(text, self.locale(), whole=self._is_whole)

    @property
    def _is_whole(self) -> bool:
        return self._spec.kind is ParameterKind.COUNT

    def _on_value_changed(self, value: float) -> None:
        """Another program, such as a screen reader, put a number in."""
        if not self._showing and value != self._shown:
            self.picked.emit(value)

    def _on_clear_clicked(self) -> None:
        self.picked.emit(None)
        self.show_clear(False)
