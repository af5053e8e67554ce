"""The button above the conversation that says which model answers, and opens the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from h2o_desktop.core.connections import Reachability
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.ui.icons import draw_icon
from h2o_desktop.ui.model_picker_rows import state_colour, state_text
from h2o_desktop.ui.text_for_people import connection_name
from h2o_desktop.ui.theme import SECONDARY_PX, ThemeSource

if TYPE_CHECKING:
    from h2o_desktop.ui.model_picker_popup import ModelPopup

_RADIUS = 6
_PADDING = 10
_GAP = 8
_DOT = 8
_CHEVRON = 14
_WIDEST = 440
_NARROWEST = 120
_NARROW = 120  # where name and state would be two beginnings of words, the name stands alone
_OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_F4)


class ModelPicker(QAbstractButton):
    """Shows the chosen model with the state of its connection, and asks for another one.

    Signals:
        model_chosen(connection_id, model_id): the person chose a model.
        add_connection_requested, edit_connection_requested(connection_id): what to do with connections.
        fetch_requested(model_id): a model is to be fetched onto this computer.
        retry_requested(connection_id): a connection that failed is to be asked again.
        opened: the list is shown; what stands in it should be true.
    """

    model_chosen = Signal(str, str)
    add_connection_requested = Signal()
    edit_connection_requested = Signal(str)
    fetch_requested = Signal(str)
    retry_requested = Signal(str)
    opened = Signal()

    def __init__(self, model: ConnectionsModel, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._note = self._short_note = ""
        self._state = Reachability.UNKNOWN
        self._popup: ModelPopup | None = None
        self.setObjectName("modelPicker")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_popup)
        self._refresh()
        model.changed.connect(self._refresh)
        theme.changed.connect(self._on_theme_changed)

    def open_popup(self) -> None:
        """Open the list below the button."""
        if self._popup is None:
            self._popup = self._made_popup()
        self.opened.emit()
        self._popup.open_below(QRect(self.mapToGlobal(QPoint(0, 0)), self.size()))

    @property
    def popup(self) -> ModelPopup | None:
        """The list, None until it was opened for the first time."""
        return self._popup

    def _made_popup(self) -> ModelPopup:
        from h2o_desktop.ui.model_picker_popup import ModelPopup

        popup = ModelPopup(self._model, self._theme, self)
        popup.model_chosen.connect(self.model_chosen)
        popup.add_connection_requested.connect(self.add_connection_requested)
        popup.edit_connection_requested.connect(self.edit_connection_requested)
        popup.fetch_requested.connect(self.fetch_requested)
        popup.retry_requested.connect(self.retry_requested)
        return popup

    def _refresh(self) -> None:
        chosen = self._model.current_model()
        profile = self._model.profile(self._model.current[0])
        self._note = self._short_note = ""
        self._state = Reachability.UNKNOWN
        self.setText((chosen.name or chosen.id) if chosen else self.tr("Choose a model"))
        if chosen is not None and profile is not None:
            status = self._model.status(profile.id)
            self._state = status.state
            self._short_note = state_text(profile, status)
            self._note = self.tr("{connection} · {state}").format(
                connection=connection_name(profile), state=self._short_note
            )
        whole = self.tr("Model: {model}").format(model=self.text())
        whole = "\n".join(part for part in (whole, self._note) if part)
        self.setAccessibleName(whole)
        self.setToolTip(whole)
        self.updateGeometry()
        self.update()

    def _name_font(self) -> QFont:
        font = self._theme.font()
        font.setBold(True)
        return font

    def _name_width(self) -> int:
        return QFontMetrics(self._name_font()).horizontalAdvance(self.text())

    def _note_width(self, note: str) -> int:
        width = QFontMetrics(self._theme.font(SECONDARY_PX)).horizontalAdvance(note)
        return width + _GAP if note else 0

    def sizeHint(self) -> QSize:
        """Wide enough for name and state, up to a limit."""
        width = 2 * _PADDING + _DOT + _GAP + self._name_width() + self._note_width(self._note) + _GAP + _CHEVRON
        return QSize(min(_WIDEST, width), QFontMetrics(self._theme.font()).height() + 12)

    def minimumSizeHint(self) -> QSize:
        """Room for a part of the name."""
        return QSize(_NARROWEST, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, the arrow down and F4 open the list, as Space does."""
        if event.key() in _OPENING_KEYS:
            self.open_popup()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded button with a dot for the state, the name, and the state in words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_frame(painter)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(state_colour(self._state, self._theme.colours)))
        painter.drawEllipse(QRectF(_PADDING, middle - _DOT / 2, _DOT, _DOT))
        right = self.width() - _PADDING - _CHEVRON
        draw_icon(painter, QRectF(right, middle - _CHEVRON / 2, _CHEVRON, _CHEVRON), "chevron-down", self._muted)
        self._draw_words(painter, _PADDING + _DOT + _GAP, right - _GAP)

    @property
    def _muted(self) -> str:
        return self._theme.colours.muted

    def _draw_frame(self, painter: QPainter) -> None:
        colours = self._theme.colours
        width = 2.0 if self.hasFocus() else 1.0
        edge = colours.outline if self.underMouse() else colours.line
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else edge), width))
        painter.setBrush(QColor(colours.line if self.isDown() else colours.card))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)

    def _draw_words(self, painter: QPainter, left: int, right: int) -> None:
        """The state in words always has its room, then the name, then the connection."""
        name_width = self._name_width()
        if right - left < _NARROW:
            self._draw_text(painter, self._name_font(), self.text(), (left, right))
            return
        note = self._note if left + name_width + self._note_width(self._note) <= right else self._short_note
        note_width = min(self._note_width(note), max(0, (right - left) // 2))
        name_width = min(name_width, right - left - note_width)
        self._draw_text(painter, self._name_font(), self.text(), (left, left + name_width))
        painter.setPen(QColor(self._muted))
        self._draw_text(painter, self._theme.font(SECONDARY_PX), note, (left + name_width + _GAP, right))

    def _draw_text(self, painter: QPainter, font: QFont, text: str, span: tuple[int, int]) -> None:
        if font.bold():
            painter.setPen(QColor(self._theme.colours.text))
        painter.setFont(font)
        width = span[1] - span[0] + 1
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(span[0], 0, width, self.height()), int(Qt.AlignmentFlag.AlignVCenter), elided)

    def _on_theme_changed(self) -> None:
        self.update()
