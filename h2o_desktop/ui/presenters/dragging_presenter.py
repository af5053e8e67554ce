"""Chats and messages that are dragged out of the window, or copied as files, into other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QMimeData, QObject, QPoint, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDrag, QFontMetrics, QGuiApplication, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.excerpts import single_message
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.transfer import HandedOut, TransferServices
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.ui.chat_view.menu import DRAG
from h2o_desktop.ui.main_window import MainWindow
from h2o_desktop.ui.text_for_people import number
from h2o_desktop.ui.theme import ThemeSource

CARD = QSize(240, 36)
PADDING = 10
RADIUS = 6.0
_COPY = Qt.DropAction.CopyAction


class DraggingPresenter(QObject):
    """Joins what is dragged to what writes the files; that runs in `lane`, while the mouse goes on."""

    def __init__(
        self, window: MainWindow, chat: ChatController, services: TransferServices, *, theme: ThemeSource, lane: Lane
    ) -> None:
        super().__init__(window)
        self._window = window
        self._chat = chat
        self._services = services
        self._theme = theme
        self._lane = lane
        window.history.list.dragged.connect(self._on_chats)
        window.pane.chat_view.share_requested.connect(self._on_message)

    def copy(self, ids: Sequence[str]) -> None:
        """Put chats onto the clipboard, as text and as files."""
        self._submit(partial(self._services.hand_out, tuple(ids)), self._put_on_clipboard)

    def _on_chats(self, ids: Sequence[str]) -> None:
        self._submit(partial(self._services.hand_out, tuple(ids)), partial(self._drag, self._window.history.list))

    def _on_message(self, message_id: str, how: str) -> None:
        conversation = self._chat.conversation
        message = single_message(conversation, message_id) if conversation is not None and how == DRAG else None
        if message is not None:
            drag = partial(self._drag, self._window.pane.chat_view)
            self._submit(partial(self._services.hand_out_one, message), drag)

    def _submit(self, job: Callable[[], HandedOut], done: Callable[[HandedOut], None]) -> None:
        self._lane.submit(job, partial(self._on_written, done))

    def _on_written(self, done: Callable[[HandedOut], None], outcome: Outcome[HandedOut]) -> None:
        if isinstance(outcome.error, DesktopError):
            self._window.pane.notices.show_notice(Notice.of(outcome.error))
        else:
            done(outcome.result())

    def _put_on_clipboard(self, handed: HandedOut) -> None:
        QGuiApplication.clipboard().setMimeData(mime_data(handed))
        words = Words(
            QT_TRANSLATE_NOOP("notices", "Chats on the clipboard: {count}, as text and as files."),
            {"count": number(len(handed.files))},
            "notices",
        )
        self._window.pane.notices.show_notice(Notice(Severity.INFO, words))

    def _drag(self, source: QWidget, handed: HandedOut) -> None:
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return  # it was let go meanwhile
        drag = QDrag(source)
        drag.setMimeData(mime_data(handed))
        drag.setPixmap(self._card(handed))
        drag.setHotSpot(QPoint(PADDING, PADDING))
        drag.exec(_COPY)

    def _card(self, handed: HandedOut) -> QPixmap:
        """What hangs on the mouse: the name of the file, or how many there are."""
        count = len(handed.files)
        words = handed.files[0].name if count == 1 else self.tr("Chats: {count}").format(count=number(count))
        ratio = self._window.devicePixelRatio()
        pixmap = QPixmap(CARD * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.colours.outline), 1))
        painter.setBrush(QColor(self._theme.colours.card))
        box = QRect(QPoint(), CARD)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        inner = box.adjusted(PADDING, 0, -PADDING, 0)
        font = self._theme.font()
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.text))
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), shown)
        painter.end()
        return pixmap


def mime_data(handed: HandedOut) -> QMimeData:
    """Files for file managers and mail, and text for editors."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in handed.files])
    data.setText(handed.text)
    return data
