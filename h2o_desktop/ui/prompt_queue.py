"""The prompts that wait for the end of an answer, above the prompt box."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.text_for_people import number
from h2o_desktop.ui.theme import ThemeSource

MOST_SHOWN = 4


class PromptQueue(QWidget):
    """Lists what waits, the next one first, each with a button to take it back and one to drop it.

    Signals:
        edit_requested(position): the prompt shall come back into the prompt box.
        cancelled(position): the prompt shall not be sent.
        send_requested: send the first one now; offered while no answer runs.
    """

    edit_requested = Signal(int)
    cancelled = Signal(int)
    send_requested = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[QWidget] = []
        self.setObjectName("promptQueue")
        self.setAccessibleName(self.tr("Prompts that wait"))
        self._head = QLabel(self)
        self._head.setProperty("tone", "hint")
        self._send_button = QPushButton(self.tr("Send the next one"), self)
        self._send_button.setObjectName("sendQueuedButton")
        self._send_button.clicked.connect(self._on_send)
        top = QHBoxLayout()
        top.addWidget(self._head, 1)
        top.addWidget(self._send_button)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(4, 0, 4, 0)
        self._layout.setSpacing(2)
        self._layout.addLayout(top)
        self.hide()

    def show_prompts(self, prompts: Sequence[str], *, busy: bool) -> None:
        """Show these prompts; `busy` says that an answer runs, after which the first one is sent by itself."""
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        shown = prompts[:MOST_SHOWN]
        self._rows = [self._row(position, prompt) for position, prompt in enumerate(shown)]
        for row in self._rows:
            self._layout.addWidget(row)
            row.show()
        self._head.setText(self._head_text(len(prompts), busy=busy))
        self._send_button.setVisible(not busy)
        self.setVisible(bool(prompts))

    def _head_text(self, count: int, *, busy: bool) -> str:
        if count > MOST_SHOWN:
            return self.tr("{count} prompts wait; the next ones:").format(count=number(count))
        return self.tr("Sent when the answer has ended:") if busy else self.tr("Not sent yet:")

    def _row(self, position: int, prompt: str) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(_OneLine(prompt, row), 1)
        edit = self._button("edit", self.tr("Take back into the prompt box"), prompt)
        edit.setObjectName(f"editQueued{position}")
        edit.clicked.connect(partial(self.edit_requested.emit, position))
        cancel = self._button("close", self.tr("Do not send"), prompt)
        cancel.setObjectName(f"cancelQueued{position}")
        cancel.clicked.connect(partial(self.cancelled.emit, position))
        layout.addWidget(edit)
        layout.addWidget(cancel)
        return row

    def _button(self, icon_name: str, words: str, prompt: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(icon_name, self._theme))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setAccessibleDescription(prompt[:200])
        return button

    def _on_send(self) -> None:
        self.send_requested.emit()


class _OneLine(QLabel):
    """The beginning of a text in one line."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = " ".join(text[:2_000].split())
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setToolTip(text[:2_000])
        self.setAccessibleName(self._line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._line, Qt.TextElideMode.ElideRight, self.width()))
