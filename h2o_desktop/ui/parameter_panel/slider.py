"""A slider for one parameter, drawn by itself: groove, accent up to the handle, and neither when nothing is sent."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from h2o_desktop.core.parameters import ParameterSpec
from h2o_desktop.core.slider_scale import SliderScale
from h2o_desktop.ui.parameter_panel.stepping import WheelSteps, is_fine, starting_value
from h2o_desktop.ui.theme import ThemeSource

_HANDLE_RADIUS = 6.0
_RING_RADIUS = 9.0
_GROOVE_HEIGHT = 3.0
_HEIGHT = 22


class ParameterSlider(QSlider):
    """Shows a value and asks for another one; it does not change by itself.

    Dragging goes in steps, with Ctrl in fine ones. The wheel turns it only while it has the keyboard.

    Signals:
        picked(value): the person wants this value, None for *not sent*.
    """

    picked = Signal(object)

    def __init__(self, spec: ParameterSpec, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._spec = spec
        self._scale = SliderScale(spec)
        self._theme = theme
        self._shown: float | None = None
        self._faded = False
        self._showing = False
        self._wheel = WheelSteps()
        self.setObjectName(f"{spec.key}Slider")
        self.setRange(0, self._scale.last)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._on_value_changed)

    def show_value(self, value: float | None, *, faded: bool = False) -> None:
        """Show a value, or None for *not sent*; `faded` when the server does not take it."""
        self._shown, self._faded = value, faded
        self._showing = True
        self.setValue(self._scale.position(starting_value(self._spec) if value is None else value))
        self._showing = False
        self.update()

    def sizeHint(self) -> QSize:
        """The size that it likes to have."""
        return QSize(120, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The least size that it can be used at."""
        return QSize(60, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, Page keys go far, Home and End to the ends; Delete stops sending the parameter."""
        key, fine = event.key(), is_fine(event.modifiers())
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1}
        pages = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
        ends = {Qt.Key.Key_Home: self._spec.lowest, Qt.Key.Key_End: self._spec.highest}
        if key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.picked.emit(None)
        elif key in ends:
            self.picked.emit(ends[Qt.Key(key)])
        elif key in steps:
            self._step(steps[Qt.Key(key)], fine=fine)
        elif key in pages:
            self._page(pages[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where the button was pressed."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self._pick_at(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pressed mouse."""
        if self.isSliderDown():
            self._pick_at(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self.setSliderDown(False)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step while the slider has the keyboard; otherwise the panel scrolls."""
        if not self.hasFocus():
            event.ignore()
            return
        self._step(self._wheel.taken(event), fine=is_fine(event.modifiers()))
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse came in."""
        super().enterEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came in."""
        super().focusInEvent(event)
        self.update()

    def _step(self, steps: int, *, fine: bool) -> None:
        if self._shown is None:
            self.picked.emit(starting_value(self._spec))
        elif steps:
            self.picked.emit(self._scale.stepped(self._shown, steps, fine=fine))

    def _page(self, pages: int) -> None:
        if self._shown is None:
            self.picked.emit(starting_value(self._spec))
        else:
            self.picked.emit(self._scale.paged(self._shown, pages))

    def _pick_at(self, event: QMouseEvent) -> None:
        reach = max(1.0, self.width() - 2 * _HANDLE_RADIUS)
        share = (event.position().x() - _HANDLE_RADIUS) / reach
        if self.isRightToLeft():
            share = 1 - share
        self.picked.emit(self._scale.value(share * self._scale.last, fine=is_fine(event.modifiers())))
        event.accept()

    def _on_value_changed(self, position: int) -> None:
        """Another program, such as a screen reader, moved the slider."""
        if not self._showing:
            self.picked.emit(self._scale.value(position))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Groove, fill, handle and the ring of the keyboard."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isRightToLeft():
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        middle = self.height() / 2
        groove = QRectF(0, middle - _GROOVE_HEIGHT / 2, self.width(), _GROOVE_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(groove, 1.5, 1.5)
        if self._shown is None:
            if self.hasFocus():
                self._draw_ring(painter, groove.adjusted(1, -5, -1, 5))
            return
        at = QPointF(_HANDLE_RADIUS + (self.width() - 2 * _HANDLE_RADIUS) * self.value() / self._scale.last, middle)
        fill = QColor(colours.outline if self._faded else colours.accent)
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(groove.topLeft(), QPointF(at.x(), groove.bottom())), 1.5, 1.5)
        painter.setBrush(fill if self.underMouse() or self.isSliderDown() else QColor(colours.card))
        painter.setPen(QPen(fill, 2))
        painter.drawEllipse(at, _HANDLE_RADIUS - 1, _HANDLE_RADIUS - 1)
        if self.hasFocus():
            ring = QRectF(at.x() - _RING_RADIUS, middle - _RING_RADIUS, 2 * _RING_RADIUS, 2 * _RING_RADIUS)
            self._draw_ring(painter, ring)

    def _draw_ring(self, painter: QPainter, box: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
        painter.drawRoundedRect(box, _RING_RADIUS, _RING_RADIUS)
