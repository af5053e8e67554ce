"""The row of a parameter that is a list of texts, written one a line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import ParameterSpec, ParameterValue
from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.parameter_panel.captions import absent_text
from h2o_desktop.ui.parameter_panel.row import ParameterRow
from h2o_desktop.ui.text_for_people import say
from h2o_desktop.ui.theme import ThemeSource

_LINES = 2
_FRAME = 12


class TextsBox(QPlainTextEdit):
    """Shows texts and asks for others as they are typed; an empty box asks for none.

    Signals:
        picked(value): the person wants these texts, None for *not sent*.
    """

    picked = Signal(object)

    def __init__(self, absent: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setPlaceholderText(absent)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._on_text_changed)

    def show_value(self, value: str | None, *, faded: bool) -> None:
        """Show texts; what is just being typed stays as it is, so that a half-written line is not lost."""
        palette = self.palette()
        role = QPalette.ColorRole.PlaceholderText if faded else QPalette.ColorRole.WindowText
        palette.setColor(QPalette.ColorRole.Text, palette.color(role))
        self.setPalette(palette)
        text = value or ""
        if text == self._shown:
            return
        self._shown = text
        if text != self.toPlainText():
            self.setPlainText(text)

    def sizeHint(self) -> QSize:
        """The size that it likes to have."""
        return QSize(120, _LINES * self.fontMetrics().lineSpacing() + _FRAME)

    def minimumSizeHint(self) -> QSize:
        """The least size that it can be used at."""
        return QSize(60, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is no line of its own."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went out: show what is in use, also when the last line did not fit."""
        super().focusOutEvent(event)
        if self.toPlainText() != self._shown:
            self.setPlainText(self._shown)

    def _on_text_changed(self) -> None:
        text = self.toPlainText()
        if text != self._shown:
            self._shown = text
            self.picked.emit(text or None)


class TextsRow(ParameterRow):
    """A list of texts in a box of its own below the name."""

    def __init__(self, spec: ParameterSpec, model: ParameterModel, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(spec, model, theme, parent)
        self.box = TextsBox(absent_text(spec), self)
        self.box.setObjectName(f"{spec.key}Value")
        self.box.picked.connect(self._on_typed)
        self.add_control_below(self.box)

    def controls(self) -> list[QWidget]:
        """The parts that take the keyboard."""
        return [self.box]

    def show_state(self, value: ParameterValue, *, faded: bool) -> None:
        """Show a value in every part."""
        self.box.show_value(None if value is None else str(value), faded=faded)

    def _ways(self) -> str:
        return self.tr("An empty box does not send it.")

    def _on_typed(self, value: object) -> None:
        try:
            self.on_picked(value)
        except InputError as error:
            self.caption_label.setText(say(error.hint))
            self.caption_label.show()
