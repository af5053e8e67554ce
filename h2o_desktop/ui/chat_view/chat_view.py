"""The widget that shows a conversation."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from h2o_desktop.core.conversation import Role, Status
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.ui.chat_view import accessibility
from h2o_desktop.ui.chat_view.actions import MessageActions
from h2o_desktop.ui.chat_view.caret import Caret
from h2o_desktop.ui.chat_view.cut_line import CutLine
from h2o_desktop.ui.chat_view.find_bar import FindBar, find_bar_of
from h2o_desktop.ui.chat_view.finder import Finder
from h2o_desktop.ui.chat_view.keyboard import Keyboard
from h2o_desktop.ui.chat_view.markdown_parser import markdown_parser
from h2o_desktop.ui.chat_view.menu import open_menu
from h2o_desktop.ui.chat_view.navigation import Navigation
from h2o_desktop.ui.chat_view.new_text_button import NewTextButton
from h2o_desktop.ui.chat_view.painting import TranscriptPainter
from h2o_desktop.ui.chat_view.pointer import Pointer
from h2o_desktop.ui.chat_view.selection import Selection
from h2o_desktop.ui.chat_view.spotlight import Spotlight
from h2o_desktop.ui.chat_view.transcript_area import TranscriptArea
from h2o_desktop.ui.theme import ThemeSource

WARM_UP_MS = 200
WHEEL_LINES, WHEEL_STEP = 3, 120


class ChatView(TranscriptArea):
    """Shows the messages of a model; only what is visible is read, laid out and painted.

    Signals:
        regenerate_requested(id): another answer in the place of this one is wanted.
        edit_requested(id): the person wants to change this prompt.
        delete_requested(id): the person wants this message gone.
        fork_requested(id): a chat of its own is wanted, with everything up to this message.
        details_requested(id): the person wants to know how this answer was made.
        request_requested(id): the person wants to see the request of this answer.
        continue_requested(id): this answer shall go on where it ends.
        branch_requested(id, step): show the sibling so many steps further.
        link_activated(address): a link was opened; only http, https and mailto.
        image_requested(address): the person wants to see this image; `show_image` takes it.
        save_code_requested(code, name): the person wants code in a file; the name is a proposal.
        zoom_changed(zoom): text is larger or smaller now; 1 is the natural size.
    """

    regenerate_requested = Signal(str)
    edit_requested = Signal(str)
    delete_requested = Signal(str)
    fork_requested = Signal(str)
    details_requested = Signal(str)
    request_requested = Signal(str)
    continue_requested = Signal(str)
    branch_requested = Signal(str, int)
    link_activated = Signal(str)
    image_requested = Signal(str)
    save_code_requested = Signal(str, str)
    zoom_changed = Signal(float)

    def __init__(self, model: ConversationModel, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, parent)
        self.setObjectName("chatView")
        self.setAccessibleName(self.tr("Conversation"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.selection = Selection(self.transcript)
        self.finder = Finder(self.transcript, time.monotonic, self)
        self.spotlight = Spotlight(self)
        self.cut_line = CutLine(self)
        self.navigation = Navigation(self)
        self.caret = Caret(self)
        self.message_actions = MessageActions(self)
        self.pointer = Pointer(self)
        self._keyboard = Keyboard(self)
        self.new_text_button = NewTextButton(self)
        self._is_warm = False
        self._accessible: accessibility.MessageList | None = None
        self._keyboard.add_window_shortcuts()
        accessibility.install()
        self._connect()

    def _connect(self) -> None:
        self.model.was_reset.connect(self._on_reset)
        self.model.message_added.connect(self._on_added)
        self.model.text_appended.connect(self._on_text)
        self.model.message_changed.connect(self._on_changed)
        self.model.rows_removed.connect(self._on_removed)
        self.arranged.connect(self.new_text_button.follow_view)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._on_reset()

    # -- geometry -----------------------------------------------------------------------------------------------------

    @property
    def has_keyboard(self) -> bool:
        """Whether keys come here."""
        return self.hasFocus()

    @property
    def find_bar(self) -> FindBar:
        """The bar with which words are found."""
        return find_bar_of(self)

    # -- ways of showing ----------------------------------------------------------------------------------------------

    def show_raw(self, row: int, is_raw: bool) -> None:
        """Show a message's source, or what it stands for."""
        self.selection.clear()
        self.transcript.show_raw(row, is_raw=is_raw)
        self.finder.forget(row)
        self.navigation.keep_place(row)

    def show_all_raw(self, is_raw: bool) -> None:
        """Show the source of all messages, or what it stands for."""
        self.selection.clear()
        self.transcript.show_all_raw(is_raw=is_raw)
        self.finder.search(self.finder.words)
        self.refresh()

    def select_all(self) -> None:
        """Select every message."""
        self.selection.select_all()
        self.viewport().update()

    def accessible_list(self) -> accessibility.MessageList:
        """The conversation as screen readers see it."""
        if self._accessible is None:
            self._accessible = accessibility.MessageList(self)
        return self._accessible

    def announce(self, words: str) -> None:
        """Let a screen reader say something when it has time."""
        accessibility.announce(self, words)

    # -- the model's changes ------------------------------------------------------------------------------------------

    def _on_reset(self) -> None:
        self.transcript.width = self.column.width()
        self.transcript.reset()
        self.cut_line.show(None)
        self.selection.clear()
        self.spotlight.clear()
        self.finder.search(self.finder.words)
        accessibility.tell_reordered(self)
        self.is_stale = True
        self.schedule()

    def _on_added(self, row: int) -> None:
        self.transcript.add(row)
        accessibility.tell_reordered(self)
        self.finder.forget(row)
        if self.model.message(row).role is Role.USER:
            self.transcript.is_following = True
        self.is_stale = True
        self.schedule()

    def _on_text(self, row: int, text: str) -> None:
        self.transcript.append_text(row, text)
        if not self.transcript.is_following:
            self.new_text_button.note_news()
        if self.finder.words:
            self.finder.forget(row)
        if not self.is_waiting_for_frame:
            self.schedule()

    def _on_changed(self, row: int) -> None:
        was_streaming = self.transcript.is_streaming(row)
        self.transcript.change(row)
        self.is_stale = True
        self.finder.forget(row)
        message = self.model.message(row)
        if was_streaming and message.status is not Status.STREAMING:
            self.announce(
                self.tr("The answer is complete.")
                if message.status is Status.COMPLETE
                else self.tr("The answer ended.")
            )
        self.schedule()

    def _on_removed(self, row: int) -> None:
        self.transcript.remove_from(row)
        accessibility.tell_reordered(self)
        self.selection.clear()
        self.spotlight.clear()
        self.finder.forget(row, below=True)
        self.is_stale = True
        self.schedule()

    def _on_scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum():
            self.navigation.go_to_end()
            return
        self.transcript.scroll_to(value)
        self.refresh()

    # -- events -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102
        began_s = time.perf_counter()
        if self.is_stale:
            self.arrange()
        painter = QPainter(self.viewport())
        try:
            painter.fillRect(event.rect(), QColor(self.transcript.typography.colours.background))
            TranscriptPainter(painter, self, QRectF(event.rect())).paint()
        finally:
            painter.end()
        self.note_painting(time.perf_counter() - began_s)
        if not self._is_warm:
            self._is_warm = True
            QTimer.singleShot(WARM_UP_MS, markdown_parser)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        if self.column.width() != self.transcript.width:
            self.change_width()
        self.refresh()
        bar = self.findChild(FindBar)
        if bar is not None:
            bar.place()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: D102
        event.accept()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.navigation.zoom_in() if event.angleDelta().y() > 0 else self.navigation.zoom_out()
        elif self.pointer.wheel(event):
            return
        elif not event.pixelDelta().isNull():
            self.navigation.scroll_by(-event.pixelDelta().y())
        else:
            line_px = self.transcript.typography.line_px
            self.navigation.scroll_by(-event.angleDelta().y() * WHEEL_LINES * line_px // WHEEL_STEP)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        self.pointer.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102
        super().leaveEvent(event)
        self.pointer.leave()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102
        point = event.pos()
        placed = self.pointer.placed_at(QPoint(point).toPointF())
        if placed is not None:
            open_menu(self, placed.row, point, self.pointer.run_at(QPoint(point).toPointF()))

    def event(self, event: QEvent) -> bool:  # noqa: D102
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._keyboard.wants(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102
        if not self._keyboard.press(event):
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
            self.restyle()
