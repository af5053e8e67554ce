"""The widget that shows a conversation."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.ui.chat_view.actions import MessageActions
from h2o_desktop.ui.chat_view.keyboard import Keyboard
from h2o_desktop.ui.chat_view.painting import paint_transcript
from h2o_desktop.ui.chat_view.pointer import Pointer
from h2o_desktop.ui.chat_view.selection import Selection
from h2o_desktop.ui.chat_view.transcript import Transcript
from h2o_desktop.ui.chat_view.typography import LARGEST_ZOOM, SMALLEST_ZOOM, Typography
from h2o_desktop.ui.theme import ThemeSource

FRAME_MS = 16
LARGEST_FRAME_MS = 100
REST_FACTOR = 2  # after a frame that took long, the thread rests so many times as long
SIDE_PX = 24


class ChatView(QAbstractScrollArea):
    """Shows the messages of a model; only what is visible is read, laid out and painted.

    Signals:
        regenerate_requested(id): another answer in the place of this one is wanted.
        edit_requested(id): the person wants to change this prompt.
        delete_requested(id): the person wants this message gone.
        continue_requested(id): this answer shall go on where it ends.
        branch_requested(id, step): show the sibling so many steps further.
        link_activated(address): a link was opened; only http, https and mailto.
        image_requested(address): the person wants to see this image.
    """

    regenerate_requested = Signal(str)
    edit_requested = Signal(str)
    delete_requested = Signal(str)
    continue_requested = Signal(str)
    branch_requested = Signal(str, int)
    link_activated = Signal(str)
    image_requested = Signal(str)

    def __init__(self, model: ConversationModel, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chatView")
        self.setAccessibleName(self.tr("Conversation"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.model = model
        self._theme = theme
        self.zoom = 1.0
        self.transcript = Transcript(model, Typography(theme, self.zoom))
        self.selection = Selection(self.transcript)
        self.message_actions = MessageActions(self)
        self.pointer = Pointer(self)
        self.keyboard = Keyboard(self)
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._on_frame)
        self._frame_s = 0.0
        self._connect()

    def _connect(self) -> None:
        self.model.was_reset.connect(self._on_reset)
        self.model.message_added.connect(self._on_added)
        self.model.text_appended.connect(self._on_text)
        self.model.message_changed.connect(self._on_changed)
        self.model.rows_removed.connect(self._on_removed)
        self._theme.changed.connect(self._restyle)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._on_reset()

    # -- geometry -----------------------------------------------------------------------------------------------------

    @property
    def column(self) -> QRect:
        """Where the text column is in the viewport."""
        room = max(80, self.viewport().width() - 2 * SIDE_PX)
        width = min(self.transcript.typography.column_px, room)
        return QRect((self.viewport().width() - width) // 2, 0, width, self.viewport().height())

    def refresh(self) -> None:
        """Lay out what is visible, and paint it at the next opportunity."""
        began_s = time.perf_counter()
        self.transcript.arrange(self.viewport().height())
        self._update_bar()
        self.viewport().update()
        self._frame_s = time.perf_counter() - began_s

    def _update_bar(self) -> None:
        bar = self.verticalScrollBar()
        page = self.viewport().height()
        blocked = bar.blockSignals(True)
        bar.setRange(0, max(0, self.transcript.total_px - page))
        bar.setPageStep(page)
        bar.setSingleStep(self.transcript.typography.line_px * 2)
        at_end = self.transcript.is_following or self.transcript.is_at_end
        bar.setValue(bar.maximum() if at_end else self.transcript.top_px())
        bar.blockSignals(blocked)

    def scroll_by(self, pixels: int) -> None:
        """Move the text by pixels; at the end the view follows again."""
        self.transcript.scroll_by(pixels)
        self.refresh()
        if pixels > 0 and self.transcript.is_at_end:
            self.transcript.is_following = True
            self.refresh()

    def go_to_end(self) -> None:
        """Show the end, and follow it."""
        self.transcript.is_following = True
        self.refresh()

    def go_to_start(self) -> None:
        """Show the beginning."""
        self.transcript.show(0, 0)
        self.refresh()

    def set_zoom(self, zoom: float) -> None:
        """Show everything larger or smaller; 1 is the natural size."""
        self.zoom = max(SMALLEST_ZOOM, min(LARGEST_ZOOM, zoom))
        self._restyle()

    # -- the model's changes ------------------------------------------------------------------------------------------

    def _on_reset(self) -> None:
        self.transcript.width = self.column.width()
        self.transcript.reset()
        self.selection.clear()
        self._schedule()

    def _on_added(self, row: int) -> None:
        self.transcript.add(row)
        self._schedule()

    def _on_text(self, row: int, text: str) -> None:
        self.transcript.append_text(row, text)
        if not self._frame.isActive():
            self._schedule()

    def _on_changed(self, row: int) -> None:
        self.transcript.change(row)
        self._schedule()

    def _on_removed(self, row: int) -> None:
        self.transcript.remove_from(row)
        self.selection.clear()
        self._schedule()

    def _schedule(self) -> None:
        """Show changes with the next frame; after a frame that took long the next one waits longer."""
        if not self._frame.isActive():
            rest_ms = round(1000 * REST_FACTOR * self._frame_s)
            self._frame.start(min(LARGEST_FRAME_MS, max(FRAME_MS, rest_ms)))

    def _on_frame(self) -> None:
        self.refresh()

    def _restyle(self) -> None:
        self.transcript.restyle(Typography(self._theme, self.zoom), 1)
        self.transcript.restyle(self.transcript.typography, self.column.width())
        self.refresh()

    def _on_scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum():
            self.go_to_end()
            return
        self.transcript.scroll_to(value)
        self.refresh()

    # -- events -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102
        began_s = time.perf_counter()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self.transcript.typography.colours.background))
        paint_transcript(painter, self, QRectF(event.rect()))
        painter.end()
        self._frame_s += time.perf_counter() - began_s

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        if self.column.width() != self.transcript.width:
            self.transcript.restyle(self.transcript.typography, self.column.width())
        self.refresh()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: D102
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
        elif not event.pixelDelta().isNull():
            self.scroll_by(-event.pixelDelta().y())
        else:
            self.scroll_by(-event.angleDelta().y() * 3 * self.transcript.typography.line_px // 120)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        self.pointer.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102
        if not self.keyboard.press(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: D102
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._restyle()
