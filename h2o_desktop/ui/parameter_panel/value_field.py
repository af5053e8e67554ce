"""The looks of a number box: a rounded field with a small cross, and words where there is no number."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QToolButton, QWidget

from h2o_desktop.core.parameters import ParameterSpec
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.parameter_panel.stepping import starting_value
from h2o_desktop.ui.theme import ThemeSource

_CLEAR_SIDE = 18
_PADDING = 24
_INSET = 6
_RADIUS = 6
_MARGIN = 8


class ValueField(QDoubleSpinBox):
    """Shows a number or the words for none; `ValueBox` lets a person change it."""

    def __init__(self, spec: ParameterSpec, absent: str, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._absent = absent
        self._theme = theme
        self._shown: float | None = None
        self._faded = False
        self._showing = False
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
        self.clear_button.hide()
        self._theme.changed.connect(self._show_tone)

    def show_value(self, value: float | None, *, faded: bool = False) -> None:
        """Show a number, or None for *not sent*; `faded` when the server does not take it."""
        self._shown, self._faded = value, faded
        self._showing = True
        QDoubleSpinBox.setValue(self, starting_value(self._spec) if value is None else value)
        self._showing = False
        self._show_tone()

    def show_clear(self, wanted: bool) -> None:
        """Offer to stop sending the parameter, where there is anything to stop."""
        self.clear_button.setVisible(wanted and self._shown is not None)

    @property
    def is_sent(self) -> bool:
        """Whether the box holds a number."""
        return self._shown is not None

    def textFromValue(self, value: float) -> str:
        """The number as the locale writes it, or the words for none."""
        return self._absent if self._shown is None else super().textFromValue(value)

    def _show_tone(self) -> None:
        """Grey what is not sent, and what the server does not take."""
        colours = self._theme.colours
        palette = self.lineEdit().palette()  # with a style sheet in use, that of the box does not reach it
        muted = self._shown is None or self._faded
        palette.setColor(QPalette.ColorRole.Text, QColor(colours.muted if muted else colours.text))
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))  # the field is drawn below it
        self.lineEdit().setPalette(palette)

    def showEvent(self, event: QShowEvent) -> None:
        """Colour the text again: the style sheet takes the palette away when it is applied."""
        super().showEvent(event)
        self._show_tone()

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
