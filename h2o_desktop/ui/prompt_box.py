"""The box below the conversation: the prompt, Send that becomes Stop, and a line of help."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from h2o_desktop.ui.prompt_editor import PromptEditor
from h2o_desktop.ui.theme import ThemeSource

IDLE = "idle"
WAITING = "waiting"
STREAMING = "streaming"
_RADIUS = 10


class PromptBox(QWidget):
    """Takes a prompt and keeps it until `clear()`, which says that it was stored.

    One that `asks_many` sends to several at once; there no prompt waits for the end of the answers.

    Signals:
        submitted(text): the prompt to send; never an empty one, never while an answer is awaited.
        queue_requested(text): the prompt shall be sent when the answer has ended.
        stop_requested: stop the answer.
        text_changed: the prompt is another one.
    """

    submitted = Signal(str)
    queue_requested = Signal(str)
    stop_requested = Signal()
    text_changed = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None, *, asks_many: bool = False) -> None:
        super().__init__(parent)
        self._asks_many = asks_many
        self._state = IDLE
        self._last_prompt = ""
        self._submitted = ""
        self._frame = _RoundFrame(theme, self)
        self.editor = PromptEditor(self._frame)
        self._send_button = QPushButton(self.tr("Send"), self._frame)
        self._stop_button = QPushButton(self.tr("Stop"), self._frame)
        self._hint = QLabel(self)
        self._name_parts()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.editor)
        self._show_state()

    def _name_parts(self) -> None:
        self.editor.setAccessibleName(self.tr("Prompt"))
        self.editor.setPlaceholderText(self.tr("Ask something"))
        self._send_button.setObjectName("sendButton")
        self._send_button.setToolTip(self.tr("Send the prompt (Enter)"))
        self._send_button.setProperty("primary", True)
        self._stop_button.setObjectName("stopButton")
        self._stop_button.setToolTip(self.tr("Stop the answer (Esc)"))
        self._hint.setObjectName("promptHint")
        self._hint.setProperty("tone", "hint")
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _lay_out(self) -> None:
        inside = QHBoxLayout(self._frame)
        inside.setContentsMargins(12, 8, 8, 8)
        inside.setSpacing(8)
        inside.addWidget(self.editor, 1)
        for button in (self._send_button, self._stop_button):
            inside.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._frame)
        layout.addWidget(self._hint)

    def _connect(self) -> None:
        self.editor.send_requested.connect(self._submit)
        self.editor.stop_requested.connect(self._on_stop)
        self.editor.recall_requested.connect(self._on_recall)
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.focus_changed.connect(self._frame.set_ring)
        self._send_button.clicked.connect(self._submit)
        self._stop_button.clicked.connect(self._on_stop)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited or streams."""
        return self._state != IDLE

    def set_state(self, state: str) -> None:
        """Show what the conversation does: *idle*, *waiting* for an answer or *streaming* one."""
        if state != self._state:
            self._state = state
            self._show_state()

    def text(self) -> str:
        """The prompt as it stands in the box."""
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Put another prompt into the box."""
        self.editor.set_text(text)

    def show_text(self, text: str, last_prompt: str = "") -> None:
        """Show the prompt of another conversation, and what the arrow up brings back there."""
        self._submitted = ""
        self.set_last_prompt(last_prompt)
        self.editor.show_text(text)

    def clear(self) -> None:
        """Empty the box, since the prompt is stored; the arrow up brings it back.

        What was typed behind the prompt since it was submitted stays.
        """
        text, submitted = self.text(), self._submitted
        self._submitted = ""
        if submitted and text != submitted and text.startswith(submitted):
            self.set_last_prompt(submitted)
            self.editor.set_text(text.removeprefix(submitted))
        else:
            self.set_last_prompt(text)
            self.editor.clear()

    def set_last_prompt(self, text: str) -> None:
        """What the arrow up in the empty box brings back."""
        self._last_prompt = text.strip("\n")

    def _submit(self) -> None:
        text = self.text().strip("\n").rstrip()
        if text.strip() and self.is_busy and not self._asks_many:
            self.queue_requested.emit(text)
        elif text.strip() and not self.is_busy:
            self._submitted = self.text()
            self.submitted.emit(text)

    def _on_stop(self) -> None:
        if self.is_busy:
            self.stop_requested.emit()

    def _on_recall(self) -> None:
        if self._last_prompt:
            self.editor.set_text(self._last_prompt)

    def _on_text_changed(self) -> None:
        self._show_sendable()
        self.text_changed.emit()

    def _show_state(self) -> None:
        pressed = self._send_button.hasFocus() or self._stop_button.hasFocus()
        self._stop_button.setVisible(self.is_busy)
        self._send_button.setVisible(not self.is_busy)
        if pressed:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._asks_many:
            self._hint.setText(
                self.tr("Esc stops all answers")
                if self.is_busy
                else self.tr("Enter sends to all panes, Shift+Enter breaks the line")
            )
        elif self._state == WAITING:
            self._hint.setText(self.tr("Waiting for the answer… Esc stops it, Enter lets your next prompt wait"))
        elif self.is_busy:
            self._hint.setText(self.tr("Answering… Esc stops it, Enter lets your next prompt wait"))
        else:
            self._hint.setText(self.tr("Enter sends, Shift+Enter breaks the line"))
        self._show_sendable()

    def _show_sendable(self) -> None:
        self._send_button.setEnabled(not self.is_busy and bool(self.text().strip()))


class _RoundFrame(QWidget):
    """The card around the prompt, with a ring while the keyboard is in it."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ring = False
        theme.changed.connect(self._on_theme_changed)

    def set_ring(self, shown: bool) -> None:
        """Show or hide the ring."""
        self._ring = shown
        self.update()

    def _on_theme_changed(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded card."""
        colours = self._theme.colours
        width = 2.0 if self._ring else 1.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent_line if self._ring else colours.line), width))
        painter.setBrush(QColor(colours.card))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
