"""The field that a prompt is typed into."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SENDING_MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ControlModifier,
)
# Qt wraps an unbroken run of letters at words in quadratic time and anywhere in linear time.
_LONG_RUN = re.compile(r"\S{2000}")
_FEWEST_LINES = 2
_WINDOW_SHARE = 0.4


class PromptEditor(QPlainTextEdit):
    """Plain text that grows with its lines up to a share of the window's height, then scrolls.

    Signals:
        send_requested: Enter, but neither with Shift nor while an input method composes.
        recall_requested: the arrow up in the empty field.
        stop_requested: Esc.
        focus_changed(has_focus): the keyboard came or went.
    """

    send_requested = Signal()
    recall_requested = Signal()
    stop_requested = Signal()
    focus_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composed = ""
        self.setObjectName("promptBox")
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The viewport is not asked for: one that Qt made has PySide6 build the types of all widgets there are.
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self.textChanged.connect(self._on_text_changed)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste and drop the plain text alone."""
        if source.hasText():
            text = source.text()
            self._wrap_for(text)
            self.insertPlainText(text)
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Whether there is any text in it; files are the window's."""
        return bool(source.hasText()) and not any(url.isLocalFile() for url in source.urls())

    def set_text(self, text: str) -> None:
        """Put another text in, with the cursor at its end; one step of undo brings the old one back."""
        self._wrap_for(text)
        self.selectAll()
        self.insertPlainText(text)

    def show_text(self, text: str) -> None:
        """Show the text of another conversation, with the cursor at its end; nothing of the old one can come back."""
        self._wrap_for(text)
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether a word is being composed."""
        self._composed = event.preeditString()
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends, Shift+Enter breaks the line; all else is the field's own."""
        if event.key() in _ENTER_KEYS:
            self._on_enter(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.stop_requested.emit()
        elif event.key() == Qt.Key.Key_Up and self.document().isEmpty():
            self.recall_requested.emit()
        else:
            super().keyPressEvent(event)

    def _on_enter(self, event: QKeyEvent) -> None:
        if self._composed:
            # Some input methods hand Enter on although it only takes over the composed word.
            QGuiApplication.inputMethod().commit()
        elif event.modifiers() not in _SENDING_MODIFIERS:
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        elif not event.isAutoRepeat():
            self.send_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another number of lines."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on the window's height counts."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another height of the window allows another number of lines."""
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self._fit()
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard came."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard went."""
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def _on_text_changed(self) -> None:
        if self.document().isEmpty():
            self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def _on_size_changed(self) -> None:
        self._fit()

    def _wrap_for(self, text: str) -> None:
        if _LONG_RUN.search(text):
            self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)

    def _fit(self) -> None:
        line_height = math.ceil(QFontMetricsF(self.font()).lineSpacing())  # lines are laid out on whole pixels
        lines = max(_FEWEST_LINES, round(self.document().size().height()))
        margins = self.contentsMargins()
        # A pixel and a third margin less, and QPlainTextEdit would hold that it has to scroll.
        frame = 1 + 3 * math.ceil(self.document().documentMargin()) + margins.top() + margins.bottom()
        limit = max(line_height * _FEWEST_LINES + frame, round(self.window().height() * _WINDOW_SHARE))
        wanted = lines * line_height + frame
        self.setFixedHeight(min(wanted, limit))
        scrolls = wanted > limit
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)
        if scrolls:
            self.ensureCursorVisible()
