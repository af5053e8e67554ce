"""The number box of one parameter, which can also hold no number at all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QToolButton, QWidget

from h2o_desktop.core.parameters import ParameterKind, ParameterSpec
from h2o_desktop.core.slider_scale import SliderScale
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.parameter_panel.number_text import could_become_number, number_in
from h2o_desktop.ui.parameter_panel.stepping import WheelSteps, is_fine, starting_value
from h2o_desktop.ui.theme import ThemeSource

_CLEAR_SIDE = 18
_PADDING = 24
_INSET = 6
_RADIUS = 6
_MARGIN = 8


class ValueBox(QDoubleSpinBox):
    """Shows a number, or the words for none, and asks for another one; it does not change by itself.

    An empty box and Enter, or the small cross, ask for none. A number outside the range becomes the nearest inside.

    Signals:
        picked(value): the person wants this value, None for *not sent*.
    """

    picked = Signal(object)

    def __init__(self, spec: ParameterSpec, absent: str, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._absent = absent
        self._scale = SliderScale(spec)
        self._theme = theme
        self._shown: float | None = None
        self._faded = False
        self._showing = False
        self._wheel = WheelSteps()
        self.clear_button = QToolButton(self)
        self._set_up()

    def _set_up(self) -> None:
        self.setObjectName(f"{self._spec.key}Value")
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setDecimals(self._spec.decimals)
        self.setRange(self._spec.lowest, self._spec.highest)
        self.setSingleStep(self._spec.step)
        self.setKeyboardTracking(False)
        self.setGroupSeparatorShown(self._spec.key != "seed")  # a seed is a name, not an amount
        self.setFrame(False)  # it is drawn below: a style sheet leaves the text of a box without buttons no room
        self.lineEdit().setTextMargins(_INSET, 0, _INSET, 0)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clear_button.setObjectName(f"{self._spec.key}Clear")
        self.clear_button.setIcon(icon("close", self._theme, "muted"))
        self.clear_button.setIconSize(QSize(12, 12))
        self.clear_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard empties the box instead
        self.clear_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.clear_button.clicked.connect(self._on_clear_clicked)
        self.clear_button.hide()
        self.valueChanged.connect(self._on_value_changed)
        self._theme.changed.connect(self._show_tone)

    def show_value(self, value: float | None, *, faded: bool = False) -> None:
        """Show a number, or None for *not sent*; `faded` when the server does not take it."""
        self._shown, self._faded = value, faded
        self._showing = True
        super().setValue(starting_value(self._spec) if value is None else value)
        self._showing = False
        self._show_tone()

    def show_clear(self, wanted: bool) -> None:
        """Offer to stop sending the parameter, where there is anything to stop."""
        self.clear_button.setVisible(wanted and self._shown is not None)

    @property
    def is_sent(self) -> bool:
        """Whether the box holds a number."""
        return self._shown is not None

    def setValue(self, value: float) -> None:
        """Ask for a number, as if it had been typed."""
        self.picked.emit(value)

    def textFromValue(self, value: float) -> str:
        """The number as the locale writes it, or the words for none."""
        return self._absent if self._shown is None else super().textFromValue(value)

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

    def showEvent(self, event: QShowEvent) -> None:
        """Colour the text again: the style sheet takes the palette away when it is applied."""
        super().showEvent(event)
        self._show_tone()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross at the beginning of the field."""
        super().resizeEvent(event)
        left = 3 if not self.isRightToLeft() else self.width() - _CLEAR_SIDE - 3
        self.clear_button.setGeometry(left, (self.height() - _CLEAR_SIDE) // 2, _CLEAR_SIDE, _CLEAR_SIDE)

    def sizeHint(self) -> QSize:
        """The size that it likes to have."""
        longest = self.locale().toString(int(self._spec.highest)) + "." * bool(self._spec.decimals)
        longest += "0" * self._spec.decimals
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for text in (longest, self._absent))
        return QSize(max(widest, metrics.horizontalAdvance("000,000")) + _PADDING, metrics.height() + _MARGIN)

    def minimumSizeHint(self) -> QSize:
        """The least size that it can be used at."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded field, with a ring while it has the keyboard."""
        colours = self._theme.colours
        width = 2.0 if self.hasFocus() else 1.0
        edge = colours.outline if self.underMouse() else colours.line
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else edge), width))
        painter.setBrush(QColor(colours.card))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)

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

    def _show_tone(self) -> None:
        """Grey what is not sent, and what the server does not take."""
        colours = self._theme.colours
        palette = self.lineEdit().palette()  # with a style sheet in use, that of the box does not reach it
        muted = self._shown is None or self._faded
        palette.setColor(QPalette.ColorRole.Text, QColor(colours.muted if muted else colours.text))
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))  # the field is drawn below it
        self.lineEdit().setPalette(palette)

    def _on_value_changed(self, value: float) -> None:
        """Another program, such as a screen reader, put a number in."""
        if not self._showing and value != self._shown:
            self.picked.emit(value)

    def _on_clear_clicked(self) -> None:
        self.picked.emit(None)
        self.show_clear(False)
